/// The names and shapes of the tensors that a GPT-2 checkpoint holds.
struct GPT2Layout {
  static let head = "lm_head.weight"

  /// `transformer.` or nothing.
  let prefix: String

  /// Shape by full name, of every tensor that must be there.
  let required: [(name: String, shape: [Int])]

  /// The shape of a head, required or not.
  private let headShape: [Int]

  /// Buffers that older checkpoints hold and that are no parameters.
  private let ignored: Set<String>

  init(configuration: GPT2Configuration, checkpoint: Checkpoint) {
    let prefix = checkpoint.shape(of: "transformer.wte.weight") == nil ? "" : "transformer."
    let width = configuration.width
    var required = [
      ("wte.weight", [configuration.vocabularySize, width]),
      ("wpe.weight", [configuration.contextLength, width]),
    ]
    required += Self.normalization("ln_f", width)
    for index in 0..<configuration.layerCount {
      required += Self.layer(index, width: width, hiddenWidth: configuration.hiddenWidth)
    }

    self.prefix = prefix
    headShape = [configuration.vocabularySize, width]
    self.required =
      required.map { (prefix + $0.0, $0.1) }
      + (configuration.tiesEmbeddings ? [] : [(Self.head, headShape)])
    ignored = Set(
      (0..<configuration.layerCount).flatMap {
        ["\(prefix)h.\($0).attn.bias", "\(prefix)h.\($0).attn.masked_bias"]
      })
  }

  private static func layer(
    _ index: Int, width: Int, hiddenWidth: Int
  ) -> [(String, [Int])] {
    normalization("h.\(index).ln_1", width)
      + linear("h.\(index).attn.c_attn", width, 3 * width)
      + linear("h.\(index).attn.c_proj", width, width)
      + normalization("h.\(index).ln_2", width)
      + linear("h.\(index).mlp.c_fc", width, hiddenWidth)
      + linear("h.\(index).mlp.c_proj", hiddenWidth, width)
  }

  private static func linear(_ name: String, _ inputs: Int, _ outputs: Int) -> [(String, [Int])] {
    [(name + ".weight", [inputs, outputs]), (name + ".bias", [outputs])]
  }

  private static func normalization(_ name: String, _ width: Int) -> [(String, [Int])] {
    [(name + ".weight", [width]), (name + ".bias", [width])]
  }

  /// Checks that the checkpoint holds these tensors and no others.
  func check(_ checkpoint: Checkpoint) throws(ModelError) {
    let missing = required.map(\.name).filter { checkpoint.shape(of: $0) == nil }
    guard missing.isEmpty else { throw .missingTensors(names: missing, path: checkpoint.path) }

    let known = Set(required.map(\.name)).union(ignored).union([Self.head])
    let unexpected = checkpoint.names.filter { !known.contains($0) }
    guard unexpected.isEmpty else {
      throw .unexpectedTensors(names: unexpected, path: checkpoint.path)
    }

    for (name, expected) in required + [(Self.head, headShape)] {
      guard let found = checkpoint.shape(of: name), found != expected else { continue }
      throw .shapeMismatch(
        tensor: name, found: found, expected: expected, path: checkpoint.path)
    }
  }
}

import Foundation

/// A very small GPT-2 with what PyTorch computes for it.
struct GPT2Vectors: Decodable {
  struct Tensor: Decodable {
    let shape: [Int]
    /// In 64ths.
    let values: [Int]
  }

  struct Variant: Decodable {
    let name: String
    /// One `[tokens, vocabularySize]` for each window.
    let logits: [[Float]]
  }

  let shape: [String: Int]
  let tensors: [String: Tensor]
  let windows: [[Int]]
  let variants: [Variant]
  /// The plain variant's intermediate tensors for the first window, by stage and layer.
  let stages: [String: [Float]]

  static func load() throws -> GPT2Vectors {
    try Vectors.decode(GPT2Vectors.self, from: "gpt2.json")
  }

  /// The settings that make a variant differ from the plain one, as `config.json` has them.
  static let settings: [String: [String: any Sendable]] = [
    "plain": [:],
    "erf": ["activation_function": "gelu"],
    "unscaled": ["scale_attn_weights": false],
    "scaled by layer": [
      "scale_attn_by_inverse_layer_idx": true, "reorder_and_upcast_attn": true,
    ],
    "epsilon": ["layer_norm_epsilon": 0.01, "activation_function": "gelu_fast"],
    "untied": ["tie_word_embeddings": false],
  ]

  /// Writes the Hugging Face folder of a variant.
  /// - Parameters:
  ///   - prefix: what the names of all but the head start with.
  ///   - change: alters the tensors before they are written.
  func write(
    _ variant: String, to folder: URL, prefix: String = "transformer.",
    change: (inout SafetensorsBuilder) -> Void = { _ in }
  ) throws {
    var settings: [String: Any] = shape
    settings["model_type"] = "gpt2"
    for (name, value) in Self.settings[variant] ?? [:] { settings[name] = value }
    try folder.write("config.json", json: settings)

    var builder = SafetensorsBuilder()
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      if name == "lm_head.weight" && variant != "untied" { continue }
      builder.add(
        name.replacingOccurrences(of: "transformer.", with: prefix), shape: tensor.shape,
        values: tensor.values.map { Float($0) / 64 })
    }
    change(&builder)
    try folder.write("model.safetensors", builder.file)
  }
}

extension SafetensorsBuilder {
  /// The position of a tensor that is there.
  func index(of name: String) -> Int {
    entries.firstIndex { $0.name == name } ?? entries.endIndex
  }
}

/// Weights that behave like those of a trained GPT-2, row by row and the same on every machine.
///
/// What real models do, and what makes them hard to prove, is built in: one early hidden unit fires at position 0 alone and writes two
/// massive channels; every third head looks at position 0 only, through these channels, so that scores spread over many nats. The
/// rest is random and small beside the residual stream, so that errors stay small. The first block amplifies the embedding, as trained
/// ones do; the last one turns each token into the one that follows in the synthetic language.
struct SyntheticWeights {
  /// One tensor of the checkpoint: `row` fills row after row.
  struct Tensor {
    let name: String
    let shape: [Int]
    let row: (Int, UnsafeMutableBufferPointer<Float>, inout SyntheticNumbers) -> Void
  }

  let shape: SyntheticShape
  let language: SyntheticLanguage
  let seed: UInt64

  /// Standard deviations: of an embedding's entry, and of the residual stream once amplified. In narrow models massive activations
  /// deviate more, so that embeddings are larger.
  let embedding: Float
  let stream: Float = 8
  /// The logit of the token that follows, in nats.
  let said: Float = 12
  /// What a block adds, relative to the stream.
  let added: Float = 0.2
  /// Massive activations, and what the unit that writes them holds.
  let massive: (first: Float, second: Float) = (3600, -2900)
  let fired: Float = 28
  /// The length of the direction that marks position 0, relative to a token's embedding: in narrow models tokens point its way more.
  let mark: Float
  /// Scores of position 0 in heads that look at it, in nats, and the length of their query's bias.
  let sinkScore: Float = 75
  let sinkQuery: Float = 6
  /// Deviations of a hidden unit's input, a value, and their outputs.
  let hiddenInput: Float = 0.3
  let hiddenOutput: Float = 0.17
  let value: Float = 0.5
  let context: Float = 0.25

  init(_ shape: SyntheticShape, seed: UInt64) {
    self.shape = shape
    self.seed = seed
    language = SyntheticLanguage(shape)
    let narrow = max(1, 768 / Float(shape.width)).squareRoot()
    embedding = 0.14 * narrow
    mark = 1.55 * narrow
  }

  var width: Int { shape.width }
  var root: Float { Float(width).squareRoot() }
  /// Features that cycles use.
  var features: Int { language.cycles.reduce(0, +) }
  /// The block whose hidden unit fires at position 0.
  var firing: Int { shape.layers > 3 ? 1 : 0 }
  var massiveDeviation: Float {
    ((massive.first * massive.first + massive.second * massive.second) / Float(width)).squareRoot()
  }

  func isSink(layer: Int, head: Int) -> Bool { layer > firing && head % 3 == 0 }

  // MARK: Directions

  private func unit(_ count: Int, used: Int, stream: Int) -> [Float] {
    var numbers = SyntheticNumbers(seed: seed, stream: stream)
    var result = (0..<count).map { $0 < used ? numbers.normal() : 0 }
    let length = result.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for i in result.indices { result[i] /= length }
    return result
  }

  /// The direction that marks position 0.
  var markDirection: [Float] { unit(width, used: features, stream: 1 << 21) }

  func sinkDirection(_ layer: Int, _ head: Int) -> [Float] {
    unit(shape.headWidth, used: shape.headWidth, stream: 1 << 22 + layer * shape.heads + head)
  }

  /// The feature to which the language moves this one.
  func successor(_ feature: Int) -> Int {
    for (start, length) in zip(language.starts, language.cycles)
    where feature >= start && feature < start + length {
      return start + (feature - start + 1) % length
    }
    return feature
  }
}

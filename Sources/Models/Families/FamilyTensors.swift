/// Reads a checkpoint's tensors by name and shape, and tells at the end whether any is left over.
final class FamilyTensors {
  private let checkpoint: Checkpoint
  private var known: Set<String> = []

  init(_ checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
  }

  var path: String { checkpoint.path }

  func holds(_ name: String) -> Bool { checkpoint.shape(of: name) != nil }

  /// - Throws: `missingTensors`, `shapeMismatch`, or what reading throws.
  func tensor(_ name: String, _ shape: [Int]) throws(ModelError) -> FloatTensor {
    try check(name, shape)
    return try checkpoint.tensor(named: name)
  }

  func vector(_ name: String, _ count: Int) throws(ModelError) -> [Float] {
    try tensor(name, [count]).values
  }

  /// A tensor that may hold infinities.
  func unboundedTensor(_ name: String, _ shape: [Int]) throws(ModelError) -> FloatTensor {
    try check(name, shape)
    return try checkpoint.unboundedTensor(named: name)
  }

  /// A linear map, which Hugging Face stores as `[outputs, inputs]`.
  /// - Parameter factor: multiplies what the map gives.
  func linear(
    _ name: String, _ inputs: Int, _ outputs: Int, bias: BiasTerm, factor: Double = 1
  ) throws(ModelError) -> LinearWeights {
    let weight = try tensor(name + ".weight", [outputs, inputs])
    let bias: [Float] =
      switch bias {
      case .stored: try vector(name + ".bias", outputs)
      case .none: Array(repeating: 0, count: outputs)
      }
    return LinearWeights(
      weight: weight.transposed().scaled(by: factor),
      bias: factor == 1 ? bias : bias.map { Float(Double($0) * factor) })
  }

  /// The gain and bias of a layer norm; checkpoints converted from TensorFlow call them gamma and beta.
  func layerNorm(_ name: String, _ features: Int) throws(ModelError) -> NormWeights {
    let older = holds(name + ".gamma")
    return NormWeights(
      gain: try vector(name + (older ? ".gamma" : ".weight"), features),
      bias: try vector(name + (older ? ".beta" : ".bias"), features))
  }

  /// The gain of a norm by the root of the mean square.
  func rootMeanSquareNorm(_ name: String, _ features: Int) throws(ModelError) -> NormWeights {
    NormWeights(
      gain: try vector(name + ".weight", features), bias: Array(repeating: 0, count: features))
  }

  /// A second copy of a tensor that the library shares: nothing, or the same values, else the file has two readings.
  func copy(_ name: String, of original: FloatTensor) throws(ModelError) {
    guard holds(name) else { return }
    guard try tensor(name, original.shape) == original else {
      throw .malformedFile(
        path: path, reason: "config.json shares \"\(name)\" with another tensor, but it differs")
    }
  }

  /// Tensors that the function does not read, as far as they are there.
  func ignore(_ names: [String]) { known.formUnion(names) }

  /// All tensors of a part that the function does not read.
  func ignore(prefix: String) {
    known.formUnion(checkpoint.names.filter { $0.hasPrefix(prefix) })
  }

  /// - Throws: `unexpectedTensors` if some were neither read nor ignored.
  func finish() throws(ModelError) {
    let unexpected = checkpoint.names.filter { !known.contains($0) }
    guard unexpected.isEmpty else { throw .unexpectedTensors(names: unexpected, path: path) }
  }

  private func check(_ name: String, _ shape: [Int]) throws(ModelError) {
    guard let found = checkpoint.shape(of: name) else {
      throw .missingTensors(names: [name], path: path)
    }
    guard found == shape else {
      throw .shapeMismatch(tensor: name, found: found, expected: shape, path: path)
    }
    known.insert(name)
  }
}

/// Whether a linear map has a bias in the checkpoint.
enum BiasTerm {
  case stored
  case none
}

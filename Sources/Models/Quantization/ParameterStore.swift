import Circuits
import Prover
import Verifier

/// The integers of a model's parameters by name, filled map by map, with the bounds that its graph is built from.
struct ParameterStore {
  private enum Values {
    case bytes(SharedMemory<Int8>)
    case integers([Int64])
  }

  private var named: [String: Values] = [:]
  private let parallel: Parallel
  /// Which maps and matrices have weights of two limbs.
  private let wide: Set<String>
  /// Of maps with int8 weights.
  private(set) var maps: [String: LinearBounds] = [:]
  /// Largest absolute values of vectors.
  private(set) var vectors: [String: Int64] = [:]

  /// - Parameter wide: names of maps and matrices whose weights have 16 bits, in two limbs.
  init(wide: Set<String>, _ parallel: Parallel) {
    self.wide = wide
    self.parallel = parallel
  }

  /// Memory for a matrix, and for its low limbs if it has them; `body` writes both.
  private mutating func addBytes(
    _ name: String, _ low: String, isWide: Bool, count: Int,
    _ body: (QuantizedMatrix.Destination) -> Void
  ) {
    var second: SharedMemory<Int8>?
    let first = SharedMemory<Int8>(count: count) { high in
      guard isWide else { return body(.init(high.baseAddress!)) }
      second = SharedMemory<Int8>(count: count) {
        body(.init(high.baseAddress!, low: $0.baseAddress!))
      }
    }
    named[name] = .bytes(first)
    if let second { named[low] = .bytes(second) }
  }

  /// One affine map as it will be quantized: a matrix and a bias in floats.
  struct Map {
    let weight: QuantizedMatrix.Source
    let bias: [Double]
  }

  /// Maps of the same shape, one for each layer: "NAME weight", "NAME scale" and "NAME bias".
  ///
  /// - Parameters:
  ///   - grid: scales are multiples of 2^-grid.
  ///   - biasBits: fraction bits of the exact product.
  mutating func addMaps(
    _ name: String, _ maps: [Map], inputs: Int, outputs: Int, grid: Int, biasBits: Int
  ) {
    var scales: [Int64] = []
    var biases: [Int64] = []
    var norm = 0.0
    let parallel = parallel
    let isWide = wide.contains(name)
    addBytes(
      "\(name) weight", "\(name) weight, low", isWide: isWide,
      count: maps.count * inputs * outputs
    ) { bytes in
      for (layer, map) in maps.enumerated() {
        let matrix = QuantizedMatrix(
          map.weight, inputs: inputs, outputs: outputs, grid: grid,
          into: bytes.advanced(by: layer * inputs * outputs), parallel)
        scales += matrix.scales
        biases += map.bias.map { fixedPoint($0, biasBits) }
        norm = max(norm, matrix.scaledNorm)
      }
    }
    named["\(name) scale"] = .integers(scales)
    named["\(name) bias"] = .integers(biases)
    self.maps[name] = LinearBounds(
      weight: 127, scale: scales.max() ?? 1, bias: biases.reduce(0) { max($0, abs($1)) },
      scaledNorm: norm, low: isWide ? 128 : nil)
  }

  /// A matrix of rows, one for each token or class, with a scale each: "NAME" and "NAME scale".
  mutating func addRows(_ name: String, _ tensor: FloatTensor, grid: Int) {
    var quantized: QuantizedMatrix?
    let parallel = parallel
    let isWide = wide.contains(name)
    addBytes(name, "\(name), low", isWide: isWide, count: tensor.values.count) { bytes in
      quantized = QuantizedMatrix(rowsOf: tensor, grid: grid, into: bytes, parallel)
    }
    let matrix = quantized!
    named["\(name) scale"] = .integers(matrix.scales)
    maps[name] = matrix.bounds(bias: [])
    if isWide { maps[name]?.low = 128 }
  }

  mutating func addVector(_ name: String, _ values: some Sequence<Double>, bits: Int) {
    addIntegers(name, values.map { fixedPoint($0, bits) })
  }

  mutating func addIntegers(_ name: String, _ values: [Int64]) {
    vectors[name] = values.reduce(0) { max($0, abs($1)) }
    named[name] = .integers(values)
  }

  func tensors(of graph: Graph) -> [Int: TensorValues] {
    var result: [Int: TensorValues] = [:]
    for (i, node) in graph.nodes.enumerated() {
      guard case .parameter = node.kind else { continue }
      let shape = node.axes.map { graph.largestSize($0) }
      switch named[node.name.description] {
      case .bytes(let values)?: result[i] = TensorValues(shape: shape, bytes: values)
      case .integers(let values)?: result[i] = TensorValues(shape: shape, values)
      case nil: preconditionFailure("no values for parameter \(node.name)")
      }
    }
    return result
  }
}

extension ParameterStore.Map {
  /// As it is.
  init(_ linear: LinearWeights) {
    self.init(
      weight: QuantizedMatrix.Source(
        values: linear.weight.values, stride: linear.weight.shape[1]),
      bias: linear.bias.map { Double($0) })
  }

  /// After a norm without gain and bias: W' = diag(gain) W, b' = b + bias W.
  init(_ linear: LinearWeights, after norm: NormWeights) {
    let source = QuantizedMatrix.Source(
      values: linear.weight.values, stride: linear.weight.shape[1], gain: norm.gain)
    let plain = QuantizedMatrix.Source(
      values: linear.weight.values, stride: linear.weight.shape[1])
    var sums = linear.bias.map { Double($0) }
    plain.addProduct(norm.bias, to: &sums)
    self.init(weight: source, bias: sums)
  }
}

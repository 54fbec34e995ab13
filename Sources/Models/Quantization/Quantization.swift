import Circuits
import Foundation
import Prover
import Verifier

/// A model in integers: its circuit's settings, and the values of its parameters by name.
public struct QuantizedModel {
  public let settings: GPT2Settings
  public let graph: Graph
  /// By node.
  public let parameters: [Int: TensorValues]

  /// Quantizes a float model with the given bits. Elementwise; the same bytes on every machine.
  ///
  /// Each norm's gain and bias are folded into the matrix that reads it; the factor of attention scores into the query.
  ///
  /// - Throws: `BuildError` if a static bound could wrap; `ModelError` if a table cannot be computed.
  public init(_ model: FloatModel, _ bits: FractionBits, pad: Int, parallel: Parallel = .all)
    throws
  {
    guard bits.activationRows <= 16, bits.exponentialRows <= 16 else {
      throw BuildError(
        description: "calibration saw hidden values or scores so large that a table of 2^16 rows "
          + "cannot cover them; check the weights and the calibration text")
    }
    let configuration = model.configuration
    let weights = model.weights
    let d = configuration.width
    let heads = configuration.headCount
    let hidden = configuration.hiddenWidth

    var named: [String: Values] = [:]
    /// Stacks one matrix for each layer.
    func stack(
      _ name: String, inputs: Int, outputs: Int, grid: Int, biasBits: Int,
      _ entry: (Int) -> (weight: QuantizedMatrix.Source, bias: [Double])
    ) -> LinearBounds {
      var scales: [Int64] = []
      var biases: [Int64] = []
      var norm = 0.0
      let bytes = SharedMemory<Int8>(count: configuration.layerCount * inputs * outputs) { memory in
        for layer in 0..<configuration.layerCount {
          let (weight, bias) = entry(layer)
          let matrix = QuantizedMatrix(
            weight, inputs: inputs, outputs: outputs, grid: grid,
            into: .init(memory.baseAddress! + layer * inputs * outputs), parallel)
          scales += matrix.scales
          biases += bias.map { fixedPoint($0, biasBits) }
          norm = max(norm, matrix.scaledNorm)
        }
      }
      named["\(name) weight"] = .bytes(bytes)
      named["\(name) scale"] = .integers(scales)
      named["\(name) bias"] = .integers(biases)
      return LinearBounds(
        weight: 127, scale: scales.max() ?? 1, bias: biases.reduce(0) { max($0, abs($1)) },
        scaledNorm: norm)
    }
    /// A matrix after a norm: W' = diag(gain) W, b' = b + bias W, both times `factor`.
    func folded(
      _ linear: GPT2Weights.Linear, _ norm: GPT2Weights.Normalization, columns: Range<Int>,
      factor: Double
    ) -> (weight: QuantizedMatrix.Source, bias: [Double]) {
      let source = QuantizedMatrix.Source(
        values: linear.weight.values, stride: linear.weight.shape[1], first: columns.lowerBound,
        gain: norm.gain, factor: factor)
      var sums = linear.bias[columns].map { Double($0) }
      source.addProduct(norm.bias, to: &sums)
      return (source, sums.map { $0 * factor })
    }
    func plain(_ linear: GPT2Weights.Linear) -> (weight: QuantizedMatrix.Source, bias: [Double]) {
      (
        QuantizedMatrix.Source(values: linear.weight.values, stride: linear.weight.shape[1]),
        linear.bias.map { Double($0) }
      )
    }

    let query = stack(
      "query", inputs: d, outputs: d, grid: bits.queryGrid, biasBits: bits.norm + bits.queryGrid
    ) {
      folded(
        weights.layers[$0].queryKeyValue, weights.layers[$0].attentionNormalization,
        columns: 0..<d, factor: configuration.scoreScale(layer: $0))
    }
    let key = stack(
      "key", inputs: d, outputs: d, grid: bits.keyGrid, biasBits: bits.norm + bits.keyGrid
    ) {
      folded(
        weights.layers[$0].queryKeyValue, weights.layers[$0].attentionNormalization,
        columns: d..<2 * d, factor: 1)
    }
    let value = stack(
      "value", inputs: d, outputs: d, grid: bits.valueGrid, biasBits: bits.norm + bits.valueGrid
    ) {
      folded(
        weights.layers[$0].queryKeyValue, weights.layers[$0].attentionNormalization,
        columns: 2 * d..<3 * d, factor: 1)
    }
    let attentionOutput = stack(
      "attention output", inputs: d, outputs: d, grid: bits.attentionOutputGrid,
      biasBits: bits.residual
    ) { plain(weights.layers[$0].attentionOutput) }
    let up = stack(
      "hidden", inputs: d, outputs: hidden, grid: bits.upGrid, biasBits: bits.norm + bits.upGrid
    ) {
      folded(
        weights.layers[$0].feedForwardInput, weights.layers[$0].feedForwardNormalization,
        columns: 0..<hidden, factor: 1)
    }
    let down = stack(
      "feed-forward output", inputs: hidden, outputs: d, grid: bits.downGrid,
      biasBits: bits.residual
    ) { plain(weights.layers[$0].feedForwardOutput) }

    /// One scale for each token's row: outputs are tokens, stored row by row.
    func vocabulary(_ name: String, _ tensor: FloatTensor) -> LinearBounds {
      var quantized: QuantizedMatrix?
      let bytes = SharedMemory<Int8>(count: tensor.values.count) { memory in
        quantized = QuantizedMatrix(
          rowsOf: tensor, grid: bits.embeddingGrid, into: .init(memory.baseAddress!), parallel)
      }
      let matrix = quantized!
      named[name] = .bytes(bytes)
      named["\(name) scale"] = .integers(matrix.scales)
      return matrix.bounds(bias: [])
    }
    let embedding = vocabulary("embedding", weights.tokenEmbedding)
    let head =
      configuration.tiesEmbeddings ? embedding : vocabulary("head", weights.head)
    let positions = weights.positionEmbedding.values.map { fixedPoint(Double($0), bits.residual) }
    named["position embedding"] = .integers(positions)
    let gain = weights.finalNormalization.gain.map { fixedPoint(Double($0), bits.gainGrid) }
    let bias = weights.finalNormalization.bias.map {
      fixedPoint(Double($0), bits.norm + bits.gainGrid)
    }
    named["final gain"] = .integers(gain)
    named["final bias"] = .integers(bias)

    // Tables.
    let softmax = SoftmaxSettings(
      step: bits.step, bits: bits.exponential, rowBits: bits.exponentialRows,
      reciprocal: FractionBits.reciprocalBits)
    let flag = SoftmaxSettings.flag(sources: configuration.contextLength)
    var exponential = try LookupTable.exponential(
      rows: 1 << bits.exponentialRows, step: bits.step, bits: bits.exponential)
    for t in exponential.indices { exponential[t] = flag * exponential[t] + (t == 0 ? 1 : 0) }
    named["exponential table"] = .integers(exponential)
    let gelu = try LookupTable.gelu(
      configuration.activation, first: -(1 << (bits.activationRows - 1)),
      rows: 1 << bits.activationRows, indexBits: bits.index, outputBits: bits.activation)
    named["gelu table"] = .integers(gelu)
    let normalization = QuantizedModel.normalization(bits, configuration)
    let roots = try LookupTable.reciprocalRoots(
      width: d, exponent: normalization.exponent, first: normalization.first,
      rows: normalization.rows)
    named["root low"] = .integers(roots.low)
    named["root high"] = .integers(roots.high)

    settings = GPT2Settings(
      layers: configuration.layerCount, features: d, heads: heads, hidden: hidden,
      vocabulary: configuration.vocabularySize, context: configuration.contextLength,
      head: configuration.tiesEmbeddings ? .tied : .untied, pad: pad,
      stops: configuration.endTokens, normalization: normalization, softmax: softmax,
      attention: AttentionSettings(
        queryShift: FractionBits.shift, keyShift: FractionBits.shift,
        valueShift: FractionBits.shift,
        contextShift: softmax.reciprocalBits(sources: configuration.contextLength) + bits.value
          - bits.context),
      activation: ActivationSettings(
        indexBits: bits.index, outputBits: bits.activation, rowBits: bits.activationRows,
        shift: FractionBits.shift, largest: gelu.reduce(0) { max($0, abs($1)) }),
      argmax: HeadSettings(
        shift: FractionBits.shift, gain: gain.reduce(0) { max($0, abs($1)) },
        bias: bias.reduce(0) { max($0, abs($1)) }, gapBits: FractionBits.gapBits),
      bounds: GPT2Bounds(
        embedding: embedding, head: head, position: positions.reduce(0) { max($0, abs($1)) },
        query: query, key: key, value: value, attentionOutput: attentionOutput, up: up, down: down)
    )
    graph = try GPT2.graph(settings)
    parameters = QuantizedModel.tensors(graph, named)
  }

  private enum Values {
    case bytes(SharedMemory<Int8>)
    case integers([Int64])
  }

  /// e is epsilon at this scale, and no less than keeps R within its table, or near it.
  private static func normalization(_ bits: FractionBits, _ configuration: GPT2Configuration)
    -> NormalizationSettings
  {
    let d = Double(configuration.width)
    let exponent = bits.norm + NormalizationSettings.usualShift
    let epsilon =
      (configuration.normalizationEpsilon * d * exp2(Double(2 * bits.residual)) + 0.5).rounded(
        .down)
    let root = Double(bits.epsilonRoot ?? bits.lastRoot)
    let floor = (d * exp2(Double(2 * exponent)) / (root * root)).rounded(.up)
    return NormalizationSettings(
      bits: bits.norm, epsilon: Int64(max(epsilon, floor, 1)), first: bits.firstRoot,
      rows: bits.lastRoot - bits.firstRoot + 1)
  }

  private static func tensors(_ graph: Graph, _ named: [String: Values]) -> [Int: TensorValues] {
    var result: [Int: TensorValues] = [:]
    for (i, node) in graph.nodes.enumerated() {
      guard case .parameter = node.kind else { continue }
      let shape = node.axes.map { graph.largestSize($0) }
      switch named[node.name.description] {
      case .bytes(let values)?:
        result[i] = TensorValues(shape: shape, bytes: values)
      case .integers(let values)?: result[i] = TensorValues(shape: shape, values)
      case nil: preconditionFailure("no values for parameter \(node.name)")
      }
    }
    return result
  }
}

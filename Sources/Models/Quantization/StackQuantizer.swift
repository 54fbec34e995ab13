import Circuits
import Foundation
import Verifier

/// Fills the parameters of one stack of blocks, and says with which integer settings its graph reads them.
struct StackQuantizer {
  private let stack: Stack
  private let weights: StackWeights
  private let bits: FractionBits
  private let name: String
  private let context: Int
  private let embeddingGrid: Int

  /// - Parameters:
  ///   - name: before every parameter's name, if there are two stacks.
  ///   - embedding: the grid of the embedding's scales.
  init(
    _ stack: Stack, _ weights: StackWeights, _ bits: FractionBits, name: String, context: Int,
    embedding: Int
  ) {
    self.stack = stack
    self.weights = weights
    self.bits = bits
    self.name = name
    self.context = context
    embeddingGrid = embedding
  }

  private func named(_ part: String) -> String { name.isEmpty ? part : "\(name) \(part)" }

  /// The gain and bias of the last rows.
  var finalNorm: NormWeights { weights.finalNorm ?? weights.layers.last?.feedForwardNorm ?? ones }

  private var ones: NormWeights {
    NormWeights(
      gain: Array(repeating: 1, count: stack.features),
      bias: Array(repeating: 0, count: stack.features))
  }

  // MARK: The norm that each part reads

  private func read(_ layer: Int) -> NormWeights {
    switch stack.placement {
    case .before: weights.layers[layer].attentionNorm
    case .after:
      layer == 0 ? weights.entryNorm ?? ones : weights.layers[layer - 1].feedForwardNorm
    }
  }

  private func readByCross(_ layer: Int) -> NormWeights {
    switch stack.placement {
    case .before: weights.layers[layer].crossNorm ?? ones
    case .after: weights.layers[layer].attentionNorm
    }
  }

  private func readByFeedForward(_ layer: Int) -> NormWeights {
    switch stack.placement {
    case .before: weights.layers[layer].feedForwardNorm
    case .after: weights.layers[layer].crossNorm ?? weights.layers[layer].attentionNorm
    }
  }

  // MARK: Parameters

  /// - Parameter encoded: gain and bias of the encoder's last rows, which cross-attention reads.
  func fill(_ store: inout ParameterStore, encoded: NormWeights?) throws -> StackSettings {
    let layers = weights.layers.indices
    let heads = stack.groups * stack.shared * stack.width
    let groups = stack.groups * stack.width
    func add(
      _ part: String, _ outputs: Int, grid: Int,
      _ map: (Int) -> (LinearWeights, NormWeights)
    ) {
      store.addMaps(
        named(part), layers.map { ParameterStore.Map(map($0).0, after: map($0).1) },
        inputs: stack.features, outputs: outputs, grid: grid, biasBits: bits.norm + grid)
    }
    func addWriting(_ part: String, _ inputs: Int, grid: Int, _ map: (Int) -> LinearWeights) {
      store.addMaps(
        named(part), layers.map { ParameterStore.Map(map($0)) }, inputs: inputs,
        outputs: stack.features, grid: grid, biasBits: bits.residual)
    }
    add("query", heads, grid: bits.queryGrid) { (weights.layers[$0].attention.query, read($0)) }
    add("key", groups, grid: bits.keyGrid) { (weights.layers[$0].attention.key, read($0)) }
    add("value", groups, grid: bits.valueGrid) { (weights.layers[$0].attention.value, read($0)) }
    addWriting("attention output", heads, grid: bits.attentionOutputGrid) {
      weights.layers[$0].attention.output
    }
    if let encoded {
      let cross = weights.layers.compactMap { $0.cross }
      add("cross query", heads, grid: bits.queryGrid) { (cross[$0].query, readByCross($0)) }
      add("cross key", groups, grid: bits.keyGrid) { (cross[$0].key, encoded) }
      add("cross value", groups, grid: bits.valueGrid) { (cross[$0].value, encoded) }
      addWriting("cross attention output", heads, grid: bits.attentionOutputGrid) {
        cross[$0].output
      }
    }
    if stack.feedForward == .gated {
      let gates = weights.layers.compactMap { $0.gate }
      add("gate", stack.hidden, grid: bits.upGrid) { (gates[$0], readByFeedForward($0)) }
    }
    add("hidden", stack.hidden, grid: raisedGrid) {
      (weights.layers[$0].up, readByFeedForward($0))
    }
    addWriting("feed-forward output", stack.hidden, grid: bits.downGrid) {
      weights.layers[$0].down
    }
    addPositions(&store)
    if stack.placement == .after { addCarried(&store) }
    return try settings(&store)
  }

  private var raisedGrid: Int {
    stack.feedForward == .gated
      ? FractionBits.shift - bits.norm + TransformerBits.raised : bits.upGrid
  }

  private func addPositions(_ store: inout ParameterStore) {
    if let positions = weights.positions {
      store.addVector(
        named("position embedding"), positions.values.lazy.map { Double($0) }, bits: bits.residual)
    }
    if let second = weights.secondSegment {
      let first = Array(repeating: 0.0, count: second.count)
      store.addVector(
        "segment embedding", first + second.map { Double($0) }, bits: bits.residual)
    }
    if let rotation = weights.rotation {
      store.addVector(
        named("rotation"), rotation.values.lazy.map { Double($0) }, bits: TransformerBits.rotation)
    }
    if let relative = weights.relative {
      store.addVector(
        named("relative position"), relative.values.lazy.map { Double($0) },
        bits: bits.query + bits.key)
    }
  }

  /// Gains and biases of norms that the stream itself is carried on by.
  private func addCarried(_ store: inout ParameterStore) {
    func add(_ part: String, _ norm: (Int) -> NormWeights) {
      let layers = weights.layers.indices
      store.addVector(
        named("\(part) gain"), layers.flatMap { norm($0).gain.map { Double($0) } },
        bits: bits.residual - bits.norm)
      store.addVector(
        named("\(part) bias"), layers.flatMap { norm($0).bias.map { Double($0) } },
        bits: bits.residual)
    }
    add("input", read)
    add("norm 1") { weights.layers[$0].attentionNorm }
    if stack.sources == .itselfAndEncoder {
      add("norm between") { weights.layers[$0].crossNorm ?? ones }
    }
  }

  // MARK: Settings

  private func settings(_ store: inout ParameterStore) throws -> StackSettings {
    let softmax = SoftmaxSettings(
      step: bits.step, bits: bits.exponential, rowBits: bits.exponentialRows,
      reciprocal: FractionBits.reciprocalBits)
    store.addIntegers(
      named("exponential table"),
      try LookupTable.flaggedExponential(softmax, sources: context))
    let output = stack.feedForward == .gated ? gateBits : bits.activation
    let table = try LookupTable.activation(
      stack.activation, first: -(1 << (bits.activationRows - 1)), rows: 1 << bits.activationRows,
      indexBits: bits.index, outputBits: output)
    store.addIntegers(named("\(stack.activation.rawValue) table"), table)
    let turned = stack.positions == .rotary ? TransformerBits.rotation : 0
    return StackSettings(
      norm: bits.norm, epsilon: epsilon, embeddingLift: bits.residual - embeddingGrid,
      entryShift: bits.residual - bits.norm,
      attention: AttentionSettings(
        queryShift: FractionBits.shift + turned, keyShift: FractionBits.shift + turned,
        valueShift: FractionBits.shift,
        contextShift: softmax.reciprocalBits(sources: context) + bits.value - bits.context,
        scoreShift: bits.scoreShift),
      softmax: softmax,
      activation: ActivationSettings(
        indexBits: bits.index, outputBits: output, rowBits: bits.activationRows,
        shift: FractionBits.shift, largest: table.reduce(0) { max($0, abs($1)) }),
      gateShift: output + bits.norm + raisedGrid - bits.activation)
  }

  /// Of a gated activation's first factor: its table's outputs are 16-bit numbers.
  private var gateBits: Int {
    max(2, min(TransformerBits.gate, bits.index + 16 - bits.activationRows))
  }

  /// epsilon at the stream's scale, and no less than keeps R within its table, or near it.
  private var epsilon: Int64 {
    let d = Double(stack.features)
    let exponent = bits.norm + NormalizationSettings.usualShift
    let wanted = (stack.epsilon * d * exp2(Double(2 * bits.residual)) + 0.5).rounded(.down)
    let root = Double(bits.epsilonRoot ?? bits.lastRoot)
    return saturated(
      max(wanted, (d * exp2(Double(2 * exponent)) / (root * root)).rounded(.up), 1))
  }
}

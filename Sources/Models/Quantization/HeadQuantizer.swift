import Circuits
import Foundation
import Verifier

/// Whether a statement names probabilities beside tokens. Classes always have them.
public enum Probabilities: String, Sendable, Codable, CaseIterable {
  case stated
  case unstated
}

/// Fills the parameters of what follows the last stack.
struct HeadQuantizer {
  private let model: TransformerModel
  private let bits: TransformerBits
  private let finalNorm: NormWeights
  private let roots: RootSettings
  private let probabilities: Probabilities

  private var weights: HeadWeights { model.weights.head }
  private var features: Int { finalNorm.gain.count }

  /// - Parameters:
  ///   - finalNorm: gain and bias of the last stack's rows.
  ///   - roots: the table of reciprocal roots.
  init(
    _ model: TransformerModel, _ bits: TransformerBits, finalNorm: NormWeights, roots: RootSettings,
    probabilities: Probabilities
  ) {
    self.model = model
    self.bits = bits
    self.finalNorm = finalNorm
    self.roots = roots
    self.probabilities = probabilities
  }

  func fill(_ store: inout ParameterStore) throws -> TransformerHeadSettings {
    var settings = TransformerHeadSettings(
      row: HeadSettings(
        shift: FractionBits.shift, gain: 0, bias: 0, gapBits: FractionBits.gapBits),
      activation: nil, lift: 0, normalization: nil, probability: nil,
      valueBits: ProbabilitySettings.bits)
    switch model.architecture.output {
    case .reply:
      addRow(&store, finalNorm, from: bits.last.norm, &settings)
      try addChoice(&store, model.architecture.vocabulary, &settings)
    case .masked(let activation):
      try addDense(&store, activation, &settings)
      let norm = bits.last.norm
      let exponent = norm + NormalizationSettings.usualShift
      let d = Double(features)
      let epsilon =
        ((model.architecture.encoder?.epsilon ?? 0) * d * exp2(Double(2 * bits.head.residual)))
        .rounded()
      let lastRoot = Double(roots.first + roots.rows - 1)
      let least = (d * exp2(Double(2 * exponent)) / (lastRoot * lastRoot)).rounded(.up)
      settings.lift = bits.head.residual - bits.head.output
      settings.normalization = NormalizationSettings(
        bits: norm, epsilon: saturated(max(epsilon, least, 1)), first: roots.first,
        rows: roots.rows)
      addRow(&store, weights.transformNorm ?? finalNorm, from: norm, &settings)
      try addChoice(&store, model.architecture.vocabulary, &settings)
    case .classes(let count):
      try addDense(&store, .tanh, &settings)
      try addChoice(&store, count, &settings)
    case .embedding: try addLength(&store, &settings)
    }
    return settings
  }

  /// Gain and bias before the head matrix, with the factor of its rows.
  private func addRow(
    _ store: inout ParameterStore, _ norm: NormWeights, from normBits: Int,
    _ settings: inout TransformerHeadSettings
  ) {
    let grid = FractionBits.shift - normBits + bits.head.row
    store.addVector("final gain", norm.gain.map { Double($0) * weights.factor }, bits: grid)
    store.addVector(
      "final bias", norm.bias.map { Double($0) * weights.factor }, bits: normBits + grid)
    settings.row.gain = store.vectors["final gain"] ?? 0
    settings.row.bias = store.vectors["final bias"] ?? 0
  }

  /// Matrix and bias of the logits, and the table of their probabilities.
  private func addChoice(
    _ store: inout ParameterStore, _ choices: Int, _ settings: inout TransformerHeadSettings
  ) throws {
    if let matrix = weights.matrix { store.addRows("head", matrix, grid: bits.embeddingGrid) }
    let logit = bits.head.row + bits.embeddingGrid
    if let bias = weights.bias {
      store.addVector("logit bias", bias.map { Double($0) }, bits: logit)
    }
    if case .classes = model.architecture.output {} else if probabilities == .unstated { return }
    let others = FractionBits.reciprocalBits + bitCount(choices) + 1
    let softmax = SoftmaxSettings(
      step: bits.head.step, bits: max(6, min(10, 44 - others)), rowBits: bits.head.exponentialRows,
      reciprocal: FractionBits.reciprocalBits)
    settings.probability = ProbabilitySettings(shift: logit - bits.head.step, softmax: softmax)
    store.addIntegers(
      "probability exponential table",
      try LookupTable.flaggedExponential(softmax, sources: choices))
  }

  private func addDense(
    _ store: inout ParameterStore, _ activation: Activation,
    _ settings: inout TransformerHeadSettings
  ) throws {
    guard let transform = weights.transform else {
      preconditionFailure("a head with an activation has a dense map")
    }
    let norm = bits.last.norm
    let grid = FractionBits.shift - norm + bits.head.index
    store.addMaps(
      "head dense", [ParameterStore.Map(transform, after: finalNorm)], inputs: features,
      outputs: transform.bias.count, grid: grid, biasBits: norm + grid)
    let table = try LookupTable.activation(
      activation, first: -(1 << (bits.head.rows - 1)), rows: 1 << bits.head.rows,
      indexBits: bits.head.index, outputBits: bits.head.output)
    store.addIntegers("head \(activation.rawValue) table", table)
    settings.activation = ActivationSettings(
      indexBits: bits.head.index, outputBits: bits.head.output, rowBits: bits.head.rows,
      shift: FractionBits.shift, largest: table.reduce(0) { max($0, abs($1)) })
  }

  /// Gain and bias of the rows to pool, and the table of their sum's length.
  private func addLength(
    _ store: inout ParameterStore, _ settings: inout TransformerHeadSettings
  ) throws {
    let gain = bits.head.pooledGain
    store.addVector("final gain", finalNorm.gain.map { Double($0) }, bits: gain)
    store.addVector("final bias", finalNorm.bias.map { Double($0) }, bits: bits.last.norm + gain)
    let normalization = NormalizationSettings(
      bits: TransformerBits.embedding, epsilon: 1, first: TransformerBits.firstLength,
      rows: 65536 - TransformerBits.firstLength, wideShift: TransformerBits.lengthShift)
    let roots = try LookupTable.reciprocalRoots(
      width: 1, exponent: normalization.exponent, first: normalization.first,
      rows: normalization.rows)
    store.addIntegers("length low", roots.low)
    store.addIntegers("length high", roots.high)
    settings.normalization = normalization
    settings.valueBits = TransformerBits.embedding
  }
}

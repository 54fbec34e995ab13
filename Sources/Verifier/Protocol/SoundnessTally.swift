/// What the reductions add to the soundness error, counted while they run: numerators over |E|, by step.
public struct SoundnessTally: Sendable {
  private var numerators: [UInt64] = Array(repeating: 0, count: SoundnessStep.allCases.count)

  public init() {}

  public mutating func add(_ step: SoundnessStep, _ numerator: Int) {
    numerators[step.rawValue] += UInt64(max(0, numerator))
  }

  /// The terms, named after their formulas.
  public var terms: [SoundnessTerm] {
    SoundnessStep.allCases.map { step in
      SoundnessTerm(
        step.name, step.formula,
        error: SoundnessTerm.overField(
          Wide(numerators[step.rawValue]),
          grind: step == .fingerprints ? Reduction.fingerprintWork : 0))
    }
  }
}

extension SoundnessStep {
  var name: StaticString {
    switch self {
    case .fingerprints: "lookup fingerprints"
    case .fractionLayers: "lookup fraction layers"
    case .zeroPoints: "zero assertions"
    case .combinations: "combined claims"
    case .batches: "batched sumchecks"
    case .rounds: "sumcheck rounds"
    }
  }

  var formula: StaticString {
    switch self {
    case .fingerprints: "(columns · leaves) / |E| · 2^-work, each tree"
    case .fractionLayers: "Σ (2 + 2 rounds) / |E|, each layer"
    case .zeroPoints: "digits / |E|, each assertion"
    case .combinations: "Σ (claims - 1) / |E|"
    case .batches: "Σ (instances - 1) / |E|"
    case .rounds: "Σ degree / |E|"
    }
  }
}

@testable import Prover
@testable import Verifier

/// A verifier who believes everything: messages are random and no check fails.
///
/// It reaches whatever a prover with any proof of work could make the real one compute.
struct BelievingChannel: Channel {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  func begin(_ part: ReductionPart) {}

  mutating func challenge() -> Extension {
    Extension(
      Goldilocks.reduce(high: 0, low: generator.next()),
      Goldilocks.reduce(high: 0, low: generator.next()))
  }

  private mutating func receive(_ count: Int) throws(Rejection) -> [Extension] {
    // A message this long would not be in any file.
    guard count <= 1 << 22 else { throw .truncated }
    var elements: [Extension] = []
    for _ in 0..<count { elements.append(challenge()) }
    return elements
  }

  mutating func work(bits: Int) throws(Rejection) {}
  /// Sizes are no statement of the prover's, and are judged as ever.
  func require(_ condition: Bool, _ rejection: Rejection) throws(Rejection) {
    if rejection == .tooLarge, !condition { throw rejection }
  }
  mutating func account(_ step: SoundnessStep, _ numerator: Int) {}
  mutating func evaluations(_ requests: [EvaluationRequest]) throws(Rejection) -> [Extension] {
    try receive(requests.count)
  }
  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint)
    throws(Rejection) -> [Extension]
  { try receive(2 * trees.count) }
  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {}
  mutating func fractionRound(claim: Extension) throws(Rejection) -> [Extension] {
    try receive(2)
  }

  mutating func bindFraction(_ challenge: Extension) {}
  mutating func fractionChildren() throws(Rejection) -> [Extension] { try receive(4) }
  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {}
  mutating func round(degree: Int) throws(Rejection) -> [Extension] { try receive(degree) }
  mutating func bind(_ challenge: Extension) {}
  mutating func operandValues(count: Int) throws(Rejection) -> [Extension] { try receive(count) }
}

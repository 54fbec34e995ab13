/// One side of the conversation. The reduction is written once against it: the prover computes each message, the verifier reads
/// it, the cost model counts it.
///
/// Control flow may depend on the circuit's shapes and on public values, never on what a message holds; so every side takes the
/// same steps.
public protocol Channel {
  /// A part of the reduction begins. It changes nothing; whoever measures listens.
  mutating func begin(_ part: ReductionPart)
  /// A challenge that depends on everything said so far.
  mutating func challenge() -> Extension
  /// Proof of work of `bits` bits.
  mutating func work(bits: Int) throws(Rejection)
  /// The verifier throws; the prover goes on, as a cheating one would.
  func require(_ condition: Bool, _ rejection: Rejection) throws(Rejection)
  /// Requires two elements that follow from messages to be equal, or one not to be zero. A recorder writes the check down.
  mutating func requireEqual(_ a: Extension, _ b: Extension, _ rejection: Rejection)
    throws(Rejection)
  mutating func requireNotZero(_ a: Extension, _ rejection: Rejection) throws(Rejection)
  /// Adds numerator / |E| to the soundness error.
  mutating func account(_ step: SoundnessStep, _ numerator: Int)

  /// Values <weights, node>, one message.
  mutating func evaluations(_ requests: [EvaluationRequest]) throws(Rejection) -> [Extension]

  /// The roots (numerator, denominator) of the two trees of fraction sums, one message.
  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint)
    throws(Rejection) -> [Extension]
  /// The layers of a tree, from its root to its leaves; what follows are its messages.
  mutating func fractionLayers(_ layers: Int, of tree: Int, _ root: FractionClaim)
    throws(Rejection) -> FractionClaim
  /// Starts the sumcheck of a layer: Σ_x eq(point, x) ((n0 + λ d0) d1 + n1 d0)(x), the layer below the one `point` is about.
  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension)
  /// The linear and quadratic coefficients of the layer's next round polynomial t, the factor eq left out; the constant one follows
  /// from (1 - r) t(0) + r t(1) = claim, r the coordinate of the round's variable.
  mutating func fractionRound(claim: Extension) throws(Rejection) -> [Extension]
  mutating func bindFraction(_ challenge: Extension)
  /// n0, n1, d0, d1 at the bound point.
  mutating func fractionChildren() throws(Rejection) -> [Extension]

  /// A batched sumcheck; what follows are its messages.
  ///
  /// - Returns: the point, lowest digit first, and the value that Σ factor_j · (final value of instance j) must have.
  mutating func sumcheck(_ instances: [Instance], factors: [Extension])
    throws(Rejection) -> (point: [Extension], value: Extension)
  /// Starts a batched sumcheck; instance j counts with factors[j].
  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension])
  /// Coefficients 0, 2, ..., degree of the next round polynomial.
  mutating func round(degree: Int) throws(Rejection) -> [Extension]
  mutating func bind(_ challenge: Extension)
  /// The values of all instances' committed and virtual operands at the bound point, in order, one message.
  mutating func operandValues(count: Int) throws(Rejection) -> [Extension]
}

extension Channel {
  public mutating func requireEqual(_ a: Extension, _ b: Extension, _ rejection: Rejection)
    throws(Rejection)
  {
    try require(a == b, rejection)
  }

  public mutating func requireNotZero(_ a: Extension, _ rejection: Rejection) throws(Rejection) {
    try require(a != .zero, rejection)
  }
}

/// The parts of a reduction, in the order they are run: each message belongs to one.
public enum ReductionPart: Int, Sendable, CaseIterable {
  case lookups
  /// The walk over the graph and the final merge.
  case sumchecks
}

/// A claim whose value the prover has yet to say. A block restricts it to that piece of the node's box.
public final class EvaluationRequest: Sendable {
  public let node: Int
  public let weights: [Weight]
  public let block: Block?

  init(node: Int, weights: [Weight], block: Block? = nil) {
    self.node = node
    self.weights = weights
    self.block = block
  }
}

/// Where a soundness error arises; `docs/soundness.md` gives each formula.
public enum SoundnessStep: Int, Sendable, CaseIterable {
  case fingerprints
  case fractionLayers
  case zeroPoints
  case combinations
  case batches
  case rounds
}

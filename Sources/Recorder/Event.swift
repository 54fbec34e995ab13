/// What a verification does that is no arithmetic, in order. Elements it needs are computed before it.
enum Event {
  /// The statement, the schedule and the witness' commitment are absorbed; leaves the commitment's value.
  case head(Extension)
  /// Elements of the proof, absorbed as one message.
  case message([Extension])
  case challenges([Extension])
  case work(bits: Int)
  case equal(Extension, Extension, Rejection)
  case notZero(Extension, Rejection)
  /// All layers of a tree of fraction sums: its root's numerator and denominator; what is left at the leaves.
  case fractions(
    root: [Extension], point: [Extension], numerator: Extension, denominator: Extension)
  /// Rounds of a sumcheck of these degrees: the claim; the challenges in the order they are drawn and the last value.
  case rounds(degrees: [Int], claim: Extension, challenges: [Extension], value: Extension)
  /// Rounds of an opening, with their work.
  case openingRounds(
    work: [Int], claim: Extension, challenges: [Extension], value: Extension)
  /// The out-of-domain point of a commitment, from its root alone.
  case outOfDomainPoint(code: Int, [Extension])
  /// The root of a later level's tree.
  case root(code: Int)
  case positions(code: Int)
  /// Opened columns of a code: Σ_q γ^q v_q over its positions, and the power of γ after the last.
  case columns(
    code: Int, fold: [Extension], gamma: Extension, first: Extension, sum: Extension,
    next: Extension)
  /// Opened columns that the final message must agree with.
  case lastColumns(code: Int, fold: [Extension])
  case finalMessage(count: Int)
  /// Σ_q γ^q Π_s (1 + β_s (x_q^(2^s) - 1)) over a code's positions.
  case powers(code: Int, gamma: Extension, first: Extension, at: [Extension], sum: Extension)
  /// Σ_x f(x) eq(β, x) of the final message.
  case finalValue(at: [Extension], Extension)

  /// Elements that must be in registers.
  var needs: [Extension] {
    switch self {
    case .head, .message, .challenges, .work, .outOfDomainPoint, .root, .positions, .finalMessage:
      []
    case .equal(let a, let b, _): [a, b]
    case .notZero(let a, _): [a]
    case .fractions(let root, _, _, _): root
    case .rounds(_, let claim, _, _), .openingRounds(_, let claim, _, _): [claim]
    case .columns(_, let fold, let gamma, let first, _, _): fold + [gamma, first]
    case .lastColumns(_, let fold): fold
    case .powers(_, let gamma, let first, let at, _): [gamma, first] + at
    case .finalValue(let at, _): at
    }
  }

  /// Elements it leaves, in the order of their registers.
  var leaves: [Extension] {
    switch self {
    case .message(let elements), .challenges(let elements), .outOfDomainPoint(_, let elements):
      elements
    case .head(let value): [value]
    case .work, .equal, .notZero, .root, .positions, .lastColumns, .finalMessage: []
    case .fractions(_, let point, let numerator, let denominator): point + [numerator, denominator]
    case .rounds(_, _, let challenges, let value), .openingRounds(_, _, let challenges, let value):
      challenges + [value]
    case .columns(_, _, _, _, let sum, let next): [sum, next]
    case .powers(_, _, _, _, let sum): [sum]
    case .finalValue(_, let value): [value]
    }
  }
}

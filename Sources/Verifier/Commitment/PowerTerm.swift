/// A queried position's part of the weight: factor · x^c at entry offset + c of one slot, c < 2^variables, and 0 elsewhere.
struct PowerTerm: Sendable {
  let factor: Extension
  let x: Goldilocks
  /// A multiple of 2^variables.
  let offset: Int
  let variables: Int

  /// The multilinear extension: factor · eq(offset >> c, β_high) · Π_s ((1 - β_s) + β_s x^(2^s)).
  func evaluate(at beta: [Extension]) -> Extension {
    var result = factor * Multilinear.eq(beta[variables...], offset >> variables)
    var power = x
    for coordinate in beta[..<variables] {
      result *= .one + coordinate * (power - .one)
      power = power * power
    }
    return result
  }
}

/// A queried position's part of the weight: factor · x^c at entry offset + c of one slot, c < 2^variables, and 0 elsewhere.
public struct PowerTerm: Sendable {
  public let factor: Extension
  public let x: Goldilocks
  /// A multiple of 2^variables.
  public let offset: Int
  public let variables: Int

  public init(factor: Extension, x: Goldilocks, offset: Int, variables: Int) {
    self.factor = factor
    self.x = x
    self.offset = offset
    self.variables = variables
  }

  /// The multilinear extension: factor · eq(offset >> c, β_high) · Π_s ((1 - β_s) + β_s x^(2^s)).
  public func evaluate(at beta: [Extension]) -> Extension {
    var result = factor * Multilinear.eq(beta[variables...], offset >> variables)
    var power = x
    for coordinate in beta[..<variables] {
      result *= .one + coordinate * (power - .one)
      power = power * power
    }
    return result
  }
}

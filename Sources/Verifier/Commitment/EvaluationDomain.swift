/// The 2^ν-th roots of unity in the order of the tree's leaves.
public struct EvaluationDomain: Sendable {
  /// Place j holds ω^(2^(ν-1-j)).
  private let powers: [Goldilocks]

  public init(logLength: Int) {
    var powers: [Goldilocks] = []
    var power = Goldilocks.rootOfUnity(bits: logLength)
    for _ in 0..<logLength {
      powers.append(power)
      power = power * power
    }
    powers.reverse()
    self.powers = powers
  }

  /// x_q = ω^bitreverse(q) = Π_j (ω^(2^(ν-1-j)))^(bit j of q).
  public func point(_ position: Int) -> Goldilocks {
    var result = Goldilocks.one
    for (j, power) in powers.enumerated() where (position >> j) & 1 == 1 {
      result = result * power
    }
    return result
  }
}

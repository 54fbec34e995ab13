/// The 2^ν-th roots of unity in the order of the tree's leaves.
public struct EvaluationDomain: Sendable {
  private let logLength: Int
  /// ω.
  private let generator: Goldilocks

  public init(logLength: Int) {
    self.logLength = logLength
    generator = Goldilocks.rootOfUnity(bits: logLength)
  }

  /// x_q = ω^bitreverse(q) = Π_j (ω^(2^(ν-1-j)))^(bit j of q).
  public func point(_ position: Int) -> Goldilocks {
    var result = Goldilocks.one
    var power = generator
    for j in (0..<logLength).reversed() {
      if (position >> j) & 1 == 1 { result = result * power }
      power = power * power
    }
    return result
  }
}

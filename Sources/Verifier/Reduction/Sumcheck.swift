/// One summand of a batched sumcheck, as data: a claim that a product of tables sums to a value over a box of digits.
public final class Instance: Sendable {
  public let claim: Extension
  /// Degree in each variable, the highest variable first.
  public let degrees: [Int]
  public let kind: Kind

  public var bits: Int { degrees.count }

  init(claim: Extension, degrees: [Int], kind: Kind) {
    self.claim = claim
    self.degrees = degrees
    self.kind = kind
  }

  public enum Kind: Sendable {
    /// Σ_x (Σ_j factor_j w_j(x)) W(x): several claims on one node become one point claim.
    case merge(node: Int, claims: [Claim], factors: [Extension])
    /// Σ over shared and contracted axes of (weight ·) operand ⋯ operand.
    case einsum(EinsumPlan, claim: Claim)
  }
}

extension Channel {
  /// Batched sumcheck: an instance of n_j variables counts as the sum over all n of a function that ignores the highest n - n_j.
  ///
  /// It enters as 2^(n - n_j) claim_j; while g of its ignored variables are unbound it contributes the constant 2^g claim_j; its final
  /// value is not scaled. So all instances end on suffixes of one point. A round message holds the coefficients 0, 2, 3, ... of the
  /// round polynomial; the linear one follows from h(0) + h(1) = claim.
  public mutating func sumcheck(_ instances: [Instance], factors: [Extension])
    throws(Rejection) -> (point: [Extension], value: Extension)
  {
    var n = 0
    for instance in instances { n = max(n, instance.bits) }
    var running = Extension.zero
    for (i, instance) in instances.enumerated() {
      running += factors[i] * instance.claim * .powerOfTwo(n - instance.bits)
    }
    beginSumcheck(instances, factors: factors)
    var challenges: [Extension] = []
    for k in 0..<n {
      var degree = 1
      for instance in instances where k >= n - instance.bits {
        degree = max(degree, instance.degrees[k - (n - instance.bits)])
      }
      let coefficients = try round(degree: degree)
      let c = challenge()
      account(.rounds, degree)
      running = Self.roundValue(claim: running, coefficients, at: c)
      bind(c)
      challenges.append(c)
    }
    challenges.reverse()
    return (challenges, running)
  }

  /// h(x) from its coefficients 0, 2, 3, ... and h(0) + h(1) = claim.
  static func roundValue(claim: Extension, _ coefficients: [Extension], at x: Extension)
    -> Extension
  {
    var linear = claim - coefficients[0] - coefficients[0]
    for i in 1..<coefficients.count { linear = linear - coefficients[i] }
    var value = Extension.zero
    for i in (1..<coefficients.count).reversed() { value = (value + coefficients[i]) * x }
    return ((value + linear) * x) + coefficients[0]
  }
}

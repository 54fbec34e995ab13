import Foundation
import Verifier

/// The cheapest way to query one code so that no single step of it errs more often than 2^-target.
///
/// Chosen in floating point, then made exact: the error that counts is the schedule's own, in integers.
struct CodePlan: Sendable {
  /// Most bits of proof of work before a folding challenge.
  private static let mostFoldGrind = 18
  private static let multiplicities = Array(3...20) + [24, 28, 32, 40, 50, 64]

  /// Fewest queries first, then least work; nil if no multiplicity fits.
  ///
  /// - Parameter queryGrind: bits of proof of work before the queries.
  static func estimate(dimension: Int, logLength: Int, target: Int, queryGrind: Int) -> QueryPlan? {
    let length = Double(sign: .plus, exponent: logLength, significand: 1)
    let rate = Double(dimension) / length
    guard dimension > 0, rate < 1 else { return nil }
    var best: QueryPlan?
    for multiplicity in multiplicities {
      let mu = Double(multiplicity)
      let miss = rate.squareRoot() * (1 + 1 / (2 * mu))
      if miss >= 1 { continue }
      let list = (mu + 0.5) / rate.squareRoot()
      let fifth = pow(mu + 0.5, 5)
      let agreement =
        (2 * fifth + 3 * (mu + 0.5) * rate) / (3 * rate * rate.squareRoot()) * length + list
      let bits = max(0, Int((log2(2 * list + agreement) - fieldBits + Double(target)).rounded(.up)))
      if bits > mostFoldGrind { continue }
      let queries = Int((Double(target - queryGrind) / -log2(miss)).rounded(.up))
      if queries > Schedule.mostQueries { continue }
      if let best, (best.queries, best.foldGrind) <= (queries, bits) { continue }
      best = QueryPlan(multiplicity: multiplicity, queries: queries, foldGrind: bits)
    }
    return best
  }

  /// log2 |E|.
  private static let fieldBits = 2 * log2(Double(Goldilocks.order))

  /// The same plan with as many queries and bits as the exact error asks for.
  static func exact(
    _ plan: QueryPlan, dimension: Int, logLength: Int, target: Int, queryGrind: Int
  ) throws(Rejection) -> QueryPlan {
    let bounds = try CodeBounds(
      dimension: dimension, logLength: logLength, multiplicity: plan.multiplicity)
    let fold = SoundnessTerm.overField(
      bounds.list << 1 + bounds.agreementNumerator << 64, scale: 64)
    var foldGrind = 0
    while fold > Wide.powerOfTwo(256 - target + foldGrind) { foldGrind += 1 }
    var queries = max(1, plan.queries - 1)
    while SoundnessTerm.power(bounds.miss, queries) > Wide.powerOfTwo(256 - target + queryGrind) {
      queries += 1
    }
    return QueryPlan(multiplicity: plan.multiplicity, queries: queries, foldGrind: foldGrind)
  }
}

import Foundation
import Verifier

/// Choosing shapes and schedules. Nothing trusts this file: whatever it returns is checked by `Profile.require`.
///
/// A search over a small family: the cost is the prover's time by fixed formulas, whatever the machine, plus a price for each byte.
public struct Planning: Sendable {
  /// What a byte of the proof may cost in nanoseconds of the prover.
  public var nanosecondsPerByte: Double
  /// Bits of proof of work before each batch of queries.
  public let queryGrind: Int
  /// Bytes that a contract's work on one query, and on one element of the final message, is worth.
  let bytesPerQuery: Double
  let bytesPerFinalElement: Double
  /// The witness' codeword is up to 2^this times the least power of two that holds its columns.
  let mostWitnessRate: Int

  /// For proofs that are sent and checked off chain.
  public static let ordinary = Planning(
    nanosecondsPerByte: 2000, queryGrind: 16, bytesPerQuery: 0, bytesPerFinalElement: 0,
    mostWitnessRate: 5)
  /// For proofs that a contract checks: a byte of calldata, with the work on it, is worth a hundred times more of the prover's time.
  public static let onChain = Planning(
    nanosecondsPerByte: 200_000, queryGrind: 26, bytesPerQuery: 350, bytesPerFinalElement: 130,
    mostWitnessRate: 8)

  /// Bits that no single step's error may pass; about 40 steps then leave room for the rest of the proof.
  private static let firstTarget = 105
  /// The opening's share of the error: 15/16 of what the profile allows.
  private static func share(_ profile: Profile) -> Wide {
    let unit = Wide.powerOfTwo(256 - profile.bits)
    return unit - unit >> 4
  }

  /// The parameters' shape, fixed when a model is committed: 2^k rows with k near a quarter of the bits, and rate about 1/8, lower
  /// while the tree stays below 128 MiB.
  public static func parametersShape(length: Int) throws(Rejection) -> OracleShape {
    let bits = OracleShape.bits(for: max(2, length))
    let fold = min(max(3, (bits + 3) / 4), 8, bits - 1)
    let columns = (length + 1 << fold - 1) >> fold
    let rate = bits <= 21 ? 5 : bits <= 28 ? 3 : 2
    return try OracleShape(
      columns: columns, fold: fold,
      logLength: max(6, OracleShape.bits(for: columns) + rate))
  }

  /// The schedule of least cost for these parameters and a witness of this length.
  ///
  /// - Parameter claims: numbers of claims on the parameters and on the witness.
  public func schedule(
    parameters: OracleShape, witnessLength: Int, claims: [Int], profile: Profile
  ) throws(Rejection) -> Schedule {
    var target = Planning.firstTarget
    while true {
      var search = PlanningSearch(
        parameters: parameters, witnessLength: witnessLength, target: target,
        planning: self)
      guard let choice = search.best() else { throw .unsoundParameters }
      let schedule = try choice.schedule(
        parameters: parameters, claims: claims, target: target, queryGrind: queryGrind)
      if SoundnessTerm.sum(try schedule.soundnessTerms()) <= Planning.share(profile) {
        return schedule
      }
      target += 1
      if target > Planning.firstTarget + 4 { throw .unsoundParameters }
    }
  }
}

extension PlanningChoice {
  /// The schedule with the fewest queries for which every step's error is at most 2^-target.
  func schedule(
    parameters: OracleShape, claims: [Int], target: Int, queryGrind: Int
  ) throws(Rejection) -> Schedule {
    let placeholder = QueryPlan(multiplicity: 3, queries: 1, foldGrind: 0)
    let grind = [Int](repeating: queryGrind, count: tail.count + 1)
    let draft = try Schedule.build(
      oracles: [(parameters, placeholder), (witness, placeholder)],
      tail: tail.map { .init(fold: $0.fold, logLength: $0.logLength, plan: placeholder) },
      queryGrind: grind, claims: claims)
    var plans: [QueryPlan] = []
    for level in draft.oracles + draft.tail {
      let logLength = level.shape.logLength
      guard
        let plan = CodePlan.estimate(
          dimension: level.dimension, logLength: logLength, target: target, queryGrind: queryGrind)
      else { throw .unsoundParameters }
      plans.append(
        try CodePlan.exact(
          plan, dimension: level.dimension, logLength: logLength, target: target,
          queryGrind: queryGrind))
    }
    return try Schedule.build(
      oracles: [(parameters, plans[0]), (witness, plans[1])],
      tail: zip(tail, plans.dropFirst(2)).map {
        .init(fold: $0.fold, logLength: $0.logLength, plan: $1)
      },
      queryGrind: grind, claims: claims)
  }
}

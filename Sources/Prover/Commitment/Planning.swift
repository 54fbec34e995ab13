import Verifier

/// Chooses shapes and schedules. Nothing trusts this file: what it returns is checked by `Profile.require`.
public enum Planning {
  public static func parameterShape(length: Int) throws(Rejection) -> OracleShape {
    let fold = 5
    let columns = max(1, (length + (1 << fold) - 1) >> fold)
    return try OracleShape(columns: columns, fold: fold, logLength: bitCount(columns) + 3)
  }

  public static func schedule(parameters: OracleShape, witnessLength: Int, claims: [Int])
    throws(Rejection) -> Schedule
  {
    let witness = try parameterShape(length: witnessLength)
    let columns = [parameters.columns, witness.columns].map { 1 << bitCount($0) }
    let most = max(columns[0], columns[1])
    let total = bitCount(most) + 1
    var tail: [Schedule.TailChoice] = []
    var left = total
    var grind = [16]
    while left > 7 {
      left -= 4
      let plan = try plan(dimension: 1 << left, logLength: left + 4 + tail.count)
      tail.append(.init(fold: 4, logLength: left + 4 + tail.count, plan: plan))
      grind.append(16)
    }
    return try Schedule.build(
      oracles: [
        (parameters, try plan(dimension: columns[0], logLength: parameters.logLength)),
        (witness, try plan(dimension: columns[1], logLength: witness.logLength)),
      ], tail: tail, queryGrind: grind, claims: claims)
  }

  private static func plan(dimension: Int, logLength: Int) throws(Rejection) -> QueryPlan {
    for multiplicity in 6..<30 {
      let bounds = try CodeBounds(
        dimension: dimension, logLength: logLength, multiplicity: multiplicity)
      for queries in 1..<200 {
        let error = SoundnessTerm.power(bounds.miss, queries).shiftedRightUp(16)
        if error <= Wide.powerOfTwo(256 - 105) {
          return QueryPlan(multiplicity: multiplicity, queries: queries, foldGrind: 14)
        }
      }
    }
    throw .unsoundParameters
  }
}

extension Schedule {
  /// Degree, numbers of oracles and later levels (1 byte each); every level: shape, μ, fold grind (1 byte each), queries (2);
  /// query grinds (1 byte each); numbers of claims (4 each).
  public var bytes: [UInt8] {
    var writer = Writer()
    writer.byte(UInt8(Extension.degree))
    writer.byte(UInt8(oracles.count))
    writer.byte(UInt8(tail.count))
    for level in oracles + tail {
      level.shape.write(to: &writer)
      writer.byte(UInt8(level.plan.multiplicity))
      writer.byte(UInt8(level.plan.foldGrind))
      writer.number(level.plan.queries, 2)
    }
    for bits in queryGrind { writer.byte(UInt8(bits)) }
    for count in claims { writer.number(count, 4) }
    return writer.bytes
  }

  /// The inverse of `bytes`. Later levels' columns must be the derived ones.
  public static func read(from reader: inout Reader) throws(Rejection) -> Schedule {
    guard try reader.byte() == UInt8(Extension.degree) else { throw .unsoundParameters }
    let oracleCount = try reader.count(1, atMost: mostOracles)
    let tailCount = try reader.count(1, atMost: mostTailLevels)
    var shapes: [OracleShape] = []
    var plans: [QueryPlan] = []
    for _ in 0..<oracleCount + tailCount {
      shapes.append(try OracleShape.read(from: &reader))
      let multiplicity = Int(try reader.byte())
      let foldGrind = Int(try reader.byte())
      plans.append(
        QueryPlan(
          multiplicity: multiplicity, queries: try reader.count(2, atMost: mostQueries),
          foldGrind: foldGrind))
    }
    var queryGrind: [Int] = []
    for _ in 0...tailCount { queryGrind.append(Int(try reader.byte())) }
    var claims: [Int] = []
    for _ in 0..<oracleCount { claims.append(try reader.count(4, atMost: mostClaims)) }

    var oracles: [(shape: OracleShape, plan: QueryPlan)] = []
    for o in 0..<oracleCount { oracles.append((shapes[o], plans[o])) }
    var tail: [TailChoice] = []
    for i in oracleCount..<oracleCount + tailCount {
      tail.append(
        TailChoice(fold: shapes[i].fold, logLength: shapes[i].logLength, plan: plans[i]))
    }
    let schedule = try build(oracles: oracles, tail: tail, queryGrind: queryGrind, claims: claims)
    for (level, shape) in zip(schedule.tail, shapes[oracleCount...]) where level.shape != shape {
      throw .unsoundParameters
    }
    return schedule
  }
}

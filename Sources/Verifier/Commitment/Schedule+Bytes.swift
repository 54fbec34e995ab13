extension Schedule {
  /// Degree, numbers of oracles and later levels (1 byte each); every level: shape, μ, fold grind (1 byte each), queries (2);
  /// query grinds (1 byte each); numbers of claims (4 each).
  public var bytes: [UInt8] {
    var writer = Writer()
    writer.byte(UInt8(Extension.degree))
    writer.byte(UInt8(oracles.count))
    writer.byte(UInt8(tail.count))
    for c in 0..<oracles.count + tail.count {
      let level = code(c)
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
    let codes = try Array(count: oracleCount + tailCount) { _ throws(Rejection) in
      (shape: try OracleShape.read(from: &reader), plan: try QueryPlan(from: &reader))
    }
    let queryGrind = try Array(count: tailCount + 1) { _ throws(Rejection) in
      Int(try reader.byte())
    }
    let claims = try Array(count: oracleCount) { _ throws(Rejection) in
      try reader.count(4, atMost: mostClaims)
    }
    let tail = Array(count: tailCount) { i in
      let (shape, plan) = codes[oracleCount + i]
      return TailChoice(fold: shape.fold, logLength: shape.logLength, plan: plan)
    }
    let schedule = try build(
      oracles: Array(count: oracleCount) { codes[$0] }, tail: tail, queryGrind: queryGrind,
      claims: claims)
    for i in 0..<tailCount where schedule.tail[i].shape != codes[oracleCount + i].shape {
      throw .unsoundParameters
    }
    return schedule
  }
}

extension QueryPlan {
  fileprivate init(from reader: inout Reader) throws(Rejection) {
    multiplicity = Int(try reader.byte())
    foldGrind = Int(try reader.byte())
    queries = try reader.count(2, atMost: Schedule.mostQueries)
  }
}

extension Opening {
  /// Checks an opening on the transcript of the proof it is part of.
  ///
  /// The caller has absorbed schedule, commitments and claims' values, and has required the schedule of a profile: nothing here
  /// knows of security levels. The challenges that claims' points and coefficients depend on came from the same transcript.
  /// The first move is the squeeze of λ. Bytes after the opening are left to the caller.
  static func verify(
    schedule: Schedule, commitments: [Commitment], claims: [OracleClaim],
    transcript: inout Transcript, reader: inout Reader
  ) throws(Rejection) {
    try check(schedule, commitments, claims)
    var verifier = OpeningVerifier(schedule, commitments, claims, transcript, reader)
    verifier.reader.begin(.opening)
    defer {
      transcript = verifier.transcript
      reader = verifier.reader
    }
    try verifier.run()
  }

  private static func check(
    _ schedule: Schedule, _ commitments: [Commitment], _ claims: [OracleClaim]
  ) throws(Rejection) {
    let shapes = schedule.oracles.map { $0.shape }
    guard commitments.count == shapes.count else { throw .unsoundParameters }
    for o in shapes.indices where commitments[o].shape != shapes[o] { throw .unsoundParameters }
    var counts = [Int](repeating: 0, count: shapes.count)
    for claim in claims {
      guard claim.fits(shapes) else { throw .claimOutsideOracle }
      counts[claim.oracle] += 1
    }
    guard counts == schedule.claims else { throw .unsoundParameters }
  }
}

extension OpeningVerifier {
  /// The messages of an opening, in order. A function of its own, so that a rejection has nothing to hand back.
  @inline(never)
  fileprivate mutating func run() throws(Rejection) {
    // Level 0: one sum of all claims and out-of-domain values, and its row rounds.
    scale = transcript.challenge().powers(claims.count + commitments.count)
    for j in claims.indices { sum += scale[j] * claims[j].value }
    for o in commitments.indices { sum += scale[claims.count + o] * commitments[o].value }
    rows = try rounds(schedule.rowGrind)
    bound = rows
    for i in schedule.tail.indices { try fold(into: i) }
    try finish()
  }

  /// The folded message is committed as `tail[i]`, the level above queried, and all of it folded on.
  private mutating func fold(into i: Int) throws(Rejection) {
    let level = schedule.tail[i]
    let next = try reader.digest()
    transcript.absorb(next)
    points.append(transcript.challenges(level.shape.variables))
    let value = try receive(1)[0]
    try work(schedule.queryGrind[i])
    let drawn = draw(above: i)
    let gamma = transcript.challenge()
    gammas.append(gamma)
    sum += gamma * value
    var factor = gamma
    let above = schedule.codes(above: i)
    for c in above {
      try open(c, drawn[c - above.lowerBound])
      for column in opened[c] {
        factor *= gamma
        sum += factor * column.value
      }
    }
    bound = try rounds([Int](repeating: level.plan.foldGrind, count: level.shape.fold))
    beta += bound
    root = next
  }

  /// The last message in clear: the level above must agree with it, and its own rounds end the sum.
  private mutating func finish() throws(Rejection) {
    let levels = schedule.tail.count
    let final = try receive(schedule.lengths[levels])
    try work(schedule.queryGrind[levels])
    let drawn = draw(above: levels)
    let above = schedule.codes(above: levels)
    for c in above {
      try open(c, drawn[c - above.lowerBound])
      let code = schedule.code(c)
      for column in opened[c] {
        var expected = Extension.zero
        var place = code.offset + code.dimension
        while place > code.offset {
          place -= 1
          expected = expected * column.x + final[place]
        }
        guard expected == column.value else { throw .finalMessage }
      }
    }
    bound = try rounds([Int](repeating: 0, count: OracleShape.bits(for: final.count)))
    beta += bound

    var finalValue = Extension.zero
    let table = Multilinear.eqTable(bound)
    for i in final.indices { finalValue += final[i] * table[i] }
    guard sum == weight * finalValue else { throw .finalSum }
  }

  /// w~(β).
  private var weight: Extension {
    var sum = Extension.zero
    for o in commitments.indices { sum += weight(ofOracle: o) }
    // What a level adds is evaluated at the challenges from that level on.
    var start = 0
    for i in points.indices {
      let at = Array(count: beta.count - start) { [beta] in beta[start + $0] }
      sum += weight(ofLevel: i, at: at)
      start += schedule.tail[i].shape.fold
    }
    return sum
  }

  /// An oracle's claims and out-of-domain value, at its rows' challenges and the level-1 challenges.
  private func weight(ofOracle o: Int) -> Extension {
    let level = schedule.oracles[o]
    let fold = level.shape.fold
    let columns = level.shape.columnVariables
    let at = Array(count: fold + columns) { [rows, beta] in
      $0 < fold ? rows[$0] : beta[$0 - fold]
    }
    var inner = scale[claims.count + o] * Multilinear.eq(commitments[o].point(), at)
    for j in claims.indices where claims[j].oracle == o {
      inner += scale[j] * claims[j].evaluate(at: at)
    }
    for s in fold..<rows.count { inner *= .one - rows[s] }
    return inner * Multilinear.eq(beta[columns...], level.offset >> columns)
  }

  /// A later level's out-of-domain point and the positions queried in the level above.
  private func weight(ofLevel i: Int, at beta: [Extension]) -> Extension {
    let gamma = gammas[i]
    var sum = ClaimBlock(coefficient: gamma, offset: 0, point: points[i][...]).evaluate(at: beta)
    var factor = gamma
    for c in schedule.codes(above: i) {
      let code = schedule.code(c)
      for column in opened[c] {
        factor *= gamma
        let term = PowerTerm(
          factor: factor, x: column.x, offset: code.offset, variables: code.shape.columnVariables)
        sum += term.evaluate(at: beta)
      }
    }
    return sum
  }
}

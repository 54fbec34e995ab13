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
    var verifier = OpeningVerifier(transcript, reader)
    verifier.reader.begin(.opening)
    defer {
      transcript = verifier.transcript
      reader = verifier.reader
    }
    try verifier.run(schedule, commitments, claims)
  }

  private static func check(
    _ schedule: Schedule, _ commitments: [Commitment], _ claims: [OracleClaim]
  ) throws(Rejection) {
    let shapes = schedule.oracles.map { $0.shape }
    guard commitments.count == shapes.count else { throw .unsoundParameters }
    for (commitment, shape) in zip(commitments, shapes) where commitment.shape != shape {
      throw .unsoundParameters
    }
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
  fileprivate mutating func run(
    _ schedule: Schedule, _ commitments: [Commitment], _ claims: [OracleClaim]
  ) throws(Rejection) {
    // Level 0: one sum of all claims and out-of-domain values, and its row rounds.
    let scale = transcript.challenge().powers(claims.count + commitments.count)
    for (factor, claim) in zip(scale, claims) { sum += factor * claim.value }
    for (factor, commitment) in zip(scale[claims.count...], commitments) {
      sum += factor * commitment.value
    }
    let rows = try rounds(schedule.rowGrind)
    var above: [Codeword] = []
    for (level, commitment) in zip(schedule.oracles, commitments) {
      above.append(
        .init(
          level: level, root: commitment.root,
          weights: Multilinear.eqTable(Array(rows[..<level.shape.fold]))))
    }

    // Levels 1 ... M-1: the folded message is committed, the level above queried, and all of it folded on.
    var introduced: [IntroducedWeight] = []
    var challenges: [[Extension]] = []
    for (i, level) in schedule.tail.enumerated() {
      let root = try reader.digest()
      transcript.absorb(root)
      let point = transcript.challenges(level.shape.variables)
      let value = try receive(1)[0]
      try work(schedule.queryGrind[i])
      let drawn = draw(above)
      let gamma = transcript.challenge()
      sum += gamma * value
      var weight = IntroducedWeight(
        equality: ClaimBlock(coefficient: gamma, offset: 0, point: point[...]), powers: [])
      var factor = gamma
      for (codeword, positions) in zip(above, drawn) {
        let domain = EvaluationDomain(logLength: codeword.level.shape.logLength)
        let values = try open(codeword, positions)
        let variables =
          i == 0 ? codeword.level.shape.columnVariables : schedule.messageVariables[i]
        for (position, value) in zip(positions, values) {
          factor *= gamma
          sum += factor * value
          weight.powers.append(
            PowerTerm(
              factor: factor, x: domain.point(position), offset: codeword.level.offset,
              variables: variables))
        }
      }
      introduced.append(weight)
      let bound = try rounds(
        [Int](repeating: level.plan.foldGrind, count: level.shape.fold))
      challenges.append(bound)
      above = [.init(level: level, root: root, weights: Multilinear.eqTable(bound))]
    }

    // The last message in clear: the level above must agree with it, and its own rounds end the sum.
    let final = try receive(schedule.lengths[schedule.tail.count])
    try work(schedule.queryGrind[schedule.tail.count])
    let drawn = draw(above)
    for (codeword, positions) in zip(above, drawn) {
      let domain = EvaluationDomain(logLength: codeword.level.shape.logLength)
      let values = try open(codeword, positions)
      let start = codeword.level.offset
      for (position, value) in zip(positions, values) {
        let x = domain.point(position)
        var expected = Extension.zero
        for c in (start..<start + codeword.level.dimension).reversed() {
          expected = expected * x + final[c]
        }
        guard expected == value else { throw .finalMessage }
      }
    }
    let finalVariables = OracleShape.bits(for: final.count)
    let last = try rounds([Int](repeating: 0, count: finalVariables))
    challenges.append(last)

    // w~(β): a weight introduced at level i is evaluated at the challenges from level i on.
    var suffixes = challenges
    for i in (0..<schedule.tail.count).reversed() { suffixes[i] += suffixes[i + 1] }
    var weight = Extension.zero
    for (o, level) in schedule.oracles.enumerated() {
      weight += oracleWeight(
        level, commitments[o].point(), scale[claims.count + o], o, claims, scale, rows, suffixes[0])
    }
    for (i, part) in introduced.enumerated() { weight += part.evaluate(at: suffixes[i]) }
    var finalValue = Extension.zero
    for (entry, factor) in zip(final, Multilinear.eqTable(last)) { finalValue += entry * factor }
    guard sum == weight * finalValue else { throw .finalSum }
  }

  /// The weight of one oracle's claims and out-of-domain value, at its rows' challenges and the level-1 challenges.
  private func oracleWeight(
    _ level: Level, _ point: [Extension], _ pointFactor: Extension, _ oracle: Int,
    _ claims: [OracleClaim], _ scale: [Extension], _ rows: [Extension], _ beta: [Extension]
  ) -> Extension {
    let columns = level.shape.columnVariables
    let at = Array(rows[..<level.shape.fold] + beta[..<columns])
    var inner = pointFactor * Multilinear.eq(point[...], at[...])
    for (factor, claim) in zip(scale, claims) where claim.oracle == oracle {
      inner += factor * claim.evaluate(at: at)
    }
    for alpha in rows[level.shape.fold...] { inner *= .one - alpha }
    return inner * Multilinear.eq(beta[columns...], level.offset >> columns)
  }
}

/// What one level adds to the weight: its out-of-domain point and the positions queried in the level above.
private struct IntroducedWeight {
  let equality: ClaimBlock
  var powers: [PowerTerm]

  func evaluate(at beta: [Extension]) -> Extension {
    var sum = equality.evaluate(at: beta)
    for term in powers { sum += term.evaluate(at: beta) }
    return sum
  }
}

import Kernels
import Verifier

extension Opening {
  /// Proves all claims on all oracles; writes what `Opening.verify` reads.
  ///
  /// The caller has absorbed schedule, commitments and claims' values on the same transcript.
  public static func prove(
    schedule: Schedule, oracles: [Oracle], claims: [OracleClaim], transcript: inout Transcript,
    writer: inout Writer, parallel: Parallel
  ) {
    precondition(
      schedule.oracles.map { $0.shape } == oracles.map { $0.vector.shape },
      "the schedule is for other oracles")
    precondition(
      schedule.claims == oracles.indices.map { o in claims.count { $0.oracle == o } },
      "the schedule is for other numbers of claims")
    proveUnchecked(
      schedule: schedule, oracles: oracles, claims: claims, transcript: &transcript,
      writer: &writer, parallel: parallel)
  }

  /// The same for a prover who does not care whether schedule and statement fit.
  static func proveUnchecked(
    schedule: Schedule, oracles: [Oracle], claims: [OracleClaim], transcript: inout Transcript,
    writer: inout Writer, parallel: Parallel
  ) {
    var prover = OpeningProver(transcript: transcript, writer: writer, parallel: parallel)

    // Level 0: one sum of all claims and out-of-domain values; the rows of all oracles are bound together.
    let scale = prover.transcript.challenge().powers(claims.count + oracles.count)
    var rows = oracles.enumerated().map { o, oracle in
      RowSumcheck(oracle, claims: claims, number: o, scale: scale, parallel)
    }
    for bits in schedule.rowGrind {
      let messages = rows.map { $0.message(parallel) }
      let constant = messages.reduce(.zero) { $0 + $1.constant }
      let quadratic = messages.reduce(.zero) { $0 + $1.quadratic }
      let challenge = prover.round(constant, quadratic, bits: bits)
      for o in rows.indices { rows[o].bind(challenge, parallel) }
    }
    var message = ElementPlanes(count: schedule.lengths[0])
    let weights = WeightTable(count: schedule.lengths[0])
    var terms = WeightTerms()
    for (level, part) in zip(schedule.oracles, rows) {
      let rest = part.finish(into: message, weights, slot: level.offset, parallel)
      terms.equalities.append((0, rest))
    }
    var weight = weights.planes
    var above = zip(schedule.oracles, oracles).map { level, oracle in
      QueriedLevel(level: level, source: .oracle(oracle))
    }

    // Levels 1 ... M-1: commit the folded message, answer the level above, fold on.
    for (i, level) in schedule.tail.enumerated() {
      let codeword = Codeword(message, level.shape, parallel)
      prover.send(codeword.tree.root)
      let point = prover.transcript.challenges(level.shape.variables)
      prover.send([message.evaluate(at: point, parallel)])
      prover.work(schedule.queryGrind[i])
      let drawn = prover.draw(above)
      let gamma = prover.transcript.challenge()
      let equality = ClaimBlock(coefficient: gamma, offset: 0, point: point[...])
      let powers = powerTerms(
        above, drawn, gamma, variables: i == 0 ? nil : schedule.messageVariables[i])
      WeightTable(weight).add(equality, parallel)
      WeightTable(weight).add(powers: powers, parallel)
      terms.equalities.append((i, equality))
      terms.powers += powers.map { (i, $0) }
      prover.answer(above, drawn)
      let grinds = [Int](repeating: level.plan.foldGrind, count: level.shape.fold)
      terms.challenges.append(prover.rounds(grinds, &message, &weight))
      above = [QueriedLevel(level: level, source: .codeword(codeword))]
    }

    // The last message in clear, and its own rounds.
    prover.send(message.elements(0..<message.count))
    prover.work(schedule.queryGrind[schedule.tail.count])
    prover.answer(above, prover.draw(above))
    let variables = OracleShape.bits(for: message.count)
    var padded = ElementPlanes(count: 1 << variables)
    padded.copy(message, from: 0, to: 0, count: message.count)
    var paddedWeight = ElementPlanes(count: 1 << variables)
    paddedWeight.copy(weight, from: 0, to: 0, count: message.count)
    for c in message.count..<padded.count {
      paddedWeight[c] = terms.value(at: c, variables: variables)
    }
    _ = prover.rounds([Int](repeating: 0, count: variables), &padded, &paddedWeight)
    transcript = prover.transcript
    writer = prover.writer
  }

  /// The terms that queried positions add: powers of γ from the second on, level by level, ascending within each.
  private static func powerTerms(
    _ above: [QueriedLevel], _ drawn: [[Int]], _ gamma: Extension, variables: Int?
  ) -> [PowerTerm] {
    var terms: [PowerTerm] = []
    var factor = gamma
    for (queried, positions) in zip(above, drawn) {
      let shape = queried.level.shape
      let domain = EvaluationDomain(logLength: shape.logLength)
      for position in positions {
        factor *= gamma
        terms.append(
          PowerTerm(
            factor: factor, x: domain.point(position), offset: queried.level.offset,
            variables: variables ?? shape.columnVariables))
      }
    }
    return terms
  }
}

/// Everything that adds to the weight apart from claims, with the level at which it does: what entries beyond the message need.
private struct WeightTerms {
  var equalities: [(level: Int, block: ClaimBlock)] = []
  var powers: [(level: Int, term: PowerTerm)] = []
  /// Challenges of each later level's rounds.
  var challenges: [[Extension]] = []

  /// The weight of entry `index` of the final message. A prover's table stops where its message does, but a pair of entries of
  /// which one is in the message needs both weights.
  func value(at index: Int, variables: Int) -> Extension {
    let bits = (0..<variables).map { (index >> $0) & 1 == 1 ? Extension.one : .zero }
    var points = [bits]
    for level in challenges.reversed() { points.append(level + points[points.count - 1]) }
    points.reverse()
    var sum = Extension.zero
    for (level, block) in equalities { sum += block.evaluate(at: points[level]) }
    for (level, term) in powers { sum += term.evaluate(at: points[level]) }
    return sum
  }
}

/// Writes an opening down: the steps of `Opening.verify`, with its codes numbered parameters, witness, level 1, level 2, ...
struct OpeningRecorder {
  let schedule: Schedule
  /// Where the parameters' out-of-domain value is taken, a constant of the model.
  let parametersPoint: [Extension]

  func record(
    _ claims: [OracleClaim], values: [Extension], on channel: inout RecorderChannel
  ) {
    let oracles = schedule.oracles.count
    let scale = channel.challenge().powers(claims.count + oracles)
    var sum = Extension.zero
    for (factor, claim) in zip(scale, claims) { sum += factor * claim.value }
    for (factor, value) in zip(scale[claims.count...], values) { sum += factor * value }
    let rows = rounds(schedule.rowGrind, &sum, on: &channel)
    var above = schedule.oracles.enumerated().map { o, level in
      (code: o, fold: Array(rows[..<level.shape.fold]))
    }

    var introduced: [Introduced] = []
    var challenges: [[Extension]] = []
    for (i, level) in schedule.tail.enumerated() {
      let code = oracles + i
      channel.record(.root(code: code))
      let point = channel.challenges(level.shape.variables)
      let value = channel.message(1)[0]
      channel.work(bits: schedule.queryGrind[i])
      for opened in above { channel.record(.positions(code: opened.code)) }
      let gamma = channel.challenge()
      sum += gamma * value
      var next = gamma * gamma
      var opened: [(code: Int, first: Extension)] = []
      for (code, fold) in above {
        opened.append((code, next))
        let (part, after) = (Tape.current.input(), Tape.current.input())
        channel.record(
          .columns(code: code, fold: fold, gamma: gamma, first: next, sum: part, next: after))
        sum += part
        next = after
      }
      introduced.append(Introduced(gamma: gamma, point: point, opened: opened))
      let bound = rounds(
        [Int](repeating: level.plan.foldGrind, count: level.shape.fold), &sum, on: &channel)
      challenges.append(bound)
      above = [(code, bound)]
    }

    let final = schedule.lengths[schedule.tail.count]
    channel.record(.finalMessage(count: final))
    channel.work(bits: schedule.queryGrind[schedule.tail.count])
    for opened in above { channel.record(.positions(code: opened.code)) }
    for (code, fold) in above { channel.record(.lastColumns(code: code, fold: fold)) }
    let variables = OracleShape.bits(for: final)
    let last = rounds([Int](repeating: 0, count: variables), &sum, on: &channel)
    challenges.append(last)

    var suffixes = challenges
    for i in schedule.tail.indices.reversed() { suffixes[i] += suffixes[i + 1] }
    var weight = Extension.zero
    for (o, level) in schedule.oracles.enumerated() {
      let point: [Extension]
      if o == 0 {
        point = parametersPoint
      } else {
        point = Tape.current.inputs(level.shape.variables)
        channel.record(.outOfDomainPoint(code: o, point))
      }
      weight += oracleWeight(
        level, point, scale[claims.count + o], o, claims, scale, rows, suffixes[0])
    }
    for (i, part) in introduced.enumerated() {
      weight += part.gamma * Multilinear.eq(part.point, suffixes[i])
      for (code, first) in part.opened {
        let level = code < oracles ? schedule.oracles[code] : schedule.tail[code - oracles]
        let variables = i == 0 ? level.shape.columnVariables : schedule.messageVariables[i]
        let powers = Tape.current.input()
        channel.record(
          .powers(
            code: code, gamma: part.gamma, first: first, at: Array(suffixes[i][..<variables]),
            sum: powers))
        weight += powers * Multilinear.eq(suffixes[i][variables...], level.offset >> variables)
      }
    }
    let value = Tape.current.input()
    channel.record(.finalValue(at: last, value))
    channel.requireEqual(sum, weight * value, .finalSum)
  }

  private func rounds(
    _ work: [Int], _ sum: inout Extension, on channel: inout RecorderChannel
  ) -> [Extension] {
    if work.isEmpty { return [] }
    let challenges = Tape.current.inputs(work.count)
    let value = Tape.current.input()
    channel.record(.openingRounds(work: work, claim: sum, challenges: challenges, value: value))
    sum = value
    return challenges
  }

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

/// What one level adds to the weight.
private struct Introduced {
  let gamma: Extension
  let point: [Extension]
  /// Codes of the level above and the power of γ that their first position has.
  let opened: [(code: Int, first: Extension)]
}

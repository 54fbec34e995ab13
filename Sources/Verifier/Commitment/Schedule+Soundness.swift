extension Schedule {
  /// Every error term of an opening by this schedule, with `lists` the product of the oracles' lists:
  ///
  ///     out of domain   list^2 / 2 · m / |E|                  each committed vector, m variables
  ///     claims          lists (claims + oracles - 1) / |E|    powers of λ
  ///     row round       (2 lists + Σ mca) / 2^grind           level 0; the sum is over oracles still folding
  ///     fold            (2 list + mca) / 2^grind              each round at a level >= 1
  ///     queries         miss^t / 2^grind                      each code
  ///     combination     list (t + 1) / |E| / 2^grind          powers of γ, t all queries of the level above
  ///     final           2 / |E|                               each round on the message in clear
  ///
  /// Source: WHIR, ePrint 2024/1586, section 5, with the terms of ePrint 2025/2055 for each code.
  public func soundnessTerms() throws(Rejection) -> [SoundnessTerm] {
    let listBits = CodeBounds.listBits
    var oracleBounds: [CodeBounds] = []
    for level in oracles { oracleBounds.append(try CodeBounds(level)) }
    var tailBounds: [CodeBounds] = []
    for level in tail { tailBounds.append(try CodeBounds(level)) }
    var terms: [SoundnessTerm] = []

    func outOfDomain(_ level: Level, _ bounds: CodeBounds, _ place: SoundnessTerm.Place) {
      let numerator = bounds.list * bounds.list * Wide(level.shape.variables)
      terms.append(
        SoundnessTerm(
          "out of domain", "list^2 / 2 · variables / |E|", place: place,
          error: SoundnessTerm.overField(numerator, scale: 2 * listBits + 1)))
    }
    for o in oracles.indices { outOfDomain(oracles[o], oracleBounds[o], .oracle(o)) }
    for i in tail.indices { outOfDomain(tail[i], tailBounds[i], .level(i + 1)) }

    var lists = Wide.one
    for bounds in oracleBounds { lists = lists * bounds.list }
    let scale = listBits * oracles.count
    let combined = claims.reduce(0, +) + oracles.count - 1
    terms.append(
      SoundnessTerm(
        "claims", "lists (claims + oracles - 1) / |E|",
        error: SoundnessTerm.overField(lists * Wide(combined), scale: scale)))
    for (s, grind) in rowGrind.enumerated() {
      var agreement = Wide.zero
      for o in oracles.indices where s < oracles[o].shape.fold {
        agreement += oracleBounds[o].agreementNumerator
      }
      let numerator = (lists << 1) + (agreement << scale)
      terms.append(
        SoundnessTerm(
          "row round", "(2 lists / |E| + sum of mca) / 2^grind", round: s,
          error: SoundnessTerm.overField(numerator, scale: scale, grind: grind)))
    }
    for i in tail.indices {
      let bounds = tailBounds[i]
      let numerator = (bounds.list << 1) + (bounds.agreementNumerator << listBits)
      let error = SoundnessTerm.overField(
        numerator, scale: listBits, grind: tail[i].plan.foldGrind)
      for s in 0..<tail[i].shape.fold {
        terms.append(
          SoundnessTerm(
            "fold", "(2 list / |E| + mca) / 2^grind", place: .level(i + 1), round: s, error: error))
      }
    }
    func queries(_ level: Level, _ bounds: CodeBounds, _ grind: Int, _ place: SoundnessTerm.Place) {
      terms.append(
        SoundnessTerm(
          "queries", "miss^queries / 2^grind", place: place,
          error: SoundnessTerm.power(bounds.miss, level.plan.queries).shiftedRightUp(grind)))
    }
    for (i, grind) in queryGrind.enumerated() {
      if i == 0 {
        for o in oracles.indices { queries(oracles[o], oracleBounds[o], grind, .oracle(o)) }
      } else {
        queries(tail[i - 1], tailBounds[i - 1], grind, .level(i))
      }
      if i < tail.count {
        let above = i == 0 ? oracles : [tail[i - 1]]
        let count = above.reduce(1) { $0 + $1.plan.queries }
        terms.append(
          SoundnessTerm(
            "combination", "list (queries + 1) / |E| / 2^grind", place: .level(i + 1),
            error: SoundnessTerm.overField(
              tailBounds[i].list * Wide(count), scale: listBits, grind: grind)))
      }
    }
    for s in 0..<OracleShape.bits(for: lengths[lengths.count - 1]) {
      terms.append(
        SoundnessTerm("final", "2 / |E|", round: s, error: SoundnessTerm.overField(Wide(2))))
    }
    return terms
  }
}

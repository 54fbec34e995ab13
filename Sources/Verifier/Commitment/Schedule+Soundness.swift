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
    let bounds = try Array(count: oracles.count + tail.count) { c throws(Rejection) in
      try CodeBounds(code(c))
    }
    var terms: [SoundnessTerm] = []

    for c in bounds.indices {
      let numerator = bounds[c].list * bounds[c].list * Wide(code(c).shape.variables)
      terms.append(
        SoundnessTerm(
          "out of domain", "list^2 / 2 · variables / |E|", place: place(c),
          error: SoundnessTerm.overField(numerator, scale: 2 * listBits + 1)))
    }
    var lists = Wide.one
    for o in oracles.indices { lists = lists * bounds[o].list }
    let scale = listBits * oracles.count
    var combined = oracles.count - 1
    for count in claims { combined += count }
    terms.append(
      SoundnessTerm(
        "claims", "lists (claims + oracles - 1) / |E|",
        error: SoundnessTerm.overField(lists * Wide(combined), scale: scale)))
    let rowGrind = rowGrind
    for s in rowGrind.indices {
      var agreement = Wide.zero
      for o in oracles.indices where s < oracles[o].shape.fold {
        agreement += bounds[o].agreementNumerator
      }
      terms.append(
        SoundnessTerm(
          "row round", "(2 lists / |E| + sum of mca) / 2^grind", round: s,
          error: SoundnessTerm.overField(
            (lists << 1) + (agreement << scale), scale: scale, grind: rowGrind[s])))
    }
    for c in oracles.count..<bounds.count {
      let numerator = (bounds[c].list << 1) + (bounds[c].agreementNumerator << listBits)
      let error = SoundnessTerm.overField(
        numerator, scale: listBits, grind: code(c).plan.foldGrind)
      for s in 0..<code(c).shape.fold {
        terms.append(
          SoundnessTerm(
            "fold", "(2 list / |E| + mca) / 2^grind", place: place(c), round: s, error: error))
      }
    }
    for i in queryGrind.indices {
      let grind = queryGrind[i]
      var combined = 1
      for c in codes(above: i) {
        combined += code(c).plan.queries
        terms.append(
          SoundnessTerm(
            "queries", "miss^queries / 2^grind", place: place(c),
            error: SoundnessTerm.power(bounds[c].miss, code(c).plan.queries)
              .shiftedRightUp(grind)))
      }
      if i == tail.count { break }
      let next = oracles.count + i
      terms.append(
        SoundnessTerm(
          "combination", "list (queries + 1) / |E| / 2^grind", place: place(next),
          error: SoundnessTerm.overField(
            bounds[next].list * Wide(combined), scale: listBits, grind: grind)))
    }
    for s in 0..<OracleShape.bits(for: lengths[lengths.count - 1]) {
      terms.append(
        SoundnessTerm("final", "2 / |E|", round: s, error: SoundnessTerm.overField(Wide(2))))
    }
    return terms
  }

  private func place(_ c: Int) -> SoundnessTerm.Place {
    c < oracles.count ? .oracle(c) : .level(c - oracles.count + 1)
  }
}

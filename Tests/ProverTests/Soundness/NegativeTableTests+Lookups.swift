import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// Challenges, tables and fractions.
extension NegativeTableTests {
  // MARK: Challenges

  /// With α and β known beforehand, two multiplicities absorb any false lookup.
  @Test func challengesThatAreFrozenWouldAdmitAForgery() throws {
    let soundness = try TinyModel(entries: [40, 41]).soundnessCase()
    var generator = SeededGenerator(seed: 202)
    let (alpha, beta) = (
      Extension(Goldilocks(generator.next()), Goldilocks(generator.next())),
      Extension(Goldilocks(generator.next()), Goldilocks(generator.next()))
    )
    let quotient = soundness.node("quotient")
    var lie = soundness.field.changed(soundness.honest, quotient, 0, by: .one)
    #expect(soundness.field.violations(lie) == ["quotient, remainder"])
    // 1 / (γ - w) = m_0 / γ + m_1 / (γ - 1), two equations over F_p.
    let gamma = alpha - beta * Extension(soundness.graph.tables[0].tag)
    let remainder = soundness.node("quotient, remainder")
    let scale = soundness.graph.lookups.first { $0.columns[0].node == remainder }!.columns[0].scale
    let outside = Extension(Goldilocks(scale) * lie[remainder][0])
    let (u, v, t) = (
      gamma.inverse, (gamma - .one).inverse, (gamma - outside).inverse
    )
    let determinant = (u.c0 * v.c1 - u.c1 * v.c0).inverse
    let counts = soundness.graph.tables[0].multiplicity
    lie[counts][0] = lie[counts][0] + (t.c0 * v.c1 - t.c1 * v.c0) * determinant
    lie[counts][1] = lie[counts][1] + (u.c0 * t.c1 - u.c1 * t.c0) * determinant

    let proof = try soundness.prove(lie)
    #expect(try soundness.rejection(of: proof) == .fractionsDoNotCancel)

    let rows = StatementRows(
      soundness.statement, lengths: soundness.circuit.lengths, graph: soundness.graph)
    func transcript() -> Transcript {
      Proof.transcript(
        soundness.key.key, soundness.key.digest, soundness.statement, proof.schedule,
        proof.witness)
    }
    var prover = FrozenChannel(
      base: ProverChannel(
        transcript(), soundness.circuit, rows, values: soundness.field.tensors(lie),
        parallel: .all), frozen: [alpha, beta])
    var reduction = Reduction(soundness.circuit, rows)
    _ = try reduction.run(on: &prover)
    var verifier = FrozenChannel(
      base: VerifierChannel(transcript(), Reader(prover.base.writer.bytes)),
      frozen: [alpha, beta])
    reduction = Reduction(soundness.circuit, rows)
    let claims = try reduction.run(on: &verifier)
    for claim in claims {
      #expect(evaluate(claim, soundness.circuit, lie[claim.node]) == claim.value)
    }
    // The verifier with challenges of its own: these roots cancel under others.
    var real = VerifierChannel(transcript(), Reader(prover.base.writer.bytes))
    reduction = Reduction(soundness.circuit, rows)
    #expect(throws: Rejection.leafDenominators) { try reduction.run(on: &real) }
  }

  private func evaluate(_ claim: Claim, _ circuit: Circuit, _ values: [Goldilocks]) -> Extension {
    let shape = circuit.shape(claim.node)
    var sum = Extension.zero
    for (i, value) in values.enumerated() {
      var weight = Extension(value)
      for (w, y) in zip(claim.weights, FieldExecution.coordinates(i, shape)) {
        weight *= w.entry(y)
      }
      sum += weight
    }
    return sum
  }

  // MARK: Tables

  /// A row (t, E'[t]) of the exponential's table passes as a row of GELU's once the two tags agree.
  @Test func aRowOfAnotherTableIsRejectedByItsTag() throws {
    let model = try SmallModel(.compact, seed: 22) { named in
      // Hidden units of layer 0 are read by zeros, so nothing else notices.
      for i in 0..<60 { named["feed-forward output weight"]![i] = 0 }
    }
    let soundness = try SoundnessCase(model)
    let index = soundness.node("gelu index")
    let layer = soundness.circuit.shape(index)[1...].reduce(1, *)
    let entry = try #require((0..<layer).first { soundness.honest[index][$0].centred > 0 })
    let t = Int(soundness.honest[index][entry].centred)
    let tables = soundness.graph.tables
    let exponential = tables.firstIndex { $0.name.description == "exponential" }!
    let gelu = tables.firstIndex { $0.name.description == "gelu" }!
    let wrong = soundness.honest[tables[exponential].outputs[0]][t]
    var lie = soundness.field.values([soundness.node("activation"): { $0[entry] = wrong }])
    #expect(soundness.field.violations(lie) == ["gelu"])
    let row = t - Int(tables[gelu].first)
    lie[tables[gelu].multiplicity][row] = lie[tables[gelu].multiplicity][row] - .one
    lie[tables[exponential].multiplicity][t] = lie[tables[exponential].multiplicity][t] + .one
    #expect(try soundness.rejection(lie) == .fractionsDoNotCancel)

    var graph = soundness.graph
    let old = graph.tables[gelu]
    graph.tables[gelu] = Table(
      name: old.name, tag: graph.tables[exponential].tag, axis: old.axis, first: old.first,
      outputs: old.outputs, multiplicity: old.multiplicity)
    #expect(throws: GraphFault.table(gelu)) { try graph.check() }
    let confused = try SoundnessCase(
      ProvingKey(
        key: VerifyingKey(
          profile: .provable100, graph: graph, parameters: soundness.key.key.parameters,
          provenance: soundness.key.key.provenance), parameters: soundness.key.parameters,
        oracle: soundness.key.oracle), soundness.statement)
    #expect(try confused.rejection(lie) == nil)
  }

  @Test func multiplicitiesOffByOneAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    var generator = SeededGenerator(seed: 203)
    for table in soundness.graph.tables {
      let counts = soundness.honest[table.multiplicity]
      for delta in [1, -1] as [Int64] {
        var lie = soundness.honest
        let row = Int.random(in: counts.indices, using: &generator)
        lie[table.multiplicity][row] = lie[table.multiplicity][row] + Goldilocks(delta)
        #expect(try soundness.rejection(lie) == .fractionsDoNotCancel, "\(table.name)")
      }
      // One count moved to another row: the total stays.
      var lie = soundness.honest
      let used = counts.firstIndex { $0 != .zero }!
      lie[table.multiplicity][used] = counts[used] - .one
      let next = (used + 1) % counts.count
      lie[table.multiplicity][next] = lie[table.multiplicity][next] + .one
      #expect(try soundness.rejection(lie) == .fractionsDoNotCancel, "\(table.name)")
    }
  }

  @Test func anEntryWhoseLookupIsInactiveIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let node = soundness.node("exponential")
    let mask = soundness.field.mask(soundness.graph.zeros[0].outside, node)!
    let flag = SoftmaxSettings.flag(sources: soundness.graph.context)
    // By a multiple of N, all that follows recomputed: only the zeros above the diagonal object.
    let lies = mask.indices.lazy.filter { !mask[$0] }.map { entry in
      soundness.field.values([node: { $0[entry] = $0[entry] + Goldilocks(flag) }])
    }
    let lie = try #require(
      lies.first { soundness.field.violations($0) == ["exponential above the diagonal"] })
    #expect(try soundness.rejection(lie) == .sumcheck)
  }

  // MARK: Fractions

  @Test func forgedRootFractionsAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    func rejection(_ forge: @escaping (inout [Extension]) -> Void) throws -> Rejection? {
      try Forger(soundness).rejection { base in
        LyingChannel(base) { kind, _, message in if kind == .roots { forge(&message) } }
      }
    }
    // n1, d1, n2, d2.
    #expect(try rejection { $0[0] += .one } == .fractionsDoNotCancel)
    #expect(try rejection { $0[1] += .one } == .fractionsDoNotCancel)
    #expect(
      try rejection { ($0[1], $0[3]) = (.zero, .zero) } == .zeroDenominator,
      "n1 d2 + n2 d1 = 0 because both denominators are 0")
    #expect(try rejection { ($0[0], $0[1]) = (.zero, .zero) } == .zeroDenominator, "0 / 0")
    #expect(try rejection { ($0[2], $0[3]) = (.zero, .zero) } == .zeroDenominator, "0 / 0")
    #expect(
      try rejection { $0 = [.zero, .zero, .zero, .zero] } == .zeroDenominator, "all zero")
    #expect(
      try rejection { ($0[0], $0[2]) = (.zero, .zero) } == .fractionLayer,
      "numerator 0 with a denominator that is not")
    #expect(
      try rejection { ($0[0], $0[1]) = (.zero, .one) } == .fractionsDoNotCancel)
    #expect(
      try rejection { m in
        // Cancels, but neither is the sum of its leaves.
        m[0] += m[1]
        m[2] = m[2] - m[3]
      } == .fractionLayer)
    #expect(
      try rejection { m in
        // The same fractions, scaled.
        m[0] += m[0]
        m[1] += m[1]
      } == .fractionLayer)
  }

  @Test func treesOfOtherValuesThanTheCommittedAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let rows = StatementRows(
      soundness.statement, lengths: soundness.circuit.lengths, graph: soundness.graph)
    func rejection(
      committed: FieldExecution.Values, trees: FieldExecution.Values
    ) throws -> Rejection? {
      var forger = Forger(soundness)
      (forger.committed, forger.reduced) = (committed, committed)
      return try forger.rejection { base in
        TwoFacedChannel(
          base,
          trees: ProverChannel(
            base.transcript, soundness.circuit, rows, values: soundness.field.tensors(trees),
            parallel: .all))
      }
    }
    // False columns or counts are committed, honest ones are summed: fractions about other numbers.
    let index = soundness.node("gelu index")
    let wrong = soundness.field.changed(soundness.honest, index, 0, by: .one)
    #expect(try rejection(committed: wrong, trees: soundness.honest) == .leafDenominators)
    var counts = soundness.honest
    let multiplicity = soundness.graph.tables[0].multiplicity
    counts[multiplicity][5] = counts[multiplicity][5] + .one
    #expect(try rejection(committed: counts, trees: soundness.honest) == .leafNumerators)
  }
}

import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// One test for each way in which other provers and verifiers have been broken.
@Suite struct NegativeTableTests {
  static func soundnessCase(seed: UInt64 = 20, limit: Int = 4) throws -> SoundnessCase {
    try SoundnessCase(SmallModel(.compact, seed: seed), limit: limit)
  }

  private func rejection(_ body: () throws(Rejection) -> Void) -> Rejection? {
    do {
      try body()
      return nil
    } catch { return error }
  }

  // MARK: The statement is absorbed

  @Test func aChangedStatementFieldIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let proof = try soundness.prove(soundness.honest)
    func rejection(_ change: (inout Statement) -> Void) throws -> Rejection? {
      var statement = soundness.statement
      change(&statement)
      return self.rejection { () throws(Rejection) in
        try verify(key: soundness.key.key, statement: statement, proof: proof)
      }
    }
    let vocabulary = soundness.graph.vocabulary
    // The nonce of the fingerprints' proof of work belongs to one transcript.
    for i in soundness.statement.prompt.indices {
      let found = try rejection { $0.prompt[i] = ($0.prompt[i] + 1) % vocabulary }
      #expect(found == .proofOfWork)
    }
    for i in soundness.statement.reply.indices {
      let found = try rejection { $0.reply[i] = ($0.reply[i] + 1) % vocabulary }
      #expect(found == .proofOfWork)
    }
    #expect(try rejection { $0.context = Digest(Array(repeating: 1, count: 32))! } == .proofOfWork)
    #expect(try rejection { $0.model = .zero } == .anotherModel)
    #expect(try rejection { $0.ending = .stop } == .wrongEnding)
    #expect(try rejection { $0.prompt = [] } == .emptyPromptOrReply)
    #expect(try rejection { $0.reply = [] } == .emptyPromptOrReply)
    #expect(try rejection { $0.prompt[0] = vocabulary } == .tokenOutsideVocabulary)
    #expect(try rejection { $0.prompt[0] = -1 } == .tokenOutsideVocabulary)
    #expect(
      try rejection { $0.prompt = Array(repeating: 1, count: soundness.graph.context) }
        == .contextExceeded)
    // A token moved from the prompt to the reply, so that the tokens' rows stay the same.
    #expect(
      try rejection {
        $0.reply.insert($0.prompt.removeLast(), at: 0)
      } != nil)
  }

  @Test func anyChangedByteOfTheStatementIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let file = Proof.file(soundness.statement, try soundness.prove(soundness.honest))
    var writer = Writer()
    soundness.statement.write(to: &writer)
    var generator = SeededGenerator(seed: 201)
    for i in writer.bytes.indices {
      var changed = file
      changed[6 + i] ^= UInt8.random(in: 1...255, using: &generator)
      let found = rejection { () throws(Rejection) in
        let (statement, proof) = try Proof.read(file: changed)
        try verify(key: soundness.key.key, statement: statement, proof: proof)
      }
      #expect(found != nil, "byte \(i)")
    }
  }

  @Test func aProofThatAbsorbedAnotherStatementIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    var forger = Forger(soundness)
    forger.absorbed = soundness.statement
    forger.absorbed!.context = Digest(Array(repeating: 7, count: 32))!
    #expect(try forger.rejection() == .proofOfWork)
  }

  @Test func theTranscriptBeforeTheFirstChallengeDependsOnEverything() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let proof = try soundness.prove(soundness.honest)
    let other = try NegativeTableTests.soundnessCase(seed: 21)
    var states: [Digest] = []
    func add(
      _ statement: Statement? = nil, key: ProvingKey? = nil, schedule: Schedule? = nil,
      witness: Commitment? = nil
    ) {
      let key = key ?? soundness.key
      states.append(
        Proof.transcript(
          key.key, key.digest, statement ?? soundness.statement, schedule ?? proof.schedule,
          witness ?? proof.witness
        ).state)
    }
    add()
    func changed(_ change: (inout Statement) -> Void) {
      var statement = soundness.statement
      change(&statement)
      add(statement)
    }
    for i in soundness.statement.prompt.indices { changed { $0.prompt[i] += 1 } }
    for i in soundness.statement.reply.indices { changed { $0.reply[i] += 1 } }
    changed { $0.prompt.append(0) }
    changed { $0.reply.append(0) }
    changed { $0.reply.insert($0.prompt.removeLast(), at: 0) }
    changed { $0.ending = .stop }
    changed { $0.model = .zero }
    for i in 0..<32 { changed { $0.context = Digest((0..<32).map { $0 == i ? 1 : 0 })! } }
    add(key: other.key)
    let (root, shape, value) = (proof.witness.root, proof.witness.shape, proof.witness.value)
    add(witness: Commitment(root: .zero, value: value, shape: shape))
    add(witness: Commitment(root: root, value: value + .one, shape: shape))
    let larger = try OracleShape(
      columns: shape.columns + 1, fold: shape.fold, logLength: shape.logLength)
    add(witness: Commitment(root: root, value: value, shape: larger))
    for weaker in try NegativeTableTests.weakened(proof.schedule) { add(schedule: weaker.schedule) }
    for (i, state) in states.enumerated() {
      #expect(!states[..<i].contains(state), "variant \(i)")
    }
    print("  \(states.count) transcripts differ")
  }

  @Test func aProofForOtherLengthsIsRejected() throws {
    let four = try NegativeTableTests.soundnessCase(limit: 4)
    let five = try NegativeTableTests.soundnessCase(limit: 5)
    let nine = try NegativeTableTests.soundnessCase(limit: 9)
    for (statement, other) in [(four, five), (five, four), (four, nine), (nine, four)] {
      #expect(
        try statement.rejection(of: other.prove(other.honest)) != nil)
    }
  }

  // MARK: The ledger

  @Test func aClaimIsTakenOnceAndNoneIsLeft() {
    var ledger = Ledger(nodes: 2)
    let claim = Claim(node: 1, weights: [], value: .one)
    ledger.add(claim)
    ledger.add(claim)
    #expect(!ledger.isEmpty)
    #expect(ledger.take(0).isEmpty)
    #expect(ledger.take(1).count == 2)
    #expect(ledger.take(1).isEmpty)
    #expect(ledger.isEmpty)
  }

  @Test func aWitnessThatNothingClaimsIsRejected() throws {
    let plain = try TinyModel(entries: [3])
    var graph = plain.graph
    graph.nodes.append(
      Node(
        name: "free", axes: [], kind: .witness(.multiplicity(table: 0)), bound: 1,
        boundRule: .asserted))
    #expect(throws: GraphFault.unread(node: graph.nodes.count - 1)) { try graph.check() }
    let soundness = try TinyModel.soundnessCase(graph, plain.parameters)
    #expect(try soundness.rejection(soundness.honest) == .missingClaim)
  }

  @Test func aClaimOnATensorOfTheStatementIsRejected() throws {
    let plain = try TinyModel(entries: [3])
    var graph = plain.graph
    let axis = graph.axes.count
    graph.axes.append(Axis(name: "reply", extent: .replies))
    graph.nodes.append(
      Node(
        name: "rows of the reply", axes: [axis], kind: .statement(.replyRows), bound: 1,
        boundRule: .recorded))
    let node = graph.nodes.count - 1
    graph.lookups.append(Lookup(name: "public", table: 0, columns: [Column(node: node)]))
    #expect(throws: GraphFault.lookup(graph.lookups.count - 1)) { try graph.check() }
    let soundness = try TinyModel.soundnessCase(graph, plain.parameters)
    var tensors = soundness.field.tensors(soundness.honest)
    tensors[node] = TensorValues(shape: [1], [1])
    let proof = try soundness.key.prove(
      soundness.statement, soundness.circuit, values: tensors, parallel: .all)
    #expect(try soundness.rejection(of: proof) == .openClaim)
  }

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
      prompt: soundness.statement.prompt, reply: soundness.statement.reply,
      lengths: soundness.circuit.lengths, pad: 0)
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
    let flag = SoftmaxSettings.flag(context: soundness.graph.context)
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
      prompt: soundness.statement.prompt, reply: soundness.statement.reply,
      lengths: soundness.circuit.lengths, pad: soundness.graph.pad)
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

  // MARK: Messages

  @Test func aRoundMessageThatKeepsItsSumIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    // h(1) = claim - h(0) follows, so every change of h_0 and h_2 keeps the sum.
    for (kind, expected) in [
      (MessageKind.round, Rejection.sumcheck), (.fractionRound, .fractionLayer),
    ] {
      for number in [0, 1, 7, 40] {
        let found = try Forger(soundness).rejection { base in
          LyingChannel(base) { said, i, message in
            if said == kind, i == number {
              message[0] += Extension(5)
              if message.count > 1 { message[1] = message[1] - Extension(3) }
            }
          }
        }
        #expect(found == expected, "\(kind) \(number)")
      }
    }
  }

  @Test func anyChangedMessageIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    for (kind, number, expected) in [
      (MessageKind.fractionChildren, 0, Rejection.fractionLayer),
      (.fractionChildren, 5, .fractionLayer), (.evaluations, 0, .leafDenominators),
      (.evaluations, 1, .leafNumerators), (.evaluations, 2, .linearRelation),
      (.evaluations, 9, .linearRelation), (.operandValues, 0, .sumcheck),
      (.operandValues, 3, .sumcheck),
    ] {
      let found = try Forger(soundness).rejection { base in
        LyingChannel(base) { said, i, message in
          if said == kind, i == number { message[0] += .one }
        }
      }
      #expect(found == expected, "\(kind) \(number)")
    }
  }

  @Test func childrenThatKeepTheirFatherAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    // (n0 d1 + n1 d0, d0 d1) stays when (n0, d0) is scaled by x and (n1, d1) by 1/x.
    let x = Extension(Goldilocks(UInt64(12345)), .one)
    for number in [0, 4] {
      let found = try Forger(soundness).rejection { base in
        LyingChannel(base) { said, i, m in
          if said == .fractionChildren, i == number {
            m = [m[0] * x, m[1] * x.inverse, m[2] * x, m[3] * x.inverse]
          }
        }
      }
      #expect(found == .fractionLayer)
    }
  }

  /// a · b = (a x)(b / x): the round's check holds, the claims on the factors are false.
  @Test func operandValuesThatKeepTheirProductAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let circuit = soundness.circuit
    final class Place { var value: (Int, Int)?; var isDone = false }
    let place = Place()
    let x = Extension(Goldilocks(UInt64(54321)), .one)
    let found = try Forger(soundness).rejection { base in
      var channel = LyingChannel(base) { said, _, message in
        if said == .operandValues, let (i, j) = place.value, !place.isDone {
          message[i] *= x
          message[j] *= x.inverse
          place.isDone = true
        }
      }
      channel.onSumcheck = { instances in
        var next = 0
        for instance in instances {
          guard case .einsum(let node, _) = instance.kind else {
            next += 1
            continue
          }
          let plan = EinsumPlan(circuit, node: node)
          let own = plan.operands.filter {
            if case .statement = circuit.graph.nodes[$0.node].kind { false } else { true }
          }
          if own.count == 2, plan.powers == [1, 1], place.value == nil {
            place.value = (next, next + 1)
          }
          next += own.count
        }
      }
      return channel
    }
    #expect(place.isDone)
    #expect([.sumcheck, .linearRelation, .finalSum].contains(found))
  }

  // MARK: The commitment

  /// The messages are those of the honest witness, the commitment is to another.
  @Test func aGarbageWitnessBehindHonestMessagesIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    var generator = SeededGenerator(seed: 204)
    for node in soundness.witnesses {
      var garbage = soundness.honest
      let entry = Int.random(in: garbage[node].indices, using: &generator)
      garbage[node][entry] = garbage[node][entry] + .one
      var forger = Forger(soundness)
      forger.committed = garbage
      #expect(
        try forger.rejection() == .finalSum, "\(soundness.graph.nodes[node].name) at \(entry)")
    }
  }

  @Test func aSwappedCommitmentIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let other = try NegativeTableTests.soundnessCase(seed: 21)
    let foreign = try other.prove(other.honest).witness
    let honest = try soundness.prove(soundness.honest)
    // In place of the proof's own.
    #expect(
      try soundness.rejection(
        of: Proof(schedule: honest.schedule, witness: foreign, messages: honest.messages))
        == .proofOfWork)
    // Absorbed as if it were the proof's own.
    var forger = Forger(soundness)
    forger.commitment = { Commitment(root: foreign.root, value: $0.value, shape: $0.shape) }
    #expect(try forger.rejection() == .merkleRoot)
    forger.commitment = { Commitment(root: $0.root, value: $0.value + .one, shape: $0.shape) }
    #expect(try forger.rejection() == .finalSum)
  }

  @Test func swappedClaimsAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    for oracle in 0..<2 {
      var forger = Forger(soundness)
      // The verifier takes claims from the reduction; a prover who opens others opens something else.
      forger.claims = { claims in
        var result = claims
        let own = claims.indices.filter { claims[$0].oracle == oracle }
        let (i, j) = (own[0], own[1])
        result[i] = OracleClaim(oracle: oracle, blocks: claims[j].blocks, value: claims[j].value)
        result[j] = OracleClaim(oracle: oracle, blocks: claims[i].blocks, value: claims[i].value)
        return result
      }
      #expect(try forger.rejection() == .finalSum)
    }
  }

  // MARK: Bytes

  @Test func everyPrefixIsTruncatedAndEverySuffixTrailing() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let proof = try soundness.prove(soundness.honest)
    func rejection(_ messages: [UInt8]) throws -> Rejection? {
      try soundness.rejection(
        of: Proof(schedule: proof.schedule, witness: proof.witness, messages: messages))
    }
    var generator = SeededGenerator(seed: 205)
    let lengths =
      [0, 1, 7, 8, 9, proof.messages.count - 1]
      + (0..<60).map { _ in Int.random(in: 0..<proof.messages.count, using: &generator) }
    for length in lengths {
      #expect(try rejection(Array(proof.messages[..<length])) == .truncated, "\(length) bytes")
    }
    for more in [1, 8, 16, 1000] {
      #expect(
        try rejection(proof.messages + Array(repeating: 0, count: more)) == .trailingBytes)
    }
  }

  @Test func flippedBitsAndRandomBytesAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let proof = try soundness.prove(soundness.honest)
    let file = Proof.file(soundness.statement, proof)
    var generator = SeededGenerator(seed: 206)
    func verdict(_ bytes: [UInt8]) -> Rejection? {
      rejection { () throws(Rejection) in
        let (statement, proof) = try Proof.read(file: bytes)
        try verify(key: soundness.key.key, statement: statement, proof: proof)
      }
    }
    #expect(verdict(file) == nil)
    for _ in 0..<300 {
      var changed = file
      let i = Int.random(in: file.indices, using: &generator)
      changed[i] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      #expect(verdict(changed) != nil, "byte \(i)")
    }
    for length in [0, 4, 40, 400, 4000, 40_000] {
      let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(verdict(noise) != nil)
      #expect(verdict(Array(file[..<6]) + noise) != nil)
      #expect(
        try soundness.rejection(
          of: Proof(schedule: proof.schedule, witness: proof.witness, messages: noise)) != nil)
    }
  }

  /// 0 has one code, and so has p - 1.
  @Test func elementsThatAreNotCanonicalAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    final class Places { var values: [Int] = [] }
    let places = Places()
    let proof = try Forger(soundness).prove { base in
      var channel = LyingChannel(base) { _, _, _ in }
      channel.onMessage = { _, start, count in
        for i in 0..<2 * count { places.values.append(start + 8 * i) }
      }
      return channel
    }
    #expect(try soundness.rejection(of: proof) == nil)
    var generator = SeededGenerator(seed: 207)
    let p = Goldilocks.order
    for place in places.values.shuffled(using: &generator).prefix(80) {
      for word in [p, p + 1, UInt64.max] {
        var messages = proof.messages
        for i in 0..<8 {
          messages[place + i] = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * i))
        }
        #expect(
          try soundness.rejection(
            of: Proof(schedule: proof.schedule, witness: proof.witness, messages: messages))
            == .notCanonical, "byte \(place)")
      }
    }
    // Small elements have a second code below 2^64. Where there is one, it is refused.
    var twins = 0
    for place in places.values {
      let word = proof.messages[place..<place + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard word < UInt64.max - p + 1 else { continue }
      twins += 1
      var messages = proof.messages
      for i in 0..<8 {
        messages[place + i] = UInt8(truncatingIfNeeded: (word + p) >> UInt64(56 - 8 * i))
      }
      #expect(
        try soundness.rejection(
          of: Proof(schedule: proof.schedule, witness: proof.witness, messages: messages))
          == .notCanonical)
    }
    print("  \(places.values.count) words of the reduction, \(twins) with a second code")
    #expect(Goldilocks(canonical: p) == nil)
    #expect(Goldilocks(canonical: p - 1) == Goldilocks(Int64(-1)))
    #expect(Goldilocks(Int64(-1)).centred == -1)
  }

  // MARK: Parameters of the proof

  struct Weakened {
    let text: String
    let schedule: Schedule
  }

  /// The schedule with one of its numbers made cheaper.
  static func weakened(_ schedule: Schedule) throws -> [Weakened] {
    let levels = schedule.oracles + schedule.tail
    func build(_ plans: [QueryPlan], _ grind: [Int]) throws -> Schedule {
      let count = schedule.oracles.count
      return try Schedule.build(
        oracles: zip(schedule.oracles, plans).map { ($0.shape, $1) },
        tail: zip(schedule.tail, plans[count...]).map {
          .init(fold: $0.shape.fold, logLength: $0.shape.logLength, plan: $1)
        }, queryGrind: grind, claims: schedule.claims)
    }
    let plans = levels.map { $0.plan }
    var result: [Weakened] = []
    for i in levels.indices {
      func change(_ text: String, _ plan: QueryPlan) throws {
        var changed = plans
        changed[i] = plan
        result.append(
          Weakened(text: "level \(i): \(text)", schedule: try build(changed, schedule.queryGrind)))
      }
      let plan = plans[i]
      try change(
        "half the queries",
        QueryPlan(
          multiplicity: plan.multiplicity, queries: plan.queries / 2, foldGrind: plan.foldGrind))
      if i >= schedule.oracles.count, plan.foldGrind >= 6 {
        try change(
          "no work before folding",
          QueryPlan(multiplicity: plan.multiplicity, queries: plan.queries, foldGrind: 0))
      }
      // Where queries are many for their rate, a lower multiplicity may still be sound.
      if plan.multiplicity >= 6, i == 0 {
        try change(
          "multiplicity 3",
          QueryPlan(multiplicity: 3, queries: plan.queries, foldGrind: plan.foldGrind))
      }
    }
    // Oracles fold together: a round's work is the most that any asks for.
    var free = plans
    for i in schedule.oracles.indices {
      free[i] = QueryPlan(
        multiplicity: plans[i].multiplicity, queries: plans[i].queries, foldGrind: 0)
    }
    result.append(
      Weakened(text: "no work in row rounds", schedule: try build(free, schedule.queryGrind)))
    for i in schedule.queryGrind.indices {
      var grind = schedule.queryGrind
      grind[i] = 0
      result.append(
        Weakened(
          text: "no work before the queries of level \(i)", schedule: try build(plans, grind)))
    }
    return result
  }

  @Test func aWeakenedScheduleIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let forger = Forger(soundness)
    let schedule = try forger.defaultSchedule()
    let all = try NegativeTableTests.weakened(schedule)
    let honest = try soundness.prove(soundness.honest)
    for weaker in all {
      // A proof that is complete and consistent under the weaker schedule.
      var forger = forger
      forger.schedule = weaker.schedule
      #expect(try forger.rejection() == .unsoundParameters, "\(weaker.text)")
      // The schedule alone exchanged.
      #expect(
        try soundness.rejection(
          of: Proof(
            schedule: weaker.schedule, witness: honest.witness, messages: honest.messages))
          == .proofOfWork, "\(weaker.text)")
    }
    print("  \(all.count) weaker schedules: \(all.map { $0.text }.joined(separator: "; "))")
  }

  @Test func shapesOtherThanTheStatementsAreRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let honest = try soundness.prove(soundness.honest)
    let schedule = honest.schedule
    func build(_ shapes: [OracleShape], claims: [Int]) throws -> Schedule {
      try Schedule.build(
        oracles: zip(shapes, schedule.oracles).map { ($0, $1.plan) },
        tail: schedule.tail.map {
          .init(fold: $0.shape.fold, logLength: $0.shape.logLength, plan: $0.plan)
        }, queryGrind: schedule.queryGrind, claims: claims)
    }
    let shapes = schedule.oracles.map { $0.shape }
    let small = try OracleShape(
      columns: shapes[1].columns / 2, fold: shapes[1].fold, logLength: shapes[1].logLength)
    let short = try build([shapes[0], small], claims: schedule.claims)
    let witness = Commitment(root: honest.witness.root, value: honest.witness.value, shape: small)
    // Too short for the statement's witness; and another shape than the commitment's, or the key's.
    #expect(
      try soundness.rejection(
        of: Proof(schedule: short, witness: witness, messages: honest.messages)) == .malformedProof)
    #expect(
      try soundness.rejection(
        of: Proof(schedule: short, witness: honest.witness, messages: honest.messages))
        == .malformedProof)
    let foreign = try build([small, shapes[1]], claims: schedule.claims)
    #expect(
      try soundness.rejection(
        of: Proof(schedule: foreign, witness: honest.witness, messages: honest.messages))
        == .malformedProof)
    // Fewer claims than the reduction leaves.
    var forger = Forger(soundness)
    forger.schedule = try build(shapes, claims: [schedule.claims[0] - 1, schedule.claims[1]])
    #expect(try forger.rejection() == .malformedProof)
    forger.schedule = try build(shapes, claims: [schedule.claims[0] + 1, schedule.claims[1] - 1])
    #expect(try forger.rejection() == .malformedProof)
  }

  /// A verifier that read less, or counted fewer errors, would have skipped a check.
  @Test func theVerifierDoesAsMuchAsTheCostModelSays() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let proof = try soundness.prove(soundness.honest)
    let (cost, claims) = CostChannel.measure(soundness.circuit)
    let key = soundness.key.key
    var channel = VerifierChannel(
      Proof.transcript(
        key, soundness.key.digest, soundness.statement, proof.schedule, proof.witness),
      Reader(proof.messages))
    let rows = StatementRows(
      prompt: soundness.statement.prompt, reply: soundness.statement.reply,
      lengths: soundness.circuit.lengths, pad: key.graph.pad)
    var reduction = Reduction(soundness.circuit, rows)
    let left = try reduction.run(on: &channel)
    #expect(channel.reader.position == cost.bytes.values.reduce(0, +))
    #expect(channel.tally.terms.map { $0.error } == cost.tally.terms.map { $0.error })
    #expect(left.count == claims[0] + claims[1])
    #expect(proof.schedule.claims == claims)
    // One claim for each witness, one or more for each parameter.
    #expect(claims[1] == soundness.witnesses.count)
    let terms = try verify(key: key, statement: soundness.statement, proof: proof)
    #expect(terms.count == (try proof.schedule.soundnessTerms().count) + cost.tally.terms.count)
    #expect(SoundnessTerm.sum(terms) <= Wide.powerOfTwo(CodeBounds.unitBits - 100))
  }

  @Test func noProfileIsWeaker() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    #expect(Profile.allCases.map { $0.bits } == [100])
    let bytes = soundness.key.key.bytes
    // Magic, version, profile.
    for raw in 0...255 as ClosedRange<UInt8> where Profile(rawValue: raw) == nil {
      var changed = bytes
      changed[6] = raw
      #expect(throws: Rejection.unknownProfile) { _ = try VerifyingKey(changed) }
    }
    for (i, byte) in [(4, 1), (5, 0), (5, 2)] as [(Int, UInt8)] {
      var changed = bytes
      changed[i] = byte
      #expect(throws: Rejection.unknownVersion) { _ = try VerifyingKey(changed) }
      var file = Proof.file(soundness.statement, try soundness.prove(soundness.honest))
      file[i] = byte
      #expect(throws: Rejection.unknownVersion) { _ = try Proof.read(file: file) }
    }
    // An opening under a label that no profile has.
    let labels = Profile.allCases.map { Transcript(label: $0.label).state }
    #expect(!labels.contains(Transcript(label: "test only, no security").state))
  }

  @Test func anotherModelsProofIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let other = try NegativeTableTests.soundnessCase(seed: 21)
    #expect(
      rejection { () throws(Rejection) in
        try verify(
          key: other.key.key, statement: soundness.statement,
          proof: try! soundness.prove(soundness.honest))
      } == .anotherModel)
    // The same graph with other parameters behind the same statement.
    let lie = other.field.values()
    #expect(soundness.graph == other.graph)
    #expect(try soundness.rejection(lie) != nil)
  }
}

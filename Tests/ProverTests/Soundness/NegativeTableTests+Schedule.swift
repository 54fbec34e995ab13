import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// Parameters of the proof weaker or other than the profile and the statement ask for.
extension NegativeTableTests {
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
      soundness.statement, lengths: soundness.circuit.lengths, graph: key.graph)
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

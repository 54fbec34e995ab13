import Testing

@testable import Verifier

struct CommitmentScheduleTests {
  @Test func derivedSizesAreTheSpecifications() throws {
    for stored in StoredCommitment.stored.openings {
      let schedule = try Schedule(hex: stored.schedule)
      #expect(schedule.bytes == StoredCommitment.bytes(hex: stored.schedule))
      #expect(schedule.lengths == stored.lengths)
      #expect((schedule.oracles + schedule.tail).map { $0.dimension } == stored.dimensions)
      #expect(schedule.oracles.map { $0.offset } == stored.offsets)
    }
  }

  @Test func theDimensionIsWhatTheNextMessageEnforces() throws {
    // Columns 3 and 5: slots of 4 and 8, the larger first. The smaller is last and keeps what rounding leaves of its slot.
    let plan = QueryPlan(multiplicity: 3, queries: 1, foldGrind: 0)
    let schedule = try Schedule.build(
      oracles: [
        (try OracleShape(columns: 3, fold: 1, logLength: 5), plan),
        (try OracleShape(columns: 5, fold: 1, logLength: 5), plan),
      ],
      tail: [.init(fold: 1, logLength: 6, plan: plan)], queryGrind: [0, 0], claims: [0, 0])
    #expect(schedule.oracles.map { $0.offset } == [8, 0])
    #expect(schedule.lengths == [12, 6])
    #expect(schedule.oracles.map { $0.dimension } == [4, 8])
  }

  @Test func everyFieldIsInTheBytes() throws {
    let base = try Schedule(hex: StoredCommitment.stored.soundness[4].schedule)
    let plan = base.oracles[0].plan
    var all = [base]
    func add(
      oracles: [(shape: OracleShape, plan: QueryPlan)]? = nil, tail: [Schedule.TailChoice]? = nil,
      queryGrind: [Int]? = nil, claims: [Int]? = nil
    ) throws {
      all.append(
        try Schedule.build(
          oracles: oracles ?? base.oracles.map { ($0.shape, $0.plan) },
          tail: tail
            ?? base.tail.map {
              .init(fold: $0.shape.fold, logLength: $0.shape.logLength, plan: $0.plan)
            }, queryGrind: queryGrind ?? base.queryGrind, claims: claims ?? base.claims))
    }
    let second = (base.oracles[1].shape, base.oracles[1].plan)
    for shape in [
      try OracleShape(columns: 32767, fold: 5, logLength: 18),
      try OracleShape(columns: 32768, fold: 4, logLength: 18),
      try OracleShape(columns: 32768, fold: 5, logLength: 17),
    ] { try add(oracles: [(shape, plan), second]) }
    for other in [
      QueryPlan(
        multiplicity: plan.multiplicity + 1, queries: plan.queries, foldGrind: plan.foldGrind),
      QueryPlan(
        multiplicity: plan.multiplicity, queries: plan.queries + 1, foldGrind: plan.foldGrind),
      QueryPlan(
        multiplicity: plan.multiplicity, queries: plan.queries, foldGrind: plan.foldGrind + 1),
    ] {
      try add(oracles: [(base.oracles[0].shape, other), second])
      try add(
        tail: [.init(fold: 4, logLength: 16, plan: other)]
          + base.tail.dropFirst().map {
            .init(fold: $0.shape.fold, logLength: $0.shape.logLength, plan: $0.plan)
          })
    }
    try add(queryGrind: [16, 16, 17])
    try add(claims: [3000, 2001])
    try add(claims: [2000, 3000])
    for (i, schedule) in all.enumerated() {
      for other in all[..<i] { #expect(schedule.bytes != other.bytes) }
      var reader = Reader(schedule.bytes)
      #expect(try Schedule.read(from: &reader) == schedule)
    }
  }

  @Test func everyPrefixIsRejected() {
    for stored in StoredCommitment.stored.openings {
      let all = StoredCommitment.bytes(hex: stored.schedule)
      for count in 0..<all.count {
        var reader = Reader(Array(all[..<count]))
        #expect(throws: Rejection.truncated) { try Schedule.read(from: &reader) }
      }
    }
  }

  /// No byte can make a schedule whose derived sizes are not the ones the rules give; most make none.
  @Test func everyChangedByteGivesARejectionOrAnotherWellFormedSchedule() throws {
    for stored in StoredCommitment.stored.openings.prefix(4) {
      let all = StoredCommitment.bytes(hex: stored.schedule)
      let original = try Schedule(hex: stored.schedule)
      for at in all.indices {
        for change in 1...255 {
          var changed = all
          changed[at] ^= UInt8(change)
          var reader = Reader(changed)
          guard let schedule = try? Schedule.read(from: &reader) else { continue }
          #expect(schedule != original && schedule.bytes == Array(changed[..<reader.position]))
          _ = try? schedule.soundnessTerms()
        }
      }
    }
  }

  @Test func randomBytesNeverTrap() {
    var state: UInt64 = 7
    for round in 0..<20000 {
      var random: [UInt8] = [2, UInt8(round % 9), UInt8(round % 5)]
      for i in 0..<250 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        // High bytes of long fields are mostly zero, or few would get past the first check.
        let small = state & 3 != 0 && i % 22 < 14
        random.append(small ? 0 : UInt8(truncatingIfNeeded: state >> 56))
      }
      var reader = Reader(random)
      if let schedule = try? Schedule.read(from: &reader) { _ = try? schedule.soundnessTerms() }
    }
  }

  @Test func extremeShapesAreRefusedBeforeAnyArithmetic() throws {
    for (columns, fold, logLength) in [
      (0, 0, 1), (1 << 28 + 1, 0, 30), (1 << 28, 3, 30), (1 << 15, 16, 30), (1, 17, 4), (1, 0, 0),
      (1, 0, 31), (1, -1, 4), (-1, 0, 4), (Int.max, 16, 30),
    ] {
      #expect(throws: Rejection.tooLarge) {
        try OracleShape(columns: columns, fold: fold, logLength: logLength)
      }
    }
    let largest = try OracleShape(columns: 1 << 28 - 1, fold: 3, logLength: 30)
    #expect(largest.length == 1 << 31 - 8 && largest.variables == 31)
    let plan = QueryPlan(multiplicity: 3, queries: 1, foldGrind: 0)
    let tail = Schedule.TailChoice(fold: 16, logLength: 30, plan: plan)
    // Eight slots of 2^28 pass the cap on the level-1 message.
    #expect(throws: Rejection.tooLarge) {
      try Schedule.build(
        oracles: [(shape: OracleShape, plan: QueryPlan)](repeating: (largest, plan), count: 8),
        tail: [tail], queryGrind: [0, 0], claims: [Int](repeating: 0, count: 8))
    }
    #expect(throws: Rejection.tooLarge) {
      try Schedule.build(
        oracles: [(largest, plan)], tail: [tail, tail], queryGrind: [0, 0, 0], claims: [0])
    }
    // A final message beyond 2^12.
    #expect(throws: Rejection.tooLarge) {
      try Schedule.build(oracles: [(largest, plan)], tail: [], queryGrind: [0], claims: [0])
    }
  }

  @Test func aCodeWithoutRoomForErrorsIsRefused() throws {
    let plan = QueryPlan(multiplicity: 3, queries: 1, foldGrind: 0)
    for (columns, logLength) in [(8, 3), (5, 3), (8, 2)] {
      // A slot of eight entries enforces degree 8, whatever the columns.
      let shape = try OracleShape(columns: columns, fold: 1, logLength: logLength)
      #expect(throws: Rejection.unsoundParameters) {
        try Schedule.build(
          oracles: [(shape, plan)], tail: [.init(fold: 2, logLength: 4, plan: plan)],
          queryGrind: [0, 0], claims: [0])
      }
    }
    let shape = try OracleShape(columns: 8, fold: 1, logLength: 4)
    for logLength in [1, 2] {
      #expect(throws: Rejection.unsoundParameters) {
        try Schedule.build(
          oracles: [(shape, plan)], tail: [.init(fold: 1, logLength: logLength, plan: plan)],
          queryGrind: [0, 0], claims: [0])
      }
    }
  }

  @Test func theErrorsOfTheMostExtremeScheduleFit() throws {
    let plan = QueryPlan(multiplicity: 255, queries: 1024, foldGrind: 0)
    let shape = try OracleShape(columns: 1, fold: 16, logLength: 30)
    let tail = Schedule.TailChoice(fold: 0, logLength: 30, plan: plan)
    for grind in [0, 40] {
      let schedule = try Schedule.build(
        oracles: [(shape: OracleShape, plan: QueryPlan)](repeating: (shape, plan), count: 8),
        tail: [Schedule.TailChoice](repeating: tail, count: 16),
        queryGrind: [Int](repeating: grind, count: 17),
        claims: [Int](repeating: Schedule.mostClaims, count: 8))
      #expect(SoundnessTerm.sum(try schedule.soundnessTerms()) > Wide.powerOfTwo(156))
    }
  }

  @Test func offsetsUpTo2To30Work() throws {
    let plan = QueryPlan(multiplicity: 3, queries: 65, foldGrind: 18)
    let shape = try OracleShape(columns: 1 << 24, fold: 6, logLength: 27)
    let second = try OracleShape(columns: 1 << 17, fold: 6, logLength: 18)
    let tail = [5, 5, 6].map { Schedule.TailChoice(fold: $0, logLength: 26 - $0, plan: plan) }
    let schedule = try Schedule.build(
      oracles: [(shape, plan), (second, plan)], tail: tail, queryGrind: [16, 16, 16, 16],
      claims: [1, 0])
    let block = ClaimBlock(
      coefficient: .one, offset: (1 << 30) - 8, point: [.zero, .one, .half])
    #expect(OracleClaim(oracle: 0, blocks: [block], value: .zero).fits([shape, second]))
    #expect(!OracleClaim(oracle: 1, blocks: [block], value: .zero).fits([shape, second]))
    #expect(schedule.oracles[1].offset == 1 << 24)
  }
}

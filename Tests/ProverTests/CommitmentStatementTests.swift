import Testing

@testable import Prover
@testable import Verifier

/// A proof is for one statement: nothing in it can change, and nothing a prover says goes unabsorbed.
struct CommitmentStatementTests {
  private let instance: OpeningInstance
  private let proof: [UInt8]

  init() throws {
    // Chosen so that the first claim has a block of at least two entries and there are claims on both oracles.
    instance = try (0..<100 as Range<UInt64>).lazy.map { try OpeningInstance.random(seed: $0) }
      .first {
        $0.claims.count > 2 && $0.schedule.claims[1] > 0 && $0.claims[0].oracle == 0
          && $0.claims[0].blocks.first.map { $0.point.count > 0 } == true
      }!
    proof = instance.proof()
  }

  private func changed(_ change: (inout OpeningInstance) -> Void) -> OpeningInstance {
    var other = instance
    change(&other)
    return other
  }

  private func withBlock(_ change: (ClaimBlock) -> ClaimBlock) -> OpeningInstance {
    changed {
      let claim = $0.claims[0]
      $0.claims[0] = OracleClaim(
        oracle: claim.oracle, blocks: [change(claim.blocks[0])] + claim.blocks.dropFirst(),
        value: claim.value)
    }
  }

  private func withValue(_ number: Int, _ shift: Extension) -> OpeningInstance {
    changed {
      let claim = $0.claims[number]
      $0.claims[number] = OracleClaim(
        oracle: claim.oracle, blocks: claim.blocks, value: claim.value + shift)
    }
  }

  private func withCommitment(_ number: Int, root: Digest? = nil, shift: Extension = .zero)
    -> OpeningInstance
  {
    changed {
      let commitment = $0.commitments[number]
      $0.commitments[number] = Commitment(
        root: root ?? commitment.root, value: commitment.value + shift, shape: commitment.shape)
    }
  }

  private var others: [OpeningInstance] {
    let root = instance.commitments[1].root
    return [
      withValue(0, .one), withValue(1, Extension(.zero, .one)),
      withBlock {
        ClaimBlock(coefficient: $0.coefficient + .one, offset: $0.offset, point: $0.point)
      },
      withBlock {
        ClaimBlock(
          coefficient: $0.coefficient, offset: $0.offset ^ 1 << $0.point.count, point: $0.point)
      },
      withBlock {
        ClaimBlock(
          coefficient: $0.coefficient, offset: $0.offset,
          point: [$0.point.first! + .one] + $0.point.dropFirst())
      },
      changed { $0.claims.reverse() }, changed { $0.claims.removeFirst() },
      changed { $0.claims.append($0.claims[0]) },
      withCommitment(0, shift: .one), withCommitment(1, shift: Extension(.zero, .one)),
      withCommitment(0, root: root), withCommitment(1, root: .zero),
      changed { $0.commitments.reverse() }, changed { $0.commitments.removeLast() },
    ]
  }

  @Test func theProofIsOfNoOtherStatement() throws {
    try instance.verify(proof)
    for other in others { #expect(other.rejection(proof) != nil) }
    #expect(throws: Rejection.self) { try instance.verify(proof, label: "another label") }
  }

  @Test func everythingInTheStatementMovesTheFirstChallenge() {
    let states = ([instance] + others).map {
      OpeningInstance.begin($0.schedule, $0.commitments, $0.claims).state
    }
    for (i, state) in states.enumerated() {
      for other in states[..<i] { #expect(state != other) }
    }
  }

  /// The attack on a transcript that leaves out values: see λ first, then shift two values so that σ stays.
  @Test func errorsThatCancelUnderTheFirstChallengeAreRejected() {
    var transcript = OpeningInstance.begin(
      instance.schedule, instance.commitments, instance.claims)
    let lambda = transcript.challenge()
    let shift = Extension(12345)
    var cancelling = withValue(0, shift * lambda)
    cancelling.claims[1] = withValue(1, -shift).claims[1]
    #expect(cancelling.rejection(proof) != nil)
    var commitments = withCommitment(0, shift: shift * lambda)
    commitments.commitments[1] = withCommitment(1, shift: -shift).commitments[1]
    #expect(commitments.rejection(proof) != nil)
  }

  /// What is absorbed, with the nonces, is in order the proof without columns and siblings.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func everythingAProverSaysIsAbsorbed(_ seed: UInt64) throws {
    let instance = try OpeningInstance.random(
      seed: seed, oracles: 1 + Int(seed % 2), levels: Int(seed % 4))
    let proof = instance.proof()
    var replay = Replay(instance, proof)
    try replay.run()
    #expect(replay.at == proof.count)
    #expect(try instance.verify(proof) == replay.transcript.state)
  }

  /// A reader of proofs that knows lengths alone and absorbs every byte that is no column and no sibling.
  private struct Replay {
    var transcript: Transcript
    var at = 0
    let proof: [UInt8]
    let schedule: Schedule

    init(_ instance: OpeningInstance, _ proof: [UInt8]) {
      self.proof = proof
      schedule = instance.schedule
      transcript = OpeningInstance.begin(schedule, instance.commitments, instance.claims)
    }

    mutating func absorb(_ count: Int) {
      transcript.absorb(Array(proof[at..<at + count]))
      at += count
    }

    mutating func work(_ bits: Int) throws {
      if bits == 0 { return }
      let nonce = proof[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) }
      let accepted = transcript.accept(nonce: nonce, bits: bits)
      try #require(accepted)
      at += 8
    }

    mutating func rounds(_ grinds: [Int]) throws {
      for bits in grinds {
        absorb(32)
        try work(bits)
        _ = transcript.challenge()
      }
    }

    mutating func draw(_ levels: [Level]) -> [[Int]] {
      levels.map { transcript.positions($0.plan.queries, bits: $0.shape.logLength) }
    }

    mutating func skip(_ levels: [Level], _ drawn: [[Int]]) {
      for (level, positions) in zip(levels, drawn) {
        at += positions.count * level.shape.rows * level.coordinates * 8
        var known = Set(positions)
        for _ in 0..<level.shape.logLength {
          at += 32 * known.count { !known.contains($0 ^ 1) }
          known = Set(known.map { $0 >> 1 })
        }
      }
    }

    mutating func run() throws {
      _ = transcript.challenge()
      try rounds(schedule.rowGrind)
      var above = schedule.oracles
      for (i, level) in schedule.tail.enumerated() {
        absorb(32)
        _ = transcript.challenges(level.shape.variables)
        absorb(16)
        try work(schedule.queryGrind[i])
        let drawn = draw(above)
        _ = transcript.challenge()
        skip(above, drawn)
        try rounds([Int](repeating: level.plan.foldGrind, count: level.shape.fold))
        above = [level]
      }
      absorb(16 * schedule.lengths[schedule.tail.count])
      try work(schedule.queryGrind[schedule.tail.count])
      let drawn = draw(above)
      skip(above, drawn)
      try rounds([Int](repeating: 0, count: schedule.messageVariables[schedule.tail.count]))
    }
  }

  @Test func claimsOutsideTheirOracleAreRejectedBeforeAnythingIsRead() throws {
    let length = instance.schedule.oracles[0].shape.length
    let point: ArraySlice<Extension> = [.zero, .one]
    for (offset, size) in [
      (-4, 2), (2, 2), (1, 1), (length, 0), (length + 4, 2), (Int.max & ~3, 2), (Int.min, 0),
    ] {
      let other = withBlock {
        ClaimBlock(coefficient: $0.coefficient, offset: offset, point: point.prefix(size))
      }
      #expect(other.rejection(proof) == .claimOutsideOracle)
    }
    let long = withBlock {
      ClaimBlock(
        coefficient: $0.coefficient, offset: 0,
        point: [Extension](repeating: .one, count: 70)[...])
    }
    #expect(long.rejection(proof) == .claimOutsideOracle)
    for oracle in [-1, 2, Int.max] {
      let other = changed {
        $0.claims[0] = OracleClaim(oracle: oracle, blocks: [], value: .zero)
      }
      #expect(other.rejection(proof) == .claimOutsideOracle)
    }
  }

  /// The last block that fits and the first that does not: entries past the columns may be filled, so no claim may reach them.
  @Test func entriesPastTheColumnsCarryNoClaim() throws {
    let shape = try OracleShape(columns: 5, fold: 1, logLength: 5)
    let inside = ClaimBlock(coefficient: .one, offset: 8, point: [.one])
    let across = ClaimBlock(coefficient: .one, offset: 8, point: [.one, .one])
    #expect(OracleClaim(oracle: 0, blocks: [inside], value: .zero).fits([shape]))
    #expect(!OracleClaim(oracle: 0, blocks: [inside, across], value: .zero).fits([shape]))
  }
}

import Kernels
import Testing

@testable import Prover
@testable import Verifier

/// Proofs made by a prover who follows every step for something false.
struct CommitmentCheatingTests {
  @Test func falseValuesFailEvenWhenProvenFor() throws {
    for seed in 0..<20 as Range<UInt64> {
      let instance = try OpeningInstance.random(seed: seed)
      if instance.claims.count < 2 { continue }
      func shifted(_ number: Int, _ shift: Extension, in claims: [OracleClaim]) -> [OracleClaim] {
        var claims = claims
        let claim = claims[number]
        claims[number] = OracleClaim(
          oracle: claim.oracle, blocks: claim.blocks, value: claim.value + shift)
        return claims
      }
      var one = instance
      one.claims = shifted(0, Extension(5), in: instance.claims)
      #expect(one.rejection(one.proof()) != nil)
      // Errors that cancel in the plain sum.
      var two = instance
      two.claims = shifted(1, Extension(-5), in: one.claims)
      #expect(two.rejection(two.proof()) != nil)
    }
  }

  @Test func aFalseOutOfDomainValueOpensNothing() throws {
    for seed in 0..<20 as Range<UInt64> {
      var instance = try OpeningInstance.random(seed: seed, levels: Int(seed % 3))
      let commitment = instance.commitments[0]
      instance.commitments[0] = Commitment(
        root: commitment.root, value: commitment.value + .one, shape: commitment.shape)
      #expect(instance.rejection(instance.proof()) == .finalSum)
    }
  }

  @Test func anotherNumberOfClaimsIsRejectedEvenWhenProvenFor() throws {
    var instance = try OpeningInstance.random(seed: 4)
    let schedule = instance.schedule
    for claims in [
      schedule.claims.map { $0 + 1 }, [schedule.claims[0] + 1, max(0, schedule.claims[1] - 1)],
      [0, 0],
    ] where claims != schedule.claims {
      instance.schedule = try Schedule.build(
        oracles: schedule.oracles.map { ($0.shape, $0.plan) },
        tail: schedule.tail.map {
          .init(fold: $0.shape.fold, logLength: $0.shape.logLength, plan: $0.plan)
        }, queryGrind: schedule.queryGrind, claims: claims)
      #expect(instance.rejection(instance.proof()) == .unsoundParameters)
    }
  }

  @Test func aCommitmentOfAnotherShapeIsRejectedEvenWhenProvenFor() throws {
    var instance = try OpeningInstance.random(seed: 5)
    let commitment = instance.commitments[0]
    let shape = commitment.shape
    for other in [
      try OracleShape(columns: shape.columns, fold: shape.fold, logLength: shape.logLength + 1),
      try OracleShape(columns: shape.columns + 1, fold: shape.fold, logLength: shape.logLength),
    ] {
      instance.commitments[0] = Commitment(
        root: commitment.root, value: commitment.value, shape: other)
      #expect(instance.rejection(instance.proof()) == .unsoundParameters)
    }
  }

  /// Nonces that reach one bit where the schedule asks for twelve, each kind in turn; all else is in order.
  @Test func tooLittleWorkIsRejectedWhereverItIsSkipped() throws {
    var numbers = CommitmentNumbers(seed: 6)
    let shape = try OracleShape(columns: 12, fold: 2, logLength: 5)
    let vector = numbers.vector(shape, bytes: true)
    let oracle = Oracle.commit(vector, keeping: .codeword, parallel: Parallel(threads: 1))
    func schedule(_ bits: [Int]) throws -> Schedule {
      func plan(_ foldGrind: Int) -> QueryPlan {
        QueryPlan(multiplicity: 3, queries: 5, foldGrind: foldGrind)
      }
      return try Schedule.build(
        oracles: [(shape, plan(bits[0]))],
        tail: [.init(fold: 1, logLength: 6, plan: plan(bits[1]))], queryGrind: [bits[2], bits[3]],
        claims: [0])
    }
    let honest = OpeningInstance(
      schedule: try schedule([12, 12, 12, 12]), oracles: [oracle],
      commitments: [oracle.commitment], claims: [])
    try honest.verify(honest.proof())
    for skipped in 0..<4 {
      var bits = [12, 12, 12, 12]
      bits[skipped] = 1
      var transcript = OpeningInstance.begin(honest.schedule, honest.commitments, [])
      var writer = Writer()
      Opening.proveUnchecked(
        schedule: try schedule(bits), oracles: [oracle], claims: [], transcript: &transcript,
        writer: &writer, parallel: Parallel(threads: 1))
      #expect(honest.rejection(writer.bytes) == .proofOfWork)
    }
  }

  /// How often a cheating oracle's proof is accepted.
  private func acceptance(
    queries: Int, trials: Int, tail: Bool,
    _ make: (inout CommitmentNumbers, OracleShape) -> Oracle
  ) throws -> Double {
    let shape = try OracleShape(columns: 8, fold: 1, logLength: 6)
    let plan = QueryPlan(multiplicity: 3, queries: queries, foldGrind: 0)
    let many = QueryPlan(multiplicity: 3, queries: 8, foldGrind: 0)
    let schedule = try Schedule.build(
      oracles: [(shape, plan)], tail: tail ? [.init(fold: 1, logLength: 5, plan: many)] : [],
      queryGrind: tail ? [0, 0] : [0], claims: [1])
    var accepted = 0
    for seed in 0..<trials {
      var numbers = CommitmentNumbers(seed: UInt64(seed))
      let oracle = make(&numbers, shape)
      let claim = numbers.trueClaim(on: oracle.vector, number: 0, blocks: 1)
      let instance = OpeningInstance(
        schedule: schedule, oracles: [oracle], commitments: [oracle.commitment], claims: [claim])
      if instance.rejection(instance.proof()) == nil { accepted += 1 }
    }
    return Double(accepted) / Double(trials)
  }

  /// Commits these columns, and opens as if `message` had been committed.
  private func oracle(_ message: CommittedVector, columns: [UInt64]) -> Oracle {
    let shape = message.shape
    let parallel = Parallel(threads: 1)
    let tree = MerkleTree(logLength: shape.logLength, parallel: parallel) {
      lemma_hash_leaves($0, columns, shape.rows, 1 << shape.logLength)
    }
    let codeword = Codeword(words: SharedMemory(columns), width: shape.rows, tree: tree)
    return Oracle(message, tree, codeword: codeword, rows: nil, parallel)
  }

  private func columns(_ vector: CommittedVector) -> [UInt64] {
    Array(Codeword(vector, Parallel(threads: 1)).words.elements)
  }

  /// `bad` of 64 columns come from another codeword: accepted with probability (1 - bad / 64)^queries. With no later level the
  /// columns are compared with the final message; with one, they enter the next sum.
  @Test(arguments: [(32, 1), (32, 3), (16, 4), (60, 2)], [false, true])
  func aWordFarFromTheCodeIsCaughtAsOftenAsComputed(_ far: (bad: Int, queries: Int), _ tail: Bool)
    throws
  {
    let trials = 400
    let measured = try acceptance(queries: far.queries, trials: trials, tail: tail) {
      numbers, shape in
      let claimed = numbers.vector(shape, bytes: false)
      var words = columns(claimed)
      let other = columns(numbers.vector(shape, bytes: false))
      for position in (0..<64).shuffled(using: &numbers).prefix(far.bad) {
        for row in 0..<shape.rows { words[2 * position + row] = other[2 * position + row] }
      }
      return oracle(claimed, columns: words)
    }
    var expected = 1.0
    for _ in 0..<far.queries { expected *= 1 - Double(far.bad) / 64 }
    let spread = (expected * (1 - expected) / Double(trials)).squareRoot()
    #expect(abs(measured - expected) < 4 * spread + 0.005)
  }

  @Test func polynomialsOfTooHighDegreeAreCaught() throws {
    let accepted = try acceptance(queries: 3, trials: 40, tail: true) { numbers, shape in
      // One coefficient more in one row polynomial changes every column of that row.
      let claimed = numbers.vector(shape, bytes: false)
      guard case .integers(let memory) = claimed.segments[0].values,
        let longer = try? OracleShape(columns: 9, fold: 1, logLength: 6)
      else { fatalError("made of integers") }
      let extended = CommittedVector(
        shape: longer,
        segments: [
          .init(offset: 0, values: .integers(SharedMemory(Array(memory.elements) + [17, 0])))
        ])
      return oracle(claimed, columns: columns(extended))
    }
    #expect(accepted == 0)
  }

  @Test func aRandomWordIsCaught() throws {
    let accepted = try acceptance(queries: 3, trials: 40, tail: true) { numbers, shape in
      let words = (0..<128).map { _ in Goldilocks(numbers.next()).word }
      return oracle(numbers.vector(shape, bytes: false), columns: words)
    }
    #expect(accepted == 0)
  }

  /// Every step at most 2^-105 on a toy message: the bound and the checks of the real profile together.
  @Test func aToyMessageReachesFullSecurity() throws {
    var numbers = CommitmentNumbers(seed: 5)
    let shapes = [
      try OracleShape(columns: 4, fold: 2, logLength: 10),
      try OracleShape(columns: 3, fold: 1, logLength: 10),
    ]
    func plan(_ dimension: Int) throws -> QueryPlan {
      let plan = try #require(CodePlan.estimate(
          dimension: dimension, logLength: 10, target: 105, queryGrind: 16))
      return try CodePlan.exact(
        plan, dimension: dimension, logLength: 10, target: 105, queryGrind: 16)
    }
    let schedule = try Schedule.build(
      oracles: [(shapes[0], try plan(4)), (shapes[1], try plan(4))],
      tail: [.init(fold: 1, logLength: 10, plan: try plan(4))], queryGrind: [16, 16],
      claims: [1, 1])
    try Profile.provable100.require(schedule, otherTerms: [])
    let vectors = shapes.map { numbers.vector($0, bytes: true) }
    let oracles = vectors.map {
      Oracle.commit($0, keeping: .treeOnly, parallel: Parallel(threads: 1))
    }
    let claims = [0, 1].map { numbers.trueClaim(on: vectors[$0], number: $0, blocks: 2) }
    let instance = OpeningInstance(
      schedule: schedule, oracles: oracles, commitments: oracles.map { $0.commitment },
      claims: claims)
    try instance.verify(instance.proof(Parallel(threads: 2)))
  }
}

import Testing

@testable import Prover
@testable import Verifier

/// Bytes from someone who wants the verifier to accept, or to stop working. Each gives a rejection.
struct CommitmentHostileTests {
  private let instance: OpeningInstance
  private let proof: [UInt8]

  init() throws {
    var numbers = CommitmentNumbers(seed: 7)
    let plan = QueryPlan(multiplicity: 3, queries: 5, foldGrind: 4)
    let shape = try OracleShape(columns: 12, fold: 2, logLength: 5)
    let vectors = [numbers.vector(shape, bytes: true), numbers.vector(shape, bytes: false)]
    let claims = [0, 1, 0].map { numbers.trueClaim(on: vectors[$0], number: $0, blocks: 2) }
    let schedule = try Schedule.build(
      oracles: [(shape, plan), (shape, plan)],
      tail: [.init(fold: 1, logLength: 7, plan: plan), .init(fold: 2, logLength: 6, plan: plan)],
      queryGrind: [6, 6, 6], claims: [2, 1])
    let oracles = vectors.map {
      Oracle.commit($0, keeping: .codeword, parallel: Parallel(threads: 1))
    }
    instance = OpeningInstance(
      schedule: schedule, oracles: oracles, commitments: oracles.map { $0.commitment },
      claims: claims)
    proof = instance.proof()
  }

  @Test func theProofItselfIsAccepted() throws {
    try instance.verify(proof)
  }

  @Test func everyFlippedBitIsRejected() {
    for at in proof.indices {
      for bit in 0..<8 {
        var changed = proof
        changed[at] ^= 1 << bit
        #expect(instance.rejection(changed) != nil, "byte \(at), bit \(bit)")
      }
    }
  }

  @Test func everyPrefixIsRejected() {
    for count in proof.indices {
      #expect(instance.rejection(Array(proof[..<count])) != nil)
    }
  }

  @Test func bytesAfterTheProofAreRejected() {
    for extra in [[0], [255], [UInt8](repeating: 0, count: 32), proof] {
      #expect(instance.rejection(proof + extra) == .trailingBytes)
    }
  }

  @Test func randomBytesAreRejected() {
    var numbers = CommitmentNumbers(seed: 3)
    for _ in 0..<300 {
      let random = (0..<numbers.below(2 * proof.count)).map { _ in
        UInt8(truncatingIfNeeded: numbers.next())
      }
      #expect(instance.rejection(random) != nil)
      // A true beginning, so that the later steps see bad bytes too.
      let kept = numbers.below(proof.count)
      #expect(instance.rejection(Array(proof[..<kept]) + random) != nil)
    }
  }

  /// Zero messages make every element of the proof zero, and p is zero in other bytes.
  @Test func elementsMustBeCanonical() throws {
    let shape = try OracleShape(columns: 4, fold: 1, logLength: 4)
    let plan = QueryPlan(multiplicity: 3, queries: 2, foldGrind: 0)
    let zeros = CommittedVector(shape: shape, segments: [])
    let oracle = Oracle.commit(zeros, keeping: .codeword, parallel: Parallel(threads: 1))
    let instance = OpeningInstance(
      schedule: try Schedule.build(
        oracles: [(shape, plan)], tail: [.init(fold: 1, logLength: 3, plan: plan)],
        queryGrind: [0, 0], claims: [0]),
      oracles: [oracle], commitments: [oracle.commitment], claims: [])
    let proof = instance.proof()
    try instance.verify(proof)
    let order = (0..<8).map { UInt8(truncatingIfNeeded: Goldilocks.order >> (56 - 8 * $0)) }
    var count = 0
    for at in stride(from: 0, to: proof.count, by: 8)
    where proof[at..<at + 8].allSatisfy({ $0 == 0 }) {
      var changed = proof
      changed.replaceSubrange(at..<at + 8, with: order)
      #expect(instance.rejection(changed) == .notCanonical)
      count += 1
    }
    #expect(count > 20)
  }

  /// Many statements, schedules and levels: one flipped bit each.
  @Test(arguments: 0..<20 as Range<UInt64>) func noStatementAcceptsAChangedProof(_ seed: UInt64)
    throws
  {
    let instance = try OpeningInstance.random(
      seed: seed, oracles: 1 + Int(seed % 3), levels: Int(seed % 4), size: 4 + Int(seed % 4))
    let proof = instance.proof()
    try instance.verify(proof)
    var numbers = CommitmentNumbers(seed: seed)
    for _ in 0..<100 {
      var changed = proof
      changed[numbers.below(proof.count)] ^= UInt8(1 << numbers.below(8))
      #expect(instance.rejection(changed) != nil)
    }
  }
}

import Kernels
import Testing

@testable import Prover
@testable import Verifier

/// The same bytes whatever the machine: threads, kernels, memory.
@Suite(.serialized)
struct CommitmentEquivalenceTests {
  @Test(arguments: 0..<60 as Range<UInt64>)
  func trueStatementsAreAccepted(_ seed: UInt64) throws {
    let instance = try OpeningInstance.random(
      seed: seed, oracles: 1 + Int(seed % 3), levels: Int(seed % 4), size: 4 + Int(seed % 6))
    try instance.verify(instance.proof())
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func recomputedColumnsAndThreadsGiveTheSameBytes(_ seed: UInt64) throws {
    let kept = try OpeningInstance.random(seed: seed, size: 9)
    let lean = try OpeningInstance.random(
      seed: seed, size: 9, keeping: .treeOnly, parallel: Parallel(threads: 3))
    #expect(kept.commitments == lean.commitments)
    #expect(kept.proof() == lean.proof(Parallel(threads: 3)))
  }

  /// 2^18 parameters and 2^16 witness values under the real profile, from planning to verdict.
  @Test func aLargerOpeningIsTheSameAtEveryLevelAndThreadCount() throws {
    let parametersShape = try Planning.parametersShape(length: 1 << 18)
    let planning = Planning.ordinary
    let draft = try planning.schedule(
      parameters: parametersShape, witnessLength: 1 << 16, claims: [0, 0], profile: .provable100)
    var proofs: [[UInt8]] = []
    let best = lemma_kernel_level()
    defer { _ = lemma_limit_kernel_level(best) }
    for level in 0...best {
      _ = lemma_limit_kernel_level(level)
      for threads in [1, 2] {
        let parallel = Parallel(threads: threads)
        var numbers = CommitmentNumbers(seed: 11)
        let vectors = [
          numbers.vector(parametersShape, bytes: true),
          numbers.vector(draft.oracles[1].shape, bytes: false),
        ]
        let oracles = [
          Oracle.commit(vectors[0], keeping: .treeOnly, parallel: parallel),
          Oracle.commit(vectors[1], keeping: .codeword, parallel: parallel),
        ]
        let claims = [0, 1, 0, 0, 1].map {
          numbers.trueClaim(on: vectors[$0], number: $0, blocks: 4)
        }
        let schedule = try planning.schedule(
          parameters: parametersShape, witnessLength: 1 << 16, claims: [3, 2],
          profile: .provable100)
        try Profile.provable100.require(schedule, otherTerms: [])
        let instance = OpeningInstance(
          schedule: schedule, oracles: oracles, commitments: oracles.map { $0.commitment },
          claims: claims)
        let proof = instance.proof(parallel)
        try instance.verify(proof)
        #expect(abs(Double(proof.count) / schedule.expectedBytes - 1) < 0.05)
        proofs.append(proof)
      }
    }
    for proof in proofs { #expect(proof == proofs[0]) }
  }

  @Test func aTreeAndRowsStoredBeforeMakeTheSameOracle() throws {
    let instance = try OpeningInstance.random(seed: 9, keeping: .treeOnly)
    let stored = instance.oracles.map { oracle in
      Oracle(
        vector: oracle.vector,
        tree: MerkleTree(
          logLength: oracle.tree.logLength,
          memory: SharedMemory(Array(oracle.tree.memory.elements))),
        outOfDomainRows: oracle.outOfDomainRows, parallel: Parallel(threads: 1))
    }
    #expect(stored.map { $0.commitment } == instance.commitments)
    var other = instance
    other.oracles = stored
    #expect(other.proof() == instance.proof())
  }
}

import Testing

@testable import Prover
@testable import Verifier

/// Bytes equal to those of the executable specification, a second implementation.
struct CommitmentVectorTests {
  /// The stored opening as a statement of this implementation.
  private func instance(_ stored: CommitmentVectors.Opening, _ retention: Oracle.Retention) throws
    -> OpeningInstance
  {
    var reader = Reader(CommitmentVectors.bytes(hex: stored.schedule))
    let schedule = try Schedule.read(from: &reader)
    try reader.finish()
    let oracles = zip(schedule.oracles, stored.messages).enumerated().map { o, pair in
      let (level, message) = pair
      // The first oracle holds bytes, as weights do.
      let values: CommittedVector.Values =
        o == 0
        ? .bytes(SharedMemory(message.map { Int8($0) })) : .integers(SharedMemory(message))
      let vector = CommittedVector(
        shape: level.shape, segments: [.init(offset: 0, values: values)])
      return Oracle.commit(vector, keeping: retention, parallel: Parallel(threads: 1))
    }
    return OpeningInstance(
      schedule: schedule, oracles: oracles, commitments: oracles.map { $0.commitment },
      claims: try stored.claims.map { try claim(CommitmentVectors.bytes(hex: $0)) })
  }

  private func claim(_ bytes: [UInt8]) throws -> OracleClaim {
    var reader = Reader(bytes)
    let oracle = Int(try reader.byte())
    let count = try reader.count(4, atMost: 100)
    var blocks: [ClaimBlock] = []
    for _ in 0..<count {
      let coefficient = try reader.element()
      let offset = try reader.count(8, atMost: 1 << 20)
      let point = try reader.elements(Int(try reader.byte()))
      blocks.append(ClaimBlock(coefficient: coefficient, offset: offset, point: point[...]))
    }
    return OracleClaim(oracle: oracle, blocks: blocks, value: try reader.element())
  }

  private var all: [CommitmentVectors.Opening] {
    [CommitmentVectors.stored.opening] + CommitmentVectors.stored.openings
  }

  @Test func schedulesReadAndWriteTheSameBytes() throws {
    for stored in all {
      let instance = try instance(stored, .codeword)
      #expect(instance.schedule.bytes == CommitmentVectors.bytes(hex: stored.schedule))
      #expect(instance.schedule.lengths == stored.lengths)
    }
  }

  @Test func commitmentsAreTheSpecifications() throws {
    for stored in all {
      let instance = try instance(stored, .treeOnly)
      #expect(
        instance.commitments.map { $0.bytes }
          == stored.commitments.map { CommitmentVectors.bytes(hex: $0) })
      #expect(
        instance.claims.map { OpeningInstance.bytes(of: $0) }
          == stored.claims.map { CommitmentVectors.bytes(hex: $0) })
    }
  }

  @Test(arguments: [Oracle.Retention.codeword, .treeOnly])
  func openingsAreTheSpecifications(_ retention: Oracle.Retention) throws {
    for stored in all {
      let instance = try instance(stored, retention)
      #expect(instance.proof() == CommitmentVectors.bytes(hex: stored.proof))
    }
  }

  @Test func theSpecificationsOpeningsAreAccepted() throws {
    for stored in all {
      try instance(stored, .codeword).verify(CommitmentVectors.bytes(hex: stored.proof))
    }
  }
}

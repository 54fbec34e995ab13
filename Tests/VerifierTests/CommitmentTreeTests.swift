import Testing

@testable import Verifier

struct CommitmentTreeTests {
  private let leaves = (0..<8 as Range<UInt64>).map { i in
    MultiProof.leaf([Goldilocks(unchecked: i &* 0x0101_0101_0101_0101)])
  }

  /// The siblings of leaves 1, 4 and 5.
  private var siblings: [UInt8] {
    StoredCommitment.stored.tree.siblings.flatMap { StoredCommitment.bytes(hex: $0) }
  }

  @Test func aMultiProofLeadsToTheSpecificationsRoot() throws {
    var reader = Reader(siblings)
    let root = try MultiProof.root(
      logLength: 3, positions: [1, 4, 5], leaves: [leaves[1], leaves[4], leaves[5]],
      reader: &reader)
    try reader.finish()
    #expect(root.bytes == StoredCommitment.bytes(hex: StoredCommitment.stored.tree.root))
  }

  @Test func allLeavesNeedNoSiblings() throws {
    var reader = Reader([])
    let root = try MultiProof.root(
      logLength: 3, positions: Array(0..<8), leaves: leaves, reader: &reader)
    #expect(root.bytes == StoredCommitment.bytes(hex: StoredCommitment.stored.tree.root))
  }

  @Test func anotherLeafOrPlaceLeadsElsewhere() throws {
    for (positions, chosen) in [
      ([1, 4, 5], [0, 4, 5]), ([0, 4, 5], [1, 4, 5]), ([1, 4, 5], [1, 5, 4]),
    ] {
      var reader = Reader(siblings)
      let root = try MultiProof.root(
        logLength: 3, positions: positions, leaves: chosen.map { leaves[$0] }, reader: &reader)
      #expect(root.bytes != StoredCommitment.bytes(hex: StoredCommitment.stored.tree.root))
    }
  }

  @Test func missingSiblingsAreARejection() {
    for count in 0..<siblings.count {
      var reader = Reader(Array(siblings[..<count]))
      #expect(throws: Rejection.truncated) {
        try MultiProof.root(
          logLength: 3, positions: [1, 4, 5], leaves: [leaves[1], leaves[4], leaves[5]],
          reader: &reader)
      }
    }
  }

  @Test func leavesLieAtTheSpecificationsPoints() {
    let domain = EvaluationDomain(logLength: 4)
    #expect((0..<16).map { domain.point($0).word } == StoredCommitment.stored.domainPoints)
  }

  @Test func theTranscriptIsTheSpecifications() {
    let stored = StoredCommitment.stored.transcript
    var transcript = Transcript(label: "vector")
    transcript.absorb(Array("abc".utf8))
    let nonce = StoredCommitment.bytes(hex: stored.nonce).reduce(0) { $0 << 8 | UInt64($1) }
    let accepted = transcript.accept(nonce: nonce, bits: 8)
    #expect(accepted)
    #expect(transcript.state.bytes == StoredCommitment.bytes(hex: stored.state))
    let challenge = transcript.challenge()
    #expect([challenge.c0.word, challenge.c1.word] == stored.challenge)
    #expect(transcript.positions(9, bits: 10) == stored.positions)
  }
}

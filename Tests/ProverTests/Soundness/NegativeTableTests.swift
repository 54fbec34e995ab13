import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// One test for each way in which other provers and verifiers have been broken.
@Suite struct NegativeTableTests {
  static func soundnessCase(seed: UInt64 = 20, limit: Int = 4) throws -> SoundnessCase {
    try SoundnessCase(SmallModel(.compact, seed: seed), limit: limit)
  }

  func rejection(_ body: () throws(Rejection) -> Void) -> Rejection? {
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
}

import Testing

@testable import Prover
@testable import Verifier

/// Whatever bytes come: a rejection, never a trap, and never an acceptance.
@Suite struct MalformedInputTests {
  @Test func anyChangedByteBeforeTheMessagesIsRejected() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let proof = try soundness.prove(soundness.honest)
    let file = Proof.file(soundness.statement, proof)
    var generator = SeededGenerator(seed: 301)
    for i in 0..<file.count - proof.messages.count {
      for _ in 0..<4 {
        var changed = file
        changed[i] ^= UInt8.random(in: 1...255, using: &generator)
        #expect(throws: Rejection.self, "byte \(i)") {
          let (statement, proof) = try Proof.read(file: changed)
          try verify(key: soundness.key.key, statement: statement, proof: proof)
        }
      }
    }
  }

  /// A key that passes the check can be anybody's: the verifier's walk through its graph must end, whatever the graph says.
  @Test func aChangedKeyIsRefusedOrWalkedToTheEnd() throws {
    let soundness = try NegativeTableTests.soundnessCase()
    let bytes = soundness.key.key.bytes
    let proof = try soundness.prove(soundness.honest)
    var generator = SeededGenerator(seed: 302)
    var (read, walked) = (0, 0)
    for _ in 0..<4000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        let i = Int.random(in: bytes.indices, using: &generator)
        // Letters belong to names; small numbers are likelier to fit in place of a number.
        if (0x20..<0x7F).contains(bytes[i]) { continue }
        changed[i] =
          Int.random(in: 0..<4, using: &generator) > 0
          ? UInt8.random(in: 0...20, using: &generator)
          : UInt8.random(in: 0...255, using: &generator)
      }
      guard changed != bytes, let key = try? VerifyingKey(changed) else { continue }
      read += 1
      #expect(throws: Rejection.anotherModel) {
        try verify(key: key, statement: soundness.statement, proof: proof)
      }
      var statement = soundness.statement
      statement.model = key.digest
      #expect(throws: Rejection.self) { try verify(key: key, statement: statement, proof: proof) }
      guard (try? statement.check(against: key.graph)) != nil else { continue }
      let lengths = Lengths(
        prompt: statement.prompt.count, reply: statement.reply.count, context: key.graph.context)
      let circuit = Circuit(key.graph, lengths)
      guard (try? circuit.check()) != nil else { continue }
      let rows = StatementRows(statement, lengths: lengths, graph: key.graph)
      var channel = CostChannel()
      var reduction = Reduction(circuit, rows)
      let claims = try reduction.run(on: &channel)
      _ = try? OpenedClaims(
        claims, circuit, parameters: .parameters(of: key.graph), witnesses: .witnesses(of: circuit))
      walked += 1
    }
    print("  4000 changed keys: \(read) can be read, \(walked) were walked to the end")
    #expect(walked > 0)
  }

  @Test func prefixesAndRandomKeysAreRefused() throws {
    let model = try SmallModel(.compact, seed: 303)
    let bytes = model.provingKey.key.bytes
    #expect(try VerifyingKey(bytes) == model.provingKey.key)
    for length in stride(from: 0, to: bytes.count, by: 37) {
      #expect(throws: Rejection.self) { _ = try VerifyingKey(Array(bytes[..<length])) }
    }
    #expect(throws: Rejection.trailingBytes) { _ = try VerifyingKey(bytes + [0]) }
    var generator = SeededGenerator(seed: 304)
    for length in [0, 7, 70, 700, 7000] {
      let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(throws: Rejection.self) { _ = try VerifyingKey(noise) }
      #expect(throws: Rejection.self) { _ = try VerifyingKey(Array(bytes[..<7]) + noise) }
    }
  }
}

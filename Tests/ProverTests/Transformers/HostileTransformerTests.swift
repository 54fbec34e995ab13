import Circuits
import Testing

@testable import Prover
@testable import Verifier

/// Changed bytes of keys and proofs of encoders: a rejection, never a trap, and never an acceptance.
@Suite struct HostileTransformerTests {
  private static let names = [
    "masked tokens, probabilities and a logit bias", "mean embedding", "relative positions, gated",
  ]

  private func proven(_ name: String) throws -> (
    key: VerifyingKey, statement: Statement, proof: Proof
  ) {
    let model = try #require(TransformerCase.all.first { $0.name == name })
    let small = try SmallTransformer(model, seed: 41)
    let generation = try small.say(prompt: 5, limit: 2)
    let statement = generation.statement
    return (
      small.provingKey.key, statement, try small.provingKey.prove(generation, parallel: .all)
    )
  }

  @Test(arguments: names)
  func anyChangedByteBeforeTheMessagesIsRejected(_ name: String) throws {
    let (key, statement, proof) = try proven(name)
    let file = Proof.file(statement, proof)
    var generator = SeededGenerator(seed: 411)
    for i in 0..<file.count - proof.messages.count {
      for _ in 0..<2 {
        var changed = file
        changed[i] ^= UInt8.random(in: 1...255, using: &generator)
        #expect(throws: Rejection.self, "byte \(i)") {
          let (statement, proof) = try Proof.read(file: changed)
          try verify(key: key, statement: statement, proof: proof)
        }
      }
    }
  }

  /// The walk through a changed graph ends, whatever its rows, positions and values are.
  @Test(arguments: names)
  func aChangedKeyIsRefusedOrWalkedToTheEnd(_ name: String) throws {
    let (key, statement, proof) = try proven(name)
    let bytes = key.bytes
    var generator = SeededGenerator(seed: 412)
    var (read, walked) = (0, 0)
    for _ in 0..<1500 {
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
      guard changed != bytes, let other = try? VerifyingKey(changed) else { continue }
      read += 1
      var own = statement
      own.model = other.digest
      #expect(throws: Rejection.self) { try verify(key: other, statement: own, proof: proof) }
      guard (try? own.check(against: other.graph)) != nil else { continue }
      let lengths = own.lengths(in: other.graph)
      let circuit = Circuit(other.graph, lengths)
      guard (try? circuit.check()) != nil else { continue }
      var channel = CostChannel()
      var reduction = Reduction(
        circuit, StatementRows(own, lengths: lengths, graph: other.graph))
      guard let claims = try? reduction.run(on: &channel) else { continue }
      _ = try? OpenedClaims(
        claims, circuit, parameters: .parameters(of: other.graph),
        witnesses: .witnesses(of: circuit))
      walked += 1
    }
    print("  \(name): 1500 changed keys, \(read) can be read, \(walked) were walked to the end")
    #expect(walked > 0)
  }

  /// Extents, tensors and matrices changed for one another, which the bytes above seldom hit.
  @Test func graphsWithOtherExtentsAreRefusedOrWalkedToTheEnd() throws {
    let (key, statement, _) = try proven(HostileTransformerTests.names[0])
    let extents: [Extent] = [.tokens, .replies, .prompt, .fixed(1), .fixed(2), .fixed(11)]
    let tensors: [StatementTensor] = [
      .tokenOneHot, .replyOneHot, .belowReply, .replyRows, .promptOneHot, .segmentOneHot,
      .positionOneHot, .values(fractionBits: 255),
    ]
    var generator = SeededGenerator(seed: 413)
    var checked = 0
    for _ in 0..<3000 {
      var graph = key.graph
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        if Bool.random(using: &generator) {
          let axis = graph.axes.indices.randomElement(using: &generator)!
          graph.axes[axis] = Axis(
            name: graph.axes[axis].name, extent: extents.randomElement(using: &generator)!)
        } else {
          let nodes = graph.nodes.indices.filter {
            if case .statement = graph.nodes[$0].kind { true } else { false }
          }
          let node = nodes.randomElement(using: &generator)!
          graph.nodes[node].kind = .statement(tensors.randomElement(using: &generator)!)
          graph.nodes[node].bound = 1 << 31
        }
      }
      // Whatever the check says, it and the statement's come to an end.
      let isWellFormed = (try? graph.check()) != nil
      _ = try? statement.check(against: graph)
      guard isWellFormed, (try? statement.check(against: graph)) != nil else { continue }
      checked += 1
      let lengths = statement.lengths(in: graph)
      let circuit = Circuit(graph, lengths)
      guard (try? circuit.check()) != nil else { continue }
      var channel = CostChannel()
      var reduction = Reduction(circuit, StatementRows(statement, lengths: lengths, graph: graph))
      _ = try? reduction.run(on: &channel)
    }
    print("  3000 changed graphs, \(checked) are well formed and fit the statement")
  }
}

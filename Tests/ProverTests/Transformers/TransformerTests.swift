import Circuits
import Testing
import Verifier

@testable import Prover

/// Every architecture: what is computed, and that it can be proven.
@Suite struct TransformerTests {
  static let prompts = [1, 2, 5, 7]

  @Test(arguments: TransformerCase.all)
  func theFieldExecutionAgreesWithTheForwardPass(_ model: TransformerCase) throws {
    let small = try SmallTransformer(model, seed: 2)
    for count in TransformerTests.prompts {
      let generation = try small.say(prompt: count)
      let soundness = try SoundnessCase(small.provingKey, generation.statement)
      for (i, node) in soundness.graph.nodes.enumerated() {
        guard node.isVirtual || node.isCommitted else { continue }
        let expected = generation.execution.values[i]!.array.map { Goldilocks($0) }
        #expect(soundness.honest[i] == expected, "\(count) tokens: \(node.name)")
      }
      #expect(soundness.field.violations(soundness.honest) == [], "\(count) tokens")
    }
  }

  /// Token by token, with room for more, and in one pass.
  @Test(arguments: TransformerCase.all)
  func onePassGivesTheValuesOfGeneration(_ model: TransformerCase) throws {
    let small = try SmallTransformer(model, seed: 3)
    for count in TransformerTests.prompts {
      let generation = try small.say(prompt: count, limit: 6, seed: 9)
      let full = try small.provingKey.execute(generation.statement, parallel: .all)
      for (i, node) in small.graph.nodes.enumerated() {
        #expect(
          full.execution.values[i]?.array == generation.execution.values[i]?.array,
          "\(count) tokens: \(node.name)")
      }
    }
  }

  @Test(arguments: TransformerCase.all)
  func whatIsSaidIsProvenAndVerifiedThroughBytes(_ model: TransformerCase) throws {
    let small = try SmallTransformer(model, seed: 4)
    let key = try VerifyingKey(small.provingKey.key.bytes)
    #expect(key == small.provingKey.key)
    for count in TransformerTests.prompts {
      let generation = try small.say(prompt: count)
      let said = generation.statement
      let proof = try small.provingKey.prove(generation, parallel: .all)
      let (statement, read) = try Proof.read(file: Proof.file(said, proof))
      #expect(statement == said)
      #expect(throws: Never.self, "\(count) tokens") {
        try verify(key: key, statement: statement, proof: read)
      }
    }
  }
}

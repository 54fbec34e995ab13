import Testing
import Verifier

@testable import Prover

@Suite struct WholeProofTests {
  @Test func aReplyIsProvenAndVerified() throws {
    let model = try SmallModel(seed: 1)
    let generation = try model.provingKey.generate(prompt: [1, 2, 3], limit: 4, parallel: .all)
    let proof = try model.provingKey.prove(generation, parallel: .all)
    try verify(key: model.provingKey.key, statement: generation.statement, proof: proof)
  }
}

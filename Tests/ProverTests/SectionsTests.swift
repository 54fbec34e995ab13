import Testing
import Verifier

@testable import Prover

@Suite struct SectionsTests {
  @Test func aProofFromTokenIdsReportsSecondsOfEverySection() throws {
    let model = try SmallModel(seed: 1)
    let generation = try model.provingKey.generate(prompt: [1, 2, 3], limit: 4, parallel: .all)
    let measurement = ProvingMeasurement()
    let proof = try model.provingKey.prove(
      generation.statement, parallel: .all, progress: measurement.progress)
    #expect(Set(measurement.seconds.keys) == Set(ProvingSection.allCases))
    #expect(measurement.seconds.values.allSatisfy { $0 >= 0 })
    #expect(proof == (try model.provingKey.prove(generation, parallel: .all)))
  }

  @Test func bytesOfTheSectionsAreTheMessagesAndTheCostModelCountsThem() throws {
    let model = try SmallModel(seed: 2)
    let generation = try model.provingKey.generate(prompt: [1], limit: 3, parallel: .all)
    let measurement = ProvingMeasurement()
    let proof = try model.provingKey.prove(
      generation, parallel: .all, progress: measurement.progress)
    let bytes = measurement.messageBytes
    #expect(Set(bytes.keys) == [.lookups, .sumchecks, .opening])
    #expect(bytes.values.reduce(0, +) == proof.messages.count)
    let graph = model.provingKey.key.graph
    let (cost, _) = CostChannel.measure(
      Circuit(graph, Lengths(prompt: 1, reply: 3, context: graph.context)))
    #expect(bytes[.lookups] == cost.bytes[.lookups])
    #expect(bytes[.sumchecks] == cost.bytes[.sumchecks])
  }
}

import Circuits
import Foundation
import Prover
import Testing
import Verifier

@testable import Models

@Suite struct CostTests {
  @Test func aFitFindsTheRatesThatMadeTheValues() {
    let rows = [[1.0, 10, 3], [4, 2, 1], [7, 7, 9], [2, 40, 5], [100, 3, 8]]
    let rates = [2.0, 0.5, 4]
    let values = rows.map { row in zip(row, rates).reduce(0) { $0 + $1.0 * $1.1 } }
    let found = LeastSquares.nonnegative(rows, values)
    for (row, value) in zip(rows, values) {
      let fitted = zip(row, found).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(fitted / value - 1) < 0.02)
    }
  }

  @Test func aFitIsNeverNegative() {
    let found = LeastSquares.nonnegative([[1, 1], [1, 2], [1, 3]], [3, 2, 1])
    #expect(found.allSatisfy { $0 >= 0 })
  }

  @Test func nothingMeasuredFitsNothing() {
    #expect(LeastSquares.nonnegative([], []).isEmpty)
  }

  /// The tiny shape, imported in memory.
  private func withTiny(_ body: (ProvingKey) throws -> Void) throws {
    try withFolder { folder in
      try SyntheticFolder(.tiny).write(to: folder)
      let importer = try Importer(folder, parallel: .all)
      let windows = [[Int](300..<332)]
      let configuration = importer.model.configuration
      let bits = FractionBits(
        try importer.calibrate(windows), width: configuration.width,
        context: configuration.contextLength, scoreScale: configuration.scoreScale(layer: 0))
      let quantized = try importer.quantize(bits)
      try body(
        ProvingKey.commit(
          quantized.graph, quantized.parameters, profile: .provable100,
          provenance: .init(tokenizer: .zero, settings: .zero, checkpoint: .zero), parallel: .all))
    }
  }

  @Test func everyNodeBelongsToAnOperationAndTheTableDealsEverySectionWhole() throws {
    try withTiny { key in
      let graph = key.key.graph
      for node in graph.nodes where !graph.isOfTable(node) {
        #expect(Operation(node: node.name) != .other, "\(node.name)")
      }
      let circuit = Circuit(graph, Lengths(prompt: 1, reply: 4, context: graph.context))
      let cost = CostChannel.measure(circuit).channel
      let seconds: [ProvingSection: Double] = [
        .witness: 5, .commit: 1, .lookups: 2, .sumchecks: 3, .opening: 4,
      ]
      let bytes: [ProvingSection: Int] = [
        .lookups: cost.bytes[.lookups] ?? 0, .sumchecks: cost.bytes[.sumchecks] ?? 0,
        .opening: 1000,
      ]
      var nodes = graph.nodes.map { _ in [0.0, 0] }
      nodes[graph.nodes.firstIndex { $0.name == "query, exact, raw" }!] = [1, 2]
      let table = CostTable(
        circuit, cost, seconds: seconds, bytes: bytes, headerBytes: 100, nodeSeconds: nodes)
      for (section, whole) in seconds {
        let sum = table.rows.reduce(0) { $0 + ($1.seconds[section] ?? 0) }
        #expect(abs(sum - whole) < 1e-9, "\(section)")
      }
      #expect(abs(table.totalBytes - Double(bytes.values.reduce(100, +))) < 1e-6)
      let committed = table.rows.reduce(0) { $0 + $1.committed }
      #expect(Int(committed.rounded()) == CommittedLayout.witnesses(of: circuit).length)
      let leaves = FractionTree.trees(of: circuit).reduce(0) { $0 + $1.leaves.end }
      #expect(Int(table.rows.reduce(0) { $0 + $1.lookups }.rounded()) == leaves)
      let second = table.rows.first { $0.layer == 1 && $0.operation == .queryKeyValue }
      let first = table.rows.first { $0.layer == 0 && $0.operation == .queryKeyValue }
      #expect((second?.seconds[.witness] ?? 0) > (first?.seconds[.witness] ?? 0))
      #expect(
        table.byLayer.map { $0.name } == ["before layers", "layer 1", "layer 2", "after layers"])
    }
  }

  @Test func estimatedBytesAreThoseOfAProof() throws {
    try withTiny { key in
      for tokens in [1, 5, 16] {
        let generation = try key.generate(prompt: [300], limit: tokens, parallel: .all)
        let proof = try key.prove(generation, parallel: .all)
        let reply = generation.statement.reply.count
        let features = try CostFeatures(key.key, prompt: 1, reply: reply)
        let size = Double(Proof.file(generation.statement, proof).count)
        #expect(abs(features.proofBytes / size - 1) < 0.03, "\(tokens)")
      }
    }
  }
}

extension Graph {
  /// Tables' nodes are shared out among the lookups.
  fileprivate func isOfTable(_ node: Node) -> Bool {
    tables.contains { table in
      nodes[table.multiplicity].name == node.name
        || table.outputs.contains { nodes[$0].name == node.name }
    }
  }
}

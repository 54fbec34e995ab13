import Circuits
import Testing
import Verifier

@testable import Prover

/// The whole forward pass against `scripts/oracle.py`, tensor by tensor.
struct ForwardVectorTests {
  @Test(arguments: OracleVectors.forward.indices)
  func everyTensorIsTheOracles(_ number: Int) throws {
    let vector = OracleVectors.forward[number]
    let graph = try GPT2.graph(vector.settings)
    let lengths = Lengths(
      prompt: vector.prompt.count, reply: vector.reply.count, context: graph.context)
    let execution = Execution(
      Circuit(graph, lengths), parameters: vector.tensors(of: graph),
      parallel: Parallel(threads: 1))
    execution.append(vector.prompt + vector.reply.dropLast())
    try execution.finish(reply: vector.reply)

    var compared = 0
    for (i, node) in graph.nodes.enumerated() {
      let name = node.name.description
      guard let expected = vector.tensors[name] else { continue }
      let found = execution.values[i]!.array
      #expect(found == expected, "\(vector.name): \(name)")
      compared += 1
    }
    #expect(compared == vector.tensors.count, "every stored tensor has a node of its name")
  }

  @Test(arguments: OracleVectors.forward.indices)
  func generationSaysWhatTheOracleSays(_ number: Int) throws {
    let vector = OracleVectors.forward[number]
    let graph = try GPT2.graph(vector.settings)
    let key = try ProvingKey.commit(
      graph, vector.tensors(of: graph), profile: .provable100,
      provenance: .init(tokenizer: .zero, settings: .zero, checkpoint: .zero), parallel: .all)
    let generation = try key.generate(
      prompt: vector.prompt, limit: vector.limit, parallel: .all)
    #expect(generation.statement.reply == vector.reply)
    #expect("\(generation.statement.ending)" == vector.ending)
    for (i, node) in graph.nodes.enumerated() {
      if let expected = vector.tensors[node.name.description] {
        #expect(generation.execution.values[i]!.array == expected, "\(node.name)")
      }
    }
    let proof = try key.prove(generation, parallel: .all)
    try verify(key: key.key, statement: generation.statement, proof: proof)
  }
}

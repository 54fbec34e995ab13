import Circuits
import Kernels
import Testing
import Verifier

@testable import Prover

/// The order of computation, the threads and the instruction set change nothing.
@Suite(.serialized) struct IncrementalTests {
  /// Random sizes, many of them no power of two.
  private func model(_ generator: inout SeededGenerator, seed: UInt64) throws -> SmallModel {
    let heads = Int.random(in: 1...3, using: &generator)
    var sizes = SmallModel.Sizes()
    sizes.layers = Int.random(in: 1...3, using: &generator)
    sizes.heads = heads
    sizes.features = heads * Int.random(in: 1...3, using: &generator)
    sizes.hidden = Int.random(in: 1...9, using: &generator)
    sizes.vocabulary = Int.random(in: 2...13, using: &generator)
    sizes.context = Int.random(in: 1...27, using: &generator)
    sizes.head = Bool.random(using: &generator) ? .tied : .untied
    return try SmallModel(sizes, seed: seed)
  }

  private func expectEqual(_ a: Execution, _ b: Execution, _ comment: String) {
    for (i, node) in a.circuit.graph.nodes.enumerated() {
      #expect(a.values[i]?.shape == b.values[i]?.shape, "\(comment): shape of \(node.name)")
      #expect(a.values[i]?.array == b.values[i]?.array, "\(comment): \(node.name)")
    }
  }

  @Test func chunksGiveTheValuesOfOneFullPass() throws {
    var done = 0
    for seed in UInt64(0)..<24 {
      var generator = SeededGenerator(seed: seed)
      let model = try model(&generator, seed: seed)
      let graph = model.graph
      let reply = Int.random(in: 1...graph.context, using: &generator)
      let prompt = Int.random(in: 1...graph.context - reply + 1, using: &generator)
      func tokens(_ count: Int) -> [Int] {
        (0..<count).map { _ in Int.random(in: 0..<graph.vocabulary, using: &generator) }
      }
      // Any reply has a forward pass; only a true one has a proof. Ranges are checked elsewhere.
      let (said, asked) = (tokens(reply), tokens(prompt))
      let circuit = Circuit(
        graph, Lengths(prompt: prompt, reply: reply, context: graph.context))
      let all = asked + said.dropLast()

      let full = Execution(circuit, parameters: model.parameters, parallel: Parallel(threads: 1))
      full.append(all)
      let pieces = Execution(circuit, parameters: model.parameters, parallel: Parallel(threads: 2))
      var next = 0
      while next < all.count {
        let size =
          next < prompt ? Int.random(in: 1...all.count - next, using: &generator) : 1
        pieces.append(Array(all[next..<next + size]))
        next += size
      }
      // A value out of range is refused by both or by neither, with the same words.
      let first = refusal { () throws(Refusal) in try full.finish(reply: said) }
      let second = refusal { () throws(Refusal) in try pieces.finish(reply: said) }
      #expect(first == second, "seed \(seed)")
      expectEqual(full, pieces, "seed \(seed)")
      done += 1
    }
    #expect(done == 24)
  }

  private func refusal(_ body: () throws(Refusal) -> Void) -> Refusal? {
    do throws(Refusal) { try body() } catch { return error }
    return nil
  }

  @Test func generationWithMoreRoomGivesTheValuesOfOneFullPass() throws {
    var resized = 0
    for seed in UInt64(0)..<16 {
      var generator = SeededGenerator(seed: 100 + seed)
      var sizes = SmallModel.Sizes()
      sizes.context = Int.random(in: 12...40, using: &generator)
      sizes.stops = [1, 4, 9]
      let model = try SmallModel(sizes, seed: 100 + seed)
      let prompt = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        Int.random(in: 0..<sizes.vocabulary, using: &generator)
      }
      let limit = sizes.context - prompt.count + 1
      let key = model.provingKey
      let generation: Generation
      do {
        generation = try key.generate(prompt: prompt, limit: limit, parallel: .all)
      } catch { continue }
      let reply = generation.statement.reply
      let roomy = Lengths(prompt: prompt.count, reply: limit, context: sizes.context)
      if generation.execution.circuit.lengths.tokens < roomy.tokens { resized += 1 }
      let full = try key.execute(generation.statement, parallel: .all)
      expectEqual(full.execution, generation.execution, "seed \(100 + seed), reply \(reply)")
    }
    #expect(resized > 3, "some replies end early")
  }

  @Test func proofsHaveTheSameBytesWithAnyThreadsAndKernels() throws {
    let highest = lemma_limit_kernel_level(2)
    defer { _ = lemma_limit_kernel_level(2) }
    let sizes = [
      SmallModel.Sizes(),
      SmallModel.Sizes(
        layers: 1, features: 5, heads: 1, hidden: 3, vocabulary: 7, context: 9, head: .untied,
        stops: [2]),
    ]
    for (i, size) in sizes.enumerated() {
      var files: [[UInt8]] = []
      for level in 0...max(0, highest) {
        _ = lemma_limit_kernel_level(Int32(level))
        for threads in [1, 2] {
          // The key too is made anew.
          let model = try SmallModel(size, seed: UInt64(7 + i))
          let parallel = Parallel(threads: threads)
          let generation = try model.provingKey.generate(
            prompt: [1, 0, 3], limit: 4, parallel: parallel)
          let proof = try model.provingKey.prove(generation, parallel: parallel)
          files.append(model.provingKey.key.bytes + Proof.file(generation.statement, proof))
        }
      }
      for file in files { #expect(file == files[0]) }
    }
  }
}

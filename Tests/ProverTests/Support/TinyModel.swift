import Circuits
import Verifier

@testable import Prover

/// The smallest graph that proves something: parameters, each divided by 16 and rounded.
struct TinyModel {
  let graph: Graph
  let parameters: [Int: TensorValues]

  static let shift = 4

  init(entries: [Int64]) throws {
    var builder = GraphBuilder(context: 4, vocabulary: 2, pad: 0, stops: [])
    let axis = builder.axis("entry", .fixed(entries.count))
    let source = builder.parameter("source", [axis], .wide, bound: 1 << 40)
    _ = try builder.rounded("quotient", source, shift: TinyModel.shift)
    graph = try builder.build()
    parameters = [source: TensorValues(shape: [entries.count], entries)]
  }

  func soundnessCase() throws -> SoundnessCase {
    try TinyModel.soundnessCase(graph, parameters)
  }

  /// Any graph that does not depend on the statement.
  static func soundnessCase(_ graph: Graph, _ parameters: [Int: TensorValues]) throws
    -> SoundnessCase
  {
    let key = try ProvingKey.commit(
      graph, parameters, profile: .provable100,
      provenance: .init(tokenizer: .zero, settings: .zero, checkpoint: .zero), parallel: .all)
    return try SoundnessCase(
      key, Statement(model: key.digest, prompt: [0], reply: [1], ending: .length))
  }
}

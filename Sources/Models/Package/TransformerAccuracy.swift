import Circuits
import Foundation
import Prover
import Verifier

/// Integer against float: how often both choose the same, how far their outputs lie apart, and each tensor's range and error.
public struct TransformerAccuracy {
  public private(set) var rows: [Accuracy.Row] = []
  /// Share of logit rows at which both choose the same; 1 if nothing is chosen.
  public private(set) var agreement = 1.0
  public private(set) var choices = 0
  /// Cosine of integer and float embeddings.
  public private(set) var meanCosine = 1.0
  public private(set) var leastCosine = 1.0
  /// Largest difference of an output, logit or entry.
  public private(set) var largestDifference = 0.0

  public init(
    _ model: TransformerModel, _ quantized: QuantizedTransformer, _ bits: TransformerBits,
    inputs: [ModelInput], parallel: Parallel, onInput: (Int) -> Void = { _ in }
  ) throws {
    let graph = quantized.graph
    let runner = IntegerRunner(quantized, bits, parallel)
    var agreeing = 0
    var cosines: [Double] = []
    var errors = StageErrors(bits, model.architecture, graph)
    for (i, input) in inputs.enumerated() {
      let (execution, integers) = try runner.run(input)
      var observations: [StackObservation] = []
      let floats =
        i < 4
        ? try model.run(input, observing: { observations.append($0) }) : try model.run(input)
      for observation in observations { errors.add(observation, execution) }
      for row in 0..<floats.shape[0] {
        let (a, b) = (Array(floats.row(row)), Array(integers.row(row)))
        for (x, y) in zip(a, b) { largestDifference = max(largestDifference, Double(abs(x - y))) }
        if case .embedding = model.architecture.output {
          cosines.append(Self.cosine(a, b))
        } else {
          agreeing += Self.best(a) == Self.best(b) ? 1 : 0
          choices += 1
        }
      }
      onInput(i + 1)
    }
    rows = errors.rows
    if choices > 0 { agreement = Double(agreeing) / Double(choices) }
    if !cosines.isEmpty {
      meanCosine = cosines.reduce(0, +) / Double(cosines.count)
      leastCosine = cosines.min()!
    }
  }

  /// Whether inputs of another kind may be expected to lie within 0.999 of floats on average, and 0.996 at worst.
  var isEnoughForEmbeddings: Bool { meanCosine >= 0.9995 && leastCosine >= 0.998 }

  /// The lowest index of the largest.
  private static func best(_ values: [Float]) -> Int {
    values.indices.max { values[$0] < values[$1] || (values[$0] == values[$1] && $0 > $1) }!
  }

  private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
    func dot(_ x: [Float], _ y: [Float]) -> Double {
      zip(x, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    }
    return dot(a, b) / max(1e-30, (dot(a, a) * dot(b, b)).squareRoot())
  }
}

/// Runs the integer model on an input and reads its output in the unit of the float model's.
public struct IntegerRunner {
  private let graph: Graph
  private let parameters: [Int: TensorValues]
  private let bits: TransformerBits
  private let parallel: Parallel

  public init(_ quantized: QuantizedTransformer, _ bits: TransformerBits, _ parallel: Parallel) {
    graph = quantized.graph
    parameters = quantized.parameters
    self.bits = bits
    self.parallel = parallel
  }

  /// - Returns: logits of every decoder row, of the positions, or of the classes; or the embedding.
  public func run(_ input: ModelInput) throws -> (Execution, FloatTensor) {
    let rows: [Int]
    let lengths: Lengths
    switch graph.form {
    case .decoder:
      // Every row's logits are those of a reply to one token.
      rows = input.prompt + input.reply.dropLast()
      lengths = Lengths(prompt: 1, reply: rows.count, context: graph.context)
    case .encoderDecoder:
      rows = [graph.pad] + input.reply.dropLast()
      lengths = Lengths(
        prompt: input.prompt.count, reply: rows.count, context: graph.context, form: .encoderDecoder
      )
    case .encoder:
      rows = []
      lengths = Lengths(
        prompt: input.prompt.count, reply: max(1, input.positions.count), context: graph.context,
        form: .encoder)
    }
    let execution = Execution(
      Circuit(graph, lengths), parameters: parameters, parallel: parallel)
    execution.read(
      .init(
        prompt: input.prompt, secondSegment: input.secondSegment, positions: input.positions))
    if !rows.isEmpty { execution.append(rows) }
    func tensor(_ name: Name, _ count: Int?, _ fractionBits: Int) -> FloatTensor? {
      guard let node = graph.nodes.firstIndex(where: { $0.name == name }),
        let values = execution.values[node]
      else { return nil }
      let width = values.shape.last!
      let unit = exp2(Double(fractionBits))
      let rows = count ?? values.count / width
      return FloatTensor(
        shape: [rows, width],
        values: (0..<rows * width).map { Float(Double(values[$0]) / unit) })
    }
    let count = graph.form == .encoder ? nil : rows.count
    let output =
      tensor("logit", count, bits.head.row + bits.embeddingGrid)
      ?? tensor("unit length", 1, TransformerBits.embedding)
    guard let output else {
      preconditionFailure("a Transformer's graph has logits or an embedding")
    }
    return (execution, output)
  }
}

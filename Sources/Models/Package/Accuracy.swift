import Circuits
import Foundation
import Prover
import Verifier

/// Integer against float: perplexity, greedy agreement, and each tensor's range and error, layer by layer.
public struct Accuracy {
  /// One row of the report.
  public struct Row: Sendable {
    public let layer: Int?
    public let tensor: String
    /// Largest absolute value seen, and the largest the proof admits.
    public let seen: Double
    public let proven: Double
    public let bits: Int
    /// Root mean square of integer minus float, over that of float.
    public let error: Double
  }

  public let rows: [Row]
  public let floatPerplexity: Double
  public let integerPerplexity: Double
  /// Share of positions at which both choose the same token.
  public let agreement: Double
  public let positions: Int

  public init(
    _ model: FloatModel, _ quantized: QuantizedModel, _ bits: FractionBits, windows: [[Int]],
    parallel: Parallel, onWindow: (Int) -> Void = { _ in }
  ) throws(ModelError) {
    var float = Perplexity()
    var integer = Perplexity()
    var agreeing = 0
    var positions = 0
    var errors = TensorErrors(bits, quantized.graph)
    let logitNode = quantized.graph.nodes.firstIndex { $0.name == "logit" }!
    let unit = exp2(Double(bits.logit))
    for (i, window) in windows.enumerated() {
      let lengths = Lengths(
        prompt: 1, reply: window.count, context: quantized.graph.context)
      let execution = Execution(
        Circuit(quantized.graph, lengths), parameters: quantized.parameters, parallel: parallel)
      execution.append(window)
      let values = execution.values[logitNode]!
      let width = values.shape[1]
      let integers = FloatTensor(
        shape: [window.count, width],
        values: (0..<window.count * width).map { Float(Double(values[$0]) / unit) })
      let floats: FloatTensor
      if i < 4 {
        let recorder = ObservationList()
        floats = try model.logits(for: window, observing: { recorder.all.append($0) })
        for observation in recorder.all { errors.add(observation, execution, window.count) }
      } else {
        floats = try model.logits(for: window)
      }
      float.add(logits: floats, of: window)
      integer.add(logits: integers, of: window)
      for row in 0..<window.count {
        let a = floats.row(row)
        let b = integers.row(row)
        let best = a.indices.max { a[$0] < a[$1] || (a[$0] == a[$1] && $0 > $1) }! - a.startIndex
        let other = b.indices.max { b[$0] < b[$1] || (b[$0] == b[$1] && $0 > $1) }! - b.startIndex
        agreeing += best == other ? 1 : 0
      }
      positions += window.count
      onWindow(i + 1)
    }
    rows = errors.rows
    floatPerplexity = float.value
    integerPerplexity = integer.value
    agreement = positions == 0 ? 1 : Double(agreeing) / Double(positions)
    self.positions = positions
  }
}

private final class ObservationList {
  var all: [Observation] = []
}

/// Errors of the tensors that have a counterpart in the float model.
private struct TensorErrors {
  private struct Pair {
    let stage: Stage
    let node: Int
    let bits: Int
  }

  private struct Sums {
    var seen = 0.0
    var error = 0.0
    var square = 0.0
  }

  private let graph: Graph
  private let pairs: [Pair]
  private var sums: [[Sums]]

  init(_ bits: FractionBits, _ graph: Graph) {
    self.graph = graph
    let named: [(Stage, Name, Int)] = [
      (.embedded, "embedded", bits.residual),
      (.attentionResidual, "residual 1", bits.residual),
      (.attentionCentered, "norm 1", bits.norm), (.key, "key", bits.key),
      (.value, "value", bits.value), (.context, "context", bits.context),
      (.feedForwardResidual, "residual 2", bits.residual),
      (.feedForwardCentered, "norm 2", bits.norm), (.hidden, "gelu index", bits.index),
      (.activation, "activation", bits.activation),
      (.finalResidual, "final residual", bits.residual),
      (.finalCentered, "final norm", bits.norm), (.finalNormalized, "head input", bits.head),
      (.logits, "logit", bits.logit),
    ]
    pairs = named.map { stage, name, bits in
      Pair(stage: stage, node: graph.nodes.firstIndex { $0.name == name }!, bits: bits)
    }
    sums = pairs.map { _ in [] }
  }

  mutating func add(_ observation: Observation, _ execution: Execution, _ tokens: Int) {
    guard let p = pairs.firstIndex(where: { $0.stage == observation.stage }) else { return }
    let pair = pairs[p]
    let tensor = execution.values[pair.node]!
    let layer = observation.layer ?? 0
    while sums[p].count <= layer { sums[p].append(Sums()) }
    let unit = exp2(Double(pair.bits))
    let width = observation.tensor.shape.last!
    let hasLayer = observation.layer != nil
    for row in 0..<tokens {
      for i in 0..<width {
        // Heads stand before tokens in the integer tensors, side by side in the float model.
        let index: Int
        if tensor.shape.count == 4 {
          let headWidth = tensor.shape[3]
          index =
            layer * tensor.strides[0] + i / headWidth * tensor.strides[1]
            + row * tensor.strides[2] + i % headWidth
        } else {
          index = (hasLayer ? layer * tensor.strides[0] : 0) + row * width + i
        }
        let float = Double(observation.tensor.values[row * width + i])
        let error = Double(tensor[index]) / unit - float
        sums[p][layer].seen = max(sums[p][layer].seen, abs(float))
        sums[p][layer].error += error * error
        sums[p][layer].square += float * float
      }
    }
  }

  var rows: [Accuracy.Row] {
    var result: [Accuracy.Row] = []
    for (pair, layers) in zip(pairs, sums) {
      for (layer, sum) in layers.enumerated() {
        let perLayer = graph.nodes[pair.node].axes.contains { graph.axes[$0].name == "layer" }
        result.append(
          Accuracy.Row(
            layer: perLayer ? layer : nil, tensor: graph.nodes[pair.node].name.description,
            seen: sum.seen, proven: Double(graph.nodes[pair.node].bound) / exp2(Double(pair.bits)),
            bits: pair.bits, error: (sum.error / max(1e-30, sum.square)).squareRoot()))
      }
    }
    return result.sorted {
      ($0.layer ?? (isEarly($0) ? -1 : 1 << 20)) < ($1.layer ?? (isEarly($1) ? -1 : 1 << 20))
    }
  }

  private func isEarly(_ row: Accuracy.Row) -> Bool { row.tensor == "embedded" }
}

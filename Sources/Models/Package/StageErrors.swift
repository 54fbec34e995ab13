import Circuits
import Foundation
import Prover
import Verifier

/// Errors of the integer tensors that have a counterpart in the float model, by layer.
struct StageErrors {
  private struct Pair {
    let part: ModelPart
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

  init(_ bits: TransformerBits, _ architecture: Architecture, _ graph: Graph) {
    self.graph = graph
    var pairs: [Pair] = []
    func add(_ part: ModelPart, _ stage: Stage, _ name: String, _ bits: Int) {
      guard let node = graph.nodes.firstIndex(where: { $0.name == Name(name) }) else { return }
      pairs.append(Pair(part: part, stage: stage, node: node, bits: bits))
    }
    let isAlone = architecture.encoder == nil || architecture.decoder == nil
    for (part, own, stack) in [
      (ModelPart.encoder, bits.encoder, architecture.encoder),
      (.decoder, bits.decoder, architecture.decoder),
    ] {
      guard let own, let stack else { continue }
      let prefix = isAlone ? "" : "\(part.rawValue) "
      // A cross-attention reports its stages under the same names, and comes second: then these are not compared.
      let isPlain = stack.sources == .itself
      add(part, .embedded, "\(prefix)embedded", own.residual)
      if isPlain {
        add(part, .attentionResidual, "\(prefix)residual 1", own.residual)
        add(part, .attentionCentered, "\(prefix)norm 1", own.norm)
        add(part, .key, "\(prefix)key", own.key)
        add(part, .value, "\(prefix)value", own.value)
        add(part, .context, "\(prefix)context", own.context)
      }
      add(part, .feedForwardResidual, "\(prefix)residual 2", own.residual)
      add(part, .feedForwardCentered, "\(prefix)norm 2", own.norm)
      add(part, .hidden, "\(prefix)\(stack.activation.rawValue) index", own.index)
      add(part, .activation, "\(prefix)activation", own.activation)
      if stack.placement == .before {
        add(part, .finalResidual, "\(prefix)final residual", own.residual)
        add(part, .finalCentered, "\(prefix)final norm", own.norm)
      }
    }
    if case .masked(let activation) = architecture.output {
      add(.head, .headHidden, "head \(activation.rawValue) index", bits.head.index)
    }
    if case .classes = architecture.output {
      add(.head, .headHidden, "head tanh index", bits.head.index)
      add(.head, .finalNormalized, "head activation", bits.head.row)
    }
    add(.head, .finalNormalized, "head input", bits.head.row)
    add(.head, .logits, "logit", bits.head.row + bits.embeddingGrid)
    self.pairs = pairs
    sums = pairs.map { _ in [] }
  }

  mutating func add(_ observation: StackObservation, _ execution: Execution) {
    guard
      let p = pairs.firstIndex(where: {
        $0.part == observation.part && $0.stage == observation.stage
      }), let tensor = execution.values[pairs[p].node]
    else { return }
    let layer = observation.layer ?? 0
    while sums[p].count <= layer { sums[p].append(Sums()) }
    let unit = exp2(Double(pairs[p].bits))
    let width = observation.tensor.shape.last!
    let places = places(pairs[p].node, tensor, layer: layer, width: width)
    let rows = min(observation.tensor.shape[0], places.rows)
    for row in 0..<rows {
      for i in 0..<width {
        let float = Double(observation.tensor.values[row * width + i])
        let integer = Double(tensor[places.start + row * places.stride + places.features[i]])
        let error = integer / unit - float
        sums[p][layer].seen = max(sums[p][layer].seen, abs(float))
        sums[p][layer].error += error * error
        sums[p][layer].square += float * float
      }
    }
  }

  /// Where a float tensor's rows and features lie: heads stand before rows in the integer tensors, side by side in the float model.
  private func places(_ node: Int, _ tensor: TensorValues, layer: Int, width: Int) -> (
    start: Int, stride: Int, rows: Int, features: [Int]
  ) {
    var (start, stride, rows) = (0, 0, 1)
    var features = [0]
    for (position, axis) in graph.nodes[node].axes.enumerated() {
      if graph.axes[axis].name.description.hasSuffix("layer") {
        start = layer * tensor.strides[position]
      } else if case .fixed(let size) = graph.axes[axis].extent {
        features = features.flatMap { feature in
          (0..<size).map { feature + $0 * tensor.strides[position] }
        }
      } else {
        (stride, rows) = (tensor.strides[position], tensor.shape[position])
      }
    }
    return (start, stride, rows, features)
  }

  var rows: [Accuracy.Row] {
    zip(pairs, sums).flatMap { pair, layers in
      layers.enumerated().map { layer, sum in
        let node = graph.nodes[pair.node]
        let isLayered = node.axes.contains { graph.axes[$0].name.description.hasSuffix("layer") }
        return Accuracy.Row(
          layer: isLayered ? layer : nil, tensor: node.name.description, seen: sum.seen,
          proven: Double(node.bound) / exp2(Double(pair.bits)), bits: pair.bits,
          error: (sum.error / max(1e-30, sum.square)).squareRoot())
      }
    }
  }
}

import Verifier

/// In which order nodes are computed: every node of a layer after what it reads, layer by layer.
///
/// Cycles in the graph go through the layer axis alone, so (node, layer) pairs have an order.
struct ExecutionPlan: Sendable {
  struct Step: Sendable {
    let node: Int
    /// The slice of the layer axis, if the node has one.
    let layer: Int?
  }

  /// Steps for rows of the token axis, and for rows of the reply axis that no reply token is needed for.
  let beforeReply: [Step]
  /// Steps that need the reply's tokens.
  let afterReply: [Step]
  /// The axis that layer matrices act on.
  let layerAxis: Int?
  /// For each node, the position of its row axis (token or reply) among its axes.
  let rowAxis: [Int?]
  /// Nodes over two token axes: rows of earlier tokens change when a token is added.
  let isSquare: [Bool]

  init(_ graph: Graph) {
    var layerAxis: Int?
    for node in graph.nodes {
      if case .linear(let terms, _) = node.kind {
        for view in terms.flatMap({ $0.views }) {
          if case .matrix(let axis, _) = view { layerAxis = axis }
        }
      }
    }
    self.layerAxis = layerAxis
    rowAxis = graph.nodes.map { node in
      node.axes.firstIndex { graph.axes[$0].extent == .tokens || graph.axes[$0].extent == .replies }
    }
    isSquare = graph.nodes.map { node in
      node.axes.count { graph.axes[$0].extent == .tokens } > 1
    }
    let layers: Int
    if let layerAxis, case .fixed(let size) = graph.axes[layerAxis].extent {
      layers = size
    } else {
      layers = 1
    }

    func hasLayer(_ node: Int) -> Bool {
      layerAxis.map { graph.nodes[node].axes.contains($0) } ?? false
    }
    var needsReply = Array(repeating: false, count: graph.nodes.count)
    var steps: [Step] = []
    var seen = Array(
      repeating: Array(repeating: false, count: layers + 1), count: graph.nodes.count)

    func visit(_ node: Int, _ layer: Int?) {
      if hasLayer(node), layer == nil {
        for l in 0..<layers { visit(node, l) }
        return
      }
      let slot = hasLayer(node) ? layer! : layers
      if seen[node][slot] { return }
      seen[node][slot] = true
      let own = hasLayer(node) ? layer : nil
      func read(_ input: Int, _ layer: Int?) {
        visit(input, layer)
        if needsReply[input] { needsReply[node] = true }
      }
      switch graph.nodes[node].kind {
      case .parameter: return
      case .statement(let tensor):
        needsReply[node] = tensor == .replyOneHot || tensor == .belowReply
        return
      case .witness(let rule):
        guard let source = rule.source else { return }
        read(source, own)
      case .linear(let terms, _):
        for term in terms {
          let position = graph.nodes[term.node].axes.firstIndex { $0 == layerAxis }
          guard let position else {
            read(term.node, nil)
            continue
          }
          switch term.views[position] {
          case .matrix(_, let matrix):
            for l in 0..<layers where matrix.entry(own!, l) { read(term.node, l) }
          case .same: read(term.node, own)
          case .summed, .window: read(term.node, nil)
          }
        }
      case .einsum(let operands):
        for operand in operands { read(operand.node, own) }
      }
      steps.append(Step(node: node, layer: own))
    }
    for node in graph.nodes.indices { visit(node, nil) }
    beforeReply = steps.filter { !needsReply[$0.node] }
    afterReply = steps.filter { needsReply[$0.node] }
  }
}

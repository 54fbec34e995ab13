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

  /// Steps that no token row has a part in: an encoder's, and what follows from parameters alone.
  let atOnce: [Step]
  /// Steps for rows of the token axis, and for rows of the reply axis that no reply token is needed for.
  let beforeReply: [Step]
  /// Steps that need the reply's tokens.
  let afterReply: [Step]
  /// For each node the axis that it is computed along, layer by layer: one that layer matrices act on.
  let layerAxis: [Int?]
  /// For each node, the position of its row axis (token or reply) among its axes.
  let rowAxis: [Int?]
  /// Nodes over two token axes: rows of earlier tokens change when a token is added.
  let isSquare: [Bool]

  init(_ graph: Graph) {
    var layerAxes: Set<Int> = []
    for node in graph.nodes {
      guard case .linear(let terms, _) = node.kind else { continue }
      for term in terms {
        for (operandAxis, view) in zip(graph.nodes[term.node].axes, term.views) {
          if case .matrix(let axis, _) = view { layerAxes.formUnion([axis, operandAxis]) }
        }
      }
    }
    let layerAxis = graph.nodes.map { $0.axes.first { layerAxes.contains($0) } }
    self.layerAxis = layerAxis
    let isRow = graph.axes.map { axis in
      graph.form != .encoder && (axis.extent == .tokens || axis.extent == .replies)
    }
    rowAxis = graph.nodes.map { $0.axes.firstIndex { isRow[$0] } }
    isSquare = graph.nodes.map { node in
      node.axes.count { graph.axes[$0].extent == .tokens } > 1
    }
    func layers(of node: Int) -> Int { layerAxis[node].map { graph.largestSize($0) } ?? 1 }
    var needsReply = Array(repeating: false, count: graph.nodes.count)
    var needsRows = graph.nodes.map { $0.axes.contains { isRow[$0] } }
    var steps: [Step] = []
    var seen = graph.nodes.indices.map { Array(repeating: false, count: layers(of: $0)) }

    func visit(_ node: Int, _ layer: Int?) {
      if layerAxis[node] != nil, layer == nil {
        for l in 0..<layers(of: node) { visit(node, l) }
        return
      }
      let own = layerAxis[node] == nil ? nil : layer
      if seen[node][own ?? 0] { return }
      seen[node][own ?? 0] = true
      /// Reads one layer of an input, or all of it. Layers of another axis have nothing to do with this node's.
      func read(_ input: Int, _ layer: Int?) {
        visit(input, layer)
        if needsReply[input] { needsReply[node] = true }
        if needsRows[input] { needsRows[node] = true }
      }
      /// The layer of an input that is read at this node's own.
      func same(_ input: Int) -> Int? { layerAxis[input] == layerAxis[node] ? own : nil }
      switch graph.nodes[node].kind {
      case .parameter: return
      case .statement(let tensor):
        switch tensor {
        case .replyOneHot, .belowReply, .values: needsReply[node] = true
        default: break
        }
        return
      case .witness(let rule):
        guard let source = rule.source else { return }
        read(source, same(source))
      case .linear(let terms, _):
        for term in terms {
          let position = graph.nodes[term.node].axes.firstIndex { $0 == layerAxis[term.node] }
          guard let position, layerAxis[term.node] != nil else {
            read(term.node, nil)
            continue
          }
          switch term.views[position] {
          case .matrix(_, let matrix):
            let (rows, columns) = (layers(of: node), layers(of: term.node))
            for l in 0..<columns where matrix.entry(own!, l, rows: rows, columns: columns) {
              read(term.node, l)
            }
          case .same: read(term.node, same(term.node))
          case .summed, .window: read(term.node, nil)
          }
        }
      case .einsum(let operands):
        for operand in operands { read(operand.node, same(operand.node)) }
      }
      steps.append(Step(node: node, layer: own))
    }
    for node in graph.nodes.indices { visit(node, nil) }
    atOnce = steps.filter { !needsReply[$0.node] && !needsRows[$0.node] }
    beforeReply = steps.filter { !needsReply[$0.node] && needsRows[$0.node] }
    afterReply = steps.filter { needsReply[$0.node] }
  }
}

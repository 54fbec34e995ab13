/// What a graph must satisfy before a key is made of it; the verifier repeats it on every key it reads.
public enum GraphFault: Error, Equatable, Sendable {
  case sizes
  case axes(node: Int)
  case bound(node: Int)
  case notEarlier(node: Int)
  case view(node: Int)
  case degree(node: Int)
  case statementTensor(node: Int)
  case unread(node: Int)
  case freeOutsideSelector(node: Int)
  case unasserted(node: Int)
  case table(Int)
  case lookup(Int)
  case zero(Int)
}

extension Graph {
  /// Sizes a verifier is willing to take memory and time for.
  enum Cap {
    static let axes = 256
    static let size = 1 << 22
    static let nodes = 2048
    static let nodeAxes = 8
    static let operands = 64
    static let tableRows = 1 << 16
    static let layers = 1024
    static let stops = 256
  }

  public func check() throws(GraphFault) {
    guard (1...Cap.size).contains(context), (1...Cap.size).contains(vocabulary),
      (0..<vocabulary).contains(pad), stops.allSatisfy({ (0..<vocabulary).contains($0) }),
      axes.allSatisfy({ axis in
        if case .fixed(let size) = axis.extent { (1...Cap.size).contains(size) } else { true }
      })
    else { throw .sizes }
    for (i, node) in nodes.enumerated() { try check(node, i) }
    try checkStatement()
    for (i, table) in tables.enumerated() {
      guard isSound(table, i) else { throw .table(i) }
    }
    for (i, lookup) in lookups.enumerated() { try check(lookup, i) }
    for (i, zero) in zeros.enumerated() {
      guard nodes.indices.contains(zero.node), nodes[zero.node].isVirtual || isWitness(zero.node)
      else { throw .zero(i) }
      if let selector = zero.outside {
        guard isWitness(zero.node), fits(selector, nodes[zero.node].axes) else { throw .zero(i) }
      }
    }
    try checkReaders()
    try checkAsserted()
  }

  func isWitness(_ node: Int) -> Bool {
    if case .witness = nodes[node].kind { true } else { false }
  }

  private func isDistinct(_ values: [Int]) -> Bool {
    for i in values.indices where values.firstIndex(of: values[i]) != i { return false }
    return true
  }

  private func fits(_ selector: Selector, _ nodeAxes: [Int]) -> Bool {
    switch selector {
    case .causal(let query, let source):
      query != source && nodeAxes.contains(query) && nodeAxes.contains(source)
        && axes[query].extent == axes[source].extent
    }
  }

  private func fits(_ tensor: StatementTensor, _ nodeAxes: [Int]) -> Bool {
    func extent(_ i: Int) -> Extent { axes[nodeAxes[i]].extent }
    let count = nodeAxes.count
    let columns: Extent
    switch tensor {
    case .replyRows: return count == 1 && extent(0) == .replies
    case .values:
      guard count == 1 || count == 2 else { return false }
      for i in (extent(0) == .replies ? 1 : 0)..<count where isRows(extent(i)) { return false }
      return count == 1 || extent(0) == .replies
    case .tokenOneHot, .promptOneHot: columns = .fixed(vocabulary)
    case .replyOneHot, .belowReply:
      // What a decoder says it also reads.
      columns = .fixed(form == .encoder ? choices : vocabulary)
    case .segmentOneHot: columns = .fixed(2)
    case .positionOneHot: columns = .prompt
    }
    let rows: Extent =
      switch tensor {
      case .tokenOneHot: .tokens
      case .promptOneHot, .segmentOneHot: .prompt
      default: .replies
      }
    return count == 2 && extent(0) == rows && extent(1) == columns
  }

  private func check(_ node: Node, _ i: Int) throws(GraphFault) {
    guard node.axes.count <= Cap.nodeAxes, node.axes.allSatisfy({ axes.indices.contains($0) }),
      isDistinct(node.axes)
    else { throw .axes(node: i) }
    guard (0..<Graph.limit).contains(node.bound) else { throw .bound(node: i) }
    switch node.kind {
    case .parameter:
      guard node.boundRule == .recorded else { throw .bound(node: i) }
      guard node.axes.allSatisfy({ !isRows(axes[$0].extent) }) else { throw .axes(node: i) }
    case .witness:
      guard node.boundRule == .asserted else { throw .bound(node: i) }
    case .statement(let tensor):
      guard fits(tensor, node.axes), node.bound >= tensor.largest
      else { throw .statementTensor(node: i) }
    case .linear(let terms, _):
      for term in terms {
        guard (0..<i).contains(term.node) else { throw .notEarlier(node: i) }
        guard fits(term, nodes[term.node].axes, node.axes) else { throw .view(node: i) }
      }
      try checkBound(node, i)
    case .einsum(let operands):
      try check(operands, of: node, i)
      try checkBound(node, i)
    }
  }

  /// One node holds the values, and an encoder's tensors stand in encoders.
  private func checkStatement() throws(GraphFault) {
    for (i, node) in nodes.enumerated() {
      guard case .statement(let tensor) = node.kind else { continue }
      let isAtHome =
        switch tensor {
        case .tokenOneHot: form != .encoder
        case .promptOneHot, .segmentOneHot: form != .decoder
        case .positionOneHot: form == .encoder
        case .values: i == values
        case .replyOneHot, .belowReply, .replyRows: true
        }
      guard isAtHome else { throw .statementTensor(node: i) }
    }
  }

  private func checkBound(_ node: Node, _ i: Int) throws(GraphFault) {
    switch node.boundRule {
    case .interval:
      guard let bound = intervalBound(axes: node.axes, node.kind), bound <= node.bound
      else { throw .bound(node: i) }
    case .lowLimb, .normGuard, .reciprocal, .parameterNorm: break
    case .recorded, .asserted: throw .bound(node: i)
    }
  }

  private func isRows(_ extent: Extent) -> Bool {
    if case .fixed = extent { false } else { true }
  }

  private func fits(_ term: Term, _ operandAxes: [Int], _ nodeAxes: [Int]) -> Bool {
    guard term.views.count == operandAxes.count, term.coefficient.magnitude < Graph.limit.magnitude
    else { return false }
    for (y, view) in term.views.enumerated() {
      guard let axis = view.outputAxis else { continue }
      guard nodeAxes.contains(axis),
        term.views.firstIndex(where: { $0.outputAxis == axis }) == y
      else { return false }
      let (output, operand) = (axes[axis].extent, axes[operandAxes[y]].extent)
      switch view {
      case .same: if output != operand { return false }
      // Rows of a layer matrix are weights on fixed axes, and cannot be windowed.
      case .window: if !isRows(output) { return false }
      case .matrix:
        guard case .fixed(let rows) = output, case .fixed(let columns) = operand,
          max(rows, columns) <= Cap.layers
        else { return false }
      case .summed: break
      }
    }
    return true
  }

  private func check(_ operands: [Operand], of node: Node, _ i: Int) throws(GraphFault) {
    guard (2...3).contains(operands.count) else { throw .degree(node: i) }
    for operand in operands {
      guard (0..<i).contains(operand.node) else { throw .notEarlier(node: i) }
      guard fits(operand, nodes[operand.node].axes) else { throw .view(node: i) }
    }
    // An einsum does not broadcast, and its sumcheck has degree 3 at most.
    for axis in node.axes {
      var uses = 0
      for operand in operands where operand.axes.contains(axis) { uses += 1 }
      guard uses >= 1, uses + operands.count <= 4 else { throw .degree(node: i) }
    }
  }

  private func fits(_ operand: Operand, _ own: [Int]) -> Bool {
    guard operand.axes.count == own.count, isDistinct(operand.axes) else { return false }
    for (j, axis) in operand.axes.enumerated() {
      guard axes.indices.contains(axis), axes[axis].extent == axes[own[j]].extent else {
        return false
      }
    }
    return true
  }

  private func isSound(_ table: Table, _ i: Int) -> Bool {
    guard axes.indices.contains(table.axis), case .fixed(let rows) = axes[table.axis].extent,
      rows <= Cap.tableRows, table.first.magnitude < 1 << 32, table.tag == i + 1,
      table.outputs.count <= 4, lies(table.multiplicity, along: table.axis),
      case .witness(.multiplicity(i)) = nodes[table.multiplicity].kind
    else { return false }
    for node in table.outputs {
      guard lies(node, along: table.axis), case .parameter = nodes[node].kind else { return false }
    }
    return true
  }

  private func lies(_ node: Int, along axis: Int) -> Bool {
    nodes.indices.contains(node) && nodes[node].axes.count == 1 && nodes[node].axes[0] == axis
  }

  private func check(_ lookup: Lookup, _ i: Int) throws(GraphFault) {
    guard tables.indices.contains(lookup.table),
      lookup.columns.count == 1 + tables[lookup.table].outputs.count,
      lookup.columns.allSatisfy({ fits($0, beside: lookup.columns[0].node) })
    else { throw .lookup(i) }
    // 2^s w in 0 ..< 2^16 holds for fractions of 2^s modulo p too: a witness needs a lookup of its own, unscaled.
    for column in lookup.columns where isWitness(column.node) && column.scale.magnitude != 1 {
      guard isRanged(column.node, by: { $0.scale.magnitude == 1 }) else { throw .lookup(i) }
    }
    guard let selector = lookup.selector else { return }
    guard fits(selector, nodes[lookup.columns[0].node].axes) else { throw .lookup(i) }
    // An entry whose lookups are all inactive is forced to zero, or it would be free.
    for column in lookup.columns where isWitness(column.node) {
      guard isRanged(column.node, by: { _ in true }) || isZero(column.node, outside: selector)
      else { throw .freeOutsideSelector(node: column.node) }
    }
  }

  private func fits(_ column: Column, beside first: Int) -> Bool {
    guard nodes.indices.contains(column.node), nodes.indices.contains(first), column.scale != 0
    else { return false }
    if case .statement = nodes[column.node].kind { return false }
    let (product, overflow) = nodes[column.node].bound.multipliedReportingOverflow(
      by: column.scale)
    return nodes[column.node].axes == nodes[first].axes && !overflow
      && product.magnitude < Graph.limit.magnitude
      && column.offset.magnitude < Graph.limit.magnitude
      && product.magnitude + column.offset.magnitude < Graph.limit.magnitude
  }

  /// Whether a lookup that is active everywhere holds the node in such a column.
  private func isRanged(_ node: Int, by isSuch: (Column) -> Bool) -> Bool {
    for lookup in lookups where lookup.selector == nil {
      for column in lookup.columns where column.node == node && isSuch(column) { return true }
    }
    return false
  }

  func isZero(_ node: Int, outside selector: Selector?) -> Bool {
    zeros.contains { $0.node == node && $0.outside == selector }
  }

  /// A low limb's bound is what its own lookup, active everywhere, proves.
  private func checkLowLimb(_ i: Int) throws(GraphFault) {
    let isRanged = lookups.contains { lookup in
      let table = tables[lookup.table]
      guard lookup.selector == nil, lookup.columns.count == 1,
        lookup.columns[0] == Column(node: i), case .fixed(let rows) = axes[table.axis].extent
      else { return false }
      return table.first >= 0 && table.first + Int64(rows) - 1 <= nodes[i].bound
    }
    guard isRanged else { throw .bound(node: i) }
  }

  /// Every node is read by something, and an assertion stands behind every witness.
  private func checkReaders() throws(GraphFault) {
    var isRead = Array(repeating: false, count: nodes.count)
    var isAsserted = Array(repeating: false, count: nodes.count)
    for lookup in lookups {
      for column in lookup.columns { isAsserted[column.node] = true }
    }
    for zero in zeros { isAsserted[zero.node] = true }
    for table in tables {
      isAsserted[table.multiplicity] = true
      for output in table.outputs { isRead[output] = true }
    }
    // Backwards: a node is asserted if a virtual node that reads it is.
    for i in nodes.indices.reversed() {
      for input in nodes[i].inputs {
        isRead[input] = true
        if isAsserted[i] { isAsserted[input] = true }
      }
    }
    for i in nodes.indices {
      if nodes[i].boundRule == .lowLimb { try checkLowLimb(i) }
      guard isRead[i] || isAsserted[i] else { throw .unread(node: i) }
      guard isAsserted[i] || !isWitness(i) else { throw .unasserted(node: i) }
    }
  }
}

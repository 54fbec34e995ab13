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
    for i in nodes.indices { try checkNode(i) }
    try checkStatement()
    for i in tables.indices { try checkTable(i) }
    for i in lookups.indices { try checkLookup(i) }
    for (i, zero) in zeros.enumerated() {
      guard nodes.indices.contains(zero.node), nodes[zero.node].isVirtual || isWitness(zero.node),
        zero.outside == nil || isWitness(zero.node),
        zero.outside.map({ fits($0, nodes[zero.node].axes) }) ?? true
      else { throw .zero(i) }
    }
    try checkReaders()
    try checkAsserted()
  }

  func isWitness(_ node: Int) -> Bool {
    if case .witness = nodes[node].kind { true } else { false }
  }

  private func isDistinct(_ values: [Int]) -> Bool {
    for i in values.indices where values[..<i].contains(values[i]) { return false }
    return true
  }

  private func fits(_ selector: Selector, _ nodeAxes: [Int]) -> Bool {
    isDistinct(selector.axes) && selector.axes.allSatisfy { nodeAxes.contains($0) }
      && selector.axes.allSatisfy { axes[$0].extent == axes[selector.axes[0]].extent }
  }

  private func fits(_ tensor: StatementTensor, _ extents: [Extent]) -> Bool {
    switch tensor {
    case .tokenOneHot: return extents == [.tokens, .fixed(vocabulary)]
    case .promptOneHot: return extents == [.prompt, .fixed(vocabulary)]
    case .replyOneHot, .belowReply:
      // What a decoder says it also reads.
      return extents == [.replies, .fixed(form == .encoder ? choices : vocabulary)]
    case .replyRows: return extents == [.replies]
    case .segmentOneHot: return extents == [.prompt, .fixed(2)]
    case .positionOneHot: return extents == [.replies, .prompt]
    case .values:
      let rest = extents.first == .replies ? extents.dropFirst() : extents[...]
      return (1...2).contains(extents.count) && rest.count <= 1
        && rest.allSatisfy { if case .fixed = $0 { true } else { false } }
    }
  }

  private func checkNode(_ i: Int) throws(GraphFault) {
    let node = nodes[i]
    guard node.axes.count <= Cap.nodeAxes, node.axes.allSatisfy({ axes.indices.contains($0) }),
      isDistinct(node.axes)
    else { throw .axes(node: i) }
    guard (0..<Graph.limit).contains(node.bound) else { throw .bound(node: i) }
    switch node.kind {
    case .parameter:
      guard node.boundRule == .recorded else { throw .bound(node: i) }
      for axis in node.axes {
        guard case .fixed = axes[axis].extent else { throw .axes(node: i) }
      }
    case .witness:
      guard node.boundRule == .asserted else { throw .bound(node: i) }
    case .statement(let tensor):
      guard fits(tensor, node.axes.map { axes[$0].extent }),
        node.bound >= tensor.largest
      else { throw .statementTensor(node: i) }
    case .linear(let terms, _):
      for term in terms { try checkTerm(term, of: i) }
      try checkBound(i)
    case .einsum(let operands):
      try checkOperands(operands, of: i)
      try checkBound(i)
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

  private func checkBound(_ i: Int) throws(GraphFault) {
    switch nodes[i].boundRule {
    case .interval:
      guard let bound = intervalBound(axes: nodes[i].axes, nodes[i].kind), bound <= nodes[i].bound
      else { throw .bound(node: i) }
    case .lowLimb, .normGuard, .reciprocal, .parameterNorm: break
    case .recorded, .asserted: throw .bound(node: i)
    }
  }

  private func isRows(_ extent: Extent) -> Bool {
    if case .fixed = extent { false } else { true }
  }

  private func checkTerm(_ term: Term, of i: Int) throws(GraphFault) {
    guard (0..<i).contains(term.node) else { throw .notEarlier(node: i) }
    let operand = nodes[term.node]
    guard term.views.count == operand.axes.count, term.coefficient.magnitude < Graph.limit.magnitude
    else { throw .view(node: i) }
    var used: [Int] = []
    for (operandAxis, view) in zip(operand.axes, term.views) {
      switch view {
      case .same(let axis):
        guard nodes[i].axes.contains(axis), axes[axis].extent == axes[operandAxis].extent else {
          throw .view(node: i)
        }
        used.append(axis)
      case .window(let axis, _):
        // Rows of a layer matrix are weights on fixed axes, and cannot be windowed.
        guard nodes[i].axes.contains(axis),
          isRows(axes[axis].extent)
        else { throw .view(node: i) }
        used.append(axis)
      case .matrix(let axis, _):
        guard nodes[i].axes.contains(axis), case .fixed(let rows) = axes[axis].extent,
          case .fixed(let columns) = axes[operandAxis].extent, max(rows, columns) <= Cap.layers
        else { throw .view(node: i) }
        used.append(axis)
      case .summed: break
      }
    }
    guard isDistinct(used) else { throw .view(node: i) }
  }

  private func checkOperands(_ operands: [Operand], of i: Int) throws(GraphFault) {
    guard (2...3).contains(operands.count) else { throw .degree(node: i) }
    for operand in operands {
      guard (0..<i).contains(operand.node) else { throw .notEarlier(node: i) }
      let own = nodes[operand.node].axes
      guard operand.axes.count == own.count, isDistinct(operand.axes),
        operand.axes.allSatisfy({ axes.indices.contains($0) }),
        zip(operand.axes, own).allSatisfy({ axes[$0].extent == axes[$1].extent })
      else { throw .view(node: i) }
    }
    // An einsum does not broadcast, and its sumcheck has degree 3 at most.
    for axis in nodes[i].axes {
      let uses = operands.reduce(0) { $0 + ($1.axes.contains(axis) ? 1 : 0) }
      guard uses >= 1, uses + operands.count <= 4 else { throw .degree(node: i) }
    }
  }

  private func checkTable(_ i: Int) throws(GraphFault) {
    let table = tables[i]
    guard axes.indices.contains(table.axis), case .fixed(let rows) = axes[table.axis].extent,
      rows <= Cap.tableRows, table.first.magnitude < 1 << 32, table.tag == i + 1,
      table.outputs.count <= 4,
      table.outputs.allSatisfy({ node in
        guard nodes.indices.contains(node), case .parameter = nodes[node].kind else { return false }
        return nodes[node].axes == [table.axis]
      }),
      nodes.indices.contains(table.multiplicity),
      nodes[table.multiplicity].axes == [table.axis],
      nodes[table.multiplicity].kind == .witness(.multiplicity(table: i))
    else { throw .table(i) }
  }

  private func checkLookup(_ i: Int) throws(GraphFault) {
    let lookup = lookups[i]
    guard tables.indices.contains(lookup.table),
      lookup.columns.count == 1 + tables[lookup.table].outputs.count
    else { throw .lookup(i) }
    for column in lookup.columns {
      guard nodes.indices.contains(column.node), column.scale != 0 else { throw .lookup(i) }
      let node = nodes[column.node]
      if case .statement = node.kind { throw .lookup(i) }
      let (product, overflow) = node.bound.multipliedReportingOverflow(by: column.scale)
      guard node.axes == nodes[lookup.columns[0].node].axes, !overflow,
        product.magnitude < Graph.limit.magnitude, column.offset.magnitude < Graph.limit.magnitude,
        product.magnitude + column.offset.magnitude < Graph.limit.magnitude
      else { throw .lookup(i) }
    }
    // 2^s w in 0 ..< 2^16 holds for fractions of 2^s modulo p too: a witness needs a lookup of its own, unscaled.
    for column in lookup.columns where isWitness(column.node) && column.scale.magnitude != 1 {
      let isPlain = lookups.contains { other in
        other.selector == nil
          && other.columns.contains { $0.node == column.node && $0.scale.magnitude == 1 }
      }
      guard isPlain else { throw .lookup(i) }
    }
    guard let selector = lookup.selector else { return }
    guard fits(selector, nodes[lookup.columns[0].node].axes) else { throw .lookup(i) }
    // An entry whose lookups are all inactive is forced to zero, or it would be free.
    for column in lookup.columns where isWitness(column.node) {
      let ranged = lookups.contains { other in
        other.selector == nil && other.columns.contains { $0.node == column.node }
      }
      let zeroed = zeros.contains { $0.node == column.node && $0.outside == selector }
      guard ranged || zeroed else { throw .freeOutsideSelector(node: column.node) }
    }
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

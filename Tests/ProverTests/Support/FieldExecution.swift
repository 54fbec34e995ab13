import Verifier

@testable import Prover

/// A second, independent reading of a graph: every virtual node and every assertion modulo p, from whatever is committed.
///
/// Slow and plain on purpose. It shares no code with `Execution`: index lists are written out once for a circuit, and nodes are
/// recomputed from them. So a test can ask what a cheating prover may put into the witness, and which assertions object.
final class FieldExecution {
  /// By node; empty for nothing.
  typealias Values = [[Goldilocks]]
  /// Changes a witness after its rule has computed it.
  typealias Tampering = [Int: (inout [Goldilocks]) -> Void]

  let circuit: Circuit
  private let constants: Values
  private let original: [Int: TensorValues]
  private let programs: [Program]
  /// Virtual nodes and witnesses in an order that only layer matrices lead backwards from.
  private let order: [Int]
  private let passes: Int

  private enum Program {
    case none
    /// out[to] += coefficient · node[from], for each term; every entry starts at the constant.
    case linear(
      constant: Goldilocks, [(coefficient: Goldilocks, node: Int, pairs: [(Int32, Int32)])])
    /// out[to] += Π node_k[from_k].
    case einsum(nodes: [Int], entries: [(to: Int32, Int32, Int32, Int32)])
  }

  init(_ circuit: Circuit, _ parameters: [Int: TensorValues], _ statement: Statement) {
    self.circuit = circuit
    original = parameters
    let graph = circuit.graph
    constants = graph.nodes.indices.map { i in
      let count = Int(circuit.count(i))
      switch graph.nodes[i].kind {
      case .parameter: return parameters[i]!.array.map { Goldilocks($0) }
      case .statement(let tensor):
        return FieldExecution.statement(tensor, circuit, node: i, statement)
      default: return Array(repeating: .zero, count: count)
      }
    }
    programs = graph.nodes.indices.map { FieldExecution.program(circuit, $0) }
    order = FieldExecution.order(graph)
    // Each pass completes one of the three parts of one layer at least.
    var layers: Set<Int> = []
    for node in graph.nodes {
      guard case .linear(let terms, _) = node.kind else { continue }
      for view in terms.flatMap({ $0.views }) {
        if case .matrix(let axis, _) = view { layers.insert(axis) }
      }
    }
    passes = layers.reduce(1) { $0 + 3 * circuit.sizes[$1] }
  }

  // MARK: Values

  /// Every value by its rule; `tampering` strikes whenever its witness has been computed, so all that follows is honest about it.
  func values(_ tampering: Tampering = [:]) -> Values {
    var values = constants
    for _ in 0..<passes {
      let before = values
      for node in order {
        if case .witness(let rule) = circuit.graph.nodes[node].kind {
          follow(rule, node, &values)
          tampering[node]?(&values[node])
        } else {
          recompute(node, &values)
        }
      }
      // Every equation holds, so another pass would change nothing.
      if values == before { break }
    }
    count(&values)
    for table in circuit.graph.tables {
      tampering[table.multiplicity]?(&values[table.multiplicity])
    }
    return values
  }

  /// Linear and einsum nodes as the committed values define them.
  func recomputeVirtual(_ values: inout Values) {
    for node in circuit.graph.nodes.indices where circuit.graph.nodes[node].isVirtual {
      recompute(node, &values)
    }
  }

  /// One committed entry changed; virtual values follow, and multiplicities unless they are what changed.
  func changed(_ values: Values, _ node: Int, _ entry: Int, by delta: Goldilocks) -> Values {
    var result = values
    result[node][entry] = result[node][entry] + delta
    recomputeVirtual(&result)
    if !circuit.graph.tables.contains(where: { $0.multiplicity == node }) { count(&result) }
    return result
  }

  /// What `ProvingKey.prove` takes.
  func tensors(_ values: Values) -> [TensorValues?] {
    circuit.graph.nodes.indices.map { i in
      switch circuit.graph.nodes[i].kind {
      case .parameter: original[i]
      case .statement: nil
      default: TensorValues(shape: circuit.shape(i), values[i].map { $0.centred })
      }
    }
  }

  /// How often each table row is looked up, by index; a looked-up index outside its table counts nowhere.
  func count(_ values: inout Values) {
    for (t, table) in circuit.graph.tables.enumerated() {
      var counts = [UInt64](repeating: 0, count: circuit.sizes[table.axis])
      for lookup in circuit.graph.lookups where lookup.table == t {
        let column = values[lookup.columns[0].node]
        let mask = mask(lookup.selector, lookup.columns[0].node)
        for i in column.indices where mask?[i] ?? true {
          let row = index(lookup.columns[0], column[i], table)
          if row < UInt64(counts.count) { counts[Int(row)] += 1 }
        }
      }
      values[table.multiplicity] = counts.map { Goldilocks($0) }
    }
  }

  // MARK: Assertions

  /// Names of the assertions that do not hold modulo p. Multiplicities are not looked at.
  func violations(_ values: Values) -> [String] {
    var broken: [String] = []
    for lookup in circuit.graph.lookups where !holds(lookup, values) {
      broken.append(lookup.name.description)
    }
    for zero in circuit.graph.zeros {
      let inside = mask(zero.outside, zero.node)
      let column = values[zero.node]
      if column.indices.contains(where: { !(inside?[$0] ?? false) && column[$0] != .zero }) {
        broken.append(zero.name.description)
      }
    }
    return broken
  }

  private func holds(_ lookup: Lookup, _ values: Values) -> Bool {
    let table = circuit.graph.tables[lookup.table]
    let rows = UInt64(circuit.sizes[table.axis])
    let mask = mask(lookup.selector, lookup.columns[0].node)
    let first = values[lookup.columns[0].node]
    for i in first.indices where mask?[i] ?? true {
      let row = index(lookup.columns[0], first[i], table)
      guard row < rows else { return false }
      for (column, output) in zip(lookup.columns.dropFirst(), table.outputs) {
        let value =
          Goldilocks(column.scale) * values[column.node][i] + Goldilocks(column.offset)
        guard value == values[output][Int(row)] else { return false }
      }
    }
    return true
  }

  private func index(_ column: Column, _ value: Goldilocks, _ table: Table) -> UInt64 {
    (Goldilocks(column.scale) * value + Goldilocks(column.offset) - Goldilocks(table.first)).word
  }

  /// Where a selector is active in a node's box; nil if there is no selector.
  func mask(_ selector: Selector?, _ node: Int) -> [Bool]? {
    guard case .causal(let query, let source) = selector else { return nil }
    let axes = circuit.graph.nodes[node].axes
    let (q, s) = (axes.firstIndex(of: query)!, axes.firstIndex(of: source)!)
    let shape = circuit.shape(node)
    return (0..<Int(circuit.count(node))).map { entry in
      let place = FieldExecution.coordinates(entry, shape)
      return place[s] <= place[q]
    }
  }

  // MARK: Rules

  /// The rules on centred residues; on wrong values they are as meaningless as they are harmless.
  private func follow(_ rule: Rule, _ node: Int, _ values: inout Values) {
    func map(_ source: Int, _ body: (Int64) -> Int64) {
      values[node] = values[source].map { Goldilocks(body($0.centred)) }
    }
    switch rule {
    case .rounding(let source, let shift):
      map(source) { a in
        let half: Int64 = shift == 0 ? 0 : 1 << Int64(shift - 1)
        return (a &+ half) >> Int64(shift)
      }
    case .quotient(let source, let divisor):
      map(source) { a in
        let (quotient, remainder) = a.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
      }
    case .reciprocal(let source, let bits): map(source) { $0 > 0 ? (1 << Int64(bits)) / $0 : 0 }
    case .limb(let source, let scale, let offset, let index, let place):
      map(source) { a in
        let limb = (scale &* a &+ offset) >> Int64(16 * index)
        return place == .top ? limb : limb & 0xFFFF
      }
    case .rowMaximum(let source, let selector):
      let mask = mask(selector, source)
      let width = circuit.shape(source).last!
      for row in values[node].indices {
        let active = (row * width..<(row + 1) * width).filter { mask?[$0] ?? true }
        values[node][row] = Goldilocks(active.map { values[source][$0].centred }.max()!)
      }
    case .tableOutput(let table, let column, let source, let selector):
      let owner = circuit.graph.tables[table]
      let output = values[owner.outputs[column]]
      let mask = mask(selector, source)
      let indices = values[source]
      for i in indices.indices {
        let row = indices[i].centred &- owner.first
        values[node][i] =
          mask?[i] ?? true ? output[Int(min(max(row, 0), Int64(output.count - 1)))] : .zero
      }
    case .tableSearch(let table, let source):
      let owner = circuit.graph.tables[table]
      let low = values[owner.outputs[0]]
      let high = values[owner.outputs[1]]
      map(source) { a in
        // Rows descend: the first whose lower end is not above a.
        var (start, end) = (0, low.count)
        while start < end {
          let middle = (start + end) / 2
          if low[middle].centred <= a { end = middle } else { start = middle + 1 }
        }
        guard start < low.count, a <= high[start].centred else { return owner.first }
        return owner.first + Int64(start)
      }
    case .multiplicity: break
    }
  }

  // MARK: Virtual nodes

  private func recompute(_ node: Int, _ values: inout Values) {
    switch programs[node] {
    case .none: return
    case .linear(let constant, let terms):
      var out = [Goldilocks](repeating: constant, count: values[node].count)
      for term in terms {
        let source = values[term.node]
        for (to, from) in term.pairs {
          out[Int(to)] = out[Int(to)] + term.coefficient * source[Int(from)]
        }
      }
      values[node] = out
    case .einsum(let nodes, let entries):
      var out = [Goldilocks](repeating: .zero, count: values[node].count)
      let (a, b) = (values[nodes[0]], values[nodes[1]])
      let c = nodes.count == 3 ? values[nodes[2]] : [.one]
      for (to, i, j, k) in entries {
        out[Int(to)] = out[Int(to)] + a[Int(i)] * b[Int(j)] * c[Int(k)]
      }
      values[node] = out
    }
  }

  private static func program(_ circuit: Circuit, _ node: Int) -> Program {
    let graph = circuit.graph
    let axes = graph.nodes[node].axes
    let shape = circuit.shape(node)
    switch graph.nodes[node].kind {
    case .linear(let terms, let constant):
      return .linear(
        constant: Goldilocks(constant),
        terms.map { term in
          let inner = circuit.shape(term.node)
          var pairs: [(Int32, Int32)] = []
          // Every pair of entries, kept if each view relates them.
          for from in 0..<inner.reduce(1, *) {
            let y = coordinates(from, inner)
            var choices = shape.map { Array(0..<$0) }
            var isRead = true
            for (k, (view, index)) in zip(term.views, y).enumerated() {
              switch view {
              case .summed: break
              case .same(let axis): choices[axes.firstIndex(of: axis)!] = [index]
              case .window(let axis, let start):
                let i = axes.firstIndex(of: axis)!
                let x = index - circuit.start(start)
                if x >= 0, x < shape[i] { choices[i] = [x] } else { isRead = false }
              case .matrix(let axis, let matrix):
                let i = axes.firstIndex(of: axis)!
                choices[i] = choices[i].filter { x in
                  switch matrix {
                  case .earlier: index < x
                  case .upTo: index <= x
                  case .previous: index == x - 1
                  case .fromFirst: index == x
                  case .fromLast: inner[k] - index == shape[i] - x
                  }
                }
              }
            }
            if !isRead { continue }
            forEachPlace(choices, shape) { pairs.append((Int32($0), Int32(from))) }
          }
          return (Goldilocks(term.coefficient), term.node, pairs)
        })
    case .einsum(let operands):
      var domain = axes
      for axis in operands.flatMap({ $0.axes }) where !domain.contains(axis) {
        domain.append(axis)
      }
      let sizes = domain.map { circuit.sizes[$0] }
      var entries: [(to: Int32, Int32, Int32, Int32)] = []
      for entry in 0..<sizes.reduce(1, *) {
        let place = coordinates(entry, sizes)
        func offset(_ axes: [Int]) -> Int32 {
          Int32(axes.reduce(0) { $0 * circuit.sizes[$1] + place[domain.firstIndex(of: $1)!] })
        }
        entries.append(
          (
            offset(axes), offset(operands[0].axes), offset(operands[1].axes),
            operands.count == 3 ? offset(operands[2].axes) : 0
          ))
      }
      return .einsum(nodes: operands.map { $0.node }, entries: entries)
    default: return .none
    }
  }

  static func coordinates(_ entry: Int, _ shape: [Int]) -> [Int] {
    var result = shape
    var rest = entry
    for i in shape.indices.reversed() {
      result[i] = rest % shape[i]
      rest /= shape[i]
    }
    return result
  }

  private static func forEachPlace(_ choices: [[Int]], _ shape: [Int], _ body: (Int) -> Void) {
    func descend(_ axis: Int, _ offset: Int) {
      guard axis < shape.count else {
        body(offset)
        return
      }
      for i in choices[axis] { descend(axis + 1, offset * shape[axis] + i) }
    }
    descend(0, 0)
  }

  private static func statement(
    _ tensor: StatementTensor, _ circuit: Circuit, node: Int, _ statement: Statement
  ) -> [Goldilocks] {
    let shape = circuit.shape(node)
    var result = [Goldilocks](repeating: .zero, count: shape.reduce(1, *))
    let width = shape.count > 1 ? shape[1] : 1
    func set(_ row: Int, _ column: Int) {
      if column < width { result[row * width + column] = .one }
    }
    let reply = statement.reply
    switch tensor {
    case .tokenOneHot:
      // What is read before each token that is said; beside an encoder that begins with the pad token.
      let hasEncoder = circuit.graph.axes.contains { $0.extent == .prompt }
      let said = (hasEncoder ? [circuit.graph.pad] : statement.prompt) + reply.dropLast()
      for row in 0..<shape[0] { set(row, row < said.count ? said[row] : circuit.graph.pad) }
    case .replyOneHot: for (row, token) in reply.enumerated() { set(row, token) }
    case .belowReply: for (row, token) in reply.enumerated() { for v in 0..<token { set(row, v) } }
    case .replyRows: for row in reply.indices { set(row, 0) }
    case .promptOneHot: for (row, token) in statement.prompt.enumerated() { set(row, token) }
    case .segmentOneHot:
      for row in statement.prompt.indices { set(row, row >= statement.secondSegment ? 1 : 0) }
    case .positionOneHot:
      for (row, position) in statement.positions.enumerated() { set(row, position) }
    case .values:
      for (i, value) in statement.values.enumerated() { result[i] = Goldilocks(Int64(value)) }
    }
    return result
  }

  private static func order(_ graph: Graph) -> [Int] {
    var order: [Int] = []
    var seen = Array(repeating: false, count: graph.nodes.count)
    func visit(_ node: Int) {
      if seen[node] { return }
      seen[node] = true
      switch graph.nodes[node].kind {
      case .parameter, .statement: return
      case .witness(let rule): if let source = rule.source { visit(source) }
      case .linear(let terms, _):
        for term in terms {
          let crossesLayers = term.views.contains { if case .matrix = $0 { true } else { false } }
          if !crossesLayers { visit(term.node) }
        }
      case .einsum(let operands): for operand in operands { visit(operand.node) }
      }
      order.append(node)
    }
    for node in graph.nodes.indices { visit(node) }
    return order
  }
}

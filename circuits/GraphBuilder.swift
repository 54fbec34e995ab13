import Verifier

/// Why a graph cannot be built: its static bounds could wrap modulo p, or it is not well formed.
public struct BuildError: Error, CustomStringConvertible {
  public let description: String

  public init(description: String) { self.description = description }
}

/// Builds a graph node by node, with a proven bound for each.
public struct GraphBuilder {
  public private(set) var graph: Graph
  /// The table of 0 ..< 2^16, which every range is looked up in.
  public private(set) var range = 0

  public init(context: Int, vocabulary: Int, pad: Int, stops: [Int]) {
    graph = Graph(context: context, vocabulary: vocabulary, pad: pad, stops: stops)
    range = table("range", rows: 1 << 16, first: 0, outputs: [])
  }

  /// A part's name inside something that may have a name of its own.
  static func name(_ whole: String, _ part: String) -> String {
    whole.isEmpty ? part : "\(whole) \(part)"
  }

  // MARK: Axes and leaves

  public mutating func axis(_ name: String, _ extent: Extent) -> Int {
    graph.axes.append(Axis(name: Name(name), extent: extent))
    return graph.axes.count - 1
  }

  /// - Parameter bound: the largest absolute value among the parameter's entries.
  public mutating func parameter(
    _ name: String, _ axes: [Int], _ encoding: Encoding, bound: Int64
  ) -> Int {
    add(name, axes, .parameter(encoding), bound, .recorded)
  }

  /// - Parameter bound: what its assertions prove.
  public mutating func witness(_ name: String, _ axes: [Int], bound: Int64, _ rule: Rule) -> Int {
    add(name, axes, .witness(rule), bound, .asserted)
  }

  /// Gives a witness that was declared before its source the rule that computes it.
  public mutating func define(_ witness: Int, _ rule: Rule) {
    graph.nodes[witness].kind = .witness(rule)
  }

  public mutating func statement(_ name: String, _ axes: [Int], _ tensor: StatementTensor) -> Int {
    add(name, axes, .statement(tensor), tensor.largest, .recorded)
  }

  // MARK: Virtual nodes

  /// Σ coefficient · view(node) + constant. Output axes that no view of a summand names are broadcast.
  public mutating func linear(
    _ name: String, _ axes: [Int], _ summands: [Summand], constant: Int64 = 0,
    bound: NamedBound? = nil
  ) throws -> Int {
    let terms = summands.map { summand in
      Term(
        coefficient: summand.coefficient, node: summand.node,
        views: graph.nodes[summand.node].axes.map { summand.views[$0] ?? .same(axis: $0) })
    }
    return try addVirtual(name, axes, .linear(terms, constant: constant), bound)
  }

  /// Σ over the axes that the output lacks of the product of the operands.
  public mutating func einsum(
    _ name: String, _ axes: [Int], _ operands: [Factor], bound: NamedBound? = nil
  ) throws -> Int {
    if operands.count == 3 {
      guard case .statement(let tensor) = graph.nodes[operands[0].node].kind, tensor != .replyRows
      else {
        throw BuildError(
          description: "\(name): a product of three operands starts with one-hot rows; "
            + "split any other into two")
      }
    }
    let operands = operands.map { factor in
      Operand(
        node: factor.node,
        axes: graph.nodes[factor.node].axes.map { factor.renaming[$0] ?? $0 })
    }
    return try addVirtual(name, axes, .einsum(operands), bound)
  }

  private mutating func addVirtual(
    _ name: String, _ axes: [Int], _ kind: Node.Kind, _ named: NamedBound?
  ) throws -> Int {
    if let named {
      guard named.value < Graph.limit else {
        throw BuildError(description: "\(name): values up to \(named.value) may wrap")
      }
      return add(name, axes, kind, named.value, named.rule)
    }
    guard let bound = graph.intervalBound(axes: axes, kind) else {
      throw BuildError(
        description: "\(name): its values may reach 2^62, where they would wrap modulo p; "
          + "choose fewer fraction bits or coarser scales")
    }
    return add(name, axes, kind, bound, .interval)
  }

  private mutating func add(
    _ name: String, _ axes: [Int], _ kind: Node.Kind, _ bound: Int64, _ rule: BoundRule
  ) -> Int {
    graph.nodes.append(
      Node(name: Name(name), axes: axes, kind: kind, bound: bound, boundRule: rule))
    return graph.nodes.count - 1
  }

  // MARK: Tables and assertions

  /// A table of rows (first + i, outputs[0][i], ...), with the witness that counts its uses.
  ///
  /// - Parameter outputs: names and bounds of the output columns.
  public mutating func table(
    _ name: String, rows: Int, first: Int64, outputs: [(name: String, bound: Int64)]
  ) -> Int {
    let index = graph.tables.count
    let axis = axis("row of \(name)", .fixed(rows))
    let columns = outputs.map { parameter($0.name, [axis], .wide, bound: $0.bound) }
    let multiplicity = witness(
      "multiplicity of \(name)", [axis], bound: Graph.limit - 1, .multiplicity(table: index))
    graph.tables.append(
      Table(
        name: Name(name), tag: index + 1, axis: axis, first: first, outputs: columns,
        multiplicity: multiplicity))
    return index
  }

  /// Each active row of the columns is a row of the table.
  public mutating func lookup(
    _ name: String, _ table: Int, _ columns: [Column], selector: Selector? = nil
  ) {
    graph.lookups.append(
      Lookup(name: Name(name), table: table, columns: columns, selector: selector))
  }

  /// The node is zero everywhere, or wherever the selector is.
  public mutating func zero(_ name: String, _ node: Int, outside: Selector? = nil) {
    graph.zeros.append(Zero(name: Name(name), node: node, outside: outside))
  }

  // MARK: What was built

  public func axes(of node: Int) -> [Int] { graph.nodes[node].axes }

  public func bound(of node: Int) -> Int64 { graph.nodes[node].bound }

  public func largestSize(_ axis: Int) -> Int { graph.largestSize(axis) }

  /// The graph, once everything it must satisfy holds.
  public func build() throws -> Graph {
    for (i, node) in graph.nodes.enumerated()
    where graph.nodes[..<i].contains(where: { $0.name == node.name }) {
      throw BuildError(
        description: "two nodes are named \(node.name): parameters are given values by name")
    }
    do {
      try graph.check()
    } catch {
      throw BuildError(description: "the graph is not well formed: \(graph.describe(error))")
    }
    return graph
  }
}

/// coefficient · view(node); an axis without a view is the output's axis of the same number.
public struct Summand {
  let coefficient: Int64
  let node: Int
  let views: [Int: View]

  public init(_ coefficient: Int64, _ node: Int, _ views: [Int: View] = [:]) {
    self.coefficient = coefficient
    self.node = node
    self.views = views
  }
}

/// A factor of an einsum, some of its axes renamed.
public struct Factor {
  let node: Int
  let renaming: [Int: Int]

  public init(_ node: Int, _ renaming: [Int: Int] = [:]) {
    self.node = node
    self.renaming = renaming
  }
}

/// A bound that interval arithmetic cannot see, and the rule that proves it.
public struct NamedBound {
  let value: Int64
  let rule: BoundRule

  /// - Parameter value: saturates at 2^62, where the graph is refused.
  public init(_ rule: BoundRule, _ value: Double) {
    self.rule = rule
    self.value = value < 4.6e18 ? Int64(value.rounded(.up)) : Graph.limit
  }

  public init(_ rule: BoundRule, exactly value: Int64) {
    self.rule = rule
    self.value = value
  }
}

extension Name: ExpressibleByStringLiteral, CustomStringConvertible {
  public init(_ string: String) { self.init(bytes: Array(string.utf8.prefix(255))) }
  public init(stringLiteral value: String) { self.init(value) }
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension Graph {
  /// A fault in words.
  public func describe(_ fault: GraphFault) -> String {
    switch fault {
    case .sizes: "a size is out of range"
    case .axes(let node): "\(nodes[node].name): bad axes"
    case .bound(let node): "\(nodes[node].name): its bound does not hold"
    case .notEarlier(let node): "\(nodes[node].name): reads a later node"
    case .view(let node): "\(nodes[node].name): a view does not fit"
    case .degree(let node): "\(nodes[node].name): degree"
    case .statementTensor(let node): "\(nodes[node].name): not the statement's axes"
    case .unread(let node): "\(nodes[node].name): nothing reads it"
    case .freeOutsideSelector(let node): "\(nodes[node].name): free where its lookup is inactive"
    case .unasserted(let node): "\(nodes[node].name): no assertion stands behind it"
    case .table(let i): "table \(tables[i].name)"
    case .lookup(let i): "lookup \(lookups[i].name)"
    case .zero(let i): "zero \(zeros[i].name)"
    }
  }
}

import Circuits
import Testing
import Verifier

@testable import Prover

extension Goldilocks {
  /// numerator / denominator modulo p.
  static func fraction(_ numerator: Int64, _ denominator: Int64) -> Goldilocks {
    Goldilocks(numerator) * Goldilocks(denominator).inverse
  }
}

/// A model, a statement and its honest values, to be tampered with.
struct SoundnessCase {
  let key: ProvingKey
  let statement: Statement
  let circuit: Circuit
  let field: FieldExecution
  let honest: FieldExecution.Values

  /// The honest reply of a small model.
  init(_ model: SmallModel, prompt: [Int] = [1, 2, 3], limit: Int = 4) throws {
    let generation = try model.provingKey.generate(prompt: prompt, limit: limit, parallel: .all)
    try self.init(model.provingKey, generation.statement)
  }

  /// Any statement, true or not.
  init(_ key: ProvingKey, _ statement: Statement) throws {
    self.key = key
    self.statement = statement
    let graph = key.key.graph
    circuit = Circuit(graph, statement.lengths(in: graph))
    field = FieldExecution(circuit, key.parameters, statement)
    honest = field.values()
  }

  var graph: Graph { circuit.graph }

  /// The first node of this name.
  func node(_ name: String) -> Int {
    graph.nodes.firstIndex { $0.name.description == name }!
  }

  /// Honest values of a node, as integers.
  func integers(_ name: String) -> [Int64] { honest[node(name)].map { $0.centred } }

  func shape(_ name: String) -> [Int] { circuit.shape(node(name)) }

  var witnesses: [Int] {
    graph.nodes.indices.filter { if case .witness = graph.nodes[$0].kind { true } else { false } }
  }

  func isMultiplicity(_ node: Int) -> Bool { graph.tables.contains { $0.multiplicity == node } }

  func prove(_ values: FieldExecution.Values) throws -> Proof {
    try key.prove(statement, circuit, values: field.tensors(values), parallel: .all)
  }

  /// What the verifier says to a proof made from these values; nil if it accepts.
  func rejection(_ values: FieldExecution.Values) throws -> Rejection? {
    try rejection(of: prove(values))
  }

  func rejection(of proof: Proof) throws -> Rejection? {
    do {
      try verify(key: key.key, statement: statement, proof: proof)
      return nil
    } catch { return error }
  }

  /// What the verifier says if this assertion alone fails: a lookup leaves a fraction over, a zero of a virtual node contradicts what
  /// it is the sum of, and one of a witness breaks the merge of its tensor.
  func rejection(breaking assertion: String) -> Rejection {
    guard let zero = graph.zeros.first(where: { $0.name.description == assertion }) else {
      return .fractionsDoNotCancel
    }
    return graph.nodes[zero.node].isVirtual ? .linearRelation : .sumcheck
  }

  /// The same statement and values under the graph without one assertion and without the nodes that nothing reads any more.
  func without(_ assertion: String) throws -> Mutant {
    let (mutant, kept) = graph.without(assertion)
    var parameters: [Int: TensorValues] = [:]
    for (new, old) in kept.enumerated() { parameters[new] = key.parameters[old] }
    let mutantKey = try ProvingKey.commit(
      mutant, parameters, profile: key.key.profile, provenance: key.key.provenance, parallel: .all)
    var other = statement
    other.model = mutantKey.digest
    return Mutant(soundness: try SoundnessCase(mutantKey, other), kept: kept)
  }

  struct Mutant {
    let soundness: SoundnessCase
    /// The original's number of each node.
    let kept: [Int]

    /// Whether the verifier without the assertion accepts the original's values.
    func rejection(_ values: FieldExecution.Values) throws -> Rejection? {
      var own = kept.map { values[$0] }
      soundness.field.recomputeVirtual(&own)
      soundness.field.count(&own)
      return try soundness.rejection(own)
    }
  }
}

extension Graph {
  var assertions: [String] {
    lookups.map { $0.name.description } + zeros.map { $0.name.description }
  }

  /// The graph with one assertion removed, and the old numbers of the nodes that are left.
  func without(_ assertion: String) -> (graph: Graph, kept: [Int]) {
    var rest = self
    rest.lookups.removeAll { $0.name.description == assertion }
    rest.zeros.removeAll { $0.name.description == assertion }
    var isRead = Array(repeating: false, count: nodes.count)
    for lookup in rest.lookups { for column in lookup.columns { isRead[column.node] = true } }
    for zero in rest.zeros { isRead[zero.node] = true }
    for table in rest.tables {
      for node in [table.multiplicity] + table.outputs { isRead[node] = true }
    }
    for i in nodes.indices.reversed() where isRead[i] {
      for input in nodes[i].inputs { isRead[input] = true }
    }
    let kept = nodes.indices.filter { isRead[$0] }
    var number = Array(repeating: -1, count: nodes.count)
    for (new, old) in kept.enumerated() { number[old] = new }
    rest.nodes = kept.map { old in
      let node = nodes[old]
      let kind: Node.Kind =
        switch node.kind {
        case .parameter, .statement: node.kind
        case .witness(let rule): .witness(rule.renumbered(number))
        case .linear(let terms, let constant):
          .linear(
            terms.map { Term(coefficient: $0.coefficient, node: number[$0.node], views: $0.views) },
            constant: constant)
        case .einsum(let operands):
          .einsum(operands.map { Operand(node: number[$0.node], axes: $0.axes) })
        }
      return Node(
        name: node.name, axes: node.axes, kind: kind, bound: node.bound, boundRule: node.boundRule)
    }
    rest.tables = tables.map {
      Table(
        name: $0.name, tag: $0.tag, axis: $0.axis, first: $0.first,
        outputs: $0.outputs.map { number[$0] }, multiplicity: number[$0.multiplicity])
    }
    rest.lookups = rest.lookups.map {
      Lookup(
        name: $0.name, table: $0.table,
        columns: $0.columns.map {
          Column(node: number[$0.node], scale: $0.scale, offset: $0.offset)
        }, selector: $0.selector)
    }
    rest.zeros = rest.zeros.map {
      Zero(name: $0.name, node: number[$0.node], outside: $0.outside)
    }
    return (rest, kept)
  }
}

extension Rule {
  /// A rule whose source is gone computes nothing.
  func renumbered(_ number: [Int]) -> Rule {
    if let source, number[source] < 0 { return .multiplicity(table: 0) }
    return switch self {
    case .rounding(let source, let shift): .rounding(source: number[source], shift: shift)
    case .quotient(let source, let divisor): .quotient(source: number[source], divisor: divisor)
    case .reciprocal(let source, let bits): .reciprocal(source: number[source], bits: bits)
    case .limb(let source, let scale, let offset, let index, let place):
      .limb(source: number[source], scale: scale, offset: offset, index: index, place: place)
    case .rowMaximum(let source, let selector):
      .rowMaximum(source: number[source], selector: selector)
    case .tableOutput(let table, let column, let source, let selector):
      .tableOutput(table: table, column: column, source: number[source], selector: selector)
    case .tableSearch(let table, let source):
      .tableSearch(table: table, source: number[source])
    case .multiplicity: self
    }
  }
}

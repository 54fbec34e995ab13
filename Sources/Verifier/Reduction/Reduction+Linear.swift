/// Linear nodes: v = Σ c_k <transposed weights, node_k> + constant · Π <w, 1_n>.
extension Reduction {
  mutating func reduceLinear<C: Channel>(
    _ claim: Claim, _ terms: [Term], constant: Int64, on channel: inout C
  ) throws(Rejection) {
    try spend(reducing: claim, terms, on: &channel)
    let sum = LinearSum(of: claim.node, claim.weights, terms, constant: constant, circuit, rows)
    let values = try channel.evaluations(sum.requests)
    try add(sum.requests, values, on: &channel)
    try channel.requireEqual(sum.value(of: values), claim.value, .linearRelation)
  }
}

/// <weights, node> of a linear node as a sum over its operands.
public struct LinearSum {
  /// One for each operand that is no statement tensor.
  public let requests: [EvaluationRequest]
  private var factors: [Extension] = []
  /// The constant and the statement tensors.
  private var known = Extension.zero

  public init(
    of node: Int, _ weights: [Weight], _ terms: [Term], constant: Int64, _ circuit: Circuit,
    _ rows: StatementRows
  ) {
    let axes = circuit.graph.nodes[node].axes
    func weight(_ axis: Int) -> Weight { weights[axes.firstIndex(of: axis)!] }
    func box(_ axis: Int) -> Extension { weight(axis).below(circuit.sizes[axis]) }
    var requests: [EvaluationRequest] = []
    for term in terms {
      let operandAxes = circuit.graph.nodes[term.node].axes
      let transposed = operandAxes.indices.map { i in
        term.views[i].transpose(weight, operandAxis: operandAxes[i], circuit)
      }
      var factor = Extension(term.coefficient)
      for axis in axes where !term.reads(axis) { factor *= box(axis) }
      if case .statement(let tensor) = circuit.graph.nodes[term.node].kind {
        known += factor * rows.evaluate(tensor, transposed)
      } else {
        requests.append(EvaluationRequest(node: term.node, weights: transposed))
        factors.append(factor)
      }
    }
    if constant != 0 {
      var everywhere = Extension(constant)
      for axis in axes { everywhere *= box(axis) }
      known += everywhere
    }
    self.requests = requests
  }

  /// The sum, given the operands' values.
  public func value(of values: [Extension]) -> Extension {
    var sum = known
    for (i, factor) in factors.enumerated() { sum += factor * values[i] }
    return sum
  }
}

extension Term {
  /// Whether a view follows this axis of the output.
  func reads(_ axis: Int) -> Bool { views.contains { $0.outputAxis == axis } }
}

extension View {
  /// The output axis that the operand's axis is read along.
  var outputAxis: Int? {
    switch self {
    case .same(let axis), .window(let axis, _), .matrix(let axis, _): axis
    case .summed: nil
    }
  }

  /// The weight on an operand's axis, given those on the output.
  func transpose(_ weight: (Int) -> Weight, operandAxis: Int, _ circuit: Circuit) -> Weight {
    switch self {
    case .same(let axis): return weight(axis)
    case .window(let axis, let start):
      return weight(axis).windowed(start: circuit.start(start), size: circuit.sizes[axis])
    case .summed: return .ones(bits: circuit.bits[operandAxis])
    case .matrix(let axis, let matrix):
      let outer = weight(axis)
      var row = Array(repeating: Extension.zero, count: circuit.sizes[operandAxis])
      for x in 0..<circuit.sizes[axis] {
        let entry = outer.entry(x)
        for y in row.indices
        where matrix.entry(x, y, rows: circuit.sizes[axis], columns: row.count) { row[y] += entry }
      }
      return .row(row)
    }
  }
}

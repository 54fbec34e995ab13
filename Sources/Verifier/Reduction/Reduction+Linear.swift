/// Linear nodes: v = Σ c_k <transposed weights, node_k> + constant · Π <w, 1_n>.
extension Reduction {
  mutating func reduceLinear<C: Channel>(
    _ claim: Claim, _ terms: [Term], constant: Int64, on channel: inout C
  ) throws(Rejection) {
    try spend(reducing: claim, terms, on: &channel)
    let sum = LinearSum(of: claim.node, claim.weights, terms, constant: constant, circuit, rows)
    let values = try channel.evaluations(sum.requests)
    for (request, value) in zip(sum.requests, values) {
      try add(Claim(node: request.node, weights: request.weights, value: value), on: &channel)
    }
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
      var transposed: [Weight] = []
      var used: [Int] = []
      for (axis, view) in zip(circuit.graph.nodes[term.node].axes, term.views) {
        transposed.append(view.transpose(weight, operandAxis: axis, circuit))
        if let axis = view.outputAxis { used.append(axis) }
      }
      var factor = Extension(term.coefficient)
      for axis in axes where !used.contains(axis) { factor *= box(axis) }
      if case .statement(let tensor) = circuit.graph.nodes[term.node].kind {
        known += factor * rows.evaluate(tensor, transposed)
      } else {
        requests.append(EvaluationRequest(node: term.node, weights: transposed, block: nil))
        factors.append(factor)
      }
    }
    if constant != 0 { known += axes.reduce(Extension(constant)) { $0 * box($1) } }
    self.requests = requests
  }

  /// The sum, given the operands' values.
  public func value(of values: [Extension]) -> Extension {
    zip(factors, values).reduce(known) { $0 + $1.0 * $1.1 }
  }
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

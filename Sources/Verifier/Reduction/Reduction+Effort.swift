/// What a graph may make a verifier do, beyond what its sizes say: time and memory of a reduction follow the weights of its claims.
///
/// A unit is a few tens of nanoseconds. Honest graphs spend some percent of the limit.
extension Reduction {
  static var mostEffort: UInt64 { 1 << 26 }

  mutating func spend<C: Channel>(_ units: UInt64, on channel: inout C) throws(Rejection) {
    effort += units
    try channel.require(effort <= Reduction.mostEffort, .tooLarge)
  }

  mutating func add<C: Channel>(
    _ request: EvaluationRequest, _ value: Extension, on channel: inout C
  ) throws(Rejection) {
    let claim = Claim(node: request.node, weights: request.weights, value: value)
    try spend(1 + claim.effort, on: &channel)
    ledger.add(claim)
  }

  /// What was asked, with its answers.
  mutating func add<C: Channel>(
    _ requests: [EvaluationRequest], _ values: [Extension], on channel: inout C
  ) throws(Rejection) {
    for (i, request) in requests.enumerated() { try add(request, values[i], on: &channel) }
  }

  /// Before a claim on a linear node is reduced: every term may read every weight, and a layer matrix becomes a row.
  mutating func spend<C: Channel>(reducing claim: Claim, _ terms: [Term], on channel: inout C)
    throws(Rejection)
  {
    let axes = circuit.graph.nodes[claim.node].axes
    var units = UInt64(terms.count) * (1 + claim.effort)
    for term in terms {
      if case .statement = circuit.graph.nodes[term.node].kind {
        let lines = UInt64(rows.count)
        units += lines * (1 + claim.weights.parts)
      }
      for (i, operandAxis) in circuit.graph.nodes[term.node].axes.enumerated() {
        guard case .matrix(let axis, _) = term.views[i] else { continue }
        let parts = UInt64(claim.weights[axes.firstIndex(of: axis)!].parts)
        units += UInt64(circuit.sizes[axis]) * (parts + UInt64(circuit.sizes[operandAxis]))
      }
    }
    try spend(units, on: &channel)
  }
}

extension Claim {
  fileprivate var effort: UInt64 {
    var sum: UInt64 = 0
    for weight in weights { sum += weight.effort }
    return sum
  }
}

extension [Weight] {
  /// How many functions all of them are made of.
  var parts: UInt64 {
    var sum: UInt64 = 0
    for weight in self { sum += UInt64(weight.parts) }
    return sum
  }
}

extension Weight {
  /// A window's closed form takes time, an entry of a row 16 bytes: so the effort bounds memory too.
  fileprivate var effort: UInt64 {
    switch self {
    case .window: return 64
    case .row(let values): return 16 * UInt64(values.count)
    case .mixture(let parts):
      var sum: UInt64 = 0
      for part in parts { sum += part.weight.effort }
      return sum
    }
  }
}

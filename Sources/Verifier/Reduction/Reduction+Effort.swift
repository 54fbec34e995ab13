/// What a graph may make a verifier do, beyond what its sizes say: time and memory of a reduction follow the weights of its claims.
///
/// A unit is a few tens of nanoseconds. Honest graphs spend some percent of the limit.
extension Reduction {
  static var mostEffort: UInt64 { 1 << 26 }

  mutating func spend<C: Channel>(_ units: UInt64, on channel: inout C) throws(Rejection) {
    effort += units
    try channel.require(effort <= Reduction.mostEffort, .tooLarge)
  }

  mutating func add<C: Channel>(_ claim: Claim, on channel: inout C) throws(Rejection) {
    try spend(1 + claim.effort, on: &channel)
    ledger.add(claim)
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
        units += lines * claim.weights.reduce(1) { $0 + UInt64($1.parts) }
      }
      for (operandAxis, view) in zip(circuit.graph.nodes[term.node].axes, term.views) {
        guard case .matrix(let axis, _) = view else { continue }
        let parts = UInt64(claim.weights[axes.firstIndex(of: axis)!].parts)
        units += UInt64(circuit.sizes[axis]) * (parts + UInt64(circuit.sizes[operandAxis]))
      }
    }
    try spend(units, on: &channel)
  }
}

extension Claim {
  fileprivate var effort: UInt64 { weights.reduce(0) { $0 + $1.effort } }
}

extension Weight {
  /// A window's closed form takes time, an entry of a row 16 bytes: so the effort bounds memory too.
  fileprivate var effort: UInt64 {
    switch self {
    case .window: 64
    case .row(let values): 16 * UInt64(values.count)
    case .mixture(let parts): parts.reduce(0) { $0 + $1.weight.effort }
    }
  }
}

/// The walk from the assertions back to claims on committed tensors: the same steps for prover, verifier and cost model.
public struct Reduction: Sendable {
  let circuit: Circuit
  let rows: StatementRows
  var ledger: Ledger
  /// Units of work so far.
  var effort: UInt64 = 0

  public init(_ circuit: Circuit, _ rows: StatementRows) {
    self.circuit = circuit
    self.rows = rows
    ledger = Ledger(nodes: circuit.graph.nodes.count)
  }

  /// Reduces all assertions to point claims on parameters and witnesses, in the order of nodes.
  ///
  /// Each witness is left with one claim; a parameter with one or more.
  public mutating func run<C: Channel>(on channel: inout C) throws(Rejection) -> [Claim] {
    channel.begin(.lookups)
    try lookups(on: &channel)
    channel.begin(.sumchecks)
    zeros(on: &channel)
    try walk(on: &channel)
    try finalMerge(on: &channel)
    var claims: [Claim] = []
    for node in circuit.graph.nodes.indices where circuit.graph.nodes[node].isCommitted {
      let taken = ledger.take(node)
      try channel.require(!taken.isEmpty, .missingClaim)
      claims += taken
    }
    try channel.require(ledger.isEmpty, .openClaim)
    return claims
  }

  /// A node that is zero has a zero extension: a claim of value 0 at a random point.
  private mutating func zeros<C: Channel>(on channel: inout C) {
    for zero in circuit.graph.zeros {
      var weights: [Weight] = []
      for axis in circuit.graph.nodes[zero.node].axes {
        var point: [Extension] = []
        for _ in 0..<circuit.bits[axis] { point.append(channel.challenge()) }
        channel.account(.zeroPoints, point.count)
        weights.append(.point(point))
      }
      ledger.add(Claim(node: zero.node, weights: weights, value: .zero, outside: zero.outside))
    }
  }

  /// Backwards through the virtual nodes; a stage reduces every node that no unreduced node reads.
  private mutating func walk<C: Channel>(on channel: inout C) throws(Rejection) {
    let graph = circuit.graph
    var pending = graph.nodes.indices.filter { graph.nodes[$0].isVirtual }
    while !pending.isEmpty {
      var isRead = Array(repeating: false, count: graph.nodes.count)
      for node in pending {
        for input in graph.nodes[node].inputs { isRead[input] = true }
      }
      let ready = pending.filter { !isRead[$0] }
      let scale = channel.challenge()
      for node in ready {
        for claim in try combined(node, scale, on: &channel) { ledger.add(claim) }
      }
      var done: [Int] = []
      for node in ready {
        if case .linear(let terms, let constant) = graph.nodes[node].kind {
          for claim in ledger.take(node) {
            try reduceLinear(claim, terms, constant: constant, on: &channel)
          }
          done.append(node)
        }
      }
      if done.isEmpty {
        let merged = ready.filter { mergingPays($0, claims: ledger.claims(on: $0).count) }
        var instances = mergeInstances(merged, on: &channel)
        for node in ready where !merged.contains(node) {
          if case .einsum(let operands) = graph.nodes[node].kind {
            let plan = EinsumPlan(circuit, node: node, operands)
            for claim in ledger.take(node) {
              instances.append(
                Instance(
                  claim: claim.value, degrees: plan.degrees, kind: .einsum(plan, claim: claim)))
            }
          }
          done.append(node)
        }
        try reduce(instances, on: &channel)
      }
      pending.removeAll { done.contains($0) }
    }
  }

  /// Every witness, and every parameter with a claim that is no point, ends with one point claim.
  private mutating func finalMerge<C: Channel>(on channel: inout C) throws(Rejection) {
    var nodes: [Int] = []
    for (i, node) in circuit.graph.nodes.enumerated() {
      if case .witness = node.kind {
        try channel.require(!ledger.claims(on: i).isEmpty, .missingClaim)
        nodes.append(i)
      }
    }
    for (i, node) in circuit.graph.nodes.enumerated() {
      if case .parameter = node.kind,
        ledger.claims(on: i).contains(where: { $0.weights.contains { $0.point == nil } })
      {
        nodes.append(i)
      }
    }
    try reduce(mergeInstances(nodes, on: &channel), on: &channel)
  }

  // MARK: Sumchecks

  /// Runs a batch and turns its final values into claims.
  private mutating func reduce<C: Channel>(_ instances: [Instance], on channel: inout C)
    throws(Rejection)
  {
    guard !instances.isEmpty else { return }
    let factors = instances.count > 1 ? channel.challenge().powers(instances.count) : [.one]
    channel.account(.batches, instances.count - 1)
    let (point, value) = try channel.sumcheck(instances, factors: factors)

    // What each instance's operands are claimed at.
    var claims: [[(node: Int, weights: [Weight])]] = []
    for instance in instances {
      let own = point[0..<instance.bits]
      switch instance.kind {
      case .merge(let node, _, _):
        let points = circuit.split(own, axes: circuit.graph.nodes[node].axes)
        claims.append([(node, points.map { Weight.point($0) })])
      case .einsum(let plan, let claim):
        let points = circuit.split(own, axes: plan.domain)
        claims.append(
          plan.operands.map { operand in
            let binding = plan.binding(operand, circuit, claim: claim)
            let weights = zip(operand.axes, binding).map { axis, weight in
              weight ?? .point(points[plan.domain.firstIndex(of: axis)!])
            }
            return (operand.node, weights)
          })
      }
    }
    let count = claims.joined().reduce(0) { $0 + (isPublic($1.node) ? 0 : 1) }
    var values = try channel.operandValues(count: count)[...]

    var total = Extension.zero
    for (j, instance) in instances.enumerated() {
      var product = finalWeight(of: instance, at: Array(point[0..<instance.bits]))
      for (i, claim) in claims[j].enumerated() {
        let operandValue: Extension
        if case .statement(let tensor) = circuit.graph.nodes[claim.node].kind {
          let parts = claim.weights.reduce(1) { $0 + UInt64($1.parts) }
          try spend(UInt64(rows.count) * parts, on: &channel)
          operandValue = rows.evaluate(tensor, claim.weights)
        } else {
          operandValue = values.removeFirst()
          try add(
            Claim(node: claim.node, weights: claim.weights, value: operandValue), on: &channel)
        }
        product *= operandValue
        if case .einsum(let plan, _) = instance.kind {
          for _ in 1..<plan.powers[i] { product *= operandValue }
        }
      }
      total += factors[j] * product
    }
    try channel.requireEqual(total, value, .sumcheck)
  }

  private func isPublic(_ node: Int) -> Bool {
    if case .statement = circuit.graph.nodes[node].kind { true } else { false }
  }

  /// The public factor of an instance at its final point.
  private func finalWeight(of instance: Instance, at point: [Extension]) -> Extension {
    switch instance.kind {
    case .merge(let node, let claims, let factors):
      let axes = circuit.graph.nodes[node].axes
      let points = circuit.split(point[...], axes: axes)
      var result = Extension.zero
      for (claim, factor) in zip(claims, factors) {
        var weight = Extension.one
        if let selector = claim.outside {
          weight = selector.outside(
            axes: axes, tau: { claim.weights[axes.firstIndex(of: $0)!].point ?? [] },
            r: { points[axes.firstIndex(of: $0)!] })
        } else {
          for (w, r) in zip(claim.weights, points) { weight *= w.evaluate(at: r) }
        }
        result += factor * weight
      }
      return result
    case .einsum(let plan, let claim):
      let output = circuit.graph.nodes[plan.node].axes
      let points = circuit.split(point[...], axes: plan.domain)
      var result = Extension.one
      for axis in plan.shared {
        let weight = claim.weights[output.firstIndex(of: axis)!]
        result *= weight.evaluate(at: points[plan.domain.firstIndex(of: axis)!])
      }
      return result
    }
  }
}

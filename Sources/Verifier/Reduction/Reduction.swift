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
      for claim in taken { claims.append(claim) }
    }
    try channel.require(ledger.isEmpty, .openClaim)
    return claims
  }

  /// A node that is zero has a zero extension: a claim of value 0 at a random point.
  private mutating func zeros<C: Channel>(on channel: inout C) {
    for zero in circuit.graph.zeros {
      let weights = circuit.graph.nodes[zero.node].axes.map { axis in
        channel.account(.zeroPoints, circuit.bits[axis])
        return Weight.point(Array(count: circuit.bits[axis]) { _ in channel.challenge() })
      }
      ledger.add(Claim(node: zero.node, weights: weights, value: .zero, outside: zero.outside))
    }
  }

  /// Backwards through the virtual nodes; a stage reduces every node that no unreduced node reads.
  private mutating func walk<C: Channel>(on channel: inout C) throws(Rejection) {
    let graph = circuit.graph
    var isPending = graph.nodes.map { $0.isVirtual }
    while isPending.contains(true) {
      var isReady = isPending
      for (i, node) in graph.nodes.enumerated() where isPending[i] {
        for input in node.inputs { isReady[input] = false }
      }
      let ready = graph.nodes.indices.filter { isReady[$0] }
      let scale = channel.challenge()
      for node in ready { try combine(node, scale, on: &channel) }
      var hasLinear = false
      for node in ready {
        if case .linear(let terms, let constant) = graph.nodes[node].kind {
          for claim in ledger.take(node) {
            try reduceLinear(claim, terms, constant: constant, on: &channel)
          }
          isPending[node] = false
          hasLinear = true
        }
      }
      if hasLinear { continue }
      let merged = ready.filter { mergingPays($0, claims: ledger.claims(on: $0).count) }
      var claims: [Claim] = []
      for node in ready where !merged.contains(node) {
        for claim in ledger.take(node) { claims.append(claim) }
        isPending[node] = false
      }
      try reduce(merged: merged, claims, on: &channel)
    }
  }

  /// Every witness, and every parameter with a claim that is no point, ends with one point claim.
  private mutating func finalMerge<C: Channel>(on channel: inout C) throws(Rejection) {
    let graph = circuit.graph
    var nodes = graph.nodes.indices.filter { graph.isWitness($0) }
    for node in nodes { try channel.require(!ledger.claims(on: node).isEmpty, .missingClaim) }
    for (i, node) in graph.nodes.enumerated() {
      if case .parameter = node.kind, !ledger.claims(on: i).allSatisfy({ $0.isPoint }) {
        nodes.append(i)
      }
    }
    try reduce(merged: nodes, [], on: &channel)
  }

  // MARK: Sumchecks

  /// Runs a batch and turns its final values into claims.
  private mutating func reduce<C: Channel>(
    merged: [Int], _ claims: [Claim], on channel: inout C
  ) throws(Rejection) {
    let instances = instances(merging: merged, claims, on: &channel)
    guard !instances.isEmpty else { return }
    let factors = instances.count > 1 ? channel.challenge().powers(instances.count) : [.one]
    channel.account(.batches, instances.count - 1)
    let (point, value) = try channel.sumcheck(instances, factors: factors)

    // What each instance's operands are claimed at.
    let requests = instances.map { operandClaims(of: $0, at: point[0..<$0.bits]) }
    var count = 0
    for own in requests {
      for request in own where !isPublic(request.node) { count += 1 }
    }
    let values = try channel.operandValues(count: count)
    var next = 0

    var total = Extension.zero
    for (j, instance) in instances.enumerated() {
      var product = finalWeight(of: instance, at: point[0..<instance.bits])
      for (i, request) in requests[j].enumerated() {
        let operandValue: Extension
        if case .statement(let tensor) = circuit.graph.nodes[request.node].kind {
          try spend(UInt64(rows.count) * (1 + request.weights.parts), on: &channel)
          operandValue = rows.evaluate(tensor, request.weights)
        } else {
          operandValue = values[next]
          next += 1
          try add(request, operandValue, on: &channel)
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

  /// What an instance's operands are claimed at, once its variables are bound.
  private func operandClaims(of instance: Instance, at point: ArraySlice<Extension>)
    -> [EvaluationRequest]
  {
    switch instance.kind {
    case .merge(let node, _, _):
      let points = circuit.split(point, axes: circuit.graph.nodes[node].axes)
      return [EvaluationRequest(node: node, weights: points.map { .point($0) })]
    case .einsum(let plan, let claim):
      let points = circuit.split(point, axes: plan.domain)
      return plan.operands.map { operand in
        let binding = plan.binding(operand, circuit, claim: claim)
        let weights = operand.axes.indices.map { i in
          binding[i] ?? .point(points[plan.domain.firstIndex(of: operand.axes[i])!])
        }
        return EvaluationRequest(node: operand.node, weights: weights)
      }
    }
  }

  private func isPublic(_ node: Int) -> Bool {
    if case .statement = circuit.graph.nodes[node].kind { true } else { false }
  }

  /// The public factor of an instance at its final point.
  private func finalWeight(of instance: Instance, at point: ArraySlice<Extension>) -> Extension {
    switch instance.kind {
    case .merge(let node, let claims, let factors):
      let axes = circuit.graph.nodes[node].axes
      let points = circuit.split(point, axes: axes)
      var result = Extension.zero
      for (i, claim) in claims.enumerated() {
        var weight = Extension.one
        if let selector = claim.outside {
          let tau = claim.weights.map { $0.point ?? [] }
          weight = selector.outside(axes: axes, tau: tau, r: points)
        } else {
          for axis in points.indices { weight *= claim.weights[axis].evaluate(at: points[axis]) }
        }
        result += factors[i] * weight
      }
      return result
    case .einsum(let plan, let claim):
      let output = circuit.graph.nodes[plan.node].axes
      let points = circuit.split(point, axes: plan.domain)
      var result = Extension.one
      for axis in plan.shared {
        let weight = claim.weights[output.firstIndex(of: axis)!]
        result *= weight.evaluate(at: points[plan.domain.firstIndex(of: axis)!])
      }
      return result
    }
  }
}

extension Reduction {
  /// Claims that one node may collect, and parts that one weight may have: what honest graphs need, many times over.
  ///
  /// Without a limit a chain of nodes that each read the one before twice would double them at every step.
  static var mostClaims: Int { 1 << 11 }
  static var mostParts: Int { 1 << 11 }

  /// Leaves fewer claims on a node where they combine.
  mutating func combine<C: Channel>(_ node: Int, _ scale: Extension, on channel: inout C)
    throws(Rejection)
  {
    let claims = ledger.take(node)
    try channel.require(claims.count <= Reduction.mostClaims, .tooLarge)
    try spend(UInt64(claims.count * claims.count), on: &channel)
    for claim in combined(claims, scale, on: &channel) {
      for weight in claim.weights {
        try channel.require(weight.parts <= Reduction.mostParts, .tooLarge)
      }
      ledger.add(claim)
    }
  }

  /// One instance for each merged node, all its claims weighted with powers of one λ, drawn after every value it combines; and one for
  /// each claim on an einsum.
  mutating func instances<C: Channel>(
    merging nodes: [Int], _ claims: [Claim], on channel: inout C
  ) -> [Instance] {
    var most = 0
    for node in nodes { most = max(most, ledger.claims(on: node).count) }
    let powers = most > 1 ? channel.challenge().powers(most) : [.one]
    return Array(count: nodes.count + claims.count) { i in
      if i < nodes.count { return instance(merging: nodes[i], powers, on: &channel) }
      let claim = claims[i - nodes.count]
      let plan = EinsumPlan(circuit, node: claim.node)
      return Instance(
        claim: claim.value, degrees: plan.degrees, kind: .einsum(plan, claim: claim))
    }
  }

  private mutating func instance<C: Channel>(
    merging node: Int, _ powers: [Extension], on channel: inout C
  ) -> Instance {
    let claims = ledger.take(node)
    let factors = Array(count: claims.count) { powers[$0] }
    channel.account(.combinations, claims.count - 1)
    var value = Extension.zero
    for (i, claim) in claims.enumerated() { value += factors[i] * claim.value }
    var bits = 0
    for axis in circuit.graph.nodes[node].axes { bits += circuit.bits[axis] }
    return Instance(
      claim: value, degrees: Array(repeating: 2, count: bits),
      kind: .merge(node: node, claims: claims, factors: factors))
  }

  /// Claims on one node that agree on all axes but one become one claim without a sumcheck: their weights on that axis add.
  ///
  /// The axis is the one that leaves the fewest claims.
  private func combined<C: Channel>(_ claims: [Claim], _ scale: Extension, on channel: inout C)
    -> [Claim]
  {
    guard claims.count > 1, claims.allSatisfy({ $0.outside == nil }) else { return claims }
    // A group is known by the first of its claims.
    var best = claims.indices.map { $0 }
    var (bestAxis, fewest) = (0, claims.count)
    for axis in claims[0].weights.indices {
      var groups = best
      var count = 0
      for i in claims.indices {
        groups[i] = claims.indices.first { first in
          first == i || groups[first] == first && agree(claims[first], claims[i], except: axis)
        }!
        if groups[i] == i { count += 1 }
      }
      if count < fewest { (best, bestAxis, fewest) = (groups, axis, count) }
    }
    let firsts = claims.indices.filter { best[$0] == $0 }
    return firsts.map { first in
      let group = claims.indices.filter { best[$0] == first }
      guard group.count > 1 else { return claims[first] }
      channel.account(.combinations, group.count - 1)
      var value = Extension.zero
      var parts: [Weight.Part] = []
      let powers = scale.powers(group.count)
      for (k, i) in group.enumerated() {
        value += powers[k] * claims[i].value
        let weight = claims[i].weights[bestAxis]
        if let same = parts.firstIndex(where: { $0.weight == weight }) {
          parts[same] = Weight.Part(
            coefficient: parts[same].coefficient + powers[k], weight: weight)
        } else {
          parts.append(Weight.Part(coefficient: powers[k], weight: weight))
        }
      }
      var weights = claims[first].weights
      weights[bestAxis] = .mixture(parts)
      return Claim(node: claims[first].node, weights: weights, value: value)
    }
  }

  private func agree(_ a: Claim, _ b: Claim, except axis: Int) -> Bool {
    for i in a.weights.indices where i != axis {
      if a.weights[i] != b.weights[i] { return false }
    }
    return true
  }

  /// Whether k claims on an einsum are cheaper merged over its box, then reduced once, than reduced each in the same batch.
  func mergingPays(_ node: Int, claims: Int) -> Bool {
    guard claims > 1, case .einsum = circuit.graph.nodes[node].kind else { return false }
    let plan = EinsumPlan(circuit, node: node)
    var single: UInt64 = 1
    for axis in plan.domain { single *= UInt64(circuit.sizes[axis]) }
    for (i, operand) in plan.operands.enumerated() {
      if case .statement = circuit.graph.nodes[operand.node].kind { continue }
      single += UInt64(plan.powers[i]) * circuit.count(operand.node)
    }
    let (separate, overflow) = UInt64(claims - 1).multipliedReportingOverflow(by: single)
    return overflow || circuit.count(node) < separate
  }
}

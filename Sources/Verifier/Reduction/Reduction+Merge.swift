extension Reduction {
  /// Claims that one node may collect, and parts that one weight may have: what honest graphs need, many times over.
  ///
  /// Without a limit a chain of nodes that each read the one before twice would double them at every step.
  static var mostClaims: Int { 1 << 11 }
  static var mostParts: Int { 1 << 11 }

  /// The claims on a node, fewer where they combine.
  mutating func combined<C: Channel>(_ node: Int, _ scale: Extension, on channel: inout C)
    throws(Rejection) -> [Claim]
  {
    let claims = ledger.take(node)
    try channel.require(claims.count <= Reduction.mostClaims, .tooLarge)
    try spend(UInt64(claims.count * claims.count), on: &channel)
    let result = combine(claims, scale, on: &channel)
    for weight in result.flatMap({ $0.weights }) {
      try channel.require(weight.parts <= Reduction.mostParts, .tooLarge)
    }
    return result
  }

  /// One instance for each node, all its claims weighted with powers of one λ, drawn after every value it combines.
  mutating func mergeInstances<C: Channel>(_ nodes: [Int], on channel: inout C) -> [Instance] {
    let most = nodes.reduce(0) { max($0, ledger.claims(on: $1).count) }
    let powers = most > 1 ? channel.challenge().powers(most) : [.one]
    return nodes.map { node in
      let claims = ledger.take(node)
      let factors = Array(powers.prefix(claims.count))
      channel.account(.combinations, claims.count - 1)
      var value = Extension.zero
      for (claim, factor) in zip(claims, factors) { value += factor * claim.value }
      let bits = circuit.graph.nodes[node].axes.reduce(0) { $0 + circuit.bits[$1] }
      return Instance(
        claim: value, degrees: Array(repeating: 2, count: bits),
        kind: .merge(node: node, claims: claims, factors: factors))
    }
  }

  /// Claims on one node that agree on all axes but one become one claim without a sumcheck: their weights on that axis add.
  ///
  /// The axis is the one that leaves the fewest claims.
  func combine<C: Channel>(_ claims: [Claim], _ scale: Extension, on channel: inout C) -> [Claim] {
    guard claims.count > 1, claims.allSatisfy({ $0.outside == nil }) else { return claims }
    var best: [[Claim]] = claims.map { [$0] }
    var bestAxis = 0
    for axis in claims[0].weights.indices {
      var groups: [[Claim]] = []
      for claim in claims {
        if let i = groups.firstIndex(where: { agree($0[0], claim, except: axis) }) {
          groups[i].append(claim)
        } else {
          groups.append([claim])
        }
      }
      if groups.count < best.count { (best, bestAxis) = (groups, axis) }
    }
    return best.map { group in
      guard group.count > 1 else { return group[0] }
      let powers = scale.powers(group.count)
      channel.account(.combinations, group.count - 1)
      var value = Extension.zero
      var parts: [Weight.Part] = []
      for (claim, power) in zip(group, powers) {
        value += power * claim.value
        let weight = claim.weights[bestAxis]
        if let i = parts.firstIndex(where: { $0.weight == weight }) {
          parts[i] = Weight.Part(coefficient: parts[i].coefficient + power, weight: weight)
        } else {
          parts.append(Weight.Part(coefficient: power, weight: weight))
        }
      }
      var weights = group[0].weights
      weights[bestAxis] = .mixture(parts)
      return Claim(node: group[0].node, weights: weights, value: value)
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
    guard claims > 1, case .einsum(let operands) = circuit.graph.nodes[node].kind else {
      return false
    }
    let plan = EinsumPlan(circuit, node: node, operands)
    var single = plan.domain.reduce(UInt64(1)) { $0 * UInt64(circuit.sizes[$1]) }
    for operand in operands {
      if case .statement = circuit.graph.nodes[operand.node].kind { continue }
      single += circuit.count(operand.node)
    }
    let (separate, overflow) = UInt64(claims - 1).multipliedReportingOverflow(by: single)
    return overflow || circuit.count(node) < separate
  }
}

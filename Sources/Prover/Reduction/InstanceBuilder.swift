import Verifier

/// Makes the prover of each instance from the circuit's values.
struct InstanceBuilder {
  private let circuit: Circuit
  private let rows: StatementRows
  private let values: [TensorValues?]
  private let contraction: Contraction

  init(
    _ circuit: Circuit, _ rows: StatementRows, _ values: [TensorValues?], _ parallel: Parallel
  ) {
    self.circuit = circuit
    self.rows = rows
    self.values = values
    contraction = Contraction(parallel: parallel)
  }

  func prover(of instance: Instance) -> any InstanceProver {
    switch instance.kind {
    case .merge(let node, let claims, let factors): merge(instance, node, claims, factors)
    case .einsum(let plan, let claim): einsum(instance, plan, claim)
    }
  }

  /// Several claims on one node.
  private func merge(
    _ instance: Instance, _ node: Int, _ claims: [Claim], _ factors: [Extension]
  ) -> any InstanceProver {
    let tensor = values[node]!
    let bits = circuit.graph.nodes[node].axes.map { circuit.bits[$0] }
    let isTied = claims.contains { $0.outside != nil }
    let free = isTied ? bits.count - 2 : bits.count
    var axes = (0..<free).map { i in
      MergeAxis(size: tensor.shape[i], bits: bits[i], claims.map { $0.weights[i] })
    }
    if isTied {
      axes.append(
        MergeAxis(
          sizes: Array(tensor.shape[free...]), bits: Array(bits[free...]),
          claims.map { tied($0, bits[free], bits[free + 1]) }))
    }
    return MergeSumcheck(
      claim: instance.claim, Box(tensor), axes, coefficients: factors, contraction)
  }

  /// A claim's weight on the last two axes together: with a selector it is zero inside the causal triangle. The last axis is the
  /// source, the one before it the query.
  private func tied(_ claim: Claim, _ queryBits: Int, _ sourceBits: Int) -> ElementPlanes {
    let query = claim.weights[claim.weights.count - 2].table(0..<1 << queryBits)
    let source = claim.weights[claim.weights.count - 1].table(0..<1 << sourceBits)
    let result = ElementPlanes(count: query.count * source.count)
    for i in 0..<query.count {
      let start = claim.outside == nil ? 0 : min(source.count, i + 1)
      result.add(
        source, from: start, to: i * source.count + start, count: source.count - start,
        factor: query[i])
    }
    return result
  }

  private func einsum(_ instance: Instance, _ plan: EinsumPlan, _ claim: Claim)
    -> any InstanceProver
  {
    let output = circuit.graph.nodes[plan.node].axes
    let bits = plan.domain.map { circuit.bits[$0] }
    if let square = square(instance, plan, claim) { return square }
    var tables: [ElementPlanes] = []
    var factors: [Int] = []
    var messages: [Int] = []
    if !plan.shared.isEmpty {
      let vectors = plan.shared.map { axis in
        claim.weights[output.firstIndex(of: axis)!].table(0..<1 << circuit.bits[axis])
      }
      let weight = ElementPlanes.outerProduct(vectors)
      tables.append(
        contraction.spread(
          weight, axes: plan.shared, sizes: plan.shared.map { 1 << circuit.bits[$0] },
          domain: plan.domain, bits: bits))
      factors.append(0)
    }
    for (operand, power) in zip(plan.operands, plan.powers) {
      let binding = plan.binding(operand, circuit, claim: claim)
      let kept = zip(operand.axes, binding).filter { $0.1 == nil }.map { $0.0 }
      let bound: (values: ElementPlanes, sizes: [Int])
      if case .statement(let tensor) = circuit.graph.nodes[operand.node].kind {
        bound = statement(tensor, operand, binding)
      } else {
        let tensor = values[operand.node]!
        bound = contraction.bind(
          Box(tensor),
          zip(binding, tensor.shape).map { weight, size in
            weight.map { AxisWeight($0, 0..<size) }
          })
        messages.append(tables.count)
      }
      for _ in 0..<power { factors.append(tables.count) }
      tables.append(
        contraction.spread(
          bound.values, axes: kept, sizes: bound.sizes, domain: plan.domain, bits: bits))
    }
    return ProductSumcheck(
      claim: instance.claim, bits: instance.bits, tables: tables, factors: factors,
      messages: messages)
  }

  /// A tensor times itself, if the axes that the output keeps come first.
  private func square(_ instance: Instance, _ plan: EinsumPlan, _ claim: Claim)
    -> SquareSumcheck?
  {
    let operand = plan.operands[0]
    guard plan.powers == [2], plan.domain == operand.axes,
      Array(plan.domain.prefix(plan.shared.count)) == plan.shared
    else { return nil }
    let tensor = values[operand.node]!
    let bits = plan.domain.map { circuit.bits[$0] }
    let output = circuit.graph.nodes[claim.node].axes
    let weight = ElementPlanes.outerProduct(
      plan.shared.map { axis in
        claim.weights[output.firstIndex(of: axis)!].table(0..<1 << circuit.bits[axis])
      })
    let cut = plan.shared.count
    return SquareSumcheck(
      claim: instance.claim, weight: weight, Box(tensor).elements,
      outer: MergeAxis(sizes: Array(tensor.shape[..<cut]), bits: Array(bits[..<cut])),
      inner: MergeAxis(sizes: Array(tensor.shape[cut...]), bits: Array(bits[cut...])))
  }

  /// A statement tensor with its row axis bound, as a table over the vocabulary; or the rows of the reply.
  private func statement(_ tensor: StatementTensor, _ operand: Operand, _ binding: [Weight?]) -> (
    values: ElementPlanes, sizes: [Int]
  ) {
    switch tensor {
    case .replyRows:
      let result = ElementPlanes(count: circuit.sizes[operand.axes[0]])
      for row in rows.reply.indices { result[row] = .one }
      return (result, [result.count])
    case .tokenOneHot, .promptOneHot, .segmentOneHot, .replyOneHot, .positionOneHot:
      guard let weight = binding[0], binding[1] == nil else {
        preconditionFailure("one-hot rows are contracted over their columns")
      }
      let weights = weight.table(0..<circuit.sizes[operand.axes[0]])
      let result = ElementPlanes(count: circuit.sizes[operand.axes[1]])
      for (row, column) in rows.columns(of: tensor).enumerated() {
        result[column] = result[column] + weights[row]
      }
      return (result, [result.count])
    case .belowReply, .values: preconditionFailure("only linear nodes read it")
    }
  }
}

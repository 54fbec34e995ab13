import Kernels
import Verifier

/// The prover's side: computes each message from the values, writes it, absorbs it.
struct ProverChannel: Channel {
  var transcript: Transcript
  var writer = Writer()
  private let circuit: Circuit
  private let rows: StatementRows
  private let values: [TensorValues?]
  private let parallel: Parallel
  private var contraction: Contraction { Contraction(parallel: parallel) }

  private var trees: [FractionLayers] = []
  private var tree = 0

  private var instances: [SumcheckTables] = []
  private var factors: [Extension] = []
  private var bound = 0

  init(
    _ transcript: Transcript, _ circuit: Circuit, _ rows: StatementRows,
    values: [TensorValues?], parallel: Parallel
  ) {
    self.transcript = transcript
    self.circuit = circuit
    self.rows = rows
    self.values = values
    self.parallel = parallel
  }

  mutating func challenge() -> Extension { transcript.challenge() }

  mutating func work(bits: Int) {
    writer.number(transcript.grind(bits: bits, parallel), 8)
  }

  func require(_ condition: Bool, _ rejection: Rejection) {}

  mutating func account(_ step: SoundnessStep, _ numerator: Int) {}

  private mutating func send(_ elements: [Extension]) -> [Extension] {
    if !elements.isEmpty { transcript.absorb(elements) }
    writer.elements(elements)
    return elements
  }

  // MARK: Evaluations

  mutating func evaluations(_ requests: [EvaluationRequest]) -> [Extension] {
    let single = Contraction(parallel: Parallel(threads: 1))
    let costs = requests.map { request in
      request.block.map { 1 << $0.bits } ?? values[request.node]!.count
    }
    // Many small requests are spread over threads; a large one is split inside.
    if requests.count > 4 {
      let results = parallel.mapStrides(
        requests.count, nanoseconds: 2 * Double(costs.reduce(0, +)) / Double(requests.count) + 2000
      ) { indices in
        indices.map { ($0, evaluate(requests[$0], single)) }
      }
      var sorted = Array(repeating: Extension.zero, count: requests.count)
      for (i, value) in results.joined() { sorted[i] = value }
      return send(sorted)
    }
    return send(requests.map { evaluate($0, contraction) })
  }

  private func evaluate(_ request: EvaluationRequest, _ contraction: Contraction) -> Extension {
    let tensor = values[request.node]!
    let region = tensor.shape.indices.map { i in
      if let interval = request.block?.intervals[i] {
        return interval.offset..<interval.offset + 1 << interval.bits
      }
      return 0..<tensor.shape[i]
    }
    let weights = zip(request.weights, region).map { $0.table($1) }
    return contraction.bindAll(tensor, region, weights)
  }

  // MARK: Fractions

  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint) -> [Extension] {
    self.trees = FractionLayers.all(trees, circuit, values, fingerprint, parallel)
    return send(self.trees.flatMap { $0.root() })
  }

  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {
    self.tree = tree
    trees[tree].begin(point: point, scale: scale)
  }

  mutating func fractionRound() -> [Extension] { send(trees[tree].round()) }

  mutating func bindFraction(_ challenge: Extension) { trees[tree].bind(challenge) }

  mutating func fractionChildren() -> [Extension] { send(trees[tree].children()) }

  // MARK: Sumchecks

  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {
    self.factors = factors
    bound = 0
    self.instances = instances.map { instance in
      switch instance.kind {
      case .merge(let node, let claims, let factors): merge(instance, node, claims, factors)
      case .einsum(let node, let claim): einsum(instance, node, claim)
      }
    }
  }

  private var variables: Int { instances.map { $0.bits }.max() ?? 0 }

  mutating func round(degree: Int) -> [Extension] {
    let n = variables
    let k = bound
    let all = instances
    let active = all.indices.filter { k >= n - all[$0].bits }
    var rounds = Array(repeating: [Extension.zero, .zero, .zero], count: all.count)
    let work = active.reduce(0.0) { $0 + Double(1 << (all[$1].bits - (k - (n - all[$1].bits)))) }
    let parts = parallel.mapStrides(
      active.count, nanoseconds: 2 * work / Double(max(1, active.count))
    ) { indices in indices.map { (active[$0], all[active[$0]].round()) } }
    for (i, coefficients) in parts.joined() { rounds[i] = coefficients }
    var sum = [Extension.zero, .zero, .zero]
    for i in all.indices {
      if k >= n - all[i].bits {
        for c in 0..<3 { sum[c] += factors[i] * rounds[i][c] }
      } else {
        let ignored = n - all[i].bits - k - 1
        sum[0] += factors[i] * all[i].constant * Extension(Int64(1) << Int64(ignored))
      }
    }
    return send(Array(sum[0..<degree]))
  }

  mutating func bind(_ challenge: Extension) {
    let n = variables
    let k = bound
    let active = instances.filter { k >= n - $0.bits }
    let work = active.reduce(0.0) { $0 + Double(1 << ($1.bits - (k - (n - $1.bits)))) }
    parallel.forEach(active.count, nanoseconds: 2 * work / Double(max(1, active.count))) {
      active[$0].bind(challenge)
    }
    bound += 1
  }

  mutating func operandValues(count: Int) -> [Extension] {
    send(instances.flatMap { $0.finalValues })
  }

  /// Weights summed over claims, against the node's values.
  private func merge(
    _ instance: Instance, _ node: Int, _ claims: [Claim], _ factors: [Extension]
  ) -> SumcheckTables {
    let axes = circuit.graph.nodes[node].axes
    let bits = axes.map { circuit.bits[$0] }
    let weights = ElementPlanes(count: 1 << instance.bits)
    for (claim, factor) in zip(claims, factors) {
      let tables = zip(claim.weights, bits).map { $0.table(0..<1 << $1) }
      let outer = ElementPlanes.outerProduct(Array(tables.dropLast()))
      let last = tables.last ?? ElementPlanes([.one])
      for i in 0..<outer.count {
        let prefix = outer[i]
        if prefix == .zero { continue }
        var start = 0
        if claim.outside != nil {
          // Zero inside the causal triangle: the last axis is the source, the one before it the query.
          start = min(last.count, i & ((1 << bits[bits.count - 2]) - 1) + 1)
        }
        weights.add(
          last, from: start, to: i * last.count + start, count: last.count - start,
          factor: factor * prefix)
      }
    }
    let tensor = values[node]!
    let unbound = contraction.bind(tensor, Array(repeating: nil, count: axes.count))
    var table = contraction.spread(
      unbound.values, axes: axes, sizes: tensor.shape, domain: axes, bits: bits)
    if axes.isEmpty { table = unbound.values }
    return SumcheckTables(
      claim: instance.claim, bits: instance.bits, tables: [weights, table], factors: [0, 1],
      messages: [1])
  }

  private func einsum(_ instance: Instance, _ node: Int, _ claim: Claim) -> SumcheckTables {
    let plan = EinsumPlan(circuit, node: node)
    let output = circuit.graph.nodes[node].axes
    let bits = plan.domain.map { circuit.bits[$0] }
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
      let bound: (values: ElementPlanes, shape: [Int])
      if case .statement(let tensor) = circuit.graph.nodes[operand.node].kind {
        bound = statement(tensor, operand, binding)
      } else {
        let tensor = values[operand.node]!
        bound = contraction.bind(
          tensor,
          zip(binding, tensor.shape).map { weight, size in weight.map { $0.table(0..<size) } })
        messages.append(tables.count)
      }
      for _ in 0..<power { factors.append(tables.count) }
      tables.append(
        contraction.spread(
          bound.values, axes: kept, sizes: bound.shape, domain: plan.domain, bits: bits))
    }
    return SumcheckTables(
      claim: instance.claim, bits: instance.bits, tables: tables, factors: factors,
      messages: messages)
  }

  /// A statement tensor with its row axis bound, as a table over the vocabulary; or the rows of the reply.
  private func statement(_ tensor: StatementTensor, _ operand: Operand, _ binding: [Weight?]) -> (
    values: ElementPlanes, shape: [Int]
  ) {
    switch tensor {
    case .replyRows:
      let result = ElementPlanes(count: circuit.sizes[operand.axes[0]])
      for row in rows.reply.indices { result[row] = .one }
      return (result, [result.count])
    case .tokenOneHot, .replyOneHot:
      guard let weight = binding[0], binding[1] == nil else {
        preconditionFailure("one-hot rows are contracted over the vocabulary")
      }
      let list = tensor == .tokenOneHot ? rows.tokens : rows.reply
      let weights = weight.table(0..<circuit.sizes[operand.axes[0]])
      let result = ElementPlanes(count: circuit.sizes[operand.axes[1]])
      for (row, token) in list.enumerated() { result[token] = result[token] + weights[row] }
      return (result, [result.count])
    case .belowReply: preconditionFailure("only linear nodes read it")
    }
  }
}

import Kernels
import Verifier

/// The prover's side: computes each message from the values, writes it, absorbs it.
struct ProverChannel: Channel {
  var transcript: Transcript
  var writer = Writer()
  private let circuit: Circuit
  private let rows: StatementRows
  private var values: [TensorValues?]
  private let parallel: Parallel
  private let progress: ProvingProgress

  private var trees: [FractionLayers] = []
  private var tree = 0
  /// 1 / r for each round of the layer still to come.
  private var fractionInverses: [Extension] = []

  private var instances: [any InstanceProver] = []
  private var factors: [Extension] = []
  private var bound = 0

  init(
    _ transcript: Transcript, _ circuit: Circuit, _ rows: StatementRows,
    values: [TensorValues?], parallel: Parallel, progress: ProvingProgress = .none
  ) {
    self.transcript = transcript
    self.circuit = circuit
    self.rows = rows
    self.values = values
    self.parallel = parallel
    self.progress = progress
  }

  func begin(_ part: ReductionPart) {
    progress.begin(ProvingSection(part), messageBytes: writer.bytes.count)
  }

  /// Lets go of everything computed; for when the reduction is over.
  mutating func dropValues() {
    values = []
    trees = []
    instances = []
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
    // Many requests are spread over threads; of a few, each is split inside.
    let isSpread = requests.count > 4 * parallel.threads
    let contraction = Contraction(parallel: isSpread ? Parallel(threads: 1) : parallel)
    if !isSpread { return send(requests.map { evaluate($0, contraction) }) }
    let entries = requests.reduce(0) { $0 + Int(circuit.count($1.node)) }
    let results = parallel.mapStrides(
      requests.count, nanoseconds: 0.2 * Double(entries) / Double(requests.count) + 2000
    ) { indices in indices.map { ($0, evaluate(requests[$0], contraction)) } }
    var sorted = Array(repeating: Extension.zero, count: requests.count)
    for (i, value) in results.joined() { sorted[i] = value }
    return send(sorted)
  }

  private func evaluate(_ request: EvaluationRequest, _ contraction: Contraction) -> Extension {
    guard let tensor = values[request.node] else {
      guard case .linear(let terms, let constant) = circuit.graph.nodes[request.node].kind else {
        preconditionFailure("only linear nodes are computed from others")
      }
      let sum = LinearSum(
        of: request.node, request.weights, terms, constant: constant, circuit, rows)
      return sum.value(of: sum.requests.map { evaluate($0, contraction) })
    }
    let weights = zip(request.weights, tensor.shape.indices).map { weight, i in
      let interval = request.block?.intervals[i]
      return AxisWeight(
        weight,
        interval.map { $0.offset..<$0.offset + 1 << $0.bits } ?? 0..<tensor.shape[i])
    }
    return contraction.sum(Box(tensor), weights)
  }

  // MARK: Fractions

  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint) -> [Extension] {
    self.trees = FractionLayers.all(trees, circuit, values, fingerprint, parallel)
    return send(self.trees.flatMap { $0.root() })
  }

  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {
    self.tree = tree
    trees[tree].begin(point: point, scale: scale)
    fractionInverses = point.map { $0.inverse }
  }

  mutating func fractionRound(claim: Extension) -> [Extension] {
    let coefficients = trees[tree].round()
    let (constant, quadratic) = (coefficients[0], coefficients[1])
    return send([(claim - constant) * fractionInverses.removeLast() - quadratic, quadratic])
  }

  mutating func bindFraction(_ challenge: Extension) { trees[tree].bind(challenge) }

  mutating func fractionChildren() -> [Extension] { send(trees[tree].children()) }

  // MARK: Sumchecks

  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {
    self.factors = factors
    bound = 0
    let builder = InstanceBuilder(circuit, rows, values, parallel)
    self.instances = instances.map { builder.prover(of: $0) }
  }

  private var variables: Int { instances.map { $0.bits }.max() ?? 0 }

  mutating func round(degree: Int) -> [Extension] {
    let n = variables
    let k = bound
    let all = instances
    var sum = [Extension.zero, .zero, .zero]
    for i in all.indices {
      if k >= n - all[i].bits {
        let coefficients = all[i].round(parallel)
        for c in 0..<3 { sum[c] += factors[i] * coefficients[c] }
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
    for instance in instances where k >= n - instance.bits { instance.bind(challenge, parallel) }
    bound += 1
  }

  mutating func operandValues(count: Int) -> [Extension] {
    send(instances.flatMap { $0.finalValues })
  }
}

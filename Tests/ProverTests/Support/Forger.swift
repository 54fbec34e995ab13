import Testing

@testable import Prover
@testable import Verifier

/// A prover's channel that a test may bend: its transcript and writer can be replaced.
protocol ForgingChannel: Channel {
  var transcript: Transcript { get set }
  var writer: Writer { get set }
}

extension ProverChannel: ForgingChannel {}

/// Every place where a dishonest prover can depart from `ProvingKey.prove`.
struct Forger {
  let soundness: SoundnessCase
  /// What is committed; the honest values if nil.
  var committed: FieldExecution.Values?
  /// What the reduction's messages are computed from; the honest values if nil.
  var reduced: FieldExecution.Values?
  var schedule: Schedule?
  /// Changes the claims before they are opened.
  var claims: ([OracleClaim]) -> [OracleClaim] = { $0 }
  /// Changes the commitment that the transcript absorbs and the proof carries.
  var commitment: (Commitment) -> Commitment = { $0 }
  /// The statement that the transcript absorbs; the true one if nil.
  var absorbed: Statement?

  init(_ soundness: SoundnessCase) { self.soundness = soundness }

  func defaultSchedule() throws -> Schedule {
    let (_, counts) = CostChannel.measure(soundness.circuit)
    return try Planning.ordinary.schedule(
      parameters: soundness.key.oracle.commitment.shape,
      witnessLength: CommittedLayout.witnesses(of: soundness.circuit).length, claims: counts,
      profile: soundness.key.key.profile)
  }

  func prove() throws -> Proof { try prove { $0 } }

  /// - Parameter bend: makes the channel that speaks for the prover.
  func prove<C: ForgingChannel>(_ bend: (ProverChannel) -> C) throws -> Proof {
    let key = soundness.key
    let circuit = soundness.circuit
    let schedule = try self.schedule ?? defaultSchedule()
    let layout = CommittedLayout.witnesses(of: circuit)
    let tensors = soundness.field.tensors(committed ?? soundness.honest)
    var witnesses: [Int: TensorValues] = [:]
    for place in layout.places { witnesses[place.owner] = tensors[place.owner]! }
    let oracle = Oracle.commit(
      layout.vector(witnesses, shape: schedule.oracles[1].shape, .all), keeping: .codeword,
      parallel: .all)
    let commitment = self.commitment(oracle.commitment)
    let rows = StatementRows(
      soundness.statement, lengths: circuit.lengths, graph: circuit.graph)
    let base = ProverChannel(
      Proof.transcript(
        key.key, key.digest, absorbed ?? soundness.statement, schedule, commitment), circuit,
      rows, values: soundness.field.tensors(reduced ?? soundness.honest), parallel: .all)
    var channel = bend(base)
    var reduction = Reduction(circuit, rows)
    let open = try reduction.run(on: &channel)
    let opened = try OpenedClaims(
      open, circuit, parameters: .parameters(of: circuit.graph), witnesses: layout)
    var (transcript, writer) = (channel.transcript, channel.writer)
    Opening.proveUnchecked(
      schedule: schedule, oracles: [key.oracle, oracle], claims: claims(opened.claims),
      transcript: &transcript, writer: &writer, parallel: .all)
    return Proof(schedule: schedule, witness: commitment, messages: writer.bytes)
  }

  func rejection() throws -> Rejection? { try soundness.rejection(of: prove()) }

  func rejection<C: ForgingChannel>(_ bend: (ProverChannel) -> C) throws -> Rejection? {
    try soundness.rejection(of: prove(bend))
  }
}

/// What a message is about.
enum MessageKind: Equatable {
  case roots
  case fractionRound
  case fractionChildren
  case evaluations
  case round
  case operandValues
}

/// Says something else than the honest prover, and goes on as if it were true.
struct LyingChannel: ForgingChannel {
  var base: ProverChannel
  /// Changes a message, given its kind and how many of its kind came before.
  let lie: (MessageKind, Int, inout [Extension]) -> Void
  private var counts: [Int] = Array(repeating: 0, count: 6)
  /// Told of each sumcheck when it begins.
  var onSumcheck: ([Instance]) -> Void = { _ in }
  /// Told of each message: where it starts among the proof's bytes, and how many elements it has.
  var onMessage: (MessageKind, Int, Int) -> Void = { _, _, _ in }

  init(_ base: ProverChannel, lie: @escaping (MessageKind, Int, inout [Extension]) -> Void) {
    self.base = base
    self.lie = lie
  }

  var transcript: Transcript {
    get { base.transcript }
    set { base.transcript = newValue }
  }
  var writer: Writer {
    get { base.writer }
    set { base.writer = newValue }
  }

  private mutating func say(
    _ kind: MessageKind, _ slot: Int, _ honest: (inout ProverChannel) -> [Extension]
  ) -> [Extension] {
    let (transcript, writer) = (base.transcript, base.writer)
    let before = honest(&base)
    var message = before
    onMessage(kind, writer.bytes.count, before.count)
    lie(kind, counts[slot], &message)
    counts[slot] += 1
    if message != before {
      (base.transcript, base.writer) = (transcript, writer)
      base.transcript.absorb(message)
      base.writer.elements(message)
    }
    return message
  }

  func begin(_ part: ReductionPart) {}
  mutating func challenge() -> Extension { base.challenge() }
  mutating func work(bits: Int) { base.work(bits: bits) }
  func require(_ condition: Bool, _ rejection: Rejection) {}
  mutating func account(_ step: SoundnessStep, _ numerator: Int) {}
  mutating func evaluations(_ requests: [EvaluationRequest]) -> [Extension] {
    say(.evaluations, 0) { $0.evaluations(requests) }
  }
  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint) -> [Extension] {
    say(.roots, 1) { $0.fractionRoots(trees, fingerprint) }
  }
  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {
    base.beginFractionLayer(tree, point: point, scale: scale)
  }
  mutating func fractionRound(claim: Extension) -> [Extension] {
    say(.fractionRound, 2) { $0.fractionRound(claim: claim) }
  }

  mutating func bindFraction(_ challenge: Extension) { base.bindFraction(challenge) }
  mutating func fractionChildren() -> [Extension] {
    say(.fractionChildren, 3) { $0.fractionChildren() }
  }
  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {
    onSumcheck(instances)
    base.beginSumcheck(instances, factors: factors)
  }
  mutating func round(degree: Int) -> [Extension] { say(.round, 4) { $0.round(degree: degree) } }
  mutating func bind(_ challenge: Extension) { base.bind(challenge) }
  mutating func operandValues(count: Int) -> [Extension] {
    say(.operandValues, 5) { $0.operandValues(count: count) }
  }
}

/// Speaks of other values in the trees of fractions than everywhere else.
struct TwoFacedChannel: ForgingChannel {
  private var base: ProverChannel
  private var trees: ProverChannel

  init(_ base: ProverChannel, trees: ProverChannel) {
    self.base = base
    self.trees = trees
  }

  var transcript: Transcript {
    get { base.transcript }
    set { base.transcript = newValue }
  }
  var writer: Writer {
    get { base.writer }
    set { base.writer = newValue }
  }

  private mutating func other<Result>(_ body: (inout ProverChannel) -> Result) -> Result {
    (trees.transcript, trees.writer) = (base.transcript, base.writer)
    let result = body(&trees)
    (base.transcript, base.writer) = (trees.transcript, trees.writer)
    return result
  }

  func begin(_ part: ReductionPart) {}
  mutating func challenge() -> Extension { base.challenge() }
  mutating func work(bits: Int) { base.work(bits: bits) }
  func require(_ condition: Bool, _ rejection: Rejection) {}
  mutating func account(_ step: SoundnessStep, _ numerator: Int) {}
  mutating func evaluations(_ requests: [EvaluationRequest]) -> [Extension] {
    base.evaluations(requests)
  }
  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint) -> [Extension] {
    other { $0.fractionRoots(trees, fingerprint) }
  }
  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {
    trees.beginFractionLayer(tree, point: point, scale: scale)
  }
  mutating func fractionRound(claim: Extension) -> [Extension] {
    other { $0.fractionRound(claim: claim) }
  }

  mutating func bindFraction(_ challenge: Extension) { trees.bindFraction(challenge) }
  mutating func fractionChildren() -> [Extension] { other { $0.fractionChildren() } }
  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {
    base.beginSumcheck(instances, factors: factors)
  }
  mutating func round(degree: Int) -> [Extension] { base.round(degree: degree) }
  mutating func bind(_ challenge: Extension) { base.bind(challenge) }
  mutating func operandValues(count: Int) -> [Extension] { base.operandValues(count: count) }
}

/// The reduction with its first challenges fixed beforehand: what a constant challenge would make of it.
struct FrozenChannel<Base: Channel>: Channel {
  var base: Base
  var frozen: [Extension]

  func begin(_ part: ReductionPart) {}
  mutating func challenge() -> Extension {
    let drawn = base.challenge()
    return frozen.isEmpty ? drawn : frozen.removeFirst()
  }
  mutating func work(bits: Int) throws(Rejection) { try base.work(bits: bits) }
  func require(_ condition: Bool, _ rejection: Rejection) throws(Rejection) {
    try base.require(condition, rejection)
  }
  mutating func account(_ step: SoundnessStep, _ numerator: Int) { base.account(step, numerator) }
  mutating func evaluations(_ requests: [EvaluationRequest]) throws(Rejection) -> [Extension] {
    try base.evaluations(requests)
  }
  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint)
    throws(Rejection) -> [Extension]
  { try base.fractionRoots(trees, fingerprint) }
  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {
    base.beginFractionLayer(tree, point: point, scale: scale)
  }
  mutating func fractionRound(claim: Extension) throws(Rejection) -> [Extension] {
    try base.fractionRound(claim: claim)
  }

  mutating func bindFraction(_ challenge: Extension) { base.bindFraction(challenge) }
  mutating func fractionChildren() throws(Rejection) -> [Extension] {
    try base.fractionChildren()
  }
  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {
    base.beginSumcheck(instances, factors: factors)
  }
  mutating func round(degree: Int) throws(Rejection) -> [Extension] {
    try base.round(degree: degree)
  }
  mutating func bind(_ challenge: Extension) { base.bind(challenge) }
  mutating func operandValues(count: Int) throws(Rejection) -> [Extension] {
    try base.operandValues(count: count)
  }
}

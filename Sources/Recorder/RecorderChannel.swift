/// The contract's side of the conversation: every step of a reduction is written down, in the order a verifier takes it.
struct RecorderChannel: Channel {
  private(set) var events: [Event] = []

  private mutating func receive(_ count: Int) -> [Extension] {
    let elements = Tape.current.inputs(count)
    if count > 0 { events.append(.message(elements)) }
    return elements
  }

  mutating func record(_ event: Event) { events.append(event) }

  func begin(_ part: ReductionPart) {}

  mutating func challenge() -> Extension {
    let element = Tape.current.input()
    if case .challenges(let drawn) = events.last {
      events[events.count - 1] = .challenges(drawn + [element])
    } else {
      events.append(.challenges([element]))
    }
    return element
  }

  mutating func challenges(_ count: Int) -> [Extension] { (0..<count).map { _ in challenge() } }

  mutating func message(_ count: Int) -> [Extension] { receive(count) }

  mutating func work(bits: Int) { if bits > 0 { events.append(.work(bits: bits)) } }

  /// Conditions on shapes alone: a table is recorded only where they hold.
  func require(_ condition: Bool, _ rejection: Rejection) throws(Rejection) {
    guard condition else { throw rejection }
  }

  mutating func requireEqual(_ a: Extension, _ b: Extension, _ rejection: Rejection) {
    events.append(.equal(a, b, rejection))
  }

  mutating func requireNotZero(_ a: Extension, _ rejection: Rejection) {
    events.append(.notZero(a, rejection))
  }

  func account(_ step: SoundnessStep, _ numerator: Int) {}

  mutating func evaluations(_ requests: [EvaluationRequest]) -> [Extension] {
    receive(requests.count)
  }

  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint) -> [Extension] {
    receive(2 * trees.count)
  }

  mutating func fractionLayers(_ layers: Int, of tree: Int, _ root: FractionClaim) -> FractionClaim
  {
    let point = Tape.current.inputs(layers)
    let (numerator, denominator) = (Tape.current.input(), Tape.current.input())
    events.append(
      .fractions(
        root: [root.numerator, root.denominator], point: point, numerator: numerator,
        denominator: denominator))
    return FractionClaim(point: point, numerator: numerator, denominator: denominator)
  }

  mutating func sumcheck(_ instances: [Instance], factors: [Extension])
    -> (point: [Extension], value: Extension)
  {
    let n = instances.map { $0.bits }.max() ?? 0
    var claim = Extension.zero
    for (instance, factor) in zip(instances, factors) {
      claim += factor * instance.claim * Extension(Int64(1) << Int64(n - instance.bits))
    }
    if n == 0 { return ([], claim) }
    let degrees = (0..<n).map { k in
      instances.reduce(1) { degree, instance in
        let own = k - (n - instance.bits)
        return own >= 0 ? max(degree, instance.degrees[own]) : degree
      }
    }
    let challenges = Tape.current.inputs(n)
    let value = Tape.current.input()
    events.append(.rounds(degrees: degrees, claim: claim, challenges: challenges, value: value))
    return (challenges.reversed(), value)
  }

  mutating func operandValues(count: Int) -> [Extension] { receive(count) }

  // Messages of the steps above, which are taken whole.
  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {}
  mutating func fractionRound(claim: Extension) -> [Extension] { receive(2) }
  mutating func bindFraction(_ challenge: Extension) {}
  mutating func fractionChildren() -> [Extension] { receive(4) }
  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {}
  mutating func round(degree: Int) -> [Extension] { receive(degree) }
  mutating func bind(_ challenge: Extension) {}
}

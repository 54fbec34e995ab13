/// The verifier's side: reads each message, absorbs it, draws the challenge.
struct VerifierChannel: Channel {
  var transcript: Transcript
  var reader: Reader
  var tally = SoundnessTally()

  init(_ transcript: Transcript, _ reader: Reader) {
    self.transcript = transcript
    self.reader = reader
  }

  mutating func begin(_ part: ReductionPart) {
    reader.begin(part == .lookups ? .lookups : .sumchecks)
  }

  mutating func challenge() -> Extension { transcript.challenge() }

  mutating func work(bits: Int) throws(Rejection) {
    guard transcript.accept(nonce: try reader.number(8), bits: bits) else { throw .proofOfWork }
  }

  func require(_ condition: Bool, _ rejection: Rejection) throws(Rejection) {
    guard condition else { throw rejection }
  }

  mutating func account(_ step: SoundnessStep, _ numerator: Int) { tally.add(step, numerator) }

  private mutating func receive(_ count: Int) throws(Rejection) -> [Extension] {
    let elements = try reader.elements(count)
    if count > 0 { transcript.absorb(elements) }
    return elements
  }

  mutating func evaluations(_ requests: [EvaluationRequest]) throws(Rejection) -> [Extension] {
    try receive(requests.count)
  }

  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint)
    throws(Rejection) -> [Extension]
  {
    try receive(2 * trees.count)
  }

  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {}
  mutating func fractionRound(claim: Extension) throws(Rejection) -> [Extension] {
    try receive(2)
  }

  mutating func bindFraction(_ challenge: Extension) {}
  mutating func fractionChildren() throws(Rejection) -> [Extension] { try receive(4) }

  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {}
  mutating func round(degree: Int) throws(Rejection) -> [Extension] { try receive(degree) }
  mutating func bind(_ challenge: Extension) {}
  mutating func operandValues(count: Int) throws(Rejection) -> [Extension] { try receive(count) }
}

/// What the verification of one model's replies of one size does, from the first challenge to the last check.
public struct Recording {
  let tape: Tape
  let events: [Event]
  let schedule: Schedule
  let circuit: Circuit
  public let tokens: Int
  public let replies: Int

  /// - Parameters:
  ///   - key: a verifying key's bytes.
  ///   - schedule: a schedule's bytes; every proof of this size must have it.
  ///   - tokens: rows of the token axis.
  ///   - replies: rows of the reply axis.
  public init(
    key bytes: [UInt8], schedule scheduleBytes: [UInt8], tokens: Int, replies: Int
  ) throws(Rejection) {
    let tape = Tape()
    func elements() throws(Rejection) -> (Circuit, Schedule, [Event]) {
      // 0 and 1 have the first two places of every tape.
      _ = (Extension.zero, Extension.one)
      let key = try VerifyingKey(bytes)
      var reader = Reader(scheduleBytes)
      let schedule = try Schedule.read(from: &reader)
      try reader.finish()
      // The contract knows statements of a decoder's tokens alone.
      guard key.graph.form == .decoder, key.graph.values == nil else { throw .wrongOutput }
      let lengths = Lengths(tokens: tokens, replies: replies)
      let circuit = Circuit(key.graph, lengths)
      try circuit.check()
      var channel = RecorderChannel()
      let rootValue = Tape.current.input()
      channel.record(.head(rootValue))
      var reduction = Reduction(circuit, StatementRows(lengths))
      let claims = try reduction.run(on: &channel)
      let opened = try OpenedClaims(
        claims, circuit, parameters: .parameters(of: key.graph), witnesses: .witnesses(of: circuit))
      guard opened.counts == schedule.claims else { throw .malformedProof }
      OpeningRecorder(schedule: schedule, parametersPoint: key.parameters.point()).record(
        opened.claims, values: [key.parameters.value, rootValue], on: &channel)
      return (circuit, schedule, channel.events)
    }
    let result = Tape.$current.withValue(tape) { Result(catching: elements) }
    (circuit, schedule, events) = try result.get()
    self.tape = tape
    self.tokens = tokens
    self.replies = replies
  }
}

extension Lengths {
  /// Rows alone: the prompt's length is left open.
  init(tokens: Int, replies: Int) {
    prompt = Window.lastPromptRow + 1
    reply = replies
    self.tokens = tokens
    self.replies = replies
    firstReply = Window.lastPromptRow
  }
}

/// What the verification of one model's statements of one size does, from the first challenge to the last check.
public struct Recording {
  let tape: Tape
  let events: [Event]
  let schedule: Schedule
  let circuit: Circuit
  var lengths: Lengths { circuit.lengths }

  /// - Parameters:
  ///   - key: a verifying key's bytes.
  ///   - schedule: a schedule's bytes; every proof of this size must have it.
  ///   - rows: rows of the token axis, or of the prompt's if there is an encoder.
  ///   - replies: rows of the reply axis.
  public init(
    key bytes: [UInt8], schedule scheduleBytes: [UInt8], rows: Int, replies: Int
  ) throws(Rejection) {
    let tape = Tape()
    func elements() throws(Rejection) -> (Circuit, Schedule, [Event]) {
      // 0 and 1 have the first two places of every tape.
      _ = (Extension.zero, Extension.one)
      let key = try VerifyingKey(bytes)
      var reader = Reader(scheduleBytes)
      let schedule = try Schedule.read(from: &reader)
      try reader.finish()
      let lengths = Lengths(rows: rows, replies: replies, in: key.graph)
      guard lengths.replies == replies else { throw .tooLarge }
      let circuit = Circuit(key.graph, lengths)
      try circuit.check()
      var channel = RecorderChannel()
      let rootValue = Tape.current.input()
      channel.record(.head(rootValue))
      var reduction = Reduction(circuit, StatementRows(circuit))
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
  }
}

extension Lengths {
  /// Rows alone: how many of a decoder's are the prompt's is left open; an encoder has one for each token of the prompt.
  init(rows: Int, replies: Int, in graph: Graph) {
    if graph.form == .decoder {
      self.init(tokens: rows, replies: replies)
    } else {
      self.init(prompt: rows, reply: replies, context: graph.context, form: graph.form)
    }
  }

  private init(tokens: Int, replies: Int) {
    prompt = Window.lastPromptRow + 1
    reply = replies
    self.tokens = tokens
    self.replies = replies
    firstReply = Window.lastPromptRow
  }
}

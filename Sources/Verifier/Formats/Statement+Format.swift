extension Statement {
  /// Set beside the ending if segments, positions and values follow the context.
  private static var outputFollows: UInt8 { 0x80 }

  /// Whether there is more to say than prompt and reply. It follows from what is said, so a statement has one encoding.
  private var hasOutput: Bool {
    ending == .whole || !values.isEmpty || !positions.isEmpty || secondSegment != prompt.count
  }

  /// Model digest, prompt, reply, ending, context; then, if there are any, second segment, positions and values. Lists are preceded
  /// by their count, all numbers have 4 bytes.
  public func write(to writer: inout Writer) {
    writer.digest(model)
    for tokens in [prompt, reply] { Statement.write(tokens, to: &writer) }
    writer.byte(ending.rawValue | (hasOutput ? Statement.outputFollows : 0))
    writer.digest(context)
    guard hasOutput else { return }
    writer.number(secondSegment, 4)
    Statement.write(positions, to: &writer)
    writer.number(values.count, 4)
    for value in values { writer.number(UInt64(UInt32(bitPattern: value)), 4) }
  }

  public init(from reader: inout Reader) throws(Rejection) {
    self.init(model: .zero, prompt: [], reply: [], ending: .stop)
    model = try reader.digest()
    prompt = try Statement.indices(from: &reader)
    reply = try Statement.indices(from: &reader)
    let byte = try reader.byte()
    guard let ending = Ending(rawValue: byte & ~Statement.outputFollows) else {
      throw .malformedStatement
    }
    self.ending = ending
    context = try reader.digest()
    secondSegment = prompt.count
    if byte & Statement.outputFollows != 0 {
      secondSegment = try reader.count(4, atMost: Graph.Cap.size)
      positions = try Statement.indices(from: &reader)
      let count = try reader.count(4, atMost: Graph.Cap.size)
      guard reader.remaining / 4 >= count else { throw .truncated }
      values = try Array(count: count) { _ throws(Rejection) in
        Int32(bitPattern: UInt32(truncatingIfNeeded: try reader.number(4)))
      }
    }
    guard hasOutput == (byte & Statement.outputFollows != 0) else { throw .malformedStatement }
  }

  private static func write(_ indices: [Int], to writer: inout Writer) {
    writer.number(indices.count, 4)
    for index in indices { writer.number(index, 4) }
  }

  private static func indices(from reader: inout Reader) throws(Rejection) -> [Int] {
    let count = try reader.count(4, atMost: Graph.Cap.size)
    guard reader.remaining / 4 >= count else { throw .truncated }
    return try Array(count: count) { _ throws(Rejection) in
      try reader.count(4, atMost: Graph.Cap.size)
    }
  }
}

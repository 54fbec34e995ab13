/// How a reply came to its end.
public enum Ending: UInt8, Sendable {
  /// Its last token, and no earlier one, is in the key's stop set.
  case stop = 0
  /// None of its tokens is: the length was reached.
  case length = 1
}

/// What a proof says: this model, given this prompt, greedily replies with these tokens.
public struct Statement: Equatable, Sendable {
  /// The model digest: Keccak-256 of the verifying key.
  public var model: Digest
  public var prompt: [Int]
  public var reply: [Int]
  public var ending: Ending
  /// Binds the proof to a request, payee or chain; zero if nothing is to be bound.
  public var context: Digest

  public init(
    model: Digest, prompt: [Int], reply: [Int], ending: Ending, context: Digest = .zero
  ) {
    self.model = model
    self.prompt = prompt
    self.reply = reply
    self.ending = ending
    self.context = context
  }

  /// The checks in the clear, before anything else: a token in the padding of the vocabulary would have a zero embedding, and none
  /// of the tensors may leave its box.
  func check(against graph: Graph) throws(Rejection) {
    guard !prompt.isEmpty, !reply.isEmpty else { throw .emptyPromptOrReply }
    guard prompt.count <= graph.context, reply.count <= graph.context,
      prompt.count + reply.count - 1 <= graph.context
    else { throw .contextExceeded }
    for token in prompt + reply where token < 0 || token >= graph.vocabulary {
      throw .tokenOutsideVocabulary
    }
    for (i, token) in reply.enumerated() {
      let mayStop = ending == .stop && i == reply.count - 1
      guard graph.stops.contains(token) == mayStop else { throw .wrongEnding }
    }
  }

  /// Model digest, prompt, reply, ending, context; lists are preceded by their count, all numbers by 4 bytes.
  public func write(to writer: inout Writer) {
    writer.digest(model)
    for tokens in [prompt, reply] {
      writer.number(tokens.count, 4)
      for token in tokens { writer.number(token, 4) }
    }
    writer.byte(ending.rawValue)
    writer.digest(context)
  }

  public init(from reader: inout Reader) throws(Rejection) {
    model = try reader.digest()
    prompt = try Statement.tokens(from: &reader)
    reply = try Statement.tokens(from: &reader)
    guard let ending = Ending(rawValue: try reader.byte()) else { throw .malformedStatement }
    self.ending = ending
    context = try reader.digest()
  }

  private static func tokens(from reader: inout Reader) throws(Rejection) -> [Int] {
    let count = try reader.count(4, atMost: Graph.Cap.size)
    guard reader.remaining / 4 >= count else { throw .truncated }
    var tokens: [Int] = []
    tokens.reserveCapacity(count)
    for _ in 0..<count { tokens.append(try reader.count(4, atMost: Graph.Cap.size)) }
    return tokens
  }
}

/// How a reply came to its end.
public enum Ending: UInt8, Sendable {
  /// Its last token, and no earlier one, is in the key's stop set.
  case stop = 0
  /// None of its tokens is: the length was reached.
  case length = 1
  /// It has no end to come to: the prompt is read at once, and the reply holds an entry for each thing that is said about it.
  case whole = 2
}

/// What a proof says: this model, given this prompt, replies with these tokens or classes, or with these values.
public struct Statement: Equatable, Sendable {
  /// The model digest: Keccak-256 of the verifying key.
  public var model: Digest
  public var prompt: [Int]
  /// The first row of the prompt's second text; the prompt's length if there is one text.
  public var secondSegment: Int
  /// Tokens of a greedy reply; or the likeliest token at each of `positions`; or a class; or nothing.
  public var reply: [Int]
  /// The rows of the prompt that the entries of the reply stand at, if the model predicts tokens of its prompt.
  public var positions: [Int]
  /// An embedding, or probabilities, as integers; the key says how many fraction bits they have.
  public var values: [Int32]
  public var ending: Ending
  /// Binds the proof to a request, payee or chain; zero if nothing is to be bound.
  public var context: Digest

  /// Without a second segment there is one text.
  public init(
    model: Digest, prompt: [Int], secondSegment: Int? = nil, reply: [Int], positions: [Int] = [],
    values: [Int32] = [], ending: Ending, context: Digest = .zero
  ) {
    self.model = model
    self.prompt = prompt
    self.secondSegment = secondSegment ?? prompt.count
    self.reply = reply
    self.positions = positions
    self.values = values
    self.ending = ending
    self.context = context
  }

  public func lengths(in graph: Graph) -> Lengths {
    Lengths(prompt: prompt.count, reply: reply.count, context: graph.context, form: graph.form)
  }

  /// The checks in the clear, before anything else: a token in the padding of the vocabulary would have a zero embedding, and none
  /// of the tensors may leave its box.
  func check(against graph: Graph) throws(Rejection) {
    let form = graph.form
    // A decoder always replies; an encoder does if something is said of its reply.
    let replies = form != .encoder || graph.reads(.replyRows) || graph.reads(.replyOneHot)
    guard !prompt.isEmpty, reply.isEmpty != replies else { throw .emptyPromptOrReply }
    guard prompt.count <= graph.context, reply.count <= graph.context,
      form != .decoder || prompt.count + reply.count - 1 <= graph.context
    else { throw .contextExceeded }
    for token in prompt where token < 0 || token >= graph.vocabulary {
      throw .tokenOutsideVocabulary
    }
    for token in reply where token < 0 || token >= graph.choices { throw .tokenOutsideVocabulary }
    if form == .encoder {
      guard ending == .whole else { throw .wrongEnding }
    } else {
      for (i, token) in reply.enumerated() {
        let mayStop = ending == .stop && i == reply.count - 1
        guard ending != .whole, graph.stops.contains(token) == mayStop else { throw .wrongEnding }
      }
    }
    try checkOutput(graph)
  }

  /// Segments, positions and values are there if the model has them, and only then: a statement has one reading.
  private func checkOutput(_ graph: Graph) throws(Rejection) {
    let hasPositions = graph.reads(.positionOneHot)
    let mayBegin = graph.reads(.segmentOneHot) ? 0...prompt.count : prompt.count...prompt.count
    guard mayBegin.contains(secondSegment),
      positions.count == (hasPositions ? reply.count : 0),
      positions.allSatisfy({ (0..<prompt.count).contains($0) }),
      // Without positions an encoder has one thing to say.
      graph.form != .encoder || hasPositions || reply.count <= 1,
      UInt64(values.count) == valueCount(graph)
    else { throw .wrongOutput }
  }

  /// In 64 bits, also where Int has fewer: a key may ask for more values than there is memory.
  private func valueCount(_ graph: Graph) -> UInt64 {
    guard let node = graph.values else { return 0 }
    var count: UInt64 = 1
    for axis in graph.nodes[node].axes {
      if case .fixed(let size) = graph.axes[axis].extent {
        count *= UInt64(size)
      } else {
        count *= UInt64(reply.count)
      }
    }
    return count
  }
}

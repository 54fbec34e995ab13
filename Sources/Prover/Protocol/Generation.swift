import Verifier

/// A reply the integer model gave, with the values that prove it.
public struct Generation {
  public let statement: Statement
  public let execution: Execution
}

extension ProvingKey {
  /// The node whose rows decide each entry of a reply, by the name circuits give it; none if nothing is chosen.
  public var logits: Int? {
    let name = Array("logit".utf8)
    return key.graph.nodes.firstIndex { $0.name.bytes == name }
  }

  /// Replies greedily until a stop token or `limit` tokens.
  ///
  /// - Parameter onToken: called with each reply token as it is chosen.
  /// - Precondition: the model has a decoder; the prompt is not empty, its tokens are below the vocabulary, and it fits the context
  ///   with `limit` tokens.
  public func generate(
    prompt: [Int], limit: Int, context: Digest = .zero, parallel: Parallel,
    onToken: (Int) -> Void = { _ in }
  ) throws(Refusal) -> Generation {
    let graph = key.graph
    guard let logits else { preconditionFailure("a language model's graph has a node named logit") }
    let roomy = Circuit(
      graph,
      Lengths(prompt: prompt.count, reply: limit, context: graph.context, form: graph.form))
    let execution = Execution(roomy, parameters: parameters, parallel: parallel)
    execution.read(.init(prompt: prompt, secondSegment: prompt.count, positions: []))
    // Beside an encoder a reply begins after the pad token.
    execution.append(graph.form == .decoder ? prompt : [graph.pad])
    var reply: [Int] = []
    var ending = Ending.length
    while true {
      let row = roomy.lengths.firstReply + reply.count
      let token = execution.argmax(row: row, logits: logits)
      reply.append(token)
      onToken(token)
      if graph.stops.contains(token) {
        ending = .stop
        break
      }
      if reply.count == limit { break }
      execution.append([token])
    }
    var statement = Statement(
      model: digest, prompt: prompt, reply: reply, ending: ending, context: context)
    let lengths = statement.lengths(in: graph)
    let final =
      lengths.tokens == roomy.lengths.tokens && lengths.replies == roomy.lengths.replies
      ? execution : execution.resized(to: Circuit(graph, lengths))
    statement.values = try final.finish(reply: reply)
    return Generation(statement: statement, execution: final)
  }

  /// What an encoder says about a text: the likeliest token at each position, the likeliest class, or values alone.
  ///
  /// - Parameters:
  ///   - secondSegment: the first row of the second text, if the model tells two apart.
  ///   - positions: rows of the prompt to predict tokens at, if the model does.
  /// - Precondition: the model is an encoder; tokens are below the vocabulary and fit the context.
  public func read(
    prompt: [Int], secondSegment: Int? = nil, positions: [Int] = [], context: Digest = .zero,
    parallel: Parallel
  ) throws(Refusal) -> Generation {
    let graph = key.graph
    let entries = logits == nil ? 0 : max(1, positions.count)
    let lengths = Lengths(
      prompt: prompt.count, reply: entries, context: graph.context, form: graph.form)
    let execution = Execution(
      Circuit(graph, lengths), parameters: parameters, parallel: parallel)
    let second = secondSegment ?? prompt.count
    execution.read(.init(prompt: prompt, secondSegment: second, positions: positions))
    let reply = logits.map { node in
      (0..<entries).map { execution.argmax(row: $0, logits: node) }
    }
    let values = try execution.finish(reply: reply ?? [])
    let statement = Statement(
      model: digest, prompt: prompt, secondSegment: second, reply: reply ?? [],
      positions: positions, values: values, ending: .whole, context: context)
    return Generation(statement: statement, execution: execution)
  }

  /// The values of a given statement, computed in one full pass.
  ///
  /// The reply need not be what the model says; then its proof is not accepted.
  public func execute(
    _ statement: Statement, parallel: Parallel, progress: ProvingProgress = .none
  ) throws(Refusal) -> Generation {
    progress.begin(.witness, messageBytes: 0)
    let execution = Execution(
      Circuit(key.graph, statement.lengths(in: key.graph)), parameters: parameters,
      parallel: parallel)
    try execution.complete(statement)
    return Generation(statement: statement, execution: execution)
  }
}

extension Execution {
  /// The same rows in a circuit with fewer or more of them.
  func resized(to circuit: Circuit) -> Execution {
    let other = Execution(circuit, parameters: parameters, parallel: parallel)
    other.adopt(from: self)
    return other
  }
}

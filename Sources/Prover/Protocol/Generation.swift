import Verifier

/// A reply the integer model gave, with the values that prove it.
public struct Generation {
  public let statement: Statement
  public let execution: Execution
}

extension ProvingKey {
  /// The node whose rows decide each reply token, by the name circuits give it.
  public var logits: Int {
    let name = Array("logit".utf8)
    guard let node = key.graph.nodes.firstIndex(where: { $0.name.bytes == name }) else {
      preconditionFailure("a language model's graph has a node named logit")
    }
    return node
  }

  /// Replies greedily until a stop token or `limit` tokens.
  ///
  /// - Parameter onToken: called with each reply token as it is chosen.
  /// - Precondition: the prompt is not empty, its tokens are below the vocabulary, and prompt + limit - 1 fits the context.
  public func generate(
    prompt: [Int], limit: Int, context: Digest = .zero, parallel: Parallel,
    onToken: (Int) -> Void = { _ in }
  ) throws(Refusal) -> Generation {
    let graph = key.graph
    let roomy = Circuit(
      graph, Lengths(prompt: prompt.count, reply: limit, context: graph.context))
    let execution = Execution(roomy, parameters: parameters, parallel: parallel)
    execution.append(prompt)
    var reply: [Int] = []
    var ending = Ending.length
    while true {
      let token = execution.argmax(row: prompt.count - 1 + reply.count, logits: logits)
      reply.append(token)
      onToken(token)
      if graph.stops.contains(token) {
        ending = .stop
        break
      }
      if reply.count == limit { break }
      execution.append([token])
    }
    let statement = Statement(
      model: digest, prompt: prompt, reply: reply, ending: ending, context: context)
    let lengths = Lengths(prompt: prompt.count, reply: reply.count, context: graph.context)
    let final =
      lengths.tokens == roomy.lengths.tokens && lengths.replies == roomy.lengths.replies
      ? execution : execution.resized(to: Circuit(graph, lengths))
    try final.finish(reply: reply)
    return Generation(statement: statement, execution: final)
  }

  /// The values of a given statement, computed in one full pass.
  ///
  /// The reply need not be what the model says; then its proof is not accepted.
  public func execute(
    _ statement: Statement, parallel: Parallel, progress: ProvingProgress = .none
  ) throws(Refusal) -> Generation {
    progress.begin(.witness, messageBytes: 0)
    let lengths = Lengths(
      prompt: statement.prompt.count, reply: statement.reply.count, context: key.graph.context)
    let execution = Execution(
      Circuit(key.graph, lengths), parameters: parameters, parallel: parallel)
    try execution.complete(statement.prompt + statement.reply.dropLast(), reply: statement.reply)
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

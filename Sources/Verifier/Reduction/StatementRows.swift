/// The statement as rows of the token, prompt and reply axes.
public final class StatementRows: Sendable {
  /// One token for each row of the token axis, if there is one: what is read before each token that is said, then padding.
  public let tokens: [Int]
  /// One token for each row of an encoder, if there is one.
  public let prompt: [Int]
  /// Which text each row of an encoder belongs to: 0 or 1.
  public let segments: [Int]
  /// The reply; rows of the reply axis beyond it are empty.
  public let reply: [Int]
  /// The row that each entry of the reply stands at.
  public let positions: [Int]
  public let values: [Int32]

  public init(_ statement: Statement, lengths: Lengths, graph: Graph) {
    let form = graph.form
    // The last token of a reply is read by nothing.
    let start = form == .decoder ? statement.prompt : [graph.pad]
    tokens = Array(count: form == .encoder ? 0 : lengths.tokens) { i in
      if i < start.count { return start[i] }
      let next = i - start.count
      return next < statement.reply.count - 1 ? statement.reply[next] : graph.pad
    }
    prompt = form == .decoder ? [] : statement.prompt
    segments = prompt.indices.map { $0 < statement.secondSegment ? 0 : 1 }
    reply = statement.reply
    positions = statement.positions
    values = statement.values
  }

  /// How many entries an evaluation runs over, at most.
  var count: Int { tokens.count + prompt.count + reply.count + positions.count + values.count }

  /// <weights, tensor>, in time proportional to the rows.
  func evaluate(_ tensor: StatementTensor, _ weights: [Weight]) -> Extension {
    switch tensor {
    case .tokenOneHot, .promptOneHot, .segmentOneHot, .replyOneHot, .positionOneHot:
      return oneHot(columns(of: tensor), weights)
    case .belowReply:
      var result = Extension.zero
      for (row, token) in reply.enumerated() {
        result += weights[0].entry(row) * weights[1].below(token)
      }
      return result
    case .replyRows: return weights[0].below(reply.count)
    case .values:
      // Values of one entry of the reply lie side by side.
      let width = weights.count == 2 ? values.count / max(1, reply.count) : 1
      var result = Extension.zero
      for (i, value) in values.enumerated() {
        var entry = weights[0].entry(i / width) * Extension(Int64(value))
        if weights.count == 2 { entry *= weights[1].entry(i % width) }
        result += entry
      }
      return result
    }
  }

  /// Where each row of a one-hot tensor has its one.
  public func columns(of tensor: StatementTensor) -> [Int] {
    switch tensor {
    case .tokenOneHot: tokens
    case .promptOneHot: prompt
    case .segmentOneHot: segments
    case .replyOneHot: reply
    case .positionOneHot: positions
    case .belowReply, .replyRows, .values: []
    }
  }

  private func oneHot(_ list: [Int], _ weights: [Weight]) -> Extension {
    var result = Extension.zero
    for (row, index) in list.enumerated() {
      result += weights[0].entry(row) * weights[1].entry(index)
    }
    return result
  }
}

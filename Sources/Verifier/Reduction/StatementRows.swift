/// The statement's tokens as rows of the token and reply axes.
public struct StatementRows: Sendable {
  /// One token for each row of the token axis: prompt, reply but its last token, padding.
  public let tokens: [Int]
  /// The reply; rows of the reply axis beyond it are empty.
  public let reply: [Int]

  public init(prompt: [Int], reply: [Int], lengths: Lengths, pad: Int) {
    var tokens = prompt + reply.dropLast()
    while tokens.count < lengths.tokens { tokens.append(pad) }
    self.tokens = tokens
    self.reply = reply
  }

  /// <weights, tensor>, in time proportional to the rows.
  func evaluate(_ tensor: StatementTensor, _ weights: [Weight]) -> Extension {
    var result = Extension.zero
    switch tensor {
    case .tokenOneHot:
      for (row, token) in tokens.enumerated() {
        result += weights[0].entry(row) * weights[1].entry(token)
      }
    case .replyOneHot:
      for (row, token) in reply.enumerated() {
        result += weights[0].entry(row) * weights[1].entry(token)
      }
    case .belowReply:
      for (row, token) in reply.enumerated() {
        result += weights[0].entry(row) * weights[1].below(token)
      }
    case .replyRows:
      result = weights[0].below(reply.count)
    }
    return result
  }
}

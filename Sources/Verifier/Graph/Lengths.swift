/// The lengths of one statement and the rows they give the token and reply axes.
///
/// So that few shapes occur, n rows are rounded up to a multiple of 2^max(0, ceil(log2 n) - 3), at most the context. Rows beyond
/// the statement hold the pad token and are computed and proven like any other; causality keeps them from earlier rows. An encoder's
/// rows are not rounded up: each sees all others.
public struct Lengths: Equatable, Sendable {
  public let prompt: Int
  public let reply: Int
  public let tokens: Int
  public let replies: Int
  /// The row of the token axis that predicts the first token of the reply.
  public let firstReply: Int

  /// - Precondition: prompt >= 1; reply >= 1, but for an encoder; both fit the context.
  public init(prompt: Int, reply: Int, context: Int, form: Form = .decoder) {
    self.prompt = prompt
    self.reply = reply
    switch form {
    case .decoder:
      tokens = Lengths.bucket(prompt + reply - 1, context: context)
      replies = Lengths.bucket(reply, context: context)
      firstReply = prompt - 1
    case .encoder:
      // No axis is as long as `tokens`, and no more entries of a reply are computed than are stated.
      tokens = 1
      replies = max(1, reply)
      firstReply = 0
    case .encoderDecoder:
      tokens = Lengths.bucket(reply, context: context)
      replies = tokens
      firstReply = 0
    }
  }

  static func bucket(_ n: Int, context: Int) -> Int {
    let unit = 1 << max(0, bitCount(n) - 3)
    return min((n + unit - 1) / unit * unit, context)
  }
}

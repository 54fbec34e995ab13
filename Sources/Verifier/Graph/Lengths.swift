/// The lengths of one statement and the rows they give the token and reply axes.
///
/// So that few shapes occur, n rows are rounded up to a multiple of 2^max(0, ceil(log2 n) - 3), at most the context. Rows beyond
/// the statement hold the pad token and are computed and proven like any other; causality keeps them from earlier rows.
public struct Lengths: Equatable, Sendable {
  public let prompt: Int
  public let reply: Int
  public let tokens: Int
  public let replies: Int

  /// - Precondition: prompt >= 1, reply >= 1, prompt + reply - 1 <= context.
  public init(prompt: Int, reply: Int, context: Int) {
    self.prompt = prompt
    self.reply = reply
    tokens = Lengths.bucket(prompt + reply - 1, context: context)
    replies = Lengths.bucket(reply, context: context)
  }

  static func bucket(_ n: Int, context: Int) -> Int {
    let unit = 1 << max(0, bitCount(n) - 3)
    return min((n + unit - 1) / unit * unit, context)
  }
}

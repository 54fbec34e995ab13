/// What a model is run on.
public struct ModelInput: Sendable, Equatable {
  /// Rows of the encoder, or the first rows of a decoder that has none beside it.
  public var prompt: [Int]
  /// What the decoder says. Its rows are the prompt and the reply but for the last token, or beside an encoder the pad token and the
  /// reply but for the last token.
  public var reply: [Int]
  /// The first row of the prompt's second text; the prompt's length if there is none.
  public var secondSegment: Int
  /// Rows of the prompt whose token is predicted.
  public var positions: [Int]

  /// - Parameter secondSegment: nil if there is no second text.
  public init(prompt: [Int], reply: [Int] = [], secondSegment: Int? = nil, positions: [Int] = []) {
    self.prompt = prompt
    self.reply = reply
    self.secondSegment = secondSegment ?? prompt.count
    self.positions = positions
  }
}

/// The regular expressions that byte-level tokenizers split text with, each matched by hand.
enum WordExpression: Equatable, Sendable {
  case gpt2

  /// Consecutive ranges that cover `text`.
  func ranges(of text: ArraySlice<Unicode.Scalar>) -> [Range<Int>] {
    switch self {
    case .gpt2: TokenizerWords.ranges(of: text)
    }
  }
}

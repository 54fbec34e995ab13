/// How the words of a text become tokens.
enum TokenModel: Sendable {
  case bytePairs(BytePairs)
  case wordPieces(WordPieces)
  case unigram(Unigram)

  /// The tokens of one word, as the pre-tokenizer leaves it.
  func tokens(of word: ArraySlice<Unicode.Scalar>) -> [Int] {
    switch self {
    case .bytePairs(let pairs): pairs.tokens(of: word)
    case .wordPieces(let pieces): pieces.tokens(of: word)
    case .unigram(let unigram): unigram.tokens(of: word)
    }
  }
}

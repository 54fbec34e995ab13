/// WordPiece: takes the longest token that begins a word, then the longest that continues it.
struct WordPieces: Sendable {
  /// Longer words, counted in scalars, become the unknown token unread.
  let longestWord: Int

  /// For a word that the vocabulary cannot spell.
  let unknownToken: Int

  /// Tokens that may begin a word, by UTF-8: all of them.
  private let beginnings: [[UInt8]: Int]

  /// Tokens that may continue a word, by UTF-8 without their prefix.
  private let continuations: [[UInt8]: Int]

  /// Bytes of the longest token.
  private let longestToken: Int

  init(
    _ vocabulary: Vocabulary, unknownToken: Int, continuingPrefix: String, longestWord: Int
  ) {
    self.unknownToken = unknownToken
    self.longestWord = longestWord
    beginnings = vocabulary.tokenOfText
    let prefix = Array(continuingPrefix.utf8)
    continuations = Dictionary(
      uniqueKeysWithValues: beginnings.lazy.filter { $0.key.starts(with: prefix) }
        .map { (Array($0.key.dropFirst(prefix.count)), $0.value) })
    longestToken = beginnings.keys.map(\.count).max() ?? 0
  }

  /// The tokens of one word: pieces that spell all of it, or the unknown token alone.
  func tokens(of word: ArraySlice<Unicode.Scalar>) -> [Int] {
    guard word.count <= longestWord else { return [unknownToken] }
    let bytes = word.flatMap { $0.utf8 }
    var tokens: [Int] = []
    var start = 0
    while start < bytes.count {
      let known = start == 0 ? beginnings : continuations
      guard let piece = longestPiece(of: bytes, from: start, among: known) else {
        return [unknownToken]
      }
      tokens.append(piece.token)
      start = piece.end
    }
    return tokens
  }

  /// The longest known piece that starts at a byte; it always ends between two scalars.
  private func longestPiece(
    of bytes: [UInt8], from start: Int, among known: [[UInt8]: Int]
  ) -> (token: Int, end: Int)? {
    var end = min(bytes.count, start + longestToken)
    while end > start {
      if let token = known[Array(bytes[start..<end])] { return (token, end) }
      end -= 1
    }
    return nil
  }
}

import Foundation

/// Byte-level byte-pair encoding, token for token as Hugging Face's GPT-2 tokenizer.
public struct Tokenizer: Sendable {
  /// What to do with special tokens such as `<|endoftext|>` when decoding.
  public enum SpecialTokens: Sendable {
    case kept, skipped
  }

  /// One more than the largest token.
  public let vocabularySize: Int

  private let addedTokens: TokenizerAddedTokens
  private let merges: TokenizerMerges
  private let prefix: TokenizerDescription.Prefix
  private let bytesOfToken: [Int: [UInt8]]
  private let tokenOfText: [[UInt8]: Int]
  private let specialTokens: Set<Int>

  /// Reads `tokenizer.json`, or else `vocab.json` and `merges.txt`, from a Hugging Face folder.
  ///
  /// `tokenizer_config.json` has the last word on a leading space, and names special tokens.
  /// - Throws: `missingFile`, `malformedFile`, or `unsupported` for a tokenizer that is not
  ///   byte-level byte-pair encoding with GPT-2's splitting.
  public init(folder: URL) throws(ModelError) {
    self.init(try TokenizerDescription(folder: folder))
  }

  init(_ description: TokenizerDescription) {
    merges = TokenizerMerges(
      tokenOfByte: description.tokenOfByte, merges: description.merges)
    addedTokens = TokenizerAddedTokens(Array(description.addedTokens.values))
    prefix = description.prefix

    tokenOfText = description.tokenOfText
    bytesOfToken = description.textOfToken.mapValues {
      TokenizerBytes.decoded(String(decoding: $0, as: UTF8.self))
    }
    specialTokens = Set(description.addedTokens.values.filter(\.isSpecial).map(\.token))
    vocabularySize = (bytesOfToken.keys.max() ?? -1) + 1
  }

  /// The tokens of a text; added tokens that occur in it literally are recognised.
  ///
  /// A byte for which the vocabulary has neither a token nor an unknown token is dropped, as in
  /// Hugging Face's implementation; GPT-2's vocabulary has all 256.
  public func encode(_ text: String) -> [Int] {
    let scalars = Array(text.unicodeScalars)
    var tokens: [Int] = []
    for segment in addedTokens.segments(of: scalars) {
      switch segment {
      case .token(let token):
        tokens.append(token)
      case .text(let range):
        var piece = scalars[range]
        if prefix == .space, piece.first != " " { piece = ([" "] + piece)[...] }
        for word in TokenizerWords.ranges(of: piece) {
          tokens += merges.tokens(of: piece[word].lazy.flatMap { $0.utf8 })
        }
      }
    }
    return tokens
  }

  /// The text of tokens; bytes that are not UTF-8 become U+FFFD, and unknown tokens nothing.
  ///
  /// No clean-up of spaces before punctuation is done: the text is what the bytes say.
  public func decode(_ tokens: [Int], specialTokens: SpecialTokens = .kept) -> String {
    let bytes = tokens.flatMap { token -> [UInt8] in
      if specialTokens == .skipped, self.specialTokens.contains(token) { return [] }
      return bytesOfToken[token] ?? []
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The token whose entry in the vocabulary is exactly `text`, such as `"<|endoftext|>"`.
  public func token(named text: String) -> Int? {
    tokenOfText[Array(text.utf8)]
  }
}

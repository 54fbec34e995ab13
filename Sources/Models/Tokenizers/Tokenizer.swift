import Foundation

/// Text to tokens and back, token for token as Hugging Face's library.
///
/// A text passes five stages: added tokens are found in it; what is between them is normalized,
/// split into words, and each word encoded by the model; special tokens are put around the whole.
public struct Tokenizer: Sendable {
  /// What to do with special tokens such as `<|endoftext|>` when decoding.
  public enum SpecialTokens: Sendable {
    case kept, skipped
  }

  /// One more than the largest token.
  public let vocabularySize: Int

  /// The token that stands for a hidden one, such as `[MASK]`, or nil if there is none.
  public let maskToken: Int?

  private let addedTokens: AddedTokens
  private let preTokenizer: PreTokenizer
  private let model: TokenModel
  private let template: TokenTemplate
  private let decoder: TokenDecoder
  private let vocabulary: Vocabulary
  private let specialTokens: Set<Int>

  /// Reads a Hugging Face folder: `tokenizer.json`, or else `vocab.json` and `merges.txt`, or
  /// else `vocab.txt`.
  ///
  /// `tokenizer_config.json` has the last word on some settings, and names special tokens.
  /// - Throws: `missingFile`, `malformedFile`, or `unsupported` for a part that is not read here;
  ///   `docs/tokenizers.md` lists those that are.
  public init(folder: URL) throws(ModelError) {
    self.init(try TokenizerDescription(folder: folder))
  }

  init(_ description: TokenizerDescription) {
    let added = description.addedTokens.values.sorted { $0.token < $1.token }
    addedTokens = AddedTokens(added, normalizer: description.normalizer)
    preTokenizer = description.preTokenizer
    model = description.model
    template = description.template
    decoder = description.decoder
    vocabulary = description.vocabulary
    specialTokens = Set(added.filter(\.isSpecial).map(\.token))
    vocabularySize = vocabulary.size
    maskToken = description.maskToken
  }

  /// The tokens of a text alone; added tokens that occur in it literally are recognised.
  ///
  /// A byte for which a byte-level vocabulary has neither a token nor an unknown token is dropped,
  /// as in Hugging Face's implementation; GPT-2's vocabulary has all 256.
  public func encode(_ text: String) -> [Int] {
    var tokens: [Int] = []
    for segment in addedTokens.segments(of: Array(text.unicodeScalars)) {
      switch segment {
      case .token(let token):
        tokens.append(token)
      case .text(let text, let place):
        for word in preTokenizer.words(of: text, at: place) { tokens += model.tokens(of: word) }
      }
    }
    return tokens
  }

  /// The tokens of a text, or of two, with the special tokens that the model expects around them.
  ///
  /// An empty second text is a second text; for none, give nil.
  public func encode(_ text: String, pairedWith second: String?) -> EncodedText {
    template.encoded(encode(text), pairedWith: second.map { encode($0) })
  }

  /// The text of tokens; bytes that are not UTF-8 become U+FFFD, and unknown tokens nothing.
  ///
  /// Spaces before punctuation stay, unless the decoder of `tokenizer.json` takes them away.
  public func decode(_ tokens: [Int], specialTokens: SpecialTokens = .kept) -> String {
    decoder.text(
      of: tokens.compactMap { token in
        if specialTokens == .skipped, self.specialTokens.contains(token) { return nil }
        return addedTokens.normalizedTexts[token] ?? vocabulary.textOfToken[token]
      })
  }

  /// The token whose entry in the vocabulary is exactly `text`, such as `"<|endoftext|>"`.
  public func token(named text: String) -> Int? {
    vocabulary.token(named: text)
  }
}

/// The tokens of one text or two, as a model takes them.
public struct EncodedText: Sendable, Equatable {
  public var tokens: [Int]

  /// The first row of the second text, where token types become 1; `tokens.count` if there is
  /// one text alone.
  public var secondSegment: Int

  public init(tokens: [Int], secondSegment: Int) {
    self.tokens = tokens
    self.secondSegment = secondSegment
  }
}

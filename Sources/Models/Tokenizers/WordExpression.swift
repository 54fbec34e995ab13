/// The regular expressions that byte-level tokenizers split text with, each matched by hand.
///
/// A general matcher would be slower and would follow whatever version of Unicode it comes with;
/// models in use share very few expressions.
enum WordExpression: Equatable, Sendable {
  case gpt2
  /// Numbers are split after three digits.
  case llama3
  /// Each digit is a word.
  case qwen2

  /// Consecutive ranges that cover `text`.
  func ranges(of text: ArraySlice<Unicode.Scalar>) -> [Range<Int>] {
    switch self {
    case .gpt2: TokenizerWords.ranges(of: text)
    case .llama3: LlamaWords(longestNumber: 3).ranges(of: text)
    case .qwen2: LlamaWords(longestNumber: 1).ranges(of: text)
    }
  }
}

extension WordExpression {
  /// The expression as files write it, or nil if it is none of those known here.
  init?(pattern: String) {
    guard let known = Self.patterns.first(where: { $0.pattern == pattern }) else { return nil }
    self = known.expression
  }

  private static let patterns: [(pattern: String, expression: WordExpression)] = [
    (
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"# + rest, .llama3
    ),
    (
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"# + rest, .qwen2
    ),
  ]

  private static let rest = #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// Reads a `Split` whose matches are words, as are the pieces between them.
  init(_ settings: SettingsReader) throws(ModelError) {
    guard try settings.string("behavior") == "Isolated",
      try !settings.boolean("invert", default: false)
    else {
      throw .unsupported(
        path: settings.path, subject: "a Split pre_tokenizer that drops or joins its matches",
        supported: "behavior \"Isolated\", not inverted")
    }
    let pattern = settings.value("pattern")
    guard let regex = pattern?["Regex"]?.string, let known = WordExpression(pattern: regex) else {
      let name = pattern?["Regex"]?.string ?? pattern?["String"]?.string ?? "(absent)"
      throw .unsupported(
        path: settings.path, subject: "a Split pre_tokenizer by \"\(name)\"",
        supported: "the expressions of Llama 3 and Qwen2")
    }
    self = known
  }
}

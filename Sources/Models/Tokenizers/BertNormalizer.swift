/// BERT's cleaning of a text, before it is split into words.
struct BertNormalizer: Equatable, Sendable {
  enum Characters: Sendable {
    case kept
    /// Control characters are dropped, and white space becomes spaces.
    case cleaned
  }

  enum Ideographs: Sendable {
    case kept
    /// Each has a space on either side.
    case spaced
  }

  enum Accents: Sendable {
    case kept
    /// The text is decomposed, and its nonspacing marks are dropped.
    case stripped
  }

  enum Letters: Sendable {
    case kept, lowercased
  }

  var characters = Characters.cleaned
  var ideographs = Ideographs.spaced
  var accents = Accents.stripped
  var letters = Letters.lowercased

  func normalized(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var text = text
    if characters == .cleaned { text = Self.cleaned(text) }
    if ideographs == .spaced { text = text.flatMap { $0.isChineseOfBERT ? [" ", $0, " "] : [$0] } }
    if accents == .stripped { text = CanonicalForm.decomposed(text).filter { !$0.isAccentOfBERT } }
    if letters == .lowercased { text = text.flatMap(Self.lowercased) }
    return text
  }

  private static func cleaned(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    text.compactMap { scalar in
      if scalar == "\u{FFFD}" || scalar.isControlOfBERT { return nil }
      return scalar.properties.isWhitespace ? " " : scalar
    }
  }

  /// Scalar by scalar: a sigma at a word's end is as any other.
  private static func lowercased(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar.isASCII {
      guard case 0x41...0x5A = scalar.value else { return [scalar] }
      return [Unicode.Scalar(UInt8(scalar.value + 0x20))]
    }
    return scalar.isAssigned(inUnicode: 17)
      ? Array(scalar.properties.lowercaseMapping.unicodeScalars) : [scalar]
  }
}

extension BertNormalizer {
  /// Reads the settings under the names of `tokenizer.json`; absent ones are BERT's.
  init(_ settings: SettingsReader) throws(ModelError) {
    characters = try settings.boolean("clean_text", default: true) ? .cleaned : .kept
    ideographs = try settings.boolean("handle_chinese_chars", default: true) ? .spaced : .kept
    letters = try settings.boolean("lowercase", default: true) ? .lowercased : .kept
    let strips = try settings.boolean("strip_accents", default: letters == .lowercased)
    accents = strips ? .stripped : .kept
  }

  /// Reads the settings under the names of `tokenizer_config.json`.
  init(configuration: SettingsReader) throws(ModelError) {
    ideographs =
      try configuration.boolean("tokenize_chinese_chars", default: true) ? .spaced : .kept
    letters = try configuration.boolean("do_lower_case", default: true) ? .lowercased : .kept
    let strips = try configuration.boolean("strip_accents", default: letters == .lowercased)
    accents = strips ? .stripped : .kept
  }

  /// The same settings under the names of `tokenizer_config.json`.
  var configuration: [(name: String, value: Bool)] {
    [
      ("tokenize_chinese_chars", ideographs == .spaced),
      ("do_lower_case", letters == .lowercased),
      ("strip_accents", accents == .stripped),
    ]
  }
}

import Foundation

extension TokenizerDescription {
  /// Reads `tokenizer.json`, refusing every part that would tokenize otherwise than read here.
  init(tokenizerFile file: URL) throws(ModelError) {
    let settings = try SettingsReader(ModelFile.json(file), path: file.path)
    guard let model = settings.value("model") else { throw settings.invalid("model", "is absent") }
    let modelSettings = try SettingsReader(model, path: file.path)
    // Files from before 2020 have no type; only byte-pair encoding has merges.
    let type =
      try modelSettings.string("type") ?? (modelSettings.value("merges") == nil ? nil : "BPE")

    normalizer = try Normalizer(settings.value("normalizer"), path: file.path)
    let (preTokenizer, alphabet) = try PreTokenizer.read(
      settings.value("pre_tokenizer"), path: file.path)
    self.preTokenizer = preTokenizer
    decoder = try TokenDecoder(settings.value("decoder"), path: file.path)
    template = try TokenTemplate(settings.value("post_processor"), path: file.path)

    switch (type, alphabet) {
    case ("BPE", _):
      (vocabulary, self.model) = try Self.bytePairs(modelSettings, alphabet, settings)
    case ("WordPiece", .scalars):
      (vocabulary, self.model) = try Self.wordPieces(modelSettings)
    case ("Unigram", .scalars):
      let (vocabulary, unigram) = try Unigram.read(modelSettings)
      (self.vocabulary, self.model) = (vocabulary, .unigram(unigram))
    default:
      let words = alphabet == .bytes ? "bytes" : "characters"
      throw .unsupported(
        path: file.path, subject: "a tokenizer model of type \(type ?? "(absent)") on \(words)",
        supported: "BPE on bytes, WordPiece and Unigram on characters")
    }
    if alphabet == .bytes, decoder.steps != [.bytes] {
      throw (settings.value("decoder") ?? .null).unsupportedPart(
        "decoder", path: file.path, supported: "ByteLevel, as the pre_tokenizer")
    }
    for json in settings.value("added_tokens")?.array ?? [] {
      guard let token = json["id"]?.integer else {
        throw settings.invalid("added_tokens", "has an entry without an integer \"id\"")
      }
      try add(json, token: token, path: file.path)
    }
    for token in template.tokens where vocabulary.textOfToken[token] == nil {
      throw settings.invalid("post_processor", "adds token \(token), which the vocabulary lacks")
    }
  }

  private static func bytePairs(
    _ model: SettingsReader, _ alphabet: PreTokenizer.Alphabet, _ file: SettingsReader
  ) throws(ModelError) -> (Vocabulary, TokenModel) {
    for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let text = try model.string(name), !text.isEmpty {
        throw .unsupported(path: model.path, subject: "\(name) \"\(text)\"", supported: "none")
      }
    }
    if try model.number("dropout", default: 0) != 0 {
      throw .unsupported(path: model.path, subject: "dropout of merges", supported: "none")
    }
    let fallsBack = try model.boolean("byte_fallback", default: false)
    let fuses = try model.boolean("fuse_unk", default: false)
    let wholeWords: BytePairs.WholeWords =
      try model.boolean("ignore_merges", default: false) ? .taken : .merged
    let vocabulary = try Vocabulary(model.value("vocab"), path: model.path)
    let merges = try BytePairs.merges(model.value("merges"), of: vocabulary, path: model.path)

    switch alphabet {
    case .bytes:
      for (name, isSet) in [("byte_fallback", fallsBack), ("fuse_unk", fuses)] where isSet {
        throw .unsupported(path: model.path, subject: name, supported: "\(name) = false")
      }
      let pairs = BytePairs(
        bytesOf: vocabulary, merges: merges, unknownToken: try unknownToken(of: vocabulary, model),
        wholeWords: wholeWords)
      return (vocabulary, .bytePairs(pairs))
    case .scalars:
      guard fallsBack else {
        throw (file.value("pre_tokenizer") ?? .null).unsupportedPart(
          "pre_tokenizer", path: file.path,
          supported: "ByteLevel, unless the model has byte_fallback")
      }
      // With a token for each byte, nothing is unknown, and fuse_unk changes nothing.
      guard let bytes = ByteFallback.tokens(of: vocabulary) else {
        throw .unsupported(
          path: model.path, subject: "byte_fallback without a token for each byte",
          supported: "<0x00> to <0xFF>")
      }
      let pairs = BytePairs(
        scalarsOf: vocabulary, bytes: bytes, merges: merges, wholeWords: wholeWords)
      return (vocabulary, .bytePairs(pairs))
    }
  }

  private static func wordPieces(
    _ model: SettingsReader
  ) throws(ModelError) -> (Vocabulary, TokenModel) {
    let vocabulary = try Vocabulary(model.value("vocab"), path: model.path)
    guard let unknown = try unknownToken(of: vocabulary, model) else {
      throw model.invalid("unk_token", "is absent")
    }
    let pieces = WordPieces(
      vocabulary, unknownToken: unknown,
      continuingPrefix: try model.string("continuing_subword_prefix") ?? "##",
      longestWord: try model.integer("max_input_chars_per_word", in: 0...Int(Int32.max)) ?? 100)
    return (vocabulary, .wordPieces(pieces))
  }

  private static func unknownToken(
    of vocabulary: Vocabulary, _ model: SettingsReader
  ) throws(ModelError) -> Int? {
    guard let text = try model.string("unk_token") else { return nil }
    guard let token = vocabulary.token(named: text) else {
      throw model.invalid("unk_token", "is \"\(text)\", which is not in the vocabulary")
    }
    return token
  }
}

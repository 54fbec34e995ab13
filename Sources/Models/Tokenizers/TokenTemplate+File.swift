extension TokenTemplate {
  /// Reads the `post_processor` of `tokenizer.json`; none adds no tokens.
  init(_ json: JSON?, path: String) throws(ModelError) {
    guard let json else { return }
    let isSequence = json["type"]?.string == "Sequence"
    let parts = isSequence ? json["processors"]?.array ?? [] : [json]
    // ByteLevel only adjusts offsets, never tokens.
    let adding = parts.filter { $0["type"]?.string != "ByteLevel" }
    guard let part = adding.first else { return }
    let settings = try SettingsReader(part, path: path)
    switch try settings.string("type") {
    case "TemplateProcessing" where adding.count == 1:
      self = try Self.arrangements(settings)
    case "BertProcessing" where adding.count == 1:
      self = .bert(
        begin: try Self.namedToken("cls", settings), separator: try Self.namedToken("sep", settings)
      )
    default:
      throw json.unsupportedPart(
        "post_processor", path: path,
        supported: "TemplateProcessing, BertProcessing, or ByteLevel, which adds no tokens")
    }
  }

  private static func arrangements(
    _ template: SettingsReader
  ) throws(ModelError) -> TokenTemplate {
    let single = try arrangement("single", in: template)
    let pair = try arrangement("pair", in: template)
    guard single.pieces.filter({ $0 == .firstText }).count == 1,
      !single.pieces.contains(.secondText)
    else { throw template.invalid("single", "does not hold the text once") }
    guard
      pair.pieces.filter({ $0 == .firstText || $0 == .secondText }) == [.firstText, .secondText]
    else { throw template.invalid("pair", "does not hold the first text and then the second") }
    return TokenTemplate(single: single, pair: pair)
  }

  /// Reads pieces and their types, which must be 0 for the first text and then one other or none.
  private static func arrangement(
    _ name: String, in template: SettingsReader
  ) throws(ModelError) -> Arrangement {
    var pieces: [Piece] = []
    var types: [Int] = []
    for json in template.value(name)?.array ?? [] {
      if let sequence = json["Sequence"] {
        pieces.append(sequence["id"]?.string == "B" ? .secondText : .firstText)
        types.append(sequence["type_id"]?.integer ?? 0)
      } else {
        let special = json["SpecialToken"]
        let name = special?["id"]?.string ?? ""
        guard let tokens = template.value("special_tokens")?[name]?["ids"]?.integers,
          tokens.allSatisfy({ (0...Vocabulary.largestToken).contains($0) })
        else { throw template.invalid("special_tokens", "has no tokens for \"\(name)\"") }
        pieces.append(.tokens(tokens))
        types.append(special?["type_id"]?.integer ?? 0)
      }
    }
    let zeros = types.prefix { $0 == 0 }.count
    guard types.dropFirst(zeros).allSatisfy({ $0 == 1 }) else {
      throw .unsupported(
        path: template.path, subject: "a post_processor with token types \(types)",
        supported: "types 0, then 1")
    }
    // Without types, the second segment begins with the second text.
    let second = zeros < types.count ? zeros : pieces.firstIndex(of: .secondText)
    return Arrangement(pieces: pieces, firstSegment: second ?? pieces.count)
  }

  private static func namedToken(
    _ name: String, _ settings: SettingsReader
  ) throws(ModelError) -> Int {
    guard let token = settings.value(name)?.array?.last?.integer,
      (0...Vocabulary.largestToken).contains(token)
    else { throw settings.invalid(name, "is not a token") }
    return token
  }
}

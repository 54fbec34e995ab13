extension TokenDecoder {
  /// Reads the `decoder` of `tokenizer.json`.
  init(_ json: JSON?, path: String) throws(ModelError) {
    let json = json ?? .null
    let parts = json["type"]?.string == "Sequence" ? json["decoders"]?.array ?? [] : [json]
    steps = []
    for part in parts {
      guard part.members != nil else { throw Self.unsupported(json, path: path) }
      steps.append(try Self.step(SettingsReader(part, path: path), of: json))
    }
  }

  private static func step(
    _ settings: SettingsReader, of whole: JSON
  ) throws(ModelError) -> Step {
    switch try settings.string("type") {
    case "ByteLevel": return .bytes
    case "WordPiece":
      return .wordPieces(
        prefix: try settings.string("prefix") ?? "##",
        try settings.boolean("cleanup", default: true) ? .cleaned : .kept)
    case "Metaspace": return .metaspace(try Metaspace(settings))
    case "Replace":
      guard let text = settings.value("pattern")?["String"]?.string, !text.isEmpty else {
        throw settings.invalid("pattern", "of the decoder's Replace is not a text")
      }
      return .replaced(
        Array(text.utf8), by: Array((try settings.string("content") ?? "").utf8))
    case "ByteFallback": return .byteFallback
    case "Fuse": return .fused
    case "Strip":
      guard let content = try settings.string("content"), content.utf8.count == 1,
        let byte = content.utf8.first
      else {
        throw settings.invalid("content", "of the decoder's Strip is not one ASCII character")
      }
      return .stripped(
        byte, start: try settings.integer("start", in: 0...1024) ?? 0,
        end: try settings.integer("stop", in: 0...1024) ?? 0)
    default:
      throw unsupported(whole, path: settings.path)
    }
  }

  private static func unsupported(_ json: JSON, path: String) -> ModelError {
    json.unsupportedPart(
      "decoder", path: path,
      supported: "ByteLevel, WordPiece, Metaspace, Replace, ByteFallback, Fuse and Strip")
  }
}

extension Normalizer {
  /// Reads the `normalizer` of `tokenizer.json`; none changes nothing.
  init(_ json: JSON?, path: String) throws(ModelError) {
    guard let json else { return }
    let settings = try SettingsReader(json, path: path)
    switch try settings.string("type") {
    case "Sequence":
      for part in settings.value("normalizers")?.array ?? [] {
        steps += try Normalizer(part, path: path).steps
      }
    case "BertNormalizer": steps = [.bert(try BertNormalizer(settings))]
    case "NFC": steps = [.composed]
    case "Precompiled":
      // A table that is null is that of a model without normalization.
      if settings.value("precompiled_charsmap") != nil {
        steps = [.mapped(try CharacterMap(settings))]
      }
    case "Strip":
      let left = try settings.boolean("strip_left", default: true)
      steps = [.stripped(left: left, right: try settings.boolean("strip_right", default: true))]
    case "Replace":
      let content = try settings.string("content") ?? ""
      steps = [.replaced(try Run(settings), Array(content.unicodeScalars))]
    case "Prepend":
      steps = [.prepended(Array((try settings.string("prepend") ?? "").unicodeScalars))]
    default:
      throw settings.unsupportedPart(
        "normalizer",
        supported: "BertNormalizer, NFC, Precompiled, Strip, Replace, Prepend, or none")
    }
  }
}

extension Normalizer.Run {
  /// Reads the `pattern` of a `Replace`: a text, or the one expression that T5's converter writes.
  init(_ settings: SettingsReader) throws(ModelError) {
    let pattern = settings.value("pattern")
    if let text = pattern?["String"]?.string, !text.isEmpty {
      self = .once(Array(text.unicodeScalars))
    } else if pattern?["Regex"]?.string == " {2,}" {
      self = .atLeast(2, of: " ")
    } else {
      let name = pattern?["Regex"]?.string ?? pattern?["String"]?.string ?? "(absent)"
      throw .unsupported(
        path: settings.path, subject: "a Replace of \"\(name)\"",
        supported: "a text, or the expression \" {2,}\"")
    }
  }
}

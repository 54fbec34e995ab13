import Foundation

extension TokenizerDescription {
  /// Reads `tokenizer.json`, refusing every part that would tokenize otherwise than GPT-2.
  init(tokenizerFile file: URL) throws(ModelError) {
    let settings = try SettingsReader(ModelFile.json(file), path: file.path)
    guard let model = settings.value("model") else { throw settings.invalid("model", "is absent") }
    let modelSettings = try SettingsReader(model, path: file.path)
    try Self.checkModel(modelSettings)
    try Self.checkPipeline(settings)

    prefix = try Self.prefix(settings)
    try enter(vocabulary: model["vocab"], path: file.path)
    try appendMerges(model["merges"], path: file.path)
    if let text = try modelSettings.string("unk_token") {
      guard let token = tokenOfText[Array(text.utf8)] else {
        throw modelSettings.invalid("unk_token", "is \"\(text)\", which is not in the vocabulary")
      }
      unknownToken = token
    }
    for json in settings.value("added_tokens")?.array ?? [] {
      guard let token = json["id"]?.integer else {
        throw settings.invalid("added_tokens", "has an entry without an integer \"id\"")
      }
      try add(json, token: token, path: file.path)
    }
  }

  private mutating func appendMerges(_ json: JSON?, path: String) throws(ModelError) {
    guard let lines = json?.array else {
      throw .malformedFile(path: path, reason: "it has no list of merges")
    }
    merges.reserveCapacity(lines.count)
    for line in lines {
      // Older files write "a b"; newer ones ["a", "b"], which allows spaces in tokens.
      if let text = line.string {
        try appendMerge(line: text.utf8, path: path)
      } else if let pair = line.array, pair.count == 2, let left = pair[0].string,
        let right = pair[1].string
      {
        try appendMerge(left.utf8, right.utf8, path: path)
      } else {
        throw .malformedFile(path: path, reason: "a merge is neither a string nor a pair")
      }
    }
  }

  /// Settings of the byte-pair encoding; GPT-2 leaves all of them off.
  private static func checkModel(_ model: SettingsReader) throws(ModelError) {
    // Files from before 2020 have no type; only byte-pair encoding has merges.
    let type = try model.string("type") ?? (model.value("merges") == nil ? "(absent)" : "BPE")
    guard type == "BPE" else {
      throw .unsupported(
        path: model.path, subject: "a tokenizer model of type \(type)", supported: "BPE")
    }
    for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let text = try model.string(name), !text.isEmpty {
        throw .unsupported(path: model.path, subject: "\(name) \"\(text)\"", supported: "none")
      }
    }
    for name in ["fuse_unk", "byte_fallback", "ignore_merges"] {
      if try model.boolean(name, default: false) {
        throw .unsupported(path: model.path, subject: name, supported: "\(name) = false")
      }
    }
    if try model.number("dropout", default: 0) != 0 {
      throw .unsupported(path: model.path, subject: "dropout of merges", supported: "none")
    }
  }

  /// Everything before and after the byte-pair encoding.
  private static func checkPipeline(_ settings: SettingsReader) throws(ModelError) {
    if let normalizer = settings.value("normalizer") {
      throw unsupported("normalizer", normalizer, supported: "none", settings)
    }
    guard let decoder = settings.value("decoder"), decoder["type"]?.string == "ByteLevel" else {
      throw unsupported(
        "decoder", settings.value("decoder") ?? .null, supported: "ByteLevel", settings)
    }
    guard let processor = settings.value("post_processor") else { return }
    switch processor["type"]?.string {
    case "ByteLevel":
      // It only adjusts offsets, never tokens.
      return
    case "TemplateProcessing"
    where processor["single"]?.array?.count == 1
      && processor["single"]?.array?.first?["Sequence"] != nil:
      // A template that is the text alone.
      return
    default:
      throw unsupported(
        "post_processor", processor, supported: "ByteLevel, which adds no tokens", settings)
    }
  }

  /// The pre-tokenizer must be GPT-2's; whether it adds a leading space is all it may choose.
  private static func prefix(_ settings: SettingsReader) throws(ModelError) -> Prefix {
    var json = settings.value("pre_tokenizer") ?? .null
    if json["type"]?.string == "Sequence", let parts = json["pretokenizers"]?.array,
      parts.count == 1
    {
      json = parts[0]
    }
    guard json["type"]?.string == "ByteLevel" else {
      throw unsupported("pre_tokenizer", json, supported: "ByteLevel", settings)
    }
    let byteLevel = try SettingsReader(json, path: settings.path)
    guard try byteLevel.boolean("use_regex", default: true) else {
      throw .unsupported(
        path: settings.path, subject: "a ByteLevel pre_tokenizer without its expression",
        supported: "use_regex = true")
    }
    return try byteLevel.boolean("add_prefix_space", default: true) ? .space : .none
  }

  private static func unsupported(
    _ part: String, _ json: JSON, supported: String, _ settings: SettingsReader
  ) -> ModelError {
    var name = json["type"]?.string ?? json.kind
    if name == "Sequence", let parts = (json["pretokenizers"] ?? json["normalizers"])?.array {
      name = "Sequence of \(parts.map { $0["type"]?.string ?? "?" }.joined(separator: ", "))"
    }
    return .unsupported(
      path: settings.path, subject: "a tokenizer with \(part) \(name)", supported: supported)
  }
}

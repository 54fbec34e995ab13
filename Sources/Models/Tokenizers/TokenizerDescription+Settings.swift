import Foundation

extension TokenizerDescription {
  /// Applies the small files that stand beside the vocabulary, as Hugging Face's loader does.
  mutating func apply(settingsIn folder: URL) throws(ModelError) {
    let added = folder.appendingPathComponent("added_tokens.json").path
    if let json = try ModelFile.jsonIfPresent("added_tokens.json", in: folder) {
      for member in try SettingsReader(json, path: added).json.members ?? [] {
        guard let token = member.value.integer else {
          throw .invalidSetting(path: added, name: member.name, reason: "is not a token number")
        }
        try add(AddedToken(content: member.name, token: token, isSpecial: false), path: added)
      }
    }
    let configuration = folder.appendingPathComponent("tokenizer_config.json").path
    if let json = try ModelFile.jsonIfPresent("tokenizer_config.json", in: folder) {
      try apply(configuration: SettingsReader(json, path: configuration))
    }
    let map = folder.appendingPathComponent("special_tokens_map.json").path
    if let json = try ModelFile.jsonIfPresent("special_tokens_map.json", in: folder) {
      try addNamedTokens(SettingsReader(json, path: map))
    }
    // GPT-2's tokenizer has this token whether or not a file names it.
    if preTokenizer.steps.last == .expression(.gpt2) {
      try addSpecial("<|endoftext|>", path: folder.path)
    }
  }

  private mutating func apply(configuration: SettingsReader) throws(ModelError) {
    if let value = configuration.value("add_prefix_space") {
      guard let adds = value.boolean else {
        throw configuration.invalid("add_prefix_space", "is not a Boolean")
      }
      preTokenizer.set(adds ? .space : .none)
    }
    try check(configuration)
    for member in configuration.value("added_tokens_decoder")?.members ?? [] {
      guard let token = Int(member.name) else {
        throw configuration.invalid("added_tokens_decoder", "has the key \"\(member.name)\"")
      }
      try add(member.value, token: token, path: configuration.path)
    }
    try addNamedTokens(configuration)
  }

  /// Settings that say the same as `tokenizer.json`, or else one of the two is wrong.
  private func check(_ configuration: SettingsReader) throws(ModelError) {
    for step in normalizer.steps {
      guard case .bert(let bert) = step else { continue }
      for (name, actual) in bert.configuration
      where try configuration.boolean(name, default: actual) != actual {
        throw configuration.invalid(name, "is \(!actual), and tokenizer.json says \(actual)")
      }
    }
    let ends = [
      ("add_bos_token", template.single.pieces.first),
      ("add_eos_token", template.single.pieces.last),
    ]
    for (name, piece) in ends {
      let adds = piece != .firstText
      guard try configuration.boolean(name, default: adds) == adds else {
        throw .unsupported(
          path: configuration.path, subject: "\(name) = \(!adds)",
          supported: "what the post_processor of tokenizer.json adds")
      }
    }
  }

  /// Tokens that a file names by their role.
  private mutating func addNamedTokens(_ settings: SettingsReader) throws(ModelError) {
    for role in ["bos", "eos", "unk", "sep", "pad", "cls", "mask"] {
      guard let value = settings.value("\(role)_token") else { continue }
      guard let content = value.string ?? value["content"]?.string else {
        throw settings.invalid("\(role)_token", "is \(value.kind), not a token")
      }
      try addSpecial(content, path: settings.path)
      if namedTokens[role] == nil { namedTokens[role] = vocabulary.token(named: content) }
    }
    for value in settings.value("additional_special_tokens")?.array ?? [] {
      guard let content = value.string ?? value["content"]?.string else {
        throw settings.invalid("additional_special_tokens", "holds \(value.kind), not a token")
      }
      try addSpecial(content, path: settings.path)
    }
  }

  /// Marks a token of the vocabulary as special, unless it has been added with its details.
  ///
  /// A name that is not in the vocabulary is left out: it has no row in the embedding.
  mutating func addSpecial(_ content: String, path: String) throws(ModelError) {
    guard let token = vocabulary.token(named: content) else { return }
    try add(AddedToken(content: content, token: token, isSpecial: true), path: path)
  }

  /// Adds a token as `tokenizer.json` and `tokenizer_config.json` describe it.
  mutating func add(_ json: JSON, token: Int, path: String) throws(ModelError) {
    let settings = try SettingsReader(json, path: path)
    guard let content = try settings.string("content") else {
      throw settings.invalid("content", "of added token \(token) is absent")
    }
    let isSpecial = try settings.boolean("special", default: false)
    let added = AddedToken(
      content: content, token: token, isSpecial: isSpecial,
      isNormalized: try settings.boolean("normalized", default: !isSpecial),
      isSingleWord: try settings.boolean("single_word", default: false),
      stripsLeft: try settings.boolean("lstrip", default: false),
      stripsRight: try settings.boolean("rstrip", default: false))
    try add(added, path: path)
  }

  /// The first description of a token counts.
  private mutating func add(_ added: AddedToken, path: String) throws(ModelError) {
    guard !added.content.isEmpty else {
      throw .malformedFile(path: path, reason: "added token \(added.token) has no text")
    }
    try vocabulary.enter(added.content, as: added.token, path: path)
    if addedTokens[added.token] == nil { addedTokens[added.token] = added }
  }
}

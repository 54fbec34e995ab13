extension PreTokenizer {
  /// What words are made of when the model reads them.
  enum Alphabet: Sendable {
    /// Bytes, which vocabularies write as `TokenizerBytes` says.
    case bytes
    case scalars
  }

  /// Reads the `pre_tokenizer` of `tokenizer.json`.
  static func read(
    _ json: JSON?, path: String
  ) throws(ModelError) -> (preTokenizer: PreTokenizer, alphabet: Alphabet) {
    guard let json else { return (PreTokenizer(steps: []), .scalars) }
    let parts = json["type"]?.string == "Sequence" ? json["pretokenizers"]?.array ?? [] : [json]
    var steps: [Step] = []
    for part in parts.dropLast() { steps.append(try step(part, of: json, path: path)) }
    guard let last = parts.last else { throw unsupported(json, path: path) }
    guard last["type"]?.string == "ByteLevel" else {
      steps.append(try step(last, of: json, path: path))
      guard !steps.dropFirst().contains(where: \.isMetaspaceOfTheStart) else {
        throw .unsupported(
          path: path, subject: "a Metaspace pre_tokenizer of scheme first after another step",
          supported: "prepend_scheme \"always\" or \"never\"")
      }
      return (PreTokenizer(steps: steps), .scalars)
    }
    steps += try byteLevelSteps(SettingsReader(last, path: path), after: steps)
    return (PreTokenizer(steps: steps), .bytes)
  }

  private static func step(
    _ part: JSON, of whole: JSON, path: String
  ) throws(ModelError) -> Step {
    switch part["type"]?.string {
    case "BertPreTokenizer":
      return .bert
    case "WhitespaceSplit":
      return .whiteSpace
    case "Metaspace":
      return .metaspace(try Metaspace(SettingsReader(part, path: path)))
    case "Digits":
      let settings = try SettingsReader(part, path: path)
      guard try settings.boolean("individual_digits", default: false) else {
        throw .unsupported(
          path: path, subject: "a Digits pre_tokenizer of whole numbers",
          supported: "individual_digits = true")
      }
      return .digits
    case "Split" where part["pattern"] != nil:
      return .expression(try WordExpression(SettingsReader(part, path: path)))
    default:
      throw unsupported(whole, path: path)
    }
  }

  /// ByteLevel's prefix, and its expression unless another has split the text already.
  private static func byteLevelSteps(
    _ settings: SettingsReader, after steps: [Step]
  ) throws(ModelError) -> [Step] {
    var own: [Step] = []
    if try settings.boolean("add_prefix_space", default: true) { own.append(.prefixSpace) }
    if try settings.boolean("use_regex", default: true) {
      own.append(.expression(.gpt2))
    } else if !steps.contains(where: \.isExpression) {
      throw .unsupported(
        path: settings.path, subject: "a ByteLevel pre_tokenizer without its expression",
        supported: "use_regex = true, or a Split before it")
    }
    return own
  }

  private static func unsupported(_ json: JSON, path: String) -> ModelError {
    json.unsupportedPart(
      "pre_tokenizer", path: path,
      supported: "BertPreTokenizer, Split, Digits, WhitespaceSplit, Metaspace, and ByteLevel last")
  }
}

extension PreTokenizer.Step {
  fileprivate var isExpression: Bool {
    if case .expression = self { true } else { false }
  }

  fileprivate var isMetaspaceOfTheStart: Bool {
    if case .metaspace(let metaspace) = self { metaspace.prefix == .first } else { false }
  }
}

import Foundation

extension GPT2Configuration {
  /// Reads `config.json` and, for the tokens that end a reply, `generation_config.json`.
  /// - Throws: `missingFile`, `malformedFile`; `unsupported` for another architecture or variant;
  ///   `invalidSetting` for a value that cannot be right.
  public init(folder: URL) throws(ModelError) {
    guard ModelFile.exists("config.json", in: folder) else {
      throw .missingFile(
        name: "config.json", folder: folder.path,
        advice: "Give a folder that was saved by Hugging Face's save_pretrained.")
    }
    let file = folder.appendingPathComponent("config.json")
    let settings = try SettingsReader(ModelFile.json(file), path: file.path)
    try Self.checkVariant(settings)

    vocabularySize = try Self.size("vocab_size", in: 1...1 << 24, of: settings)
    contextLength = try Self.contextLength(settings)
    width = try Self.size("n_embd", in: 1...1 << 16, of: settings)
    layerCount = try Self.size("n_layer", in: 1...1 << 12, of: settings)
    headCount = try Self.size("n_head", in: 1...1 << 16, of: settings)
    guard width.isMultiple(of: headCount) else {
      throw settings.invalid("n_head", "is \(headCount), which does not divide n_embd, \(width)")
    }
    hiddenWidth = try settings.integer("n_inner", in: 1...1 << 20) ?? 4 * width
    activation = try Self.activation(settings)

    normalizationEpsilon = try settings.number("layer_norm_epsilon", default: 1e-5)
    guard normalizationEpsilon > 0, normalizationEpsilon < 1 else {
      throw settings.invalid(
        "layer_norm_epsilon", "is \(normalizationEpsilon), not between 0 and 1")
    }
    tiesEmbeddings = try settings.boolean("tie_word_embeddings", default: true)
    scalesScores = try settings.boolean("scale_attn_weights", default: true)
    scalesScoresByLayer = try settings.boolean("scale_attn_by_inverse_layer_idx", default: false)

    endTokens = try Self.tokens("eos_token_id", settings, vocabularySize: vocabularySize)
    beginToken = try Self.tokens("bos_token_id", settings, vocabularySize: vocabularySize).first
    let generationFile = folder.appendingPathComponent("generation_config.json")
    if let json = try ModelFile.jsonIfPresent("generation_config.json", in: folder) {
      let generation = try SettingsReader(json, path: generationFile.path)
      if generation.value("eos_token_id") != nil {
        endTokens = try Self.tokens("eos_token_id", generation, vocabularySize: vocabularySize)
      }
    }
  }

  /// Refuses what would make the same weights a different function.
  private static func checkVariant(_ settings: SettingsReader) throws(ModelError) {
    let modelType = try settings.string("model_type")
    guard modelType == "gpt2" else {
      throw .unsupported(
        path: settings.path, subject: "model_type \(modelType.map { "\"\($0)\"" } ?? "(absent)")",
        supported: "\"gpt2\"")
    }
    if try settings.boolean("add_cross_attention", default: false) {
      throw .unsupported(
        path: settings.path, subject: "add_cross_attention", supported: "self-attention only")
    }
    if settings.value("quantization_config") != nil {
      throw .unsupported(
        path: settings.path, subject: "a quantization_config",
        supported: "weights in F32, F16 or BF16, which Lemma quantizes itself")
    }
    if let pruned = settings.value("pruned_heads"), pruned != .object([]) {
      throw .unsupported(path: settings.path, subject: "pruned_heads", supported: "all heads")
    }
  }

  private static func size(
    _ name: String, in range: ClosedRange<Int>, of settings: SettingsReader
  ) throws(ModelError) -> Int {
    guard let size = try settings.integer(name, in: range) else {
      throw settings.invalid(name, "is absent")
    }
    return size
  }

  /// `n_positions`, or `n_ctx` in files that precede it; where both are given they agree.
  private static func contextLength(_ settings: SettingsReader) throws(ModelError) -> Int {
    let range = 1...1 << 20
    let positions = try settings.integer("n_positions", in: range)
    let context = try settings.integer("n_ctx", in: range)
    if let positions, let context, positions != context {
      throw settings.invalid("n_ctx", "is \(context), and n_positions is \(positions)")
    }
    guard let length = positions ?? context else {
      throw settings.invalid("n_positions", "is absent")
    }
    return length
  }

  /// The two functions that Hugging Face has under several names.
  private static func activation(_ settings: SettingsReader) throws(ModelError) -> GELUForm {
    let name = try settings.string("activation_function") ?? "gelu_new"
    switch name {
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "gelu_accurate", "gelu_python_tanh":
      return .tanh
    case "gelu", "gelu_python":
      return .erf
    default:
      throw .unsupported(
        path: settings.path, subject: "activation_function \"\(name)\"",
        supported: "gelu_new, gelu_pytorch_tanh, gelu_fast (tanh form); gelu (erf form)")
    }
  }

  /// Token settings. One beyond the vocabulary is left out, since the model cannot produce it:
  /// small test models often keep 50256 from the default configuration.
  private static func tokens(
    _ name: String, _ settings: SettingsReader, vocabularySize: Int
  ) throws(ModelError) -> [Int] {
    let tokens = try settings.integers(name) ?? []
    guard tokens.allSatisfy({ $0 >= 0 }) else {
      throw settings.invalid(name, "is negative")
    }
    return tokens.filter { $0 < vocabularySize }
  }
}

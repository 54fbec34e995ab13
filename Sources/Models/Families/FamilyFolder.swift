import Foundation

/// A model's folder before its family is known: settings of the model and of generation, and what the user wants.
struct FamilyFolder {
  let folder: URL
  let settings: SettingsReader
  let generation: SettingsReader?

  /// The longest context that is wanted; nil for a usual one.
  let wantedContext: Int?

  /// Reads `config.json` and, if it is there, `generation_config.json`.
  /// - Throws: `missingFile`, `malformedFile`; `unsupported` for settings that no family supports.
  init(_ folder: URL, context: Int?) throws(ModelError) {
    guard ModelFile.exists("config.json", in: folder) else {
      throw .missingFile(
        name: "config.json", folder: folder.path,
        advice: "Give a folder that was saved by Hugging Face's save_pretrained.")
    }
    self.folder = folder
    wantedContext = context
    settings = try Self.reader("config.json", in: folder)
    generation =
      ModelFile.exists("generation_config.json", in: folder)
      ? try Self.reader("generation_config.json", in: folder) : nil

    if settings.value("quantization_config") != nil {
      throw settings.unsupported(
        "a quantization_config",
        supported: "weights in F32, F16 or BF16, which Lemma quantizes itself")
    }
    if let pruned = settings.value("pruned_heads"), pruned != .object([]) {
      throw settings.unsupported("pruned_heads", supported: "all heads")
    }
    if settings.value("auto_map") != nil {
      throw settings.unsupported("an auto_map", supported: "models without code of their own")
    }
  }

  static func reader(_ name: String, in folder: URL) throws(ModelError) -> SettingsReader {
    let file = folder.appendingPathComponent(name)
    return try SettingsReader(ModelFile.json(file), path: file.path)
  }

  /// The class that saved the model; nil if the file does not say.
  /// - Throws: `unsupported` if it is none of those given.
  func modelClass(of supported: [String]) throws(ModelError) -> String? {
    guard let value = settings.value("architectures") else { return nil }
    guard let list = value.array, let name = list.first?.string else {
      throw settings.invalid("architectures", "is not a list of names")
    }
    guard supported.contains(name) else {
      throw settings.unsupported(
        "architectures \"\(name)\"", supported: supported.joined(separator: ", "))
    }
    return name
  }

  /// The context that is wanted, or the usual one, within what the model has positions for.
  func context(limit: Int, usual: Int) throws(ModelError) -> Int {
    guard let wantedContext else { return min(limit, usual) }
    guard (1...limit).contains(wantedContext) else {
      throw .windowLength(found: wantedContext, limit: limit)
    }
    return wantedContext
  }

  /// Tokens of that name: what generation says goes before what the model says. Those beyond the vocabulary are left out, since the
  /// model cannot produce them.
  func tokens(
    _ name: String, vocabulary: Int, default fallback: [Int] = []
  ) throws(ModelError) -> [Int] {
    var tokens = try generation?.integers(name)
    if tokens == nil { tokens = try settings.integers(name) }
    let stated = tokens ?? fallback
    guard stated.allSatisfy({ $0 >= 0 }) else { throw settings.invalid(name, "is negative") }
    return stated.filter { $0 < vocabulary }
  }

  /// The token that fills, which beside an encoder also begins every reply.
  func padBesideEncoder(vocabulary: Int, default fallback: Int?) throws(ModelError) -> Int {
    let pad = try settings.integer("pad_token_id", in: 0...vocabulary - 1) ?? fallback
    guard let pad, pad < vocabulary else { throw settings.invalid("pad_token_id", "is absent") }
    for reader in [settings, generation].compactMap({ $0 }) {
      guard let start = try reader.integer("decoder_start_token_id", in: 0...vocabulary - 1),
        start != pad
      else { continue }
      throw reader.unsupported(
        "decoder_start_token_id \(start)", supported: "the pad token, \(pad)")
    }
    for reader in [settings, generation].compactMap({ $0 })
    where reader.value("forced_bos_token_id") != nil {
      throw reader.unsupported("forced_bos_token_id", supported: "replies that the model begins")
    }
    return pad
  }
}

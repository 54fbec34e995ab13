import Circuits
import Foundation

/// What sentence-transformers writes beside an encoder: how its rows become one vector, and how many rows it reads.
struct SentenceSettings {
  static let fileName = "modules.json"

  let pooling: Pooling

  /// The longest text that the library gives the model, if it says so.
  let context: Int?

  /// Nil if the folder is not of sentence-transformers.
  /// - Throws: `unsupported` for a module that is neither the encoder, nor pooling, nor a division by the length.
  init?(_ folder: FamilyFolder) throws(ModelError) {
    guard let json = try ModelFile.jsonIfPresent(Self.fileName, in: folder.folder) else {
      return nil
    }
    let path = folder.folder.appendingPathComponent(Self.fileName).path
    guard let modules = json.array else {
      throw .malformedFile(path: path, reason: "\(json.kind) where a list is expected")
    }
    var kinds: [String] = []
    var poolingFolder = ""
    for module in modules {
      guard let type = module["type"]?.string, let place = module["path"]?.string else {
        throw .malformedFile(path: path, reason: "a module without type and path")
      }
      let kind = type.split(separator: ".").last.map(String.init) ?? type
      if kind == "Pooling" { poolingFolder = place }
      if kind == "Transformer", !place.isEmpty {
        throw .unsupported(
          path: path, subject: "an encoder in the folder \"\(place)\"",
          supported: "an encoder in the model's own folder")
      }
      kinds.append(kind)
    }
    guard kinds == ["Transformer", "Pooling", "Normalize"] || kinds == ["Transformer", "Pooling"]
    else {
      throw .unsupported(
        path: path, subject: "the modules \(kinds.joined(separator: ", "))",
        supported: "Transformer, Pooling and, if there is one, Normalize")
    }
    pooling = try Self.pooling(in: folder.folder.appendingPathComponent(poolingFolder))
    context = try Self.context(in: folder.folder)
    try Self.checkPrompt(in: folder.folder)
  }

  private static func pooling(in folder: URL) throws(ModelError) -> Pooling {
    guard ModelFile.exists("config.json", in: folder) else {
      throw .missingFile(
        name: "config.json", folder: folder.path, advice: "\(fileName) needs it.")
    }
    let settings = try FamilyFolder.reader("config.json", in: folder)
    var modes: [String] = []
    if let mode = try settings.string("pooling_mode") { modes.append(mode) }
    let members = settings.json.members ?? []
    for member in members where member.name.hasPrefix("pooling_mode_") {
      if try settings.boolean(member.name, default: false) {
        modes.append(String(member.name.dropFirst("pooling_mode_".count)))
      }
    }
    switch modes {
    case ["mean"], ["mean_tokens"]: return .mean
    case ["cls"], ["cls_token"]: return .first
    default:
      throw settings.unsupported(
        "pooling_mode \(modes.joined(separator: " and "))", supported: "mean or cls, one of them")
    }
  }

  private static func context(in folder: URL) throws(ModelError) -> Int? {
    let name = "sentence_bert_config.json"
    guard ModelFile.exists(name, in: folder) else { return nil }
    let settings = try FamilyFolder.reader(name, in: folder)
    try settings.refuse(
      "do_lower_case", supported: "lower case as the tokenizer itself makes it")
    return try settings.integer("max_seq_length", in: 1...1 << 20)
  }

  /// A text that the library would put before every text.
  private static func checkPrompt(in folder: URL) throws(ModelError) {
    let name = "config_sentence_transformers.json"
    guard ModelFile.exists(name, in: folder) else { return }
    let settings = try FamilyFolder.reader(name, in: folder)
    if let prompt = try settings.string("default_prompt_name") {
      throw settings.unsupported(
        "default_prompt_name \"\(prompt)\"", supported: "texts without a prompt before them")
    }
  }
}

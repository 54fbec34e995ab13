import Circuits
import Foundation
import Prover
import Verifier

/// From a Hugging Face folder to a package: calibrate, quantize, commit, measure.
public struct Importer {
  public let folder: URL
  public let model: FloatModel
  public let tokenizer: Tokenizer
  private let parallel: Parallel

  /// Reads and checks the folder.
  public init(_ folder: URL, parallel: Parallel) throws(ModelError) {
    self.folder = folder
    self.parallel = parallel
    model = try FloatModel(folder: folder)
    tokenizer = try Tokenizer(folder: folder)
    guard tokenizer.vocabularySize <= model.configuration.vocabularySize else {
      throw .invalidSetting(
        path: folder.path, name: "vocab_size",
        reason: "is \(model.configuration.vocabularySize), but the tokenizer has "
          + "\(tokenizer.vocabularySize) tokens")
    }
  }

  /// What fills token rows beyond the statement: the end of text, which every model has seen.
  public var pad: Int { model.configuration.endTokens.first ?? 0 }

  public func calibrate(_ windows: [[Int]], onWindow: (Int) -> Void = { _ in }) throws(ModelError)
    -> Calibration
  {
    // Rows beyond a statement hold the pad token: its values must be among those seen.
    let isPadSeen = windows.contains { $0.contains(pad) }
    let padding = Array(repeating: pad, count: min(2, model.configuration.contextLength))
    return try Calibration(model, windows: isPadSeen ? windows : windows + [padding]) {
      onWindow(min($0, windows.count))
    }
  }

  public func quantize(_ bits: FractionBits) throws -> QuantizedModel {
    try QuantizedModel(model, bits, pad: pad, parallel: parallel)
  }

  /// Commits the parameters; the key names tokenizer, settings and checkpoint.
  public func commit(_ quantized: QuantizedModel, _ settings: PackageSettings) throws -> ProvingKey
  {
    try ProvingKey.commit(
      quantized.graph, quantized.parameters, profile: .provable100,
      provenance: try Self.provenance(of: folder, settings), parallel: parallel)
  }

  /// Digests of what a model was made of.
  static func provenance(of folder: URL, _ settings: PackageSettings) throws(ModelError)
    -> VerifyingKey.Provenance
  {
    VerifyingKey.Provenance(
      tokenizer: try digest(of: ModelPackage.File.tokenizer, in: folder),
      settings: Keccak.hash([UInt8](settings.data)),
      checkpoint: try digest(of: checkpointFiles(of: folder), in: folder))
  }

  private static func checkpointFiles(of folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return ["config.json", "generation_config.json"]
      + names.filter { $0.hasSuffix(".safetensors") || $0.hasSuffix(".safetensors.index.json") }
      .sorted()
  }

  /// Keccak-256 over the digests of the files that exist, each preceded by its name and a zero byte.
  static func digest(of names: [String], in folder: URL) throws(ModelError) -> Digest {
    var bytes: [UInt8] = []
    for name in names {
      let file = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      let memory = try MappedFile.read(file, as: UInt8.self)
      bytes += Array(name.utf8) + [0] + FileDigest.keccak(memory).bytes
    }
    return Keccak.hash(bytes)
  }
}

import Circuits
import Foundation
import Prover
import Verifier

/// An imported model on disk: a folder that holds all a prover needs. `docs/formats.md` lists its files.
public struct ModelPackage {
  public let provingKey: ProvingKey
  /// Nothing if the model came without one: then it is asked in token ids.
  public let tokenizer: Tokenizer?
  public let settings: PackageSettings

  /// Of the files beside the key.
  public static let version = 2

  enum File {
    static let key = "verifying.key"
    static let weights = "weights.bin"
    static let tensors = "tensors.bin"
    static let wide = "wide.bin"
    static let tree = "tree.bin"
    static let rows = "rows.bin"
    static let settings = "settings.json"
    /// Copied as they are.
    static let tokenizer = [
      "tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json", "vocab.txt",
      "special_tokens_map.json",
    ]
  }

  /// Maps a package.
  ///
  /// - Throws: `ModelError` for a missing or damaged file; `Rejection` for a damaged key.
  public init(_ folder: URL, parallel: Parallel) throws {
    func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
    guard FileManager.default.fileExists(atPath: file(File.key).path) else {
      throw ModelError.missingFile(
        name: File.key, folder: folder.path,
        advice: "Make a package with: lemma import HF_FOLDER -o MODEL.lemma")
    }
    let keyBytes: [UInt8]
    do { keyBytes = [UInt8](try Data(contentsOf: file(File.key))) } catch {
      throw ModelError.unreadableFile(path: file(File.key).path, reason: "\(error)")
    }
    let key: VerifyingKey
    do { key = try VerifyingKey(keyBytes) } catch {
      throw ModelError.malformedFile(path: file(File.key).path, reason: "\(error)")
    }
    let settingsData: Data
    do {
      settingsData = try Data(contentsOf: file(File.settings))
      settings = try JSONDecoder().decode(PackageSettings.self, from: settingsData)
    } catch {
      throw ModelError.malformedFile(path: file(File.settings).path, reason: "\(error)")
    }
    // The prover follows the graph's rules, which a verifier never reads: they must be the ones import wrote.
    guard key.provenance.settings == Keccak.hash([UInt8](settingsData)),
      try settings.graph() == key.graph
    else {
      throw ModelError.malformedFile(
        path: file(File.key).path, reason: "its graph is not the one that \(File.settings) makes")
    }
    guard try Importer.digest(of: File.tokenizer, in: folder) == key.provenance.tokenizer else {
      throw ModelError.malformedFile(
        path: folder.path, reason: "its tokenizer is not the one that the key names")
    }
    tokenizer = try Tokenizer.ifPresent(in: folder)

    let layout = CommittedLayout.parameters(of: key.graph)
    for name in [File.weights, File.tensors, File.wide, File.tree, File.rows]
    where !FileManager.default.fileExists(atPath: file(name).path) {
      throw ModelError.missingFile(
        name: name, folder: folder.path, advice: "Import the model again.")
    }
    let weights = try MappedFile.read(file(File.weights), as: Int8.self)
    let wide = try MappedFile.read(file(File.wide), as: Int64.self)
    let byteTensors = ByteTensors(key.graph)
    let tensors = try MappedFile.read(file(File.tensors), as: Int8.self)
    let treeBytes = try MappedFile.read(file(File.tree), as: UInt8.self)
    let rows = try MappedFile.read(file(File.rows), as: UInt64.self)
    let shape = key.parameters.shape
    for (name, count, expected) in [
      (File.weights, weights.count, layout.wideStart),
      (File.tensors, tensors.count, byteTensors.size),
      (File.wide, wide.count, layout.length - layout.wideStart),
      (File.tree, treeBytes.count, MerkleTree.byteCount(logLength: shape.logLength)),
      (File.rows, rows.count, 2 * shape.rows),
    ] where count != expected {
      throw ModelError.malformedFile(
        path: file(name).path, reason: "\(count) entries where the key implies \(expected)")
    }
    let tree = MerkleTree(logLength: shape.logLength, memory: treeBytes)
    guard tree.root == key.parameters.root else {
      throw ModelError.malformedFile(
        path: file(File.tree).path, reason: "its root is not the verifying key's")
    }
    let oracle = Oracle(
      vector: CommittedVector(
        shape: shape,
        segments: [
          .init(offset: 0, values: .bytes(weights)),
          .init(offset: layout.wideStart, values: .integers(wide)),
        ]),
      tree: tree,
      outOfDomainRows: (0..<shape.rows).map {
        Extension(Goldilocks(rows.elements[2 * $0]), Goldilocks(rows.elements[2 * $0 + 1]))
      }, parallel: parallel)
    guard oracle.commitment == key.parameters else {
      throw ModelError.malformedFile(
        path: file(File.rows).path, reason: "its value is not the verifying key's")
    }
    provingKey = ProvingKey(
      key: key,
      parameters: layout.wideTensors(of: key.graph, wide).merging(
        byteTensors.tensors(in: tensors)
      ) { $1 },
      oracle: oracle)
  }

  /// Every file a package may hold.
  public static var fileNames: [String] {
    [File.key, File.weights, File.tensors, File.wide, File.tree, File.rows, File.settings]
      + File.tokenizer
  }

  /// The folder a package is written in before it appears under its name.
  public static func draft(of folder: URL) -> URL {
    folder.deletingLastPathComponent().appendingPathComponent(
      ".\(folder.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
  }

  /// Writes a package: a new folder appears whole, or not at all.
  public static func write(
    _ provingKey: ProvingKey, settings: PackageSettings, tokenizerFrom source: URL, to folder: URL
  ) throws {
    let manager = FileManager.default
    let draft = draft(of: folder)
    do {
      try manager.createDirectory(at: draft, withIntermediateDirectories: true)
      func write(_ name: String, _ data: Data) throws {
        try data.write(to: draft.appendingPathComponent(name))
      }
      func write<Element>(_ name: String, _ memory: SharedMemory<Element>) throws {
        try MappedFile.write([UnsafeRawBufferPointer(memory.elements)], to: draft, name)
      }
      try write(File.key, Data(provingKey.key.bytes))
      for segment in provingKey.oracle.vector.segments {
        switch segment.values {
        case .bytes(let memory): try write(File.weights, memory)
        case .integers(let memory): try write(File.wide, memory)
        }
      }
      try writeTensors(provingKey, to: draft)
      try write(File.tree, provingKey.oracle.tree.memory)
      var rows: [UInt64] = []
      for row in provingKey.oracle.outOfDomainRows { rows += [row.c0.word, row.c1.word] }
      try write(File.rows, rows.withUnsafeBufferPointer { Data(buffer: $0) })
      try write(File.settings, settings.data)
      for name in File.tokenizer {
        let from = source.appendingPathComponent(name)
        if manager.fileExists(atPath: from.path) {
          try manager.copyItem(at: from, to: draft.appendingPathComponent(name))
        }
      }
      if manager.fileExists(atPath: folder.path) { try manager.removeItem(at: folder) }
      try manager.moveItem(at: draft, to: folder)
    } catch {
      try? manager.removeItem(at: draft)
      throw ModelError.unwritable(path: folder.path, reason: error.localizedDescription)
    }
  }
}

extension ModelPackage {
  /// The byte tensors row by row, each from a page of its own.
  private static func writeTensors(_ provingKey: ProvingKey, to folder: URL) throws {
    let layout = ByteTensors(provingKey.key.graph)
    let gap = [UInt8](repeating: 0, count: ByteTensors.alignment)
    try gap.withUnsafeBytes { gap in
      var pieces: [UnsafeRawBufferPointer] = []
      var end = 0
      for place in layout.places {
        guard case .bytes(let start) = provingKey.parameters[place.node]?.storage else { continue }
        pieces.append(UnsafeRawBufferPointer(rebasing: gap[..<(place.offset - end)]))
        pieces.append(UnsafeRawBufferPointer(start: start, count: place.count))
        end = place.offset + place.count
      }
      try MappedFile.write(pieces, to: folder, File.tensors)
    }
  }
}

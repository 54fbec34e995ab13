import Foundation

@testable import Models

/// Folders that the library wrote, with what PyTorch makes of them.
struct FamilyVectors: Decodable {
  struct Run: Decodable {
    let prompt: [Int]
    let reply: [Int]
    let secondSegment: Int
    let positions: [Int]
    let shape: [Int]
    let output: [Float]

    var input: ModelInput {
      ModelInput(
        prompt: prompt, reply: reply, secondSegment: secondSegment, positions: positions)
    }
  }

  /// T5's buckets of the distances from -300 to 300.
  struct Buckets: Decodable {
    let buckets: Int
    let farthest: Int
    let bothWays: [Int]
    let backwards: [Int]
  }

  let runs: [Run]
  let buckets: [Buckets]?

  static let names = [
    "bert-mean", "bert-first", "bert-masked", "bert-next", "bert-classes", "bert-pretraining",
    "llama", "llama-biased", "qwen2", "mistral", "opt", "t5", "t5-gated", "marian", "marian-relu",
  ]

  static func folder(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Vectors/families/\(name)")
  }

  static func load(_ folder: URL) throws -> FamilyVectors {
    try JSONDecoder().decode(
      Self.self, from: Data(contentsOf: folder.appendingPathComponent("expected.json")))
  }

  /// Runs a test on a copy of a folder with some settings changed, or removed where nil, and its tensors changed.
  /// - Parameter file: the JSON file that holds the settings.
  static func withChanged<Result>(
    _ name: String, _ changes: [String: Any?] = [:], in file: String = "config.json",
    tensors: ((inout [SafetensorsBuilder.Entry]) -> Void)? = nil, body: (URL) throws -> Result
  ) throws -> Result {
    try withFolder { parent in
      let folder = parent.appendingPathComponent(name)
      try FileManager.default.copyItem(at: Self.folder(name), to: folder)
      if !changes.isEmpty {
        let data = try? Data(contentsOf: folder.appendingPathComponent(file))
        let json = try data.map { try JSONSerialization.jsonObject(with: $0) } ?? [:]
        var settings = json as? [String: Any] ?? [:]
        for (name, value) in changes { settings[name] = value }
        try folder.write(file, json: settings)
      }
      if let tensors {
        var builder = SafetensorsBuilder()
        let checkpoint = try Checkpoint(folder: folder)
        for name in checkpoint.names {
          let tensor = try checkpoint.tensor(named: name)
          builder.add(name, shape: tensor.shape, values: tensor.values)
        }
        tensors(&builder.entries)
        try folder.write("model.safetensors", builder.file)
      }
      return try body(folder)
    }
  }

  /// How far a result is from the expected one, in parts of the expected one's size.
  static func difference(_ found: [Float], _ expected: [Float]) -> Float {
    guard found.count == expected.count else { return .infinity }
    let largest = expected.reduce(0) { max($0, abs($1)) }
    return zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) } / largest
  }
}

import Foundation
import Testing

@testable import Models

/// The bundled model, against what PyTorch and Hugging Face's tokenizer make of it.
@Suite(.enabled(if: BundledModel.isPresent, "models/demo holds the reference files"))
struct BundledModelTests {
  @Test func textsHaveTheTokensThatHuggingFaceGivesThem() throws {
    let tokenizer = try Tokenizer(folder: BundledModel.folder)
    let cases = try BundledModel.decode([BundledModel.Case].self, from: "tokenizer_cases.json")
    #expect(!cases.isEmpty)
    for example in cases {
      #expect(tokenizer.encode(example.text) == example.ids, "\(example.text.debugDescription)")
      #expect(tokenizer.decode(example.ids) == example.text)
    }
  }

  @Test func logitsAreThoseOfPyTorch() throws {
    let model = try FloatModel(folder: BundledModel.folder)
    let reference = try BundledModel.decode(BundledModel.Reference.self, from: "reference.json")
    #expect(!reference.sequences.isEmpty)
    for sequence in reference.sequences {
      let logits = try model.logits(for: sequence.tokens)
      for (position, expected) in zip(sequence.positions, sequence.logits) {
        let difference = zip(logits.row(position), expected).map { abs($0 - $1) }.max()
        #expect(try #require(difference) < 1e-3, "position \(position)")
      }
    }
  }

  @Test func greedyRepliesAreThoseOfPyTorch() throws {
    let model = try FloatModel(folder: BundledModel.folder)
    let reference = try BundledModel.decode(BundledModel.Reference.self, from: "reference.json")
    for reply in reference.greedy ?? [] {
      let logits = try model.logits(for: reply.prompt + reply.reply)
      for (index, token) in reply.reply.enumerated() {
        let row = logits.row(reply.prompt.count + index - 1)
        let highest = row.indices.max { row[$0] < row[$1] }
        #expect(highest == row.startIndex + token)
      }
    }
  }

  @Test func modelAndTokenizerBelongTogether() throws {
    let configuration = try GPT2Configuration(folder: BundledModel.folder)
    let tokenizer = try Tokenizer(folder: BundledModel.folder)
    #expect(tokenizer.vocabularySize <= configuration.vocabularySize)
    #expect(configuration.endTokens.contains(try #require(tokenizer.token(named: "<|endoftext|>"))))
  }
}

/// The folder of the bundled model and its reference files.
private enum BundledModel {
  struct Case: Decodable {
    let text: String
    let ids: [Int]
  }

  struct Reference: Decodable {
    struct Sequence: Decodable {
      let tokens: [Int]
      let positions: [Int]
      let logits: [[Float]]
    }

    struct Reply: Decodable {
      let prompt: [Int]
      let reply: [Int]
    }

    let sequences: [Sequence]
    let greedy: [Reply]?
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("models/demo")

  static var isPresent: Bool {
    ["model.safetensors", "reference.json", "tokenizer_cases.json"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
    }
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

import Foundation
import Prover
import Testing
import Verifier

@testable import Models

/// The bundled model, and folders named by LEMMA_GPT2_FOLDERS (see scripts/check-transformers), against what PyTorch and Hugging
/// Face's tokenizer make of them.
@Suite(.enabled(if: BundledModel.isPresent, "models/demo holds the reference files"))
struct BundledModelTests {
  @Test(arguments: BundledModel.folders)
  func textsHaveTheTokensThatHuggingFaceGivesThem(_ folder: URL) throws {
    let tokenizer = try Tokenizer(folder: folder)
    let cases = try BundledModel.decode(
      [BundledModel.Case].self, from: "tokenizer_cases.json", folder)
    #expect(!cases.isEmpty)
    for example in cases {
      #expect(tokenizer.encode(example.text) == example.ids, "\(example.text.debugDescription)")
      #expect(tokenizer.decode(example.ids) == example.text)
    }
  }

  @Test(arguments: BundledModel.folders)
  func logitsAreThoseOfPyTorch(_ folder: URL) throws {
    let model = try FloatModel(folder: folder)
    let reference = try BundledModel.decode(
      BundledModel.Reference.self, from: "reference.json", folder)
    #expect(!reference.sequences.isEmpty)
    var largest: Float = 0
    for sequence in reference.sequences {
      let logits = try model.logits(for: sequence.tokens)
      for (position, expected) in zip(sequence.positions, sequence.logits) {
        for (a, b) in zip(logits.row(position), expected) { largest = max(largest, abs(a - b)) }
      }
    }
    print("  \(folder.lastPathComponent): logits within \(largest) of PyTorch's")
    #expect(largest < 1e-3)
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

  @Test func integersSpeakAsFloatsDoOnTextThatNeitherTrainingNorCalibrationSaw() throws {
    let importer = try Importer(BundledModel.folder, parallel: .all)
    let (quantized, bits) = try BundledModel.quantized(importer)
    let text = try String(
      contentsOf: BundledModel.folder.appendingPathComponent("heldout.txt"), encoding: .utf8)
    let windows = CalibrationText(
      text, importer.tokenizer, endToken: importer.pad,
      context: importer.model.configuration.contextLength
    ).windows
    let accuracy = try Accuracy(
      importer.model, quantized, bits, windows: windows, parallel: .all)
    let change = accuracy.integerPerplexity / accuracy.floatPerplexity - 1
    print(
      "  held-out text, \(accuracy.positions) positions: greedy agreement \(accuracy.agreement), "
        + "perplexity \(accuracy.floatPerplexity) -> \(accuracy.integerPerplexity) (\(change))")
    #expect(accuracy.agreement >= 0.97)
    #expect(abs(change) <= 0.003)
  }

  @Test(arguments: BundledModel.folders)
  func aReplyOf32TokensIsProvenInLittleSpace(_ folder: URL) throws {
    let importer = try Importer(folder, parallel: .all)
    let (quantized, bits) = try BundledModel.quantized(importer)
    let provingKey = try importer.commit(
      quantized,
      .gpt2(
        GPT2PackageSettings(
          calibration: Calibration(importer.model, windows: [[0, 1]]), bits: bits,
          circuit: quantized.settings)))
    let prompt = importer.tokenizer.encode("What is Lemma?") + [importer.pad]
    let room = importer.model.configuration.contextLength - prompt.count + 1
    let generation = try provingKey.generate(
      prompt: prompt, limit: min(32, room), parallel: .all)
    let proof = try provingKey.prove(generation, parallel: .all)
    let terms = try verify(
      key: provingKey.key, statement: generation.statement, proof: proof)
    let bytes = Proof.file(generation.statement, proof).count
    print(
      "  \(folder.lastPathComponent): \(generation.statement.reply.count) tokens, \(bytes) bytes")
    #expect(bytes <= 250_000)
    #expect(SoundnessTerm.sum(terms) <= Wide.powerOfTwo(256 - 100))
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

  /// The bundled model first.
  static var folders: [URL] {
    let others = ProcessInfo.processInfo.environment["LEMMA_GPT2_FOLDERS"] ?? ""
    return [folder] + others.split(separator: ":").map { URL(fileURLWithPath: String($0)) }
  }

  /// Quantized with bits calibrated on the folder's own text, or on a built-in one.
  static func quantized(_ importer: Importer) throws -> (QuantizedModel, FractionBits) {
    let own = importer.folder.appendingPathComponent(CalibrationText.fileName)
    let text = (try? String(contentsOf: own, encoding: .utf8)) ?? CalibrationText.standIn
    let configuration = importer.model.configuration
    let windows = CalibrationText(
      text, importer.tokenizer, endToken: importer.pad, context: configuration.contextLength
    ).windows
    let bits = FractionBits(
      try importer.calibrate(windows), width: configuration.width,
      context: configuration.contextLength, scoreScale: configuration.scoreScale(layer: 0))
    return (try importer.quantize(bits), bits)
  }

  static var isPresent: Bool {
    ["model.safetensors", "reference.json", "tokenizer_cases.json"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
    }
  }

  static func decode<Value: Decodable>(
    _ type: Value.Type, from name: String, _ folder: URL = BundledModel.folder
  ) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

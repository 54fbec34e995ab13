import Foundation
import Prover
import Testing
import Verifier

@testable import Models

/// The larger folders that LEMMA_FAMILY_FOLDERS names, as scripts/check-transformers writes them.
@Suite(.enabled(if: !FamilyFolders.all.isEmpty, "LEMMA_FAMILY_FOLDERS names folders"))
struct FamilyFolderTests {
  @Test(arguments: FamilyFolders.all)
  func outputsAreThoseOfPyTorch(_ folder: URL) throws {
    let model = try TransformerModel(folder: folder, context: nil)
    let runs = try FamilyVectors.load(folder).runs
    var largest: Float = 0
    for run in runs {
      let found = try model.run(run.input)
      #expect(found.shape == run.shape)
      largest = max(largest, FamilyVectors.difference(found.values, run.output))
    }
    print("  \(folder.lastPathComponent): \(runs.count) runs within \(largest) of PyTorch's")
    #expect(!runs.isEmpty)
    #expect(largest < 1e-3)
  }

  @Test(arguments: FamilyFolders.all)
  func outputsAreProven(_ folder: URL) throws {
    let importer = try TransformerImporter(folder, context: nil, parallel: .all)
    let inputs = try FamilyVectors.load(folder).runs.map { $0.input }
    let quantization = try importer.quantize(
      choosing: TransformerBits(
        try importer.calibrate(inputs), importer.model.architecture),
      probabilities: .unstated, inputs: inputs)
    let settings = PackageSettings.transformer(
      TransformerPackageSettings(
        calibration: try importer.calibrate(inputs), bits: quantization.bits,
        circuit: quantization.model.settings, labels: importer.model.labels))
    let provingKey = try importer.commit(quantization.model, settings)
    let graph = provingKey.key.graph
    for input in inputs {
      let generation =
        try graph.form == .encoder
        ? provingKey.read(
          prompt: input.prompt, secondSegment: input.secondSegment, positions: input.positions,
          parallel: .all)
        : provingKey.generate(
          prompt: Array(input.prompt.prefix(graph.context - 4)), limit: 5, parallel: .all)
      let proof = try provingKey.prove(generation, parallel: .all)
      try verify(key: provingKey.key, statement: generation.statement, proof: proof)
    }
    let accuracy = quantization.accuracy
    print(
      "  \(folder.lastPathComponent): \(inputs.count) proofs; agreement \(accuracy.agreement) of "
        + "\(accuracy.choices), cosine \(accuracy.meanCosine)")
  }

  @Test(arguments: FamilyFolders.withTokenizers)
  func textsHaveTheTokensThatHuggingFaceGivesThem(_ folder: URL) throws {
    let tokenizer = try Tokenizer(folder: folder)
    let cases = try JSONDecoder().decode(
      [FamilyFolders.Case].self,
      from: Data(contentsOf: folder.appendingPathComponent(FamilyFolders.cases)))
    #expect(!cases.isEmpty)
    for example in cases {
      let found = tokenizer.encode(example.text, pairedWith: nil).tokens
      #expect(found == example.ids, "\(example.text.debugDescription)")
    }
  }
}

private enum FamilyFolders {
  struct Case: Decodable {
    let text: String
    let ids: [Int]
  }

  static let cases = "tokenizer_cases.json"

  static var all: [URL] {
    let list = ProcessInfo.processInfo.environment["LEMMA_FAMILY_FOLDERS"] ?? ""
    return list.split(separator: ":").map { URL(fileURLWithPath: String($0)) }
  }

  static var withTokenizers: [URL] {
    all.filter {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent(cases).path)
    }
  }
}

import Foundation
import Testing

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

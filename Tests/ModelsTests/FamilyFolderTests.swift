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
}

private enum FamilyFolders {
  static var all: [URL] {
    let list = ProcessInfo.processInfo.environment["LEMMA_FAMILY_FOLDERS"] ?? ""
    return list.split(separator: ":").map { URL(fileURLWithPath: String($0)) }
  }
}

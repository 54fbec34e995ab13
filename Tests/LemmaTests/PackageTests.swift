import Foundation
import Testing

/// A package whose files are missing, cut short or changed is explained, and nothing is proven.
struct PackageTests {
  private static let files = ["tensors.bin", "weights.bin", "wide.bin", "tree.bin", "rows.bin"]

  private func prove(
    _ change: (URL) throws -> Void
  ) throws -> (result: CommandLineTool.Result, left: Set<String>) {
    let folder = try TemporaryFolder()
    let package = folder.file("copy.lemma")
    try FileManager.default.copyItem(
      at: URL(fileURLWithPath: CommandLineTests.Session.shared.package), to: package)
    try change(package)
    let result = try CommandLineTool.run(
      "prove", package.path, "--prompt", "ab", "--tokens", "2", "-o", folder.path("r.proof"))
    return (result, folder.names)
  }

  @Test(arguments: files) func aMissingFileIsNamed(name: String) throws {
    let (result, left) = try prove {
      try FileManager.default.removeItem(at: $0.appendingPathComponent(name))
    }
    #expect(result.code == 2 && result.errors.contains("there is no \(name)"), "\(result)")
    #expect(left == ["copy.lemma"])
  }

  @Test(arguments: files) func aShorterFileIsNamed(name: String) throws {
    let (result, left) = try prove {
      let file = $0.appendingPathComponent(name)
      try Data(contentsOf: file).dropLast(32).write(to: file)
    }
    #expect(result.code == 2 && result.errors.contains(name), "\(result)")
    #expect(left == ["copy.lemma"])
  }

  @Test func changedTensorsAreNoticedBeforeAProofIsWritten() throws {
    let (result, left) = try prove {
      let file = $0.appendingPathComponent("tensors.bin")
      var bytes = try Data(contentsOf: file)
      for i in bytes.indices { bytes[i] = bytes[i] &* 3 &+ 1 }
      try bytes.write(to: file)
    }
    #expect(result.code == 2 || result.code == 3, "\(result)")
    #expect(left == ["copy.lemma"])
  }
}

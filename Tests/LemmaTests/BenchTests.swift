import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `lemma bench` on the tiny shape: what it prints is whole and adds up.
struct BenchTests {
  struct Session: Sendable {
    let folder: TemporaryFolder
    let output: String
    let environment: [String: String]

    static let shared: Session = {
      let folder = try! TemporaryFolder()
      let environment = ["LEMMA_CACHE": folder.path("cache")]
      let result = try! CommandLineTool.run(
        [
          "bench", "tiny", "--tokens", "8", "--runs", "1", "--json", "--csv", folder.path("t.csv"),
          "--plot", folder.path("t.svg"), "--keep", folder.path("kept"),
        ], environment: environment)
      precondition(result.code == 0, "\(result)")
      return Session(folder: folder, output: result.output, environment: environment)
    }()

    func run(_ arguments: String...) throws -> CommandLineTool.Result {
      try CommandLineTool.run(["bench"] + arguments, environment: environment)
    }

    func object(_ text: String) throws -> [String: Any] {
      try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
  }

  @Test func jsonHasEveryKey() throws {
    let object = try Session.shared.object(Session.shared.output)
    for key in [
      "model", "tokens", "threads", "kernels", "import_seconds", "forward_seconds",
      "float_forward_seconds", "prove_seconds", "verify_seconds", "proof_bytes", "peak_bytes",
      "soundness_bits", "sections", "layers",
    ] {
      #expect(object[key] != nil && !(object[key] is NSNull), "\(key)")
    }
    #expect(object["model"] as? String == "tiny")
    #expect(object["tokens"] as? Int == 8)
    #expect((object["soundness_bits"] as? Double ?? 0) >= 100)
    let sections = try #require(object["sections"] as? [String: Double])
    #expect(
      Set(sections.keys) == ["witness", "commit", "lookups", "sumchecks", "opening"])
    #expect(object["forward_seconds"] as? Double == sections["witness"])
  }

  @Test func whatItKeepsIsAValidPair() throws {
    let folder = Session.shared.folder
    let result = try CommandLineTool.run([
      "verify", folder.path("kept/reply.proof"), "--key", folder.path("kept/verifying.key"),
      "--json",
    ])
    #expect(result.code == 0)
    #expect(try Session.shared.object(result.output)["valid"] as? Bool == true)
  }

  @Test func theTableAddsUpToTheWhole() throws {
    let object = try Session.shared.object(Session.shared.output)
    let rows = try #require(object["layers"] as? [[String: Any]])
    func sum(_ name: String) -> Double { rows.reduce(0) { $0 + ($1[name] as? Double ?? 0) } }
    let seconds = try #require(object["prove_seconds"] as? Double)
    let bytes = try #require(object["proof_bytes"] as? Double)
    #expect(abs(sum("seconds") / seconds - 1) < 0.05)
    #expect(abs(sum("bytes") / bytes - 1) < 0.01)
    #expect(abs(sum("share") - 1) < 1e-6)
    #expect(!rows.contains { $0["operation"] as? String == "other" })
    #expect(Set(rows.compactMap { $0["layer"] as? Int }) == [1, 2])
  }

  @Test func csvHasTheSameRows() throws {
    let text = try String(
      contentsOf: Session.shared.folder.file("t.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(lines.allSatisfy { $0.count == lines[0].count })
    let rows = try Session.shared.object(Session.shared.output)["layers"] as? [[String: Any]]
    #expect(lines.count - 1 == rows?.count)
    let column = try #require(lines[0].firstIndex(of: "share"))
    let shares = lines.dropFirst().reduce(0) { $0 + (Double($1[column]) ?? 0) }
    #expect(abs(shares - 1) < 1e-3)
  }

  @Test func theChartIsWellFormedAndNamesEverySection() throws {
    let data = try Data(contentsOf: Session.shared.folder.file("t.svg"))
    #expect(XMLParser(data: data).parse())
    let text = String(decoding: data, as: UTF8.self)
    for name in ["witness", "commit", "lookups", "sumchecks", "opening", "layer 2", "softmax"] {
      #expect(text.contains(name), "\(name)")
    }
  }

  @Test func theEstimateOfTheBytesIsRight() throws {
    let session = Session.shared
    let calibrated = try session.run("tiny", "--calibrate", "--runs", "1")
    #expect(calibrated.code == 0, "\(calibrated)")
    let result = try session.run("tiny", "--predict", "--tokens", "8", "--json")
    #expect(result.code == 0, "\(result)")
    let estimate = try session.object(result.output)
    let measured = try session.object(session.output)
    let bytes = try #require(measured["proof_bytes"] as? Double)
    #expect(abs((estimate["proof_bytes"] as? Double ?? 0) / bytes - 1) < 0.03)
    #expect((estimate["prove_seconds"] as? Double ?? 0) > 0)
    #expect((estimate["peak_bytes"] as? Double ?? 0) > 0)
  }

  @Test func theSyntheticWeightsBehaveLikeRealOnes() throws {
    let result = try Session.shared.run("tiny", "--check-weights")
    #expect(result.code == 0, "\(result)")
    #expect(result.output.contains("100, 0 refused"), "\(result)")
  }

  @Test func scalarKernelsGiveAProofOfTheSameSize() throws {
    let session = Session.shared
    let result = try session.run(
      "tiny", "--tokens", "8", "--runs", "1", "--kernels", "scalar", "--json")
    let object = try session.object(result.output)
    #expect(object["kernels"] as? String == "scalar")
    let measured = try session.object(session.output)
    #expect(object["proof_bytes"] as? Int == measured["proof_bytes"] as? Int)
  }

  @Test func aCachedModelOfAnotherBuildIsMadeAgain() throws {
    let folder = try TemporaryFolder()
    let environment = ["LEMMA_CACHE": folder.path("cache")]
    let arguments = ["bench", "tiny", "--tokens", "1", "--runs", "1", "--json"]
    #expect(try CommandLineTool.run(arguments, environment: environment).code == 0)
    let cached = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("cache"))
        .first { $0.hasPrefix("tiny") })
    let settings = folder.file("cache/\(cached)/model.lemma/settings.json")
    try Data("{}".utf8).write(to: settings)
    let result = try CommandLineTool.run(arguments, environment: environment)
    #expect(result.code == 0, "\(result)")
    #expect(try Data(contentsOf: settings).count > 2)
  }

  @Test func anUnknownShapeIsExplained() throws {
    let result = try Session.shared.run("gpt2-giant")
    #expect(result.code == 2)
    #expect(result.errors.contains("gpt2-small"), "\(result)")
  }

  @Test func moreTokensThanTheContextAreWrongUse() throws {
    let result = try Session.shared.run("tiny", "--tokens", "100000")
    #expect(result.code == 2)
    #expect(result.errors.contains("context"), "\(result)")
  }
}

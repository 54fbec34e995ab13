import Foundation
import Testing

/// `lemma contract` on the vectors that the contracts are tested with.
extension CommandLineTests {
  private static let vectors = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Vectors/contract")

  private static func vector(_ name: String) -> String {
    vectors.appendingPathComponent(name).path
  }

  private static func identifier(_ folder: String) throws -> String {
    let data = try Data(contentsOf: vectors.appendingPathComponent("\(folder)/table.json"))
    let table = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let model = try #require(table["model"] as? [String: Any])
    return try #require(model["id"] as? String)
  }

  private func calldata(_ folder: String, _ more: [String]) throws -> Data {
    let output = try TemporaryFolder()
    let result = try CommandLineTool.run(
      [
        "contract", "calldata", Self.vector("\(folder)/reply.proof"), "--key",
        Self.vector("verifying.key"), "--id", try Self.identifier(folder), "-o",
        output.path("data"),
      ] + more)
    #expect(result.code == 0, "\(result)")
    return try Data(contentsOf: output.file("data"))
  }

  @Test func calldataIsThatOfTheContractsVectors() throws {
    func expected(_ name: String) throws -> Data {
      try Data(contentsOf: Self.vectors.appendingPathComponent(name))
    }
    #expect(try calldata("whole", []) == expected("whole/verify.bin"))
    #expect(try calldata("divided", []) == expected("divided/begin.bin"))
    let snapshot = ["--snapshot", Self.vector("divided/snapshot.bin")]
    #expect(try calldata("divided", snapshot) == expected("divided/verify.bin"))
    let argument = try calldata("whole", ["--argument"])
    #expect(argument.prefix(4) == Data("LMP1".utf8))
    #expect(try expected("whole/verify.bin").range(of: argument) != nil)
  }

  @Test func gasIsEstimatedBySection() throws {
    let result = try CommandLineTool.run(
      "contract", "gas", Self.vector("divided/reply.proof"), "--key", Self.vector("verifying.key"),
      "--json")
    #expect(result.code == 0, "\(result)")
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(figures["transactions"] as? Int == 2)
    let sections = try #require(figures["sections"] as? [String: Int])
    #expect(
      Set(sections.keys)
        == ["calldata", "start", "transcript", "lookup tree", "sumchecks", "opening"])
    let total = try #require(figures["total_gas"] as? Int)
    #expect(abs(total - sections.values.reduce(0, +)) < 10)
  }

  @Test func theContractTakesProofsThatWereMadeForIt() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    expect(
      try CommandLineTool.run(
        "contract", "calldata", session.proof, "--key", session.key, "--id",
        String(repeating: "00", count: 32), "-o", folder.path("data")),
      code: 2, "--profile evm")
    expect(
      try CommandLineTool.run(
        "contract", "calldata", Self.vector("whole/reply.proof"), "--key", session.key, "--id",
        String(repeating: "00", count: 32), "-o", folder.path("data")),
      code: 1, "anotherModel")
    expect(
      try CommandLineTool.run(
        "contract", "table", Self.vector("whole/reply.proof"), "--key",
        Self.vector("verifying.key"), "--rows", "16", "-o", folder.path("table")),
      code: 2, "--rows")
    for replies in ["0", "257"] {
      expect(
        try CommandLineTool.run(
          "contract", "key", Self.vector("verifying.key"), "--replies", replies),
        code: 2, "--replies \(replies)")
    }
    for rows in ["0", "257"] {
      expect(
        try CommandLineTool.run(
          "contract", "key", Self.vector("verifying.key"), "--rows", rows),
        code: 2, "--rows \(rows)")
    }
    expect(
      try CommandLineTool.run(
        "contract", "calldata", Self.vector("divided/reply.proof"), "--key",
        Self.vector("verifying.key"), "--id", String(repeating: "00", count: 32), "--snapshot",
        Self.vector("verifying.key"), "-o", folder.path("data")),
      code: 2, "is no snapshot")
    #expect(folder.names.isEmpty)
  }

  @Test func aModelsRegistrationDependsOnNothingButKeyAndRows() throws {
    func key(_ rows: String) throws -> String {
      let result = try CommandLineTool.run(
        "contract", "key", Self.vector("verifying.key"), "--rows", rows)
      #expect(result.code == 0, "\(result)")
      return result.output
    }
    let first = try key("3")
    #expect(try key("3") == first)
    #expect(try key("4") != first)
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
    #expect(figures["vocabulary"] as? Int == 1024 && figures["stops"] as? [Int] == [1023])
    #expect(figures["output"] as? Int == 0)
  }

  @Test func anEncodersRegistrationSaysWhatItStates() throws {
    func key(_ name: String, _ replies: String) throws -> [String: Any] {
      let result = try CommandLineTool.run(
        "contract", "key", Self.vector("statements/\(name)/verifying.key"), "--rows", "2",
        "--replies", replies)
      #expect(result.code == 0, "\(result)")
      return try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }
    func isSame(_ name: String) throws -> Bool {
      try key(name, "1")["id"] as? String == key(name, "2")["id"] as? String
    }
    #expect(try key("embedding", "1")["output"] as? Int == 1 + 1 << 8 + 12 << 16)
    #expect(try key("classes", "1")["output"] as? Int == 1 + 5 << 8 + 5 << 16 + 5 << 32)
    #expect(try key("t5", "1")["output"] as? Int == 2)
    // Where a reply has more entries than one, how many is registered too.
    #expect(try !isSame("masked") && !isSame("marian"))
    #expect(try isSame("classes") && isSame("embedding"))
  }
}

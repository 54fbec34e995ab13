import Circuits
import Foundation
import Testing
import Verifier

@testable import Prover

/// `docs/tools/read_proof.py`, written from the pages alone, agrees with the verifier about every class of models.
@Suite struct IndependentVerifierTests {
  /// What the script's last line says.
  private func verdict(key: [UInt8], file: [UInt8]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lemma-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (keyFile, proofFile) = (
      folder.appendingPathComponent("key"), folder.appendingPathComponent("proof")
    )
    try Data(key).write(to: keyFile)
    try Data(file).write(to: proofFile)
    let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/tools/read_proof.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", tool.path, keyFile.path, proofFile.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    return lines.last.map(String.init) ?? "nothing"
  }

  @Test(arguments: TransformerTamperingTests.proven)
  func whatIsProvenIsValid(_ model: TransformerCase) throws {
    let small = try SmallTransformer(model, seed: 21)
    let generation = try small.say(prompt: 5, limit: 2)
    let said = generation.statement
    let proof = try small.provingKey.prove(generation, parallel: .all)
    let key = small.provingKey.key
    #expect(
      try verdict(key: key.bytes, file: Proof.file(said, proof)) == "valid")
    // The same proof of other statements: the same rejections.
    var lies = [said, said]
    lies[0].prompt[0] = (said.prompt[0] + 1) % 11
    lies[1].secondSegment = 6
    for lie in lies {
      var expected = "valid"
      do throws(Rejection) { try verify(key: key, statement: lie, proof: proof) } catch {
        expected = "rejected: \(error)"
      }
      #expect(
        try verdict(key: key.bytes, file: Proof.file(lie, proof)) == expected)
    }
  }

  /// The rules of graphs, too: a row of which all entries are looked up bounds its maximum, but not one that takes it away again.
  @Test func keysAreRefusedAlike() throws {
    let small = try SmallTransformer(TransformerTamperingTests.proven[0], seed: 22)
    let key = small.provingKey.key
    func bytes(_ graph: Graph) -> [UInt8] {
      VerifyingKey(
        profile: key.profile, graph: graph, parameters: key.parameters, provenance: key.provenance
      ).bytes
    }
    var row = MaximumRow()
    let top = row.top([row.query])
    try row.lookUp([row.query, row.source], [Summand(1, top), Summand(-1, row.scores)])
    var open = MaximumRow()
    let again = open.top([open.query])
    let away = try open.builder.linear("away", [open.query, open.source], [Summand(-1, again)])
    try open.lookUp([open.query, open.source], [Summand(1, again), Summand(1, away)])
    var segments = key.graph
    let text = segments.axes.firstIndex { $0.name.description == "text" }!
    segments.axes[text] = Axis(name: "text", extent: .fixed(3))
    var values = key.graph
    let stated = values.values!
    values.nodes[stated].bound -= 1
    // An empty proof is looked at only if the key is well formed.
    for (graph, expected) in [
      (key.graph, "rejected: truncated"), (row.builder.graph, "rejected: truncated"),
      (open.builder.graph, "rejected key: malformedKey"), (segments, "rejected key: malformedKey"),
      (values, "rejected key: malformedKey"),
    ] {
      let isWellFormed = (try? VerifyingKey(bytes(graph))) != nil
      #expect(isWellFormed == (expected == "rejected: truncated"))
      #expect(try verdict(key: bytes(graph), file: []) == expected)
    }
  }
}

import Foundation
import Testing

/// `lemma verify`.
extension CommandLineTests {
  @Test func verifyAcceptsWhatProveWrote() throws {
    let session = Session.shared
    let result = try CommandLineTool.run("verify", session.proof, "--key", session.key)
    #expect(result.code == 0, "\(result)")
    #expect(result.output.contains("valid"))
    #expect(result.errors.isEmpty, "\(result)")
    let bound = try CommandLineTool.run(
      "verify", session.proof, "--key", session.key, "--context",
      "0x" + String(repeating: "AB", count: 32), "--json")
    #expect(bound.code == 0, "\(bound)")
    #expect(bound.output.contains("\"valid\" : true"))
    for file in [session.package, session.key, session.proof] {
      let shown = try CommandLineTool.run("inspect", file)
      #expect(shown.code == 0, "\(shown)")
    }
    let shown = try CommandLineTool.run("inspect", session.proof, "--key", session.key)
    #expect(shown.code == 0, "\(shown)")
  }

  @Test func verifyRejectsAProofOfAnotherModel() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    try TinyModelFolder(seed: 2).write(to: folder.file("model"))
    let other = try CommandLineTool.run(
      "import", folder.path("model"), "-o", folder.path("other.lemma"))
    #expect(other.code == 0, "\(other)")
    expect(
      try CommandLineTool.run(
        "verify", session.proof, "--key", folder.path("other.lemma/verifying.key")), code: 1,
      "another model")
    let digest = String(repeating: "1", count: 64)
    expect(
      try CommandLineTool.run("verify", session.proof, "--key", session.key, "--digest", digest),
      code: 1, "not the one asked for")
    expect(
      try CommandLineTool.run("verify", session.proof, "--key", session.key, "--context", digest),
      code: 1, "not to the one asked for")
  }

  @Test func verifyRejectsDamagedProofs() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    let good = try session.folder.bytes("reply.proof")
    func check(_ bytes: [UInt8], _ fragment: String) throws {
      let path = try folder.write("changed.proof", bytes)
      expect(try CommandLineTool.run("verify", path, "--key", session.key), code: 1, fragment)
      let json = try CommandLineTool.run("verify", path, "--key", session.key, "--json")
      #expect(json.code == 1, "\(json)")
      #expect(json.output.contains("\"valid\" : false"), "\(json)")
    }
    var version = good
    version[5] = 2
    try check(version, "another format version")
    var magic = good
    magic[0] ^= 1
    try check(magic, "not a well-formed proof")
    var last = good
    last[good.count - 1] ^= 1
    try check(last, "rejected")
    var middle = good
    middle[good.count / 2] ^= 4
    try check(middle, "rejected")
    try check(Array(good.dropLast()), "end too early")
    try check(good + [0], "left over")
    try check([], "end too early")
    try check(try session.folder.bytes("tiny.lemma/verifying.key"), "not a well-formed proof")
    expect(
      try CommandLineTool.run("verify", folder.path("none"), "--key", session.key), code: 2,
      "no such file")
  }

  @Test func everyRejectionIsJSONForScripts() throws {
    let session = Session.shared
    let digest = String(repeating: "1", count: 64)
    for option in ["--digest", "--context"] {
      let result = try CommandLineTool.run(
        "verify", session.proof, "--key", session.key, option, digest, "--json")
      #expect(result.code == 1 && result.output.contains("\"valid\" : false"), "\(result)")
    }
  }

  @Test func provingReplacesOrdinaryFilesOnly() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    let link = folder.path("link.proof")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path("elsewhere"))
    expect(
      try CommandLineTool.run(
        "prove", session.folder.path("tiny.lemma"), "--prompt", "a", "-o", link), code: 2,
      "no ordinary file")
  }

  @Test func verifyExplainsDamagedKeys() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    let good = try session.folder.bytes("tiny.lemma/verifying.key")
    func check(_ bytes: [UInt8], _ fragment: String) throws {
      let path = try folder.write("changed.key", bytes)
      for command in [["verify", session.proof, "--key", path], ["inspect", path]] {
        expect(try CommandLineTool.run(command), code: 2, fragment)
      }
    }
    var version = good
    version[5] = 9
    try check(version, "another format version")
    try check(Array(good.prefix(100)), "verifying key")
    try check(good + [1], "left over")
    try check([], "end too early")
    expect(
      try CommandLineTool.run("verify", session.proof, "--key", folder.path("none")), code: 2,
      "no such file")
    // Well formed, but another key.
    var provenance = good
    provenance[good.count - 1] ^= 1
    let path = try folder.write("changed.key", provenance)
    expect(
      try CommandLineTool.run("verify", session.proof, "--key", path), code: 1, "another model")
  }

  @Test func wrongUseHasItsOwnCode() throws {
    for arguments in [["nonsense"], ["verify"], ["prove", "--what"], ["import", "x"]] {
      let result = try CommandLineTool.run(arguments)
      #expect(result.code == 2, "\(result)")
      #expect(!result.errors.isEmpty, "\(result)")
    }
    for arguments in [["--help"], ["--version"], ["verify", "--help"]] {
      let result = try CommandLineTool.run(arguments)
      #expect(result.code == 0, "\(result)")
      #expect(!result.output.isEmpty, "\(result)")
    }
  }
}

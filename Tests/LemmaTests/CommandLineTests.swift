import Foundation
import Testing

/// The documented exit codes, a message for every wrong input, and nothing left behind.
struct CommandLineTests {
  /// A package and a proof, made once.
  struct Session: Sendable {
    let folder: TemporaryFolder
    let package: String
    let key: String
    let proof: String

    static let shared: Session = {
      let folder = try! TemporaryFolder()
      try! TinyModelFolder().write(to: folder.file("model"))
      let imported = try! CommandLineTool.run(
        "import", folder.path("model"), "-o", folder.path("tiny.lemma"))
      precondition(imported.code == 0, "\(imported)")
      let proven = try! CommandLineTool.run(
        "prove", folder.path("tiny.lemma"), "--prompt", "ab", "--tokens", "3", "--context",
        String(repeating: "ab", count: 32), "-o", folder.path("reply.proof"))
      precondition(proven.code == 0, "\(proven)")
      return Session(
        folder: folder, package: folder.path("tiny.lemma"),
        key: folder.path("tiny.lemma/verifying.key"), proof: folder.path("reply.proof"))
    }()
  }

  /// One line on standard error that names the fault, the code, and no result.
  func expect(
    _ result: CommandLineTool.Result, code: Int32, _ fragment: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(result.code == code, "\(result)", sourceLocation: sourceLocation)
    #expect(
      result.errors.contains(fragment), "no \"\(fragment)\" in: \(result)",
      sourceLocation: sourceLocation)
    let isTrap = result.errors.contains("Fatal error") || result.errors.contains("Stack dump")
    #expect(!isTrap, "\(result)", sourceLocation: sourceLocation)
  }

  // MARK: Prove

  @Test func proveExplainsBadPrompts() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    let long = try folder.write("long", "1 2 3 0 1 2 3 0 1")
    let outside = try folder.write("outside", "1 8")
    let negative = try folder.write("negative", "1 -1")
    let word = try folder.write("word", "1 two")
    let huge = try folder.write("huge", "99999999999999999999")
    let empty = try folder.write("empty", " \n")
    let before = folder.names
    func fails(_ arguments: [String], _ fragment: String) throws {
      let result = try CommandLineTool.run(
        ["prove", session.package, "-o", folder.path("out.proof")] + arguments)
      expect(result, code: 2, fragment)
      #expect(folder.names == before)
    }
    try fails(["--tokens-in", long], "context")
    try fails(["--tokens-in", outside], "vocabulary")
    try fails(["--tokens-in", negative], "vocabulary")
    try fails(["--tokens-in", word], "two")
    try fails(["--tokens-in", huge], "99999999999999999999")
    try fails(["--tokens-in", empty], "empty")
    try fails(["--tokens-in", folder.path("none")], "none")
    try fails(["--prompt", ""], "empty")
    try fails(["--prompt", "abababababab"], "context")
    try fails(["--prompt", "a", "--tokens", "0"], "--tokens")
    try fails(["--prompt", "a", "--tokens-in", long], "either")
    try fails([], "either")
    try fails(["--prompt", "a", "--context", "12"], "context")
    try fails(["--prompt", "a", "--threads", "0"], "--threads")
  }

  @Test func proveWritesOnlyFilesThatCanBeWritten() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    let file = try folder.write("file", "precious")
    for output in [folder.path("missing/out.proof"), file + "/out.proof", folder.url.path] {
      let result = try CommandLineTool.run("prove", session.package, "--prompt", "ab", "-o", output)
      #expect(result.code == 2, "\(result)")
      #expect(result.errors.contains("error: "), "\(result)")
    }
    #expect(folder.names == ["file"])
  }

  @Test func proveExplainsDamagedPackages() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    expect(
      try CommandLineTool.run(
        "prove", folder.path("none.lemma"), "--prompt", "a", "-o", folder.path("out")),
      code: 2, "verifying.key")
    let names = try FileManager.default.contentsOfDirectory(atPath: session.package).sorted()
    #expect(names.count >= 6)
    for name in names {
      for damage in ["removed", "cut", "emptied", "changed"] {
        let copy = folder.file("copy.lemma")
        try FileManager.default.copyItem(at: URL(fileURLWithPath: session.package), to: copy)
        let file = copy.appendingPathComponent(name)
        var bytes = [UInt8](try Data(contentsOf: file))
        switch damage {
        case "removed": break
        case "cut": bytes.removeLast(bytes.count / 3 + 1)
        case "emptied": bytes = []
        default: bytes[bytes.count / 2] ^= 0x55
        }
        try FileManager.default.removeItem(at: file)
        if damage != "removed" { try Data(bytes).write(to: file) }
        let result = try CommandLineTool.run(
          "prove", copy.path, "--prompt", "ab", "--tokens", "2", "-o", folder.path("out.proof"))
        if result.code == 0 {
          // What was changed is not used for this prompt: then the proof is right.
          #expect(damage == "changed", "\(name) \(damage): \(result)")
          let checked = try CommandLineTool.run(
            "verify", folder.path("out.proof"), "--key", session.key)
          #expect(checked.code == 0, "\(name) \(damage): \(checked)")
          try FileManager.default.removeItem(at: folder.file("out.proof"))
        } else {
          // Changed weights are found when the proof is checked, before it is written.
          #expect([1, 2, 3].contains(result.code), "\(name) \(damage): \(result)")
          #expect(result.errors.contains("error: "), "\(name) \(damage): \(result)")
        }
        try FileManager.default.removeItem(at: copy)
        #expect(folder.names == [], "\(name) \(damage)")
      }
    }
  }

  @Test func damagedKeysOfPackagesAreMessagesAndNoTraps() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    let copy = folder.file("copy.lemma")
    try FileManager.default.copyItem(at: URL(fileURLWithPath: session.package), to: copy)
    let key = try session.folder.bytes("tiny.lemma/verifying.key")
    var state: UInt64 = 41
    for _ in 0..<40 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var changed = key
      changed[Int(state >> 33) % key.count] ^= 1 << UInt8(state >> 61)
      try Data(changed).write(to: copy.appendingPathComponent("verifying.key"))
      let result = try CommandLineTool.run(
        "prove", copy.path, "--prompt", "ab", "--tokens", "2", "-o", folder.path("out.proof"))
      // The provenance of tokenizer and checkpoint is a note for people; with it changed the key is another model's.
      #expect([0, 2].contains(result.code), "\(result)")
      if result.code == 0 {
        let checked = try CommandLineTool.run(
          "verify", folder.path("out.proof"), "--key", session.key)
        expect(checked, code: 1, "another model")
        try FileManager.default.removeItem(at: folder.file("out.proof"))
      }
    }
    #expect(folder.names == ["copy.lemma"])
  }

  // MARK: Refusal

  @Test func aValueBeyondItsRangeIsRefusedInWords() throws {
    let folder = try TemporaryFolder()
    var model = TinyModelFolder()
    model.tied = false
    // A token that the calibration text lacks, far larger than all others.
    model.rowScale = [4: 3000]
    try model.write(to: folder.file("model"))
    _ = try folder.write("model/calibration.txt", "abc ad\tbad cab\nb a d\tc ab\n")
    let imported = try CommandLineTool.run(
      "import", folder.path("model"), "-o", folder.path("tiny.lemma"))
    #expect(imported.code == 0, "\(imported)")
    let before = folder.names
    let result = try CommandLineTool.run(
      "prove", folder.path("tiny.lemma"), "--prompt", "abe", "--raw", "--tokens", "1", "-o",
      folder.path("out.proof"))
    expect(result, code: 3, "refused")
    for part in ["layer 0", "token 2", " is ", "outside"] {
      #expect(result.errors.contains(part), "\(result)")
    }
    #expect(folder.names == before)
    // Other prompts are fine.
    let fine = try CommandLineTool.run(
      "prove", folder.path("tiny.lemma"), "--prompt", "ab", "--raw", "--tokens", "1", "-o",
      folder.path("out.proof"))
    #expect(fine.code == 0, "\(fine)")
  }
}

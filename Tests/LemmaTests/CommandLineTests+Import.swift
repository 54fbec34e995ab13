import Foundation
import Testing

/// `lemma import`.
extension CommandLineTests {
  private func expectImportFails(
    _ model: TinyModelFolder, weights: [UInt8]? = nil, _ fragment: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    change: (TemporaryFolder) throws -> Void = { _ in }
  ) throws {
    let folder = try TemporaryFolder()
    try model.write(to: folder.file("model"), weights: weights)
    try change(folder)
    let before = folder.names
    let result = try CommandLineTool.run(
      "import", folder.path("model"), "-o", folder.path("out.lemma"))
    expect(result, code: 2, fragment, sourceLocation: sourceLocation)
    #expect(folder.names == before, "something was left behind", sourceLocation: sourceLocation)
  }

  @Test func importExplainsDamagedWeights() throws {
    let good = TinyModelFolder().safetensors
    try expectImportFails(
      TinyModelFolder(), weights: Array(good.prefix(good.count / 2)), "safetensors")
    try expectImportFails(TinyModelFolder(), weights: Array(good.prefix(5)), "safetensors")
    try expectImportFails(TinyModelFolder(), weights: [], "safetensors")
    try expectImportFails(TinyModelFolder(), weights: good + [0], "safetensors")
    var wrong = good
    wrong[7] = 0x7F
    try expectImportFails(TinyModelFolder(), weights: wrong, "header")
    wrong = good
    wrong[20] = UInt8(ascii: "\"")
    try expectImportFails(TinyModelFolder(), weights: wrong, "safetensors")
    wrong = good
    for i in 1...4 { wrong[good.count - i] = 0xFF }
    try expectImportFails(TinyModelFolder(), weights: wrong, "not a number")
    try expectImportFails(TinyModelFolder(), "no model") {
      try FileManager.default.removeItem(at: $0.file("model/model.safetensors"))
    }
  }

  @Test func importExplainsMissingAndMisshapenTensors() throws {
    var model = TinyModelFolder()
    model.missing = ["transformer.h.0.mlp.c_fc.bias"]
    try expectImportFails(model, "transformer.h.0.mlp.c_fc.bias")
    model.missing = []
    model.shapes = ["transformer.h.0.attn.c_proj.weight": [4, 5]]
    try expectImportFails(model, "[4, 5]")
    model.shapes = ["transformer.wpe.weight": [7, 4]]
    try expectImportFails(model, "[7, 4]")
    model.shapes = [:]
    model.config = ["n_layer": 2]
    try expectImportFails(model, "missing")
  }

  @Test func importExplainsUnsupportedSettings() throws {
    func fails(_ config: [String: Any], _ fragment: String) throws {
      var model = TinyModelFolder()
      model.config = config
      try expectImportFails(model, fragment)
    }
    try fails(["model_type": "mamba"], "mamba")
    try fails(["activation_function": "relu"], "relu")
    try fails(["n_head": 3], "n_head")
    try fails(["n_head": 0], "n_head")
    try fails(["vocab_size": -1], "vocab_size")
    try fails(["vocab_size": 3], "[3, 4] is expected")
    try fails(["n_positions": "eight"], "n_positions")
    try fails(["layer_norm_epsilon": 2.5], "layer_norm_epsilon")
    var model = TinyModelFolder()
    model.tokenizer = ["normalizer": ["type": "Nmt"]]
    try expectImportFails(model, "normalizer")
    try expectImportFails(TinyModelFolder(), "config.json") {
      _ = try $0.write("model/config.json", "{\"model_type\": ")
    }
    try expectImportFails(TinyModelFolder(), "config.json") {
      try FileManager.default.removeItem(at: $0.file("model/config.json"))
    }
    try expectImportFails(TinyModelFolder(), "tokenizer.json") {
      try FileManager.default.removeItem(at: $0.file("model/tokenizer.json"))
    }
    try expectImportFails(TinyModelFolder(), "calibration") {
      _ = try $0.write("model/calibration.txt", "")
    }
  }

  @Test func importWritesOnlyWherePackagesBelong() throws {
    let folder = try TemporaryFolder()
    try TinyModelFolder().write(to: folder.file("model"))
    let file = try folder.write("file", "precious")
    try FileManager.default.createDirectory(
      at: folder.file("photos"), withIntermediateDirectories: true)
    _ = try folder.write("photos/one", "precious")
    let before = folder.names
    for output in ["missing/out.lemma", "file/out.lemma", "file", "photos"] {
      let result = try CommandLineTool.run(
        "import", folder.path("model"), "-o", folder.path(output))
      expect(result, code: 2, output.contains("/") ? "not there" : "no package")
    }
    let expected = String(repeating: "0", count: 64)
    expect(
      try CommandLineTool.run(
        "import", folder.path("model"), "-o", folder.path("out.lemma"), "--expect", expected),
      code: 2, "not the expected one")
    expect(
      try CommandLineTool.run(
        "import", folder.path("model"), "-o", folder.path("out.lemma"), "--settings", file),
      code: 2, "settings.json")
    expect(
      try CommandLineTool.run("import", folder.path("none"), "-o", folder.path("out.lemma")),
      code: 2, "none")
    #expect(folder.names == before)
    #expect(try folder.bytes("file") == Array("precious".utf8))
    #expect(try folder.bytes("photos/one") == Array("precious".utf8))
  }

  @Test func importIsReproducible() throws {
    let session = Session.shared
    let folder = try TemporaryFolder()
    try TinyModelFolder().write(to: folder.file("model"))
    let result = try CommandLineTool.run(
      "import", folder.path("model"), "-o", folder.path("again.lemma"), "--threads", "1")
    #expect(result.code == 0, "\(result)")
    #expect(
      try folder.bytes("again.lemma/verifying.key")
        == session.folder.bytes("tiny.lemma/verifying.key"))
    // A package may be replaced.
    #expect(
      try CommandLineTool.run("import", folder.path("model"), "-o", folder.path("again.lemma")).code
        == 0)
    #expect(folder.names == ["model", "again.lemma"])
  }

  @Test func oddShapesAreImportedProvenAndVerified() throws {
    let shapes: [(layers: Int, width: Int, heads: Int, vocabulary: Int, context: Int)] = [
      (1, 2, 1, 7, 2), (2, 3, 3, 9, 5), (3, 5, 1, 13, 9), (1, 6, 2, 7, 17), (2, 10, 5, 64, 33),
    ]
    for (i, shape) in shapes.enumerated() {
      let folder = try TemporaryFolder()
      var model = TinyModelFolder(
        layers: shape.layers, width: shape.width, heads: shape.heads,
        vocabulary: shape.vocabulary, context: shape.context, seed: UInt64(10 + i))
      model.tied = i % 2 == 0
      try model.write(to: folder.file("model"))
      let imported = try CommandLineTool.run(
        "import", folder.path("model"), "-o", folder.path("out.lemma"))
      #expect(imported.code == 0, "\(shape): \(imported)")
      let proven = try CommandLineTool.run(
        "prove", folder.path("out.lemma"), "--raw", "--prompt", "ab", "-o",
        folder.path("out.proof"))
      #expect(proven.code == 0, "\(shape): \(proven)")
      let verified = try CommandLineTool.run(
        "verify", folder.path("out.proof"), "--key", folder.path("out.lemma/verifying.key"))
      #expect(verified.code == 0, "\(shape): \(verified)")
    }
  }

  /// Nothing, next to nothing, and far too much: a package or a message, never a trap.
  @Test func extremeWeightsAreImportedOrExplained() throws {
    var models: [(String, TinyModelFolder)] = []
    for factor: Float in [0, 1e-20, 1e9, 1e18, 1e30] {
      for end in ["", "wte.weight", "bias", "c_proj.weight", "ln_f.weight", "c_attn.weight"] {
        var model = TinyModelFolder()
        model.factors = [end: factor]
        if end.isEmpty { model.factors = ["weight": factor, "bias": factor] }
        models.append(("\(end) times \(factor)", model))
      }
    }
    models.append(("width 1", TinyModelFolder(width: 1, heads: 1)))
    models.append(("context 1", TinyModelFolder(context: 1)))
    for (name, model) in models {
      let folder = try TemporaryFolder()
      try model.write(to: folder.file("model"))
      let before = folder.names
      let result = try CommandLineTool.run(
        "import", folder.path("model"), "-o", folder.path("out.lemma"))
      #expect([0, 2].contains(result.code), "\(name): \(result)")
      if result.code != 0 {
        #expect(result.errors.contains("error: "), "\(name): \(result)")
        #expect(folder.names == before, "\(name)")
        continue
      }
      let proven = try CommandLineTool.run(
        "prove", folder.path("out.lemma"), "--prompt", "ab", "--tokens", "2", "-o",
        folder.path("out.proof"))
      #expect([0, 3].contains(proven.code), "\(name): \(proven)")
      #expect(proven.code == 0 || proven.errors.contains("refused"), "\(name): \(proven)")
    }
  }
}

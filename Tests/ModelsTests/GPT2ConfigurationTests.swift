import Foundation
import Testing

@testable import Models

@Suite struct GPT2ConfigurationTests {
  /// `config.json` as the library writes it for the smallest published model.
  private static var standard: [String: Any] {
    [
      "activation_function": "gelu_new", "add_cross_attention": false, "attn_pdrop": 0.1,
      "bos_token_id": 50256, "eos_token_id": 50256, "layer_norm_epsilon": 1e-05,
      "model_type": "gpt2", "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_inner": NSNull(),
      "n_layer": 12, "n_positions": 1024, "reorder_and_upcast_attn": false,
      "scale_attn_by_inverse_layer_idx": false, "scale_attn_weights": true,
      "tie_word_embeddings": true, "vocab_size": 50257,
    ]
  }

  /// Reads the standard file with some settings changed, or removed where nil.
  private func read(
    _ changes: [String: Any?] = [:], generation: [String: Any]? = nil
  ) throws -> GPT2Configuration {
    try withFolder { folder in
      var settings = Self.standard
      for (name, value) in changes { settings[name] = value }
      try folder.write("config.json", json: settings)
      if let generation { try folder.write("generation_config.json", json: generation) }
      return try GPT2Configuration(folder: folder)
    }
  }

  @Test func theSmallestPublishedModelIsRead() throws {
    #expect(
      try read()
        == GPT2Configuration(
          vocabularySize: 50257, contextLength: 1024, width: 768, layerCount: 12, headCount: 12,
          hiddenWidth: 3072, activation: .tanh, normalizationEpsilon: 1e-5, tiesEmbeddings: true,
          scalesScores: true, scalesScoresByLayer: false, endTokens: [50256], beginToken: 50256))
    #expect(try read().headWidth == 64)
  }

  @Test func absentSettingsHaveTheLibrarysDefaults() throws {
    let configuration = try read([
      "activation_function": nil, "layer_norm_epsilon": nil, "tie_word_embeddings": nil,
      "scale_attn_weights": nil, "scale_attn_by_inverse_layer_idx": nil, "n_inner": nil,
      "n_ctx": nil, "add_cross_attention": nil, "reorder_and_upcast_attn": nil,
      "eos_token_id": nil, "bos_token_id": nil,
    ])
    var expected = try read()
    expected.endTokens = []
    expected.beginToken = nil
    #expect(configuration == expected)
  }

  @Test(arguments: [
    ("gelu_new", GELUForm.tanh), ("gelu_pytorch_tanh", .tanh), ("gelu_fast", .tanh), ("gelu", .erf),
  ])
  func activationsHaveTheirForm(_ name: String, _ form: GELUForm) throws {
    #expect(try read(["activation_function": name]).activation == form)
  }

  @Test func scoresAreScaledAsTheSettingsSay() throws {
    #expect(try read().scoreScale(layer: 3) == 0.125)
    #expect(try read(["scale_attn_weights": false]).scoreScale(layer: 3) == 1)
    #expect(try read(["scale_attn_by_inverse_layer_idx": true]).scoreScale(layer: 3) == 0.03125)
  }

  @Test func anInnerWidthAndAnOlderContextNameAreRead() throws {
    #expect(try read(["n_inner": 100]).hiddenWidth == 100)
    #expect(try read(["n_positions": nil, "n_ctx": 77]).contextLength == 77)
  }

  @Test func endTokensComeFromTheGenerationSettingsFirst() throws {
    #expect(try read(["eos_token_id": [3, 1]]).endTokens == [3, 1])
    #expect(try read(generation: ["eos_token_id": [7, 8]]).endTokens == [7, 8])
    #expect(try read(generation: ["do_sample": false]).endTokens == [50256])
  }

  @Test func tokensBeyondTheVocabularyAreLeftOut() throws {
    let configuration = try read(["vocab_size": 1000, "eos_token_id": [50256, 999]])
    #expect(configuration.endTokens == [999])
    #expect(configuration.beginToken == nil)
  }

  @Test(arguments: [
    ("model_type", "llama", "\"gpt2\""), ("activation_function", "relu", "gelu_new"),
  ])
  func whatIsNotSupportedIsNamedWithWhatIs(_ name: String, _ value: String, _ supported: String) {
    #expect {
      try read([name: value])
    } throws: {
      "\($0)".contains("\"\(value)\" is not supported") && "\($0)".contains(supported)
    }
  }

  @Test func variantsThatComputeSomethingElseAreRefused() {
    #expect(throws: ModelError.self) { try read(["model_type": nil]) }
    #expect(throws: ModelError.self) { try read(["add_cross_attention": true]) }
    #expect(throws: ModelError.self) { try read(["quantization_config": ["bits": 4]]) }
    #expect(throws: ModelError.self) { try read(["pruned_heads": ["0": [1]]]) }
  }

  @Test(arguments: ["vocab_size", "n_embd", "n_layer", "n_head", "n_positions"])
  func aSizeMustBeAPositiveIntegerOfReason(_ name: String) {
    let values: [Any?] = [nil, 0, -1, 1.5, "12", true, NSNull(), [12], 1 << 40, 1e300, Int.min]
    for value in values {
      #expect {
        try read([name: value, "n_ctx": nil])
      } throws: {
        "\($0)".contains("\"\(name)\"") && "\($0)".contains("config.json")
      }
    }
  }

  @Test func settingsThatContradictEachOtherAreRefused() {
    #expect(throws: ModelError.self) { try read(["n_head": 7]) }
    #expect(throws: ModelError.self) { try read(["n_ctx": 512]) }
    #expect(throws: ModelError.self) { try read(["layer_norm_epsilon": 0]) }
    #expect(throws: ModelError.self) { try read(["layer_norm_epsilon": -1e-5]) }
    #expect(throws: ModelError.self) { try read(["tie_word_embeddings": "yes"]) }
    #expect(throws: ModelError.self) { try read(["eos_token_id": -1]) }
    #expect(throws: ModelError.self) { try read(["eos_token_id": [1, "2"]]) }
    #expect(throws: ModelError.self) { try read(generation: ["eos_token_id": "end"]) }
  }

  @Test func aFolderWithoutConfigurationIsRefused() throws {
    try withFolder { folder in
      #expect(throws: ModelError.self) { try GPT2Configuration(folder: folder) }
      try folder.write("config.json", "[]")
      #expect(throws: ModelError.self) { try GPT2Configuration(folder: folder) }
    }
  }
}

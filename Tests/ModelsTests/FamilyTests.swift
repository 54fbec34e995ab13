import Circuits
import Foundation
import Testing

@testable import Models

/// Every family against PyTorch, on folders as the library writes them and as it used to.
@Suite struct FamilyTests {
  private func distance(_ name: String, in folder: URL) throws -> Float {
    let model = try TransformerModel(folder: folder, context: nil)
    let runs = try FamilyVectors.load(FamilyVectors.folder(name)).runs
    #expect(runs.count >= 3)
    var largest: Float = 0
    for run in runs {
      let found = try model.run(run.input)
      #expect(found.shape == run.shape)
      largest = max(largest, FamilyVectors.difference(found.values, run.output))
    }
    return largest
  }

  @Test(arguments: FamilyVectors.names)
  func outputsAreThoseOfPyTorch(_ name: String) throws {
    let difference = try distance(name, in: FamilyVectors.folder(name))
    print("  \(name): within \(difference) of PyTorch's")
    #expect(difference < 3e-6)
  }

  /// The same function, written as other versions of the library write it.
  @Test func olderFilesSayTheSame() throws {
    let scaling: [String: Any] = [
      "rope_type": "llama3", "factor": 8.0, "high_freq_factor": 2.0, "low_freq_factor": 0.5,
      "original_max_position_embeddings": 20,
    ]
    let cases: [(String, [String: Any?])] = [
      ("llama", ["rope_parameters": nil, "rope_theta": 100.0, "rope_scaling": scaling]),
      (
        "llama-biased",
        [
          "rope_parameters": nil, "rope_theta": 1000.0,
          "rope_scaling": ["type": "linear", "factor": 3.0],
        ]
      ),
      ("qwen2", ["rope_parameters": nil, "layer_types": nil, "sliding_window": 4096]),
      ("t5", ["scale_decoder_outputs": nil, "tie_word_embeddings": nil]),
      (
        "t5-gated",
        [
          "scale_decoder_outputs": nil, "tie_word_embeddings": false, "dense_act_fn": nil,
          "is_gated_act": nil,
        ]
      ),
      ("marian", ["share_encoder_decoder_embeddings": nil, "decoder_vocab_size": nil]),
      ("bert-masked", ["tie_word_embeddings": nil, "position_embedding_type": "absolute"]),
      (
        "opt",
        [
          "_remove_final_layer_norm": nil, "activation_function": nil, "do_layer_norm_before": nil,
          "enable_bias": nil, "layer_norm_elementwise_affine": nil, "tie_word_embeddings": nil,
          "word_embed_proj_dim": nil,
        ]
      ),
    ]
    for (name, changes) in cases {
      let difference = try FamilyVectors.withChanged(name, changes) {
        try distance(name, in: $0)
      }
      #expect(difference < 3e-6, "\(name)")
    }
  }

  @Test func sharedTensorsMayBeStoredTwiceIfTheyAreTheSame() throws {
    let copies = [
      ("llama", "model.embed_tokens.weight", "lm_head.weight"),
      ("opt", "model.decoder.embed_tokens.weight", "lm_head.weight"),
      ("t5-gated", "shared.weight", "encoder.embed_tokens.weight"),
      ("t5", "shared.weight", "decoder.embed_tokens.weight"),
      ("marian", "model.shared.weight", "lm_head.weight"),
      ("bert-masked", "bert.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight"),
      ("bert-masked", "cls.predictions.bias", "cls.predictions.decoder.bias"),
    ]
    for (name, original, copy) in copies {
      func add(_ entries: inout [SafetensorsBuilder.Entry], changed: Bool) {
        var entry = entries.first { $0.name == original }!
        entry.name = copy
        if changed { entry.bytes[0] ^= 1 }
        entries.append(entry)
      }
      let difference = try FamilyVectors.withChanged(
        name, tensors: { add(&$0, changed: false) }, body: { try distance(name, in: $0) })
      #expect(difference < 3e-6, "\(name)")
      #expect {
        try FamilyVectors.withChanged(name, tensors: { add(&$0, changed: true) }) {
          try TransformerModel(folder: $0, context: nil)
        }
      } throws: {
        "\($0)".contains(copy)
      }
    }
  }

  @Test func olderTensorsAreRead() throws {
    func rename(_ entries: inout [SafetensorsBuilder.Entry]) {
      for index in entries.indices where entries[index].name.contains("LayerNorm") {
        entries[index].name = entries[index].name
          .replacingOccurrences(of: ".weight", with: ".gamma")
          .replacingOccurrences(of: ".bias", with: ".beta")
      }
      entries.append(
        .init(
          name: "bert.embeddings.position_ids", type: "I64", shape: [1, 2],
          bytes: [UInt8](repeating: 0, count: 16)))
    }
    let difference = try FamilyVectors.withChanged(
      "bert-next", tensors: rename, body: { try distance("bert-next", in: $0) })
    #expect(difference < 3e-6)

    // A stored table of sinusoids is what is added, whatever it holds.
    let zeros = [UInt8](repeating: 0, count: 4 * 20 * 12)
    let moved = try FamilyVectors.withChanged(
      "marian",
      tensors: {
        for part in ["encoder", "decoder"] {
          $0.append(
            .init(
              name: "model.\(part).embed_positions.weight", type: "F32", shape: [20, 12],
              bytes: zeros))
        }
      }
    ) { try TransformerModel(folder: $0, context: nil) }
    #expect(moved.weights.encoder?.positions?.values.allSatisfy { $0 == 0 } == true)
  }

  /// OPT of 6.7B to 30B lacks a prefix; converters that store shared tensors once may keep the head's name.
  @Test(arguments: [("model.", ""), ("model.decoder.embed_tokens.", "lm_head.")])
  func tensorsOfOPTMayHaveOtherNames(_ usual: String, _ other: String) throws {
    let difference = try FamilyVectors.withChanged(
      "opt",
      tensors: { entries in
        for index in entries.indices where entries[index].name.hasPrefix(usual) {
          entries[index].name = other + entries[index].name.dropFirst(usual.count)
        }
      }, body: { try distance("opt", in: $0) })
    #expect(difference < 3e-6)
  }

  @Test func bucketsOfDistancesAreThoseOfTheLibrary() throws {
    let cases = try #require(FamilyVectors.load(FamilyVectors.folder("t5")).buckets)
    #expect(cases.count == 3)
    for expected in cases {
      let settings: JSON = .object([
        .init(name: "relative_attention_num_buckets", value: .integer(expected.buckets)),
        .init(name: "relative_attention_max_distance", value: .integer(expected.farthest)),
      ])
      let positions = try T5RelativePositions(SettingsReader(settings, path: ""))
      let found = (-300...300).map { positions.bucket(distance: $0, .bothWays) }
      #expect(found == expected.bothWays)
      #expect((-300...300).map { positions.bucket(distance: $0, .backwards) } == expected.backwards)
    }
  }

  @Test func aTokenThatIsNeverToBeSaidStaysLeastLikely() throws {
    let model = try FamilyVectors.withChanged(
      "marian",
      tensors: { entries in
        let index = entries.firstIndex { $0.name == "final_logits_bias" }!
        entries[index].bytes.replaceSubrange(
          160..<164, with: SafetensorsBuilder.littleEndian((-Float.infinity).bitPattern))
      }
    ) { try TransformerModel(folder: $0, context: nil) }
    let bias = try #require(model.weights.head.bias)
    #expect(bias[40] == (bias[..<40].min() ?? 0) - 60)
    let logits = try model.run(ModelInput(prompt: [3, 4], reply: [5]))
    #expect(logits.values.indices.min { logits.values[$0] < logits.values[$1] } == 40)
  }

  @Test func labelsAndKindsOfOutputAreTheFolders() throws {
    func model(_ name: String) throws -> TransformerModel {
      try TransformerModel(folder: FamilyVectors.folder(name), context: nil)
    }
    let classes = try model("bert-classes")
    #expect(classes.labels == ["anger", "joy", "fear", "calm", "surprise"])
    #expect(classes.architecture.output == .classes(5))
    #expect(try model("bert-next").labels == ["continuation", "random"])
    #expect(try model("bert-next").architecture.output == .classes(2))
    #expect(try model("bert-mean").architecture.output == .embedding(.mean))
    #expect(try model("bert-first").architecture.output == .embedding(.first))
    #expect(try model("bert-masked").architecture.output == .masked(.relu))
    #expect(try model("bert-pretraining").architecture.output == .masked(.geluErf))
    #expect(try model("llama").architecture.output == .reply(head: .tied))
    #expect(try model("llama-biased").architecture.output == .reply(head: .untied))
    #expect(try model("opt").architecture.output == .reply(head: .tied))
    #expect(try model("t5").architecture.output == .reply(head: .tied))
    #expect(try model("t5-gated").architecture.output == .reply(head: .untied))
  }

  @Test func theContextIsTheModelsOrLess() throws {
    func context(_ name: String, _ wanted: Int?, _ changes: [String: Any?] = [:]) throws -> Int {
      try FamilyVectors.withChanged(name, changes) {
        try TransformerModel(folder: $0, context: wanted).architecture.context
      }
    }
    #expect(try context("bert-masked", nil) == 20)
    #expect(try context("bert-masked", 7) == 7)
    #expect(try context("marian", 7) == 7)
    #expect(try context("llama", nil, ["max_position_embeddings": 131072]) == 2048)
    #expect(try context("llama", 3000, ["max_position_embeddings": 131072]) == 3000)
    #expect(try context("t5", nil) == 512)
    #expect(try context("t5", 600) == 600)
    for wanted in [0, -1, 21] {
      #expect(throws: ModelError.windowLength(found: wanted, limit: 20)) {
        try context("bert-masked", wanted)
      }
    }
  }

  @Test func stopsAndPadComeFromTheFolder() throws {
    func architecture(
      _ name: String, _ changes: [String: Any?], in file: String = "config.json"
    ) throws -> Architecture {
      try FamilyVectors.withChanged(name, changes, in: file) {
        try TransformerModel(folder: $0, context: nil).architecture
      }
    }
    #expect(try architecture("llama", [:]).stops == [2])
    #expect(try architecture("llama", [:]).pad == 2)
    #expect(try architecture("llama", ["pad_token_id": 9]).pad == 9)
    let generation = "generation_config.json"
    #expect(
      try architecture("llama", ["eos_token_id": [3, 4, 99]], in: generation).stops == [3, 4])
    #expect(try architecture("marian", [:]).pad == 40)
    #expect(try architecture("marian", [:]).stops == [0])
    #expect(try architecture("opt", [:]).pad == 1)
    #expect(try architecture("opt", [:]).stops == [2])
    #expect(try architecture("t5", [:]).stops == [1])
    #expect(try architecture("bert-next", [:]).stops == [])
  }
}

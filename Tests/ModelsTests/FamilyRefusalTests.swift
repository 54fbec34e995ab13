import Foundation
import Testing

@testable import Models

/// What would make the same weights another function is refused by name.
@Suite struct FamilyRefusalTests {
  struct Change: CustomTestStringConvertible, @unchecked Sendable {
    let folder: String
    let name: String
    let value: Any?
    /// Part of the message; the setting's name if nil.
    var message: String?
    var file = "config.json"

    init(_ folder: String, _ name: String, _ value: Any?, _ message: String? = nil) {
      (self.folder, self.name, self.value, self.message) = (folder, name, value, message)
    }

    func inGeneration() -> Change {
      var change = self
      change.file = "generation_config.json"
      return change
    }

    var testDescription: String { "\(folder): \(name) \(value.map { "\($0)" } ?? "absent")" }
  }

  static let changes: [Change] = [
    Change("bert-masked", "model_type", "distilbert", "model_type \"distilbert\""),
    Change("bert-masked", "model_type", "roberta", "model_type \"roberta\""),
    Change("llama", "model_type", "mixtral", "model_type \"mixtral\""),
    Change("qwen2", "model_type", "qwen2_moe", "model_type \"qwen2_moe\""),
    Change("t5", "model_type", nil, "model_type (absent)"),
    Change("llama", "quantization_config", ["bits": 4]),
    Change("bert-masked", "pruned_heads", ["0": [1]]),
    Change("llama", "auto_map", ["AutoModel": "code.Model"]),

    Change("bert-masked", "position_embedding_type", "relative_key", "\"relative_key\""),
    Change("bert-masked", "is_decoder", true),
    Change("bert-masked", "add_cross_attention", true),
    Change("bert-masked", "tie_word_embeddings", false),
    Change("bert-masked", "hidden_act", "quick_gelu", "hidden_act \"quick_gelu\""),
    Change("bert-masked", "type_vocab_size", 3),
    Change(
      "bert-masked", "architectures", ["BertForQuestionAnswering"], "BertForQuestionAnswering"),
    Change("bert-masked", "architectures", ["BertModel"], "modules.json"),
    Change("bert-classes", "problem_type", "regression", "problem_type \"regression\""),
    Change("bert-classes", "problem_type", "multi_label_classification"),
    Change("bert-classes", "id2label", ["0": "only"], "one label"),
    Change("bert-classes", "id2label", ["0": "a", "2": "b"]),

    Change("llama", "architectures", ["LlamaForSequenceClassification"]),
    Change("llama", "architectures", "LlamaForCausalLM"),
    Change("llama", "pretraining_tp", 2),
    Change("opt", "architectures", ["OPTForSequenceClassification"]),
    Change("opt", "do_layer_norm_before", false),
    Change("opt", "enable_bias", false),
    Change("opt", "layer_norm_elementwise_affine", false),
    Change("opt", "_remove_final_layer_norm", true),
    Change("opt", "word_embed_proj_dim", 5),
    Change("opt", "activation_function", "gelu_10"),
    Change("llama", "hidden_act", "gelu"),
    Change("llama", "num_key_value_heads", 4),
    Change("llama", "head_dim", 7),
    Change("llama", "partial_rotary_factor", 0.5),
    Change("llama", "rope_parameters", ["rope_type": "yarn"], "rope_type \"yarn\""),
    Change("llama", "rope_parameters", ["rope_type": "dynamic"], "rope_type \"dynamic\""),
    Change("llama", "rope_parameters", ["rope_type": "longrope"], "rope_type \"longrope\""),
    Change("llama", "rope_parameters", ["type": "mrope"], "rope_type \"mrope\""),
    Change("llama", "rope_parameters", ["rope_type": "linear"], "\"factor\""),
    Change("llama", "rope_parameters", ["rope_theta": -1], "rope_theta"),
    Change("llama", "rope_parameters", ["partial_rotary_factor": 0.5], "partial_rotary_factor"),
    Change("qwen2", "use_sliding_window", true),
    Change("qwen2", "layer_types", ["full_attention", "sliding_attention"]),
    Change("mistral", "sliding_window", 4096, "sliding_window 4096"),
    Change("mistral", "sliding_window", nil, "sliding_window"),

    Change("t5", "architectures", ["T5EncoderModel"]),
    Change("t5", "is_decoder", true),
    Change("t5", "feed_forward_proj", "gated-relu6"),
    Change("t5", "dense_act_fn", "gelu_new"),
    Change("t5", "is_gated_act", true),
    Change("t5", "decoder_start_token_id", 5),
    Change("t5", "decoder_start_token_id", 5).inGeneration(),
    Change("t5", "forced_bos_token_id", 5).inGeneration(),
    Change("t5", "relative_attention_max_distance", 2),

    Change("marian", "architectures", ["MarianModel"]),
    Change("marian", "share_encoder_decoder_embeddings", false),
    Change("marian", "tie_word_embeddings", false),
    Change("marian", "decoder_vocab_size", 30),
    Change("marian", "normalize_before", true),
    Change("marian", "normalize_embedding", true),
    Change("marian", "add_final_layer_norm", true),
    Change("marian", "static_position_embeddings", false),
    Change("marian", "decoder_start_token_id", 5),
    Change("marian", "forced_bos_token_id", 5),
    Change("marian", "activation_function", "quick_gelu"),
  ]

  @Test(arguments: changes)
  func anotherFunctionIsRefused(_ change: Change) throws {
    #expect {
      try FamilyVectors.withChanged(change.folder, [change.name: change.value], in: change.file) {
        try TransformerModel(folder: $0, context: nil)
      }
    } throws: {
      guard "\($0)".contains(change.message ?? change.name) else {
        print("  \(change.testDescription): \($0)")
        return false
      }
      return $0 is ModelError
    }
  }

  @Test(arguments: [
    ("bert-masked", "hidden_size"), ("bert-masked", "num_hidden_layers"), ("llama", "vocab_size"),
    ("llama", "num_attention_heads"), ("t5", "d_model"), ("t5", "num_heads"), ("marian", "d_model"),
    ("marian", "encoder_layers"), ("marian", "decoder_ffn_dim"),
  ])
  func aSizeMustBeAPositiveIntegerOfReason(_ folder: String, _ name: String) {
    for value in [0, -1, 1.5, "12", true, [12], 1 << 40, 1e300, Int.min] as [Any] {
      #expect {
        try FamilyVectors.withChanged(folder, [name: value]) {
          try TransformerModel(folder: $0, context: nil)
        }
      } throws: {
        "\($0)".contains("\"\(name)\"")
      }
    }
  }

  @Test(arguments: [
    ("Max", "pooling_mode_max_tokens"), ("Both", "pooling_mode_cls_token"),
    ("None", "pooling_mode_mean_tokens"),
  ])
  func onePoolingMustBeKnown(_ kind: String, _ name: String) {
    #expect {
      try FamilyVectors.withChanged(
        "bert-mean", [name: kind != "None"], in: "1_Pooling/config.json"
      ) { try TransformerModel(folder: $0, context: nil) }
    } throws: {
      "\($0)".contains("pooling_mode")
    }
  }

  @Test func modulesThatComputeMoreAreRefused() throws {
    func check(_ modules: Any, _ message: String) {
      #expect {
        try FamilyVectors.withChanged("bert-mean") { folder in
          try folder.write("modules.json", json: modules)
          return try TransformerModel(folder: folder, context: nil)
        }
      } throws: {
        "\($0)".contains(message)
      }
    }
    func module(_ kind: String, _ path: String = "") -> [String: Any] {
      ["type": "sentence_transformers.models.\(kind)", "path": path]
    }
    let pooling = module("Pooling", "1_Pooling")
    check([module("Transformer"), pooling, module("Dense", "2_Dense")], "Dense")
    check([module("Transformer")], "the modules Transformer")
    check([module("Transformer", "0_Transformer"), pooling], "0_Transformer")
    check([module("Transformer"), module("Pooling", "elsewhere")], "config.json")
    check(["type": "list"], "a list is expected")
    check([[1]], "a module without type and path")
  }

  @Test func whatTheSentenceLibraryDoesToTextsIsRefused() throws {
    func check(_ file: String, _ settings: [String: Any?], _ message: String) {
      #expect {
        try FamilyVectors.withChanged("bert-mean", settings, in: file) {
          try TransformerModel(folder: $0, context: nil)
        }
      } throws: {
        "\($0)".contains(message)
      }
    }
    check("sentence_bert_config.json", ["do_lower_case": true], "do_lower_case")
    check("config_sentence_transformers.json", ["default_prompt_name": "query"], "\"query\"")
    let context = try FamilyVectors.withChanged(
      "bert-mean", ["max_seq_length": 9], in: "sentence_bert_config.json"
    ) { try TransformerModel(folder: $0, context: nil).architecture.context }
    #expect(context == 9)
  }

  @Test(arguments: FamilyVectors.names)
  func everyTensorMustBeThereInItsShape(_ name: String) throws {
    let ignored = ["pooler.", "bert.pooler.", "cls.seq_relationship."]
    let names = try Checkpoint(folder: FamilyVectors.folder(name)).names
    let used = name == "bert-next" || name == "bert-classes" ? [] : ignored
    for tensor in names where !used.contains(where: { tensor.hasPrefix($0) }) {
      // A bias that the library makes zero, and a head that newer files then tie, may be absent.
      if tensor == "final_logits_bias" || (name == "t5-gated" && tensor == "lm_head.weight") {
        continue
      }
      #expect(throws: ModelError.self, "\(tensor)") {
        try FamilyVectors.withChanged(name, tensors: { $0.removeAll { $0.name == tensor } }) {
          try TransformerModel(folder: $0, context: nil)
        }
      }
    }
    #expect {
      try FamilyVectors.withChanged(name, tensors: { $0[3].shape.append(1) }) {
        try TransformerModel(folder: $0, context: nil)
      }
    } throws: {
      guard case ModelError.shapeMismatch = $0 else { return false }
      return true
    }
    for extra in ["adapter.weight", "encoder.layer.9.output.dense.weight", "lm_head.bias"] {
      #expect {
        try FamilyVectors.withChanged(
          name,
          tensors: { $0.append(.init(name: extra, type: "U8", shape: [1], bytes: [0])) }
        ) { try TransformerModel(folder: $0, context: nil) }
      } throws: {
        "\($0)".contains(extra)
      }
    }
  }

  @Test func inputsThatDoNotFitAreRefused() throws {
    func check(_ name: String, _ input: ModelInput, _ message: String) throws {
      let model = try TransformerModel(folder: FamilyVectors.folder(name), context: nil)
      #expect {
        try model.run(input)
      } throws: {
        "\($0)".contains(message)
      }
    }
    let long = Array(repeating: 1, count: 21)
    try check("llama", ModelInput(prompt: []), "0 tokens")
    try check("llama", ModelInput(prompt: long), "21 tokens")
    try check("llama", ModelInput(prompt: [1], reply: long), "21 tokens")
    try check("llama", ModelInput(prompt: [41]), "token 41")
    try check("llama", ModelInput(prompt: [1], reply: [1, -1]), "token -1")
    try check("llama", ModelInput(prompt: [1], positions: [0]), "positions")
    try check("llama", ModelInput(prompt: [1, 2], secondSegment: 1), "second text")
    try check("marian", ModelInput(prompt: []), "0 tokens")
    try check("marian", ModelInput(prompt: [1], reply: long), "21 tokens")
    try check("t5", ModelInput(prompt: [1], reply: [.max]), "token \(Int.max)")
    try check("bert-masked", ModelInput(prompt: [1, 2]), "no position")
    try check("bert-masked", ModelInput(prompt: [1, 2], positions: [2]), "outside the prompt")
    try check("bert-masked", ModelInput(prompt: [1, 2], positions: [-1]), "outside the prompt")
    try check("bert-next", ModelInput(prompt: [1], reply: [1]), "a reply")
    try check("bert-next", ModelInput(prompt: [1], secondSegment: 2), "row 2 of 1")
    try check("bert-first", ModelInput(prompt: [1, 2], secondSegment: 1), "second text")
  }
}

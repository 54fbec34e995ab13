import Circuits

/// Llama and what shares its blocks: Qwen2, which has biases in query, key and value, and Mistral without a sliding window.
struct Llama: Family {
  let architecture: Architecture

  private let stack: Stack
  private let rotation: LlamaRotation
  private let projectionBias: BiasTerm
  private let outputBias: BiasTerm
  private let feedForwardBias: BiasTerm

  init(_ folder: FamilyFolder) throws(ModelError) {
    let settings = folder.settings
    let type = try settings.string("model_type")
    _ = try folder.modelClass(of: ["LlamaForCausalLM", "MistralForCausalLM", "Qwen2ForCausalLM"])
    try Self.checkWindow(settings, type: type)
    let pretraining = try settings.integer("pretraining_tp", in: 0...1 << 20) ?? 1
    guard pretraining == 1 else {
      throw settings.unsupported("pretraining_tp \(pretraining)", supported: "1")
    }

    let features = try settings.size("hidden_size", in: 1...1 << 16)
    let heads = try settings.heads("num_attention_heads", of: features)
    // An explicit null means as many as heads; only an absent setting has the type's default.
    let absent = settings.json["num_key_value_heads"] == nil
    let usual = !absent || type == "llama" ? heads : type == "qwen2" ? 32 : 8
    let groups = try settings.size("num_key_value_heads", in: 1...1 << 16, default: usual)
    guard heads.isMultiple(of: groups) else {
      throw settings.invalid("num_key_value_heads", "is \(groups), which does not divide \(heads)")
    }
    let width = try settings.size("head_dim", in: 1...1 << 16, default: features / heads)
    guard width.isMultiple(of: 2) else {
      throw settings.invalid("head_dim", "is \(width), which has no two halves to rotate")
    }
    let activation = try settings.activation("hidden_act", default: "silu")
    guard activation == .silu else {
      throw settings.unsupported("hidden_act \(activation)", supported: "silu")
    }

    stack = Stack(
      layers: try settings.size("num_hidden_layers", in: 1...1 << 12), features: features,
      groups: groups, shared: heads / groups, width: width,
      hidden: try settings.size("intermediate_size", in: 1...1 << 20), norm: .rootMeanSquare,
      placement: .before, entry: .plain, positions: .rotary, segments: .one, feedForward: .gated,
      activation: activation, sources: .itself,
      epsilon: try settings.epsilon("rms_norm_eps", default: 1e-6))
    rotation = try LlamaRotation(settings)
    // Of these settings, only Llama's own class reads any.
    outputBias = try type == "llama" ? Self.bias("attention_bias", settings) : .none
    projectionBias = type == "qwen2" ? .stored : outputBias
    feedForwardBias = try type == "llama" ? Self.bias("mlp_bias", settings) : .none

    let vocabulary = try settings.size("vocab_size", in: 1...1 << 24)
    let stops = try folder.tokens(
      "eos_token_id", vocabulary: vocabulary, default: type == "qwen2" ? [] : [2])
    let pads = try folder.tokens("pad_token_id", vocabulary: vocabulary)
    let tied = try settings.boolean("tie_word_embeddings", default: false)
    architecture = Architecture(
      encoder: nil, decoder: stack, output: .reply(head: tied ? .tied : .untied),
      vocabulary: vocabulary,
      context: try folder.context(
        limit: settings.size(
          "max_position_embeddings", in: 1...1 << 24, default: type == "qwen2" ? 32768 : 2048),
        usual: 2048), pad: pads.first ?? stops.first ?? 0, stops: stops)
  }

  private static func bias(
    _ name: String, _ settings: SettingsReader
  ) throws(ModelError) -> BiasTerm {
    try settings.boolean(name, default: false) ? .stored : .none
  }

  /// Refuses attention that stops at a distance.
  private static func checkWindow(
    _ settings: SettingsReader, type: String?
  ) throws(ModelError) {
    let supported = "attention to all earlier tokens"
    for kind in settings.value("layer_types")?.array ?? [] where kind.string != "full_attention" {
      throw settings.unsupported("layer_types \(kind.string ?? kind.kind)", supported: supported)
    }
    switch type {
    case "qwen2": try settings.refuse("use_sliding_window", supported: supported)
    case "mistral":
      // The library's default is a window; only an explicit null means none.
      guard settings.json["sliding_window"] == .null else {
        let window = settings.value("sliding_window")?.integer
        throw settings.unsupported(
          "sliding_window \(window.map(String.init) ?? "of 4096, which an absent setting means,")",
          supported: supported)
      }
    default: break
    }
  }
}

extension Llama {
  func weights(_ tensors: FamilyTensors) throws(ModelError) -> TransformerWeights {
    let features = stack.features
    let shape = [architecture.vocabulary, features]
    let embedding = try tensors.tensor("model.embed_tokens.weight", shape)
    var head = HeadWeights()
    if architecture.output == .reply(head: .tied) {
      try tensors.copy("lm_head.weight", of: embedding)
    } else {
      head.matrix = try tensors.tensor("lm_head.weight", shape)
    }
    var layers: [LayerWeights] = []
    for index in 0..<stack.layers {
      layers.append(try layer(tensors, "model.layers.\(index)."))
    }
    let decoder = StackWeights(
      layers: layers, finalNorm: try tensors.rootMeanSquareNorm("model.norm", features),
      rotation: rotation.table(context: architecture.context, width: stack.width))
    return TransformerWeights(embedding: embedding, decoder: decoder, head: head)
  }

  private func layer(_ tensors: FamilyTensors, _ name: String) throws(ModelError) -> LayerWeights {
    let (features, hidden) = (stack.features, stack.hidden)
    let keys = stack.groups * stack.width
    let queries = keys * stack.shared
    tensors.ignore([name + "self_attn.rotary_emb.inv_freq"])
    return LayerWeights(
      attentionNorm: try tensors.rootMeanSquareNorm(name + "input_layernorm", features),
      attention: AttentionWeights(
        query: try tensors.linear(
          name + "self_attn.q_proj", features, queries, bias: projectionBias,
          factor: 1 / Double(stack.width).squareRoot()),
        key: try tensors.linear(name + "self_attn.k_proj", features, keys, bias: projectionBias),
        value: try tensors.linear(name + "self_attn.v_proj", features, keys, bias: projectionBias),
        output: try tensors.linear(name + "self_attn.o_proj", queries, features, bias: outputBias)),
      feedForwardNorm: try tensors.rootMeanSquareNorm(name + "post_attention_layernorm", features),
      gate: try tensors.linear(name + "mlp.gate_proj", features, hidden, bias: feedForwardBias),
      up: try tensors.linear(name + "mlp.up_proj", features, hidden, bias: feedForwardBias),
      down: try tensors.linear(name + "mlp.down_proj", hidden, features, bias: feedForwardBias))
  }
}

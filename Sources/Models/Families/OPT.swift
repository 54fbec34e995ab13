import Circuits

/// OPT: a decoder with norms before, learned positions, ReLU, and biases everywhere.
///
/// Source: S. Zhang et al., "OPT: Open Pre-trained Transformer Language Models", arXiv 2205.01068; settings as `OPTConfig` reads them.
struct OPT: Family {
  let architecture: Architecture

  private let stack: Stack
  /// Rows of the position table that statements have.
  private let limit: Int
  /// Rows of the table before the first position's: the library counts positions from 2.
  private static let offset = 2

  init(_ folder: FamilyFolder) throws(ModelError) {
    let settings = folder.settings
    _ = try folder.modelClass(of: ["OPTForCausalLM"])
    let features = try settings.size("hidden_size", in: 1...1 << 16, default: 768)
    try Self.checkVariant(settings, features: features)
    let heads = try settings.heads("num_attention_heads", of: features, default: 12)
    stack = Stack(
      layers: try settings.size("num_hidden_layers", in: 1...1 << 12, default: 12),
      features: features, groups: heads, shared: 1, width: features / heads,
      hidden: try settings.size("ffn_dim", in: 1...1 << 20, default: 3072), norm: .layer,
      placement: .before, entry: .plain, positions: .added, segments: .one, feedForward: .plain,
      activation: try settings.activation("activation_function", default: "relu"),
      sources: .itself, epsilon: 1e-5)
    limit = try settings.size("max_position_embeddings", in: 1...1 << 16, default: 2048)

    let vocabulary = try settings.size("vocab_size", in: 1...1 << 24, default: 50272)
    let tied = try settings.boolean("tie_word_embeddings", default: true)
    architecture = Architecture(
      encoder: nil, decoder: stack, output: .reply(head: tied ? .tied : .untied),
      vocabulary: vocabulary, context: try folder.context(limit: limit, usual: limit),
      pad: try folder.tokens("pad_token_id", vocabulary: vocabulary, default: [1]).first ?? 0,
      stops: try folder.tokens("eos_token_id", vocabulary: vocabulary, default: [2]))
  }

  /// Refuses what would make the same weights a different function.
  private static func checkVariant(
    _ settings: SettingsReader, features: Int
  ) throws(ModelError) {
    let supported = "norms before each part, with gain and bias, and maps with biases"
    for name in ["do_layer_norm_before", "enable_bias", "layer_norm_elementwise_affine"] {
      guard try settings.boolean(name, default: true) else {
        throw settings.unsupported("\(name) false", supported: supported)
      }
    }
    try settings.refuse("_remove_final_layer_norm", supported: "a norm after the last block")
    let projected = try settings.size(
      "word_embed_proj_dim", in: 1...1 << 16, default: features)
    guard projected == features else {
      throw settings.unsupported(
        "word_embed_proj_dim \(projected)", supported: "hidden_size, \(features)")
    }
  }
}

extension OPT {
  func weights(_ tensors: FamilyTensors) throws(ModelError) -> TransformerWeights {
    let features = stack.features
    let shape = [architecture.vocabulary, features]
    // Checkpoints of 6.7B to 30B leave out the prefix.
    let base =
      tensors.holds("decoder.embed_positions.weight") ? "decoder." : "model.decoder."
    let embedding = try tensors.tensor(embeddingName(tensors, base), shape)
    var head = HeadWeights()
    if architecture.output == .reply(head: .tied) {
      try tensors.copy("lm_head.weight", of: embedding)
    } else {
      head.matrix = try tensors.tensor("lm_head.weight", shape)
    }
    let table = try tensors.tensor(
      base + "embed_positions.weight", [limit + Self.offset, features])
    let start = Self.offset * features
    var layers: [LayerWeights] = []
    for index in 0..<stack.layers {
      layers.append(try layer(tensors, base + "layers.\(index)."))
    }
    let decoder = StackWeights(
      positions: FloatTensor(
        shape: [architecture.context, features],
        values: Array(table.values[start..<start + architecture.context * features])),
      layers: layers,
      finalNorm: try tensors.layerNorm(base + "final_layer_norm", features))
    return TransformerWeights(embedding: embedding, decoder: decoder, head: head)
  }

  /// The embedding, or the tied head where a converter kept only that name of the two.
  private func embeddingName(_ tensors: FamilyTensors, _ base: String) -> String {
    let (name, other) = (base + "embed_tokens.weight", "lm_head.weight")
    let isTied = architecture.output == .reply(head: .tied)
    return isTied && !tensors.holds(name) && tensors.holds(other) ? other : name
  }

  private func layer(_ tensors: FamilyTensors, _ name: String) throws(ModelError) -> LayerWeights {
    let (features, hidden) = (stack.features, stack.hidden)
    func map(_ projection: String, factor: Double = 1) throws(ModelError) -> LinearWeights {
      try tensors.linear(
        name + "self_attn." + projection, features, features, bias: .stored, factor: factor)
    }
    return LayerWeights(
      attentionNorm: try tensors.layerNorm(name + "self_attn_layer_norm", features),
      attention: AttentionWeights(
        query: try map("q_proj", factor: 1 / Double(stack.width).squareRoot()),
        key: try map("k_proj"), value: try map("v_proj"), output: try map("out_proj")),
      feedForwardNorm: try tensors.layerNorm(name + "final_layer_norm", features),
      up: try tensors.linear(name + "fc1", features, hidden, bias: .stored),
      down: try tensors.linear(name + "fc2", hidden, features, bias: .stored))
  }
}

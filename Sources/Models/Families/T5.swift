import Circuits

/// T5, versions 1.0 and 1.1: an encoder and a decoder with relative positions, without biases and without a factor of the scores.
struct T5: Family {
  let architecture: Architecture

  private let encoder: Stack
  private let decoder: Stack
  private let positions: T5RelativePositions
  private let scaling: HeadScaling

  /// Whether rows are divided by the root of the features before the head. Version 1.0 does so, whose head is the embedding.
  private enum HeadScaling {
    case divided
    case none
  }

  init(_ folder: FamilyFolder) throws(ModelError) {
    let settings = folder.settings
    _ = try folder.modelClass(of: ["T5ForConditionalGeneration", "T5WithLMHeadModel"])
    try settings.refuse("is_decoder", supported: "an encoder and a decoder")
    let features = try settings.size("d_model", in: 1...1 << 16, default: 512)
    let heads = try settings.size("num_heads", in: 1...1 << 16, default: 8)
    let layers = try settings.size("num_layers", in: 1...1 << 12, default: 6)
    let (feedForward, activation) = try Self.feedForward(settings)
    let encoder = Stack(
      layers: layers, features: features, groups: heads, shared: 1,
      width: try settings.size("d_kv", in: 1...1 << 16, default: 64),
      hidden: try settings.size("d_ff", in: 1...1 << 20, default: 2048), norm: .rootMeanSquare,
      placement: .before, entry: .plain, positions: .relative, segments: .one,
      feedForward: feedForward, activation: activation, sources: .itself,
      epsilon: try settings.epsilon("layer_norm_epsilon", default: 1e-6))
    var decoder = encoder
    decoder.layers = try settings.size("num_decoder_layers", in: 1...1 << 12, default: layers)
    decoder.sources = .itselfAndEncoder
    self.encoder = encoder
    self.decoder = decoder
    positions = try T5RelativePositions(settings)

    let ties = try settings.boolean("tie_word_embeddings", default: true)
    // Newer files tie every head unless one is stored, and say apart from it whether rows are scaled.
    scaling = try settings.boolean("scale_decoder_outputs", default: ties) ? .divided : .none
    let stored = try Checkpoint(folder: folder.folder).shape(of: Self.headName) != nil
    let newer = settings.value("scale_decoder_outputs") != nil
    let tied = newer ? !stored : ties
    let vocabulary = try settings.size("vocab_size", in: 1...1 << 24, default: 32128)
    architecture = Architecture(
      encoder: encoder, decoder: decoder, output: .reply(head: tied ? .tied : .untied),
      vocabulary: vocabulary, context: try folder.context(limit: 4096, usual: 512),
      pad: try folder.padBesideEncoder(vocabulary: vocabulary, default: 0),
      stops: try folder.tokens("eos_token_id", vocabulary: vocabulary, default: [1]))
  }

  private static let headName = "lm_head.weight"

  /// `relu`, `gated-gelu` and the like; what newer files say beside it must be the same.
  private static func feedForward(
    _ settings: SettingsReader
  ) throws(ModelError) -> (Stack.FeedForward, Activation) {
    let name = try settings.string("feed_forward_proj") ?? "relu"
    let gated = name.hasPrefix("gated-")
    // The library reads the plain name as the tanh form here, and as the other elsewhere.
    let function =
      name == "gated-gelu" ? "gelu_new" : gated ? String(name.dropFirst("gated-".count)) : name
    guard let activation = Activation(huggingFace: function) else {
      throw settings.unsupported(
        "feed_forward_proj \"\(name)\"", supported: "relu, gated-gelu, gated-silu and their like")
    }
    if let stated = try settings.string("dense_act_fn"),
      Activation(huggingFace: stated) != activation
    {
      throw settings.invalid("dense_act_fn", "is \(stated), but feed_forward_proj is \(name)")
    }
    guard try settings.boolean("is_gated_act", default: gated) == gated else {
      throw settings.invalid("is_gated_act", "contradicts feed_forward_proj, \(name)")
    }
    return (gated ? .gated : .plain, activation)
  }
}

extension T5 {
  func weights(_ tensors: FamilyTensors) throws(ModelError) -> TransformerWeights {
    let features = encoder.features
    let embedding = try tensors.tensor("shared.weight", [architecture.vocabulary, features])
    try tensors.copy("encoder.embed_tokens.weight", of: embedding)
    try tensors.copy("decoder.embed_tokens.weight", of: embedding)
    // Old checkpoints hold it, and no version of the library reads it.
    tensors.ignore(["decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight"])
    var head = HeadWeights(
      factor: scaling == .divided ? 1 / Double(features).squareRoot() : 1)
    if architecture.output == .reply(head: .tied) {
      try tensors.copy(Self.headName, of: embedding)
    } else {
      head.matrix = try tensors.tensor(Self.headName, [architecture.vocabulary, features])
    }
    return TransformerWeights(
      embedding: embedding, encoder: try stack(tensors, "encoder.", encoder, .bothWays),
      decoder: try stack(tensors, "decoder.", decoder, .backwards), head: head)
  }

  private func stack(
    _ tensors: FamilyTensors, _ name: String, _ stack: Stack,
    _ direction: T5RelativePositions.Direction
  ) throws(ModelError) -> StackWeights {
    var layers: [LayerWeights] = []
    for index in 0..<stack.layers {
      layers.append(try layer(tensors, name + "block.\(index).layer.", stack))
    }
    let biases = try tensors.tensor(
      name + "block.0.layer.0.SelfAttention.relative_attention_bias.weight",
      [positions.buckets, stack.groups])
    return StackWeights(
      layers: layers,
      finalNorm: try tensors.rootMeanSquareNorm(name + "final_layer_norm", stack.features),
      relative: positions.table(biases, context: architecture.context, direction))
  }

  private func layer(
    _ tensors: FamilyTensors, _ name: String, _ stack: Stack
  ) throws(ModelError) -> LayerWeights {
    let (features, hidden, inner) = (stack.features, stack.hidden, stack.groups * stack.width)
    func attention(_ part: String) throws(ModelError) -> AttentionWeights {
      AttentionWeights(
        query: try tensors.linear(name + part + ".q", features, inner, bias: .none),
        key: try tensors.linear(name + part + ".k", features, inner, bias: .none),
        value: try tensors.linear(name + part + ".v", features, inner, bias: .none),
        output: try tensors.linear(name + part + ".o", inner, features, bias: .none))
    }
    func norm(_ part: Int) throws(ModelError) -> NormWeights {
      try tensors.rootMeanSquareNorm(name + "\(part).layer_norm", features)
    }
    let crosses = stack.sources == .itselfAndEncoder
    let last = crosses ? 2 : 1
    let dense = name + "\(last).DenseReluDense."
    let gated = stack.feedForward == .gated
    return LayerWeights(
      attentionNorm: try norm(0), attention: try attention("0.SelfAttention"),
      crossNorm: crosses ? try norm(1) : nil,
      cross: crosses ? try attention("1.EncDecAttention") : nil, feedForwardNorm: try norm(last),
      gate: gated ? try tensors.linear(dense + "wi_0", features, hidden, bias: .none) : nil,
      up: try tensors.linear(dense + (gated ? "wi_1" : "wi"), features, hidden, bias: .none),
      down: try tensors.linear(dense + "wo", hidden, features, bias: .none))
  }
}

import Circuits

/// Marian's translators, which are the original Transformer: norms after, sinusoids added, an encoder and a decoder.
///
/// The library's settings of generation forbid these models the pad token. Neither the float model nor the proven argmax forbids any
/// token; the weights themselves have to make it unlikely.
struct Marian: Family {
  let architecture: Architecture

  private let encoder: Stack
  private let decoder: Stack

  /// Rows of the position embedding, of which the context may use fewer.
  private let limit: Int

  /// What the embedding is multiplied by.
  private let factor: Double

  init(_ folder: FamilyFolder) throws(ModelError) {
    let settings = folder.settings
    _ = try folder.modelClass(of: ["MarianMTModel"])
    let vocabulary = try settings.size("vocab_size", in: 1...1 << 24, default: 58101)
    try Self.checkVariant(settings, vocabulary: vocabulary)
    let features = try settings.size("d_model", in: 1...1 << 16, default: 1024)
    let activation = try settings.activation("activation_function", default: "gelu")

    func stack(_ name: String, _ sources: Stack.Sources) throws(ModelError) -> Stack {
      let heads = try settings.heads("\(name)_attention_heads", of: features, default: 16)
      return Stack(
        layers: try settings.size("\(name)_layers", in: 1...1 << 12, default: 12),
        features: features, groups: heads, shared: 1, width: features / heads,
        hidden: try settings.size("\(name)_ffn_dim", in: 1...1 << 20, default: 4096),
        norm: .layer, placement: .after, entry: .plain, positions: .added, segments: .one,
        feedForward: .plain, activation: activation, sources: sources, epsilon: 1e-5)
    }
    encoder = try stack("encoder", .itself)
    decoder = try stack("decoder", .itselfAndEncoder)

    limit = try settings.size("max_position_embeddings", in: 1...1 << 16, default: 1024)
    let scales = try settings.boolean("scale_embedding", default: false)
    factor = scales ? Double(features).squareRoot() : 1
    architecture = Architecture(
      encoder: encoder, decoder: decoder, output: .reply(head: .tied), vocabulary: vocabulary,
      context: try folder.context(limit: limit, usual: limit),
      pad: try folder.padBesideEncoder(
        vocabulary: vocabulary, default: vocabulary > 58100 ? 58100 : nil),
      stops: try folder.tokens("eos_token_id", vocabulary: vocabulary, default: [0]))
  }

  /// Refuses what would make the same weights a different function.
  private static func checkVariant(
    _ settings: SettingsReader, vocabulary: Int
  ) throws(ModelError) {
    for name in ["share_encoder_decoder_embeddings", "tie_word_embeddings"] {
      guard try settings.boolean(name, default: true) else {
        throw settings.unsupported(
          "\(name) false", supported: "one embedding for encoder, decoder and head")
      }
    }
    let other = try settings.size("decoder_vocab_size", in: 1...1 << 24, default: vocabulary)
    guard other == vocabulary else {
      throw settings.unsupported(
        "decoder_vocab_size \(other)", supported: "vocab_size, \(vocabulary)")
    }
    // Settings of the converter; the library's class has norms after and computed positions whatever they say.
    for name in ["normalize_before", "normalize_embedding", "add_final_layer_norm"] {
      try settings.refuse(name, supported: "norms after each part and nowhere else")
    }
    guard try settings.boolean("static_position_embeddings", default: true) else {
      throw settings.unsupported(
        "static_position_embeddings false", supported: "sinusoidal positions")
    }
  }
}

extension Marian {
  func weights(_ tensors: FamilyTensors) throws(ModelError) -> TransformerWeights {
    let shared = try tensors.tensor(
      "model.shared.weight", [architecture.vocabulary, encoder.features])
    for name in ["model.encoder.embed_tokens", "model.decoder.embed_tokens", "lm_head"] {
      try tensors.copy(name + ".weight", of: shared)
    }
    return TransformerWeights(
      embedding: shared.scaled(by: factor), encoder: try stack(tensors, "model.encoder.", encoder),
      decoder: try stack(tensors, "model.decoder.", decoder),
      head: HeadWeights(factor: 1 / factor, bias: try logitBias(tensors)))
  }

  /// The bias of the logits. A converted checkpoint may hold -infinity for a token that is never to be said, which no integer can hold:
  /// 60 below all others such a token has at most e^-60 times another's chance, as far as the biases decide.
  private func logitBias(_ tensors: FamilyTensors) throws(ModelError) -> [Float]? {
    let name = "final_logits_bias"
    guard tensors.holds(name) else { return nil }
    let bias = try tensors.unboundedTensor(name, [1, architecture.vocabulary]).values
    let smallest = bias.lazy.filter(\.isFinite).min() ?? 0
    if let index = bias.firstIndex(where: { !$0.isFinite && $0 != -.infinity }) {
      throw .nonFiniteValue(tensor: name, index: index, origin: tensors.path)
    }
    return bias.map { $0.isFinite ? $0 : smallest - 60 }
  }

  private func stack(
    _ tensors: FamilyTensors, _ name: String, _ stack: Stack
  ) throws(ModelError) -> StackWeights {
    // Older versions of the library stored the sinusoids, and a stored table is what it then adds.
    let stored = name + "embed_positions.weight"
    let table =
      tensors.holds(stored)
      ? try tensors.tensor(stored, [limit, stack.features])
      : MarianPositions.table(rows: architecture.context, features: stack.features)
    let used = architecture.context * stack.features
    var layers: [LayerWeights] = []
    for index in 0..<stack.layers {
      layers.append(try layer(tensors, name + "layers.\(index).", stack))
    }
    return StackWeights(
      positions: FloatTensor(
        shape: [architecture.context, stack.features], values: Array(table.values[..<used])),
      layers: layers)
  }

  private func layer(
    _ tensors: FamilyTensors, _ name: String, _ stack: Stack
  ) throws(ModelError) -> LayerWeights {
    let (features, hidden) = (stack.features, stack.hidden)
    func attention(_ part: String) throws(ModelError) -> AttentionWeights {
      func map(_ projection: String, factor: Double = 1) throws(ModelError) -> LinearWeights {
        try tensors.linear(
          name + part + projection, features, features, bias: .stored, factor: factor)
      }
      return AttentionWeights(
        query: try map(".q_proj", factor: 1 / Double(stack.width).squareRoot()),
        key: try map(".k_proj"), value: try map(".v_proj"), output: try map(".out_proj"))
    }
    func norm(_ part: String) throws(ModelError) -> NormWeights {
      try tensors.layerNorm(name + part, features)
    }
    let crosses = stack.sources == .itselfAndEncoder
    return LayerWeights(
      attentionNorm: try norm("self_attn_layer_norm"), attention: try attention("self_attn"),
      crossNorm: crosses ? try norm("encoder_attn_layer_norm") : nil,
      cross: crosses ? try attention("encoder_attn") : nil,
      feedForwardNorm: try norm("final_layer_norm"),
      up: try tensors.linear(name + "fc1", features, hidden, bias: .stored),
      down: try tensors.linear(name + "fc2", hidden, features, bias: .stored))
  }
}

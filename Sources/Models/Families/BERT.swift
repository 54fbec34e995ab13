import Circuits

/// BERT: an encoder with norms after, two segments, and one of several heads.
struct BERT: Family {
  let architecture: Architecture
  let labels: [String]

  private let head: Head
  private let stack: Stack

  /// What follows the encoder, by the class that saved it.
  private enum Head: String, CaseIterable {
    case rows = "BertModel"
    case masked = "BertForMaskedLM"
    case nextSentence = "BertForNextSentencePrediction"
    case classes = "BertForSequenceClassification"
    case pretraining = "BertForPreTraining"
  }

  init(_ folder: FamilyFolder) throws(ModelError) {
    let settings = folder.settings
    try Self.checkVariant(settings)
    let features = try settings.size("hidden_size", in: 1...1 << 16, default: 768)
    let heads = try settings.heads("num_attention_heads", of: features, default: 12)
    let segments = try settings.size("type_vocab_size", in: 1...1 << 16, default: 2)
    guard segments <= 2 else {
      throw settings.unsupported("type_vocab_size \(segments)", supported: "1 or 2 segments")
    }
    let activation = try settings.activation("hidden_act", default: "gelu")
    let stack = Stack(
      layers: try settings.size("num_hidden_layers", in: 1...1 << 12, default: 12),
      features: features, groups: heads, shared: 1, width: features / heads,
      hidden: try settings.size("intermediate_size", in: 1...1 << 20, default: 3072),
      norm: .layer, placement: .after, entry: .normalized, positions: .added,
      segments: segments == 2 ? .two : .one, feedForward: .plain, activation: activation,
      sources: .itself, epsilon: try settings.epsilon("layer_norm_eps", default: 1e-12))

    let sentence = try SentenceSettings(folder)
    let name = try folder.modelClass(of: Head.allCases.map(\.rawValue)) ?? Head.rows.rawValue
    let head = sentence.map { _ in Head.rows } ?? Head(rawValue: name) ?? .rows
    let output: Output
    switch head {
    case .rows:
      guard let sentence else {
        throw .missingFile(
          name: SentenceSettings.fileName, folder: folder.folder.path,
          advice: "A bare BertModel does not say how its rows become one vector. "
            + "Give a folder saved by sentence-transformers, or a model with a head.")
      }
      (output, labels) = (.embedding(sentence.pooling), [])
    case .masked, .pretraining: (output, labels) = (.masked(activation), [])
    case .nextSentence: (output, labels) = (.classes(2), ["continuation", "random"])
    case .classes:
      labels = try Self.labels(settings)
      output = .classes(labels.count)
    }

    let vocabulary = try settings.size("vocab_size", in: 1...1 << 24, default: 30522)
    let positions = try settings.size("max_position_embeddings", in: 1...1 << 20, default: 512)
    architecture = Architecture(
      encoder: stack, decoder: nil, output: output, vocabulary: vocabulary,
      context: try folder.context(limit: positions, usual: sentence?.context ?? positions),
      pad: try settings.integer("pad_token_id", in: 0...vocabulary - 1) ?? 0, stops: [])
    self.head = head
    self.stack = stack
    limit = positions
  }

  /// Rows of the position embedding, of which the context may use fewer.
  private let limit: Int

  private static func checkVariant(_ settings: SettingsReader) throws(ModelError) {
    let positions = try settings.string("position_embedding_type") ?? "absolute"
    guard positions == "absolute" else {
      throw settings.unsupported(
        "position_embedding_type \"\(positions)\"", supported: "\"absolute\"")
    }
    try settings.refuse("is_decoder", supported: "encoders, whose rows see each other")
    try settings.refuse("add_cross_attention", supported: "self-attention only")
    guard try settings.boolean("tie_word_embeddings", default: true) else {
      throw settings.unsupported(
        "tie_word_embeddings false", supported: "a head tied to the embedding")
    }
  }

  /// Names of the classes, in order: those of `id2label`, or two nameless ones as the library has by default.
  private static func labels(_ settings: SettingsReader) throws(ModelError) -> [String] {
    let problem = try settings.string("problem_type")
    guard problem == nil || problem == "single_label_classification" else {
      throw settings.unsupported(
        "problem_type \"\(problem ?? "")\"", supported: "single_label_classification")
    }
    guard let members = settings.value("id2label")?.members else {
      let count = try settings.size("num_labels", in: 1...1 << 16, default: 2)
      guard count > 1 else { throw settings.unsupported("one label", supported: "classes") }
      return (0..<count).map { "LABEL_\($0)" }
    }
    guard members.count > 1 else {
      throw settings.unsupported("one label, a regression,", supported: "two or more classes")
    }
    var labels: [String] = []
    for index in members.indices {
      guard let label = members.first(where: { $0.name == String(index) })?.value.string else {
        throw settings.invalid("id2label", "has no name for class \(index)")
      }
      labels.append(label)
    }
    return labels
  }
}

extension BERT {
  func weights(_ tensors: FamilyTensors) throws(ModelError) -> TransformerWeights {
    let base = tensors.holds("bert.embeddings.word_embeddings.weight") ? "bert." : ""
    let features = stack.features
    let embedding = try tensors.tensor(
      base + "embeddings.word_embeddings.weight", [architecture.vocabulary, features])
    let encoder = try encoder(tensors, base)
    let head = try head(tensors, base, embedding: embedding)
    tensors.ignore([base + "embeddings.position_ids", base + "embeddings.token_type_ids"])
    tensors.ignore(prefix: base + "pooler.")
    switch self.head {
    case .masked, .pretraining, .nextSentence:
      // A head saved beside the one that is used is pretraining's, and changes nothing.
      tensors.ignore(prefix: "cls.seq_relationship.")
      tensors.ignore(prefix: "cls.predictions.")
    case .rows: tensors.ignore(prefix: "cls.")
    case .classes: break
    }
    return TransformerWeights(embedding: embedding, encoder: encoder, head: head)
  }

  private func encoder(
    _ tensors: FamilyTensors, _ base: String
  ) throws(ModelError) -> StackWeights {
    let features = stack.features
    let positions = try tensors.tensor(
      base + "embeddings.position_embeddings.weight", [limit, features])
    let segments = try tensors.tensor(
      base + "embeddings.token_type_embeddings.weight",
      [stack.segments == .two ? 2 : 1, features])
    var added: [Float] = []
    for position in 0..<architecture.context {
      added += zip(positions.row(position), segments.row(0)).map { $0 + $1 }
    }
    var layers: [LayerWeights] = []
    for index in 0..<stack.layers {
      layers.append(try layer(tensors, base + "encoder.layer.\(index)."))
    }
    return StackWeights(
      positions: FloatTensor(shape: [architecture.context, features], values: added),
      secondSegment: stack.segments == .one
        ? nil : zip(segments.row(1), segments.row(0)).map { $0 - $1 },
      entryNorm: try tensors.layerNorm(base + "embeddings.LayerNorm", features), layers: layers)
  }

  private func layer(_ tensors: FamilyTensors, _ name: String) throws(ModelError) -> LayerWeights {
    let (features, hidden) = (stack.features, stack.hidden)
    let factor = 1 / Double(stack.width).squareRoot()
    func map(_ part: String, factor: Double = 1) throws(ModelError) -> LinearWeights {
      try tensors.linear(name + part, features, features, bias: .stored, factor: factor)
    }
    return LayerWeights(
      attentionNorm: try tensors.layerNorm(name + "attention.output.LayerNorm", features),
      attention: AttentionWeights(
        query: try map("attention.self.query", factor: factor),
        key: try map("attention.self.key"), value: try map("attention.self.value"),
        output: try map("attention.output.dense")),
      feedForwardNorm: try tensors.layerNorm(name + "output.LayerNorm", features),
      up: try tensors.linear(name + "intermediate.dense", features, hidden, bias: .stored),
      down: try tensors.linear(name + "output.dense", hidden, features, bias: .stored))
  }

  private func head(
    _ tensors: FamilyTensors, _ base: String, embedding: FloatTensor
  ) throws(ModelError) -> HeadWeights {
    let features = stack.features
    switch head {
    case .rows: return HeadWeights()
    case .masked, .pretraining:
      let name = "cls.predictions."
      let bias = try tensors.tensor(name + "bias", [architecture.vocabulary])
      try tensors.copy(name + "decoder.weight", of: embedding)
      try tensors.copy(name + "decoder.bias", of: bias)
      return HeadWeights(
        transform: try tensors.linear(
          name + "transform.dense", features, features, bias: .stored),
        transformNorm: try tensors.layerNorm(name + "transform.LayerNorm", features),
        bias: bias.values)
    case .nextSentence, .classes:
      let name = head == .classes ? "classifier" : "cls.seq_relationship"
      let count = head == .classes ? labels.count : 2
      return HeadWeights(
        transform: try tensors.linear(base + "pooler.dense", features, features, bias: .stored),
        matrix: try tensors.tensor(name + ".weight", [count, features]),
        bias: try tensors.vector(name + ".bias", count))
    }
  }
}

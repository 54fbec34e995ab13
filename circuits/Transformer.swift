import Verifier

/// Any Transformer as a graph: embeddings, one or two stacks of blocks, and what is said of their last rows.
public enum Transformer {
  public static func graph(_ settings: TransformerSettings) throws -> Graph {
    try settings.check()
    let architecture = settings.architecture
    var builder = GraphBuilder(
      context: architecture.context, vocabulary: architecture.vocabulary, pad: architecture.pad,
      stops: architecture.stops)
    let feature = builder.axis("feature", .fixed(settings.features))
    let vocabulary = builder.axis("vocabulary", .fixed(architecture.vocabulary))
    let root = try builder.rootTable(
      "root", settings.roots.normalization(bits: settings.norm, epsilon: 0),
      squares: settings.features)
    guard let bounds = settings.maps["embedding"] else {
      throw BuildError(description: "the settings name no bounds of the embedding")
    }
    let embedding = builder.vocabularyMatrix(
      "embedding", vocabulary: vocabulary, feature: feature, bounds)
    var tables: [String: Int] = [:]

    var encoded: Int?
    var rows: Int?
    if let stack = architecture.encoder, let own = settings.encoder {
      let prompt = builder.axis("prompt", .prompt)
      let parts = try builder.parts(
        stack, own, settings, name: architecture.decoder == nil ? "" : "encoder", token: prompt,
        source: builder.axis("prompt source", .prompt), feature: feature, encoded: nil,
        root: root, &tables)
      let embedded = try builder.embedded(
        parts, .promptOneHot, embedding, vocabulary: vocabulary, settings)
      encoded = try builder.stack(parts, embedded: embedded, settings)
      rows = prompt
    }
    if let stack = architecture.decoder, let own = settings.decoder {
      let token = builder.axis("token", .tokens)
      let parts = try builder.parts(
        stack, own, settings, name: architecture.encoder == nil ? "" : "decoder", token: token,
        source: builder.axis("source", .tokens), feature: feature,
        encoded: encoded.flatMap { encoded in rows.map { (encoded, $0) } }, root: root, &tables)
      let embedded = try builder.embedded(
        parts, .tokenOneHot, embedding, vocabulary: vocabulary, settings)
      encoded = try builder.stack(parts, embedded: embedded, settings)
      rows = token
    }
    guard let encoded, let rows else {
      throw BuildError(description: "an architecture has an encoder, a decoder, or both")
    }
    try builder.output(
      encoded, rows: rows, feature: feature, vocabulary: vocabulary, embedding: embedding,
      root: root, settings)
    return try builder.build()
  }
}

extension TransformerSettings {
  /// Fraction bits of all norms' outputs, which follow from the number of features.
  var norm: Int { decoder?.norm ?? encoder?.norm ?? 0 }
}

extension GraphBuilder {
  /// Declares a stack's axes and tables.
  ///
  /// - Parameters:
  ///   - encoded: an encoder's last rows and their axis.
  ///   - tables: those made so far, by name: stacks with the same settings share them.
  fileprivate mutating func parts(
    _ stack: Stack, _ own: StackSettings, _ settings: TransformerSettings, name: String, token: Int,
    source: Int, feature: Int, encoded: (rows: Int, axis: Int)?, root: Int,
    _ tables: inout [String: Int]
  ) throws -> StackParts {
    func named(_ part: String) -> String { GraphBuilder.name(name, part) }
    let layer = axis(named("layer"), .fixed(stack.layers))
    let group = axis(named("group"), .fixed(stack.groups))
    let heads = stack.shared == 1 ? [group] : [group, axis(named("shared"), .fixed(stack.shared))]
    var rule = ScoreRule()
    if graph.axes[token].extent == .tokens { rule.selector = .causal(query: token, source: source) }
    var width: [Int]
    switch stack.positions {
    case .rotary:
      let half = axis(named("half"), .fixed(2))
      let pair = axis(named("pair"), .fixed(stack.width / 2))
      width = [half, pair]
      let position = axis(named("position"), .fixed(graph.context))
      let turn = axis(named("turn"), .fixed(2))
      rule.rotation = Rotation(
        table: try vector(named("rotation"), [position, half, turn, pair], settings),
        position: position, half: half, turn: turn, pair: pair)
    case .relative:
      width = [axis(named("width"), .fixed(stack.width))]
      let (from, to) = (
        axis(named("position"), .fixed(graph.context)),
        axis(named("source position"), .fixed(graph.context))
      )
      let table = try vector(named("relative position"), heads + [from, to], settings)
      rule.bias = try linear(
        named("relative bias"), heads + [token, source],
        [
          Summand(
            1, table,
            [from: .window(axis: token, start: .zero), to: .window(axis: source, start: .zero)])
        ])
    case .none, .added: width = [axis(named("width"), .fixed(stack.width))]
    }
    let itself = AttentionAxes(
      layer: layer, token: token, row: token, source: source, heads: heads, groups: [group],
      width: width)
    var exponential = tables["exponential"]
    if exponential == nil || settings.encoder?.softmax != settings.decoder?.softmax {
      exponential = exponentialTable(named("exponential"), own.softmax, sources: graph.context)
      tables["exponential"] = exponential
    }
    return StackParts(
      architecture: stack, settings: own, roots: settings.roots, name: name, layer: layer,
      token: token, feature: feature, hidden: axis(named("hidden"), .fixed(stack.hidden)),
      itself: itself, rule: rule,
      encoder: stack.sources == .itself
        ? nil
        : encoded.map {
          (
            $0.rows,
            AttentionAxes(
              layer: layer, token: token, row: $0.axis, source: $0.axis, heads: heads,
              groups: [group], width: width)
          )
        },
      exponential: exponential!,
      activation: activationTable(named(stack.activation.rawValue), own.activation), root: root)
  }

  /// Token, position and segment rows added up, exact.
  fileprivate mutating func embedded(
    _ parts: StackParts, _ tokens: StatementTensor, _ embedding: VocabularyMatrix, vocabulary: Int,
    _ settings: TransformerSettings
  ) throws -> Int {
    let rows = [parts.token, parts.feature]
    let oneHot = statement(parts.named("tokens"), [parts.token, vocabulary], tokens)
    var summands = [
      Summand(
        1 << Int64(parts.settings.embeddingLift),
        try self.rows(parts.named("embedded tokens"), of: oneHot, embedding, rows))
    ]
    if parts.architecture.positions == .added {
      let position = axis(parts.named("position"), .fixed(graph.context))
      let positions = try vector(
        parts.named("position embedding"), [position, parts.feature], settings)
      summands.append(
        Summand(1, positions, [position: .window(axis: parts.token, start: .zero)]))
    }
    if parts.architecture.segments == .two {
      let text = axis("text", .fixed(2))
      let segments = statement("segments", [parts.token, text], .segmentOneHot)
      let kinds = try vector("segment embedding", [text, parts.feature], settings)
      summands.append(
        Summand(1, try einsum("embedded segments", rows, [Factor(segments), Factor(kinds)])))
    }
    return try linear(parts.named("embedded"), rows, summands)
  }
}

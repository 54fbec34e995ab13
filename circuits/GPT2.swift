import Verifier

/// Sizes, integer settings and recorded parameter bounds of one GPT-2 model: all its graph depends on.
public struct GPT2Settings: Sendable, Codable, Equatable {
  public var layers: Int
  public var features: Int
  public var heads: Int
  public var hidden: Int
  public var vocabulary: Int
  public var context: Int
  /// Whether the head is the embedding again.
  public var head: HeadTie
  public var pad: Int
  public var stops: [Int]

  public var normalization: NormalizationSettings
  public var softmax: SoftmaxSettings
  public var attention: AttentionSettings
  public var activation: ActivationSettings
  public var argmax: HeadSettings

  public var bounds: GPT2Bounds

  public init(
    layers: Int, features: Int, heads: Int, hidden: Int, vocabulary: Int, context: Int,
    head: HeadTie, pad: Int, stops: [Int], normalization: NormalizationSettings,
    softmax: SoftmaxSettings, attention: AttentionSettings, activation: ActivationSettings,
    argmax: HeadSettings, bounds: GPT2Bounds
  ) {
    self.layers = layers
    self.features = features
    self.heads = heads
    self.hidden = hidden
    self.vocabulary = vocabulary
    self.context = context
    self.head = head
    self.pad = pad
    self.stops = stops
    self.normalization = normalization
    self.softmax = softmax
    self.attention = attention
    self.activation = activation
    self.argmax = argmax
    self.bounds = bounds
  }
}

/// Parameter bounds recorded at import.
public struct GPT2Bounds: Sendable, Codable, Equatable {
  public var embedding: LinearBounds
  public var head: LinearBounds
  public var position: Int64
  public var query: LinearBounds
  public var key: LinearBounds
  public var value: LinearBounds
  public var attentionOutput: LinearBounds
  public var up: LinearBounds
  public var down: LinearBounds

  public init(
    embedding: LinearBounds, head: LinearBounds, position: Int64, query: LinearBounds,
    key: LinearBounds, value: LinearBounds, attentionOutput: LinearBounds, up: LinearBounds,
    down: LinearBounds
  ) {
    self.embedding = embedding
    self.head = head
    self.position = position
    self.query = query
    self.key = key
    self.value = value
    self.attentionOutput = attentionOutput
    self.up = up
    self.down = down
  }
}

/// A GPT-2 decoder: pre-norm blocks, causal attention, GELU, argmax over a tied or untied head.
///
/// Layers are stacked along one axis. With o and y the outputs of attention and feed-forward, and e the embedded tokens,
/// the residual streams are e + Σ_{m < l} (o_m + y_m) and e + Σ_{m <= l} o_m + Σ_{m < l} y_m: recurrences cross layers through witness
/// nodes alone.
public enum GPT2 {
  public static func graph(_ settings: GPT2Settings) throws -> Graph {
    var builder = GraphBuilder(
      context: settings.context, vocabulary: settings.vocabulary, pad: settings.pad,
      stops: settings.stops)
    let layer = builder.axis("layer", .fixed(settings.layers))
    let feature = builder.axis("feature", .fixed(settings.features))
    let head = builder.axis("head", .fixed(settings.heads))
    let width = builder.axis("width", .fixed(settings.features / settings.heads))
    let hidden = builder.axis("hidden", .fixed(settings.hidden))
    let vocabulary = builder.axis("vocabulary", .fixed(settings.vocabulary))
    let position = builder.axis("position", .fixed(settings.context))
    let token = builder.axis("token", .tokens)
    let source = builder.axis("source", .tokens)
    let reply = builder.axis("reply", .replies)

    let exponential = builder.exponentialTable(
      "exponential", settings.softmax, sources: settings.context)
    let gelu = builder.activationTable("gelu", settings.activation)
    let root = try builder.rootTable("root", settings.normalization, squares: settings.features)

    // What layers hear of each other through; their rules follow once their sources exist.
    let context = builder.witness(
      "context", [layer, head, token, width], bound: 1 << 15, .rounding(source: 0, shift: 0))
    let activation = builder.witness(
      "activation", [layer, token, hidden], bound: settings.activation.largest,
      .rounding(source: 0, shift: 0))

    let bounds = settings.bounds
    let embedding = builder.vocabularyMatrix(
      "embedding", vocabulary: vocabulary, feature: feature, bounds.embedding)
    let positions = builder.parameter(
      "position embedding", [position, feature], .wide, bound: bounds.position)
    let tokens = builder.statement("tokens", [token, vocabulary], .tokenOneHot)
    let embedded = try builder.rows("embedded tokens", of: tokens, embedding, [token, feature])
    let start = try builder.linear(
      "embedded", [token, feature],
      [
        Summand(1, embedded),
        Summand(1, positions, [position: .window(axis: token, start: .zero)]),
      ])

    let stream = [layer, token, feature]
    let attentionOutput = try builder.affine(
      "attention output", context,
      builder.linearParameters(
        "attention output", layer: layer, inputs: [head, width], outputs: [feature],
        bounds.attentionOutput), stream)
    let feedForward = try builder.affine(
      "feed-forward output", activation,
      builder.linearParameters(
        "feed-forward output", layer: layer, inputs: [hidden], outputs: [feature], bounds.down),
      stream)
    let earlier: [Int: View] = [layer: .matrix(axis: layer, .earlier)]
    let upTo: [Int: View] = [layer: .matrix(axis: layer, .upTo)]
    let first = try builder.linear(
      "residual 1", stream,
      [Summand(1, start), Summand(1, attentionOutput, earlier), Summand(1, feedForward, earlier)])
    let second = try builder.linear(
      "residual 2", stream,
      [Summand(1, start), Summand(1, attentionOutput, upTo), Summand(1, feedForward, earlier)])
    let last = try builder.linear(
      "final residual", [token, feature],
      [
        Summand(1, start), Summand(1, attentionOutput, [layer: .summed]),
        Summand(1, feedForward, [layer: .summed]),
      ])

    let heads = [head, width]
    let attended = try builder.normalize(
      "norm 1", first, feature: feature, settings.normalization, table: root)
    try builder.attention(
      "", attended, to: attended,
      AttentionParameters(
        query: builder.linearParameters(
          "query", layer: layer, inputs: [feature], outputs: heads, bounds.query),
        key: builder.linearParameters(
          "key", layer: layer, inputs: [feature], outputs: heads, bounds.key),
        value: builder.linearParameters(
          "value", layer: layer, inputs: [feature], outputs: heads, bounds.value)),
      context: context,
      AttentionAxes(
        layer: layer, token: token, row: token, source: source, heads: [head], groups: [head],
        width: [width]),
      ScoreRule(selector: .causal(query: token, source: source)), settings.attention,
      settings.softmax, table: exponential)

    let raised = try builder.affine(
      "hidden, exact",
      try builder.normalize(
        "norm 2", second, feature: feature, settings.normalization, table: root),
      builder.linearParameters(
        "hidden", layer: layer, inputs: [feature], outputs: [hidden], bounds.up),
      [layer, token, hidden])
    try builder.activate("gelu", raised, settings.activation, table: gelu, output: activation)

    let final = try builder.normalize(
      "final norm", last, feature: feature, settings.normalization, table: root)
    let headMatrix =
      settings.head == .tied
      ? embedding
      : builder.vocabularyMatrix("head", vocabulary: vocabulary, feature: feature, bounds.head)
    let read = try builder.linear(
      "final norm at the reply", [reply, feature],
      [Summand(1, final, [token: .window(axis: reply, start: .lastPrompt)])])
    let row = try builder.headInput(read, reply: reply, feature: feature, settings.argmax)
    try builder.assertArgmax(
      row, head: headMatrix, reply: reply, vocabulary: vocabulary, feature: feature,
      gapBits: settings.argmax.gapBits)
    return try builder.build()
  }
}

import Verifier

/// The parts of one block, for all layers at once.
extension GraphBuilder {
  mutating func declaredContext(_ parts: StackParts, _ name: String) -> Int {
    let axes = parts.itself
    return witness(
      parts.named(name), [axes.layer] + axes.heads + [axes.token] + axes.width, bound: 1 << 15,
      .rounding(source: 0, shift: 0))
  }

  mutating func declaredActivation(_ parts: StackParts) -> Int {
    let bound: Int64
    switch parts.architecture.feedForward {
    case .plain: bound = parts.settings.activation.largest
    case .gated: bound = 1 << 15
    }
    return witness(
      parts.named("activation"), [parts.layer, parts.token, parts.hidden], bound: bound,
      .rounding(source: 0, shift: 0))
  }

  /// An affine map for every layer, its bounds recorded under its name.
  private mutating func map(
    _ parts: StackParts, _ part: String, inputs: [Int], outputs: [Int],
    _ settings: TransformerSettings
  ) throws -> LinearParameters {
    let name = parts.named(part)
    guard let bounds = settings.maps[name] else {
      throw BuildError(description: "the settings name no bounds of \(name)")
    }
    return linearParameters(name, layer: parts.layer, inputs: inputs, outputs: outputs, bounds)
  }

  /// A parameter of wide integers, its bound recorded under its name.
  mutating func vector(_ name: String, _ axes: [Int], _ settings: TransformerSettings) throws -> Int
  {
    guard let bound = settings.vectors[name] else {
      throw BuildError(description: "the settings name no bound of \(name)")
    }
    return parameter(name, axes, .wide, bound: bound)
  }

  @discardableResult
  mutating func attention(
    _ parts: StackParts, _ x: Int, context: Int?, _ settings: TransformerSettings
  ) throws -> Int {
    try attention(
      parts, "", x, to: x, context: context, parts.itself, parts.rule, settings)
  }

  @discardableResult
  mutating func crossAttention(
    _ parts: StackParts, _ x: Int, context: Int?, _ settings: TransformerSettings
  ) throws -> Int {
    guard let encoder = parts.encoder else {
      throw BuildError(description: "\(parts.name): there is no encoder to attend to")
    }
    return try attention(
      parts, "cross", x, to: encoder.rows, context: context, encoder.axes, ScoreRule(), settings)
  }

  private mutating func attention(
    _ parts: StackParts, _ part: String, _ x: Int, to y: Int, context: Int?, _ axes: AttentionAxes,
    _ rule: ScoreRule, _ settings: TransformerSettings
  ) throws -> Int {
    func map(_ of: String, _ heads: [Int]) throws -> LinearParameters {
      try self.map(
        parts, GraphBuilder.name(part, of), inputs: [parts.feature], outputs: heads + axes.width,
        settings)
    }
    return try attention(
      part.isEmpty ? parts.name : parts.named(part), x, to: y,
      AttentionParameters(
        query: try map("query", axes.heads), key: try map("key", axes.groups),
        value: try map("value", axes.groups)),
      context: context, axes, rule, parts.settings.attention, parts.settings.softmax,
      table: parts.exponential)
  }

  mutating func attentionOutput(
    _ parts: StackParts, _ part: String, _ context: Int, _ settings: TransformerSettings
  ) throws -> Int {
    let axes = parts.itself
    return try affine(
      parts.named(part), context,
      try map(
        parts, part, inputs: axes.heads + axes.width, outputs: [parts.feature], settings),
      parts.stream)
  }

  /// From a norm's output to the witness of the activation.
  mutating func feedForward(
    _ parts: StackParts, _ n: Int, activation: Int, _ settings: TransformerSettings
  ) throws {
    let axes = [parts.layer, parts.token, parts.hidden]
    func raised(_ part: String) throws -> Int {
      try affine(
        parts.named("\(part), exact"), n,
        try map(parts, part, inputs: [parts.feature], outputs: [parts.hidden], settings), axes)
    }
    let name = parts.named(parts.architecture.activation.rawValue)
    switch parts.architecture.feedForward {
    case .plain:
      try activate(
        name, try raised("hidden"), parts.settings.activation, table: parts.activation,
        output: activation)
    case .gated:
      try activateGated(
        name, gate: try raised("gate"), raised: try raised("hidden"), parts.settings.activation,
        shift: parts.settings.gateShift, table: parts.activation, output: activation)
    }
  }

  mutating func feedForwardOutput(
    _ parts: StackParts, _ activation: Int, _ settings: TransformerSettings
  ) throws -> Int {
    try affine(
      parts.named("feed-forward output"), activation,
      try map(
        parts, "feed-forward output", inputs: [parts.hidden], outputs: [parts.feature], settings),
      parts.stream)
  }
}

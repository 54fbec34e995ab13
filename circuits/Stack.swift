import Verifier

/// What a stack's blocks are made of while its graph is built.
struct StackParts {
  let architecture: Stack
  let settings: StackSettings
  let roots: RootSettings
  /// Before every name, if there are two stacks.
  let name: String
  let layer: Int
  /// Rows of the stack.
  let token: Int
  let feature: Int
  let hidden: Int
  let itself: AttentionAxes
  let rule: ScoreRule
  /// What the rows attend to beside themselves: an encoder's rows, and their axes.
  let encoder: (rows: Int, axes: AttentionAxes)?
  let exponential: Int
  let activation: Int
  let root: Int

  var stream: [Int] { [layer, token, feature] }

  func named(_ part: String) -> String { GraphBuilder.name(name, part) }
}

extension GraphBuilder {
  /// All blocks of a stack over its embedded rows, as 16-bit rows [token, feature] without the last norm's gain and bias, which
  /// whoever reads them applies.
  mutating func stack(_ parts: StackParts, embedded: Int, _ settings: TransformerSettings) throws
    -> Int
  {
    switch parts.architecture.placement {
    case .before: try stackNormalizedBefore(parts, embedded: embedded, settings)
    case .after: try stackNormalizedAfter(parts, embedded: embedded, settings)
    }
  }

  /// x + f(norm(x)). With o, c and y the outputs of attention, cross-attention and feed-forward, and e the embedded tokens, the
  /// stream before each part is e + Σ_{m < l} (o_m + c_m + y_m) and as much of layer l as came before: recurrences cross layers
  /// through witnesses alone.
  private mutating func stackNormalizedBefore(
    _ parts: StackParts, embedded: Int, _ settings: TransformerSettings
  ) throws -> Int {
    let layer = parts.layer
    // What layers hear of each other through; their rules follow once their sources exist.
    let context = declaredContext(parts, "context")
    let crossContext = parts.encoder.map { _ in declaredContext(parts, "cross context") }
    let activation = declaredActivation(parts)

    let written = try attentionOutput(parts, "attention output", context, settings)
    let crossWritten = try crossContext.map {
      try attentionOutput(parts, "cross attention output", $0, settings)
    }
    let fed = try feedForwardOutput(parts, activation, settings)
    let earlier: [Int: View] = [layer: .matrix(axis: layer, .earlier)]
    let upTo: [Int: View] = [layer: .matrix(axis: layer, .upTo)]
    let start = Summand(1, embedded)
    func cross(_ views: [Int: View]) -> [Summand] {
      crossWritten.map { [Summand(1, $0, views)] } ?? []
    }

    let first = try linear(
      parts.named("residual 1"), parts.stream,
      [start, Summand(1, written, earlier)] + cross(earlier) + [Summand(1, fed, earlier)])
    let read = try norm(parts, "norm 1", first)
    try attention(parts, read, context: context, settings)
    if let crossContext {
      let stream = try linear(
        parts.named("residual between"), parts.stream,
        [start, Summand(1, written, upTo)] + cross(earlier) + [Summand(1, fed, earlier)])
      try crossAttention(
        parts, try norm(parts, "norm between", stream), context: crossContext, settings)
    }
    let second = try linear(
      parts.named("residual 2"), parts.stream,
      [start, Summand(1, written, upTo)] + cross(upTo) + [Summand(1, fed, earlier)])
    try feedForward(parts, try norm(parts, "norm 2", second), activation: activation, settings)

    let all: [Int: View] = [layer: .summed]
    let last = try linear(
      parts.named("final residual"), [parts.token, parts.feature],
      [start, Summand(1, written, all)] + cross(all) + [Summand(1, fed, all)])
    return try norm(parts, "final norm", last)
  }

  /// norm(x + f(x)). The last norm of a block is what its layer says to the next; a norm's gain and bias are applied where the
  /// stream is carried on, and folded into the maps that read it.
  private mutating func stackNormalizedAfter(
    _ parts: StackParts, embedded: Int, _ settings: TransformerSettings
  ) throws -> Int {
    let (layer, token, feature) = (parts.layer, parts.token, parts.feature)
    let start = axis(parts.named("start"), .fixed(1))
    let end = axis(parts.named("end"), .fixed(1))
    let last = witness(
      parts.named("norm 2"), parts.stream, bound: 1 << 15, .rounding(source: 0, shift: 0))

    let placed = try linear(
      parts.named("entry"), [start, token, feature], [Summand(1, embedded)])
    let entry: Int
    switch parts.architecture.entry {
    case .normalized: entry = try norm(parts, "entry norm", placed)
    case .plain:
      entry = try rounded(parts.named("entry norm"), placed, shift: parts.settings.entryShift)
    }
    let read = try linear(
      parts.named("input"), parts.stream,
      [
        Summand(1, last, [layer: .matrix(axis: layer, .previous)]),
        Summand(1, entry, [start: .matrix(axis: layer, .fromFirst)]),
      ])

    let context = try attention(parts, read, context: nil, settings)
    let written = try attentionOutput(parts, "attention output", context, settings)
    let first = try linear(
      parts.named("residual 1"), parts.stream,
      [Summand(1, try carried(parts, "input", read, settings)), Summand(1, written)])
    var n = try norm(parts, "norm 1", first)
    var stream = "norm 1"
    if parts.encoder != nil {
      let context = try crossAttention(parts, n, context: nil, settings)
      let written = try attentionOutput(parts, "cross attention output", context, settings)
      let between = try linear(
        parts.named("residual between"), parts.stream,
        [Summand(1, try carried(parts, stream, n, settings)), Summand(1, written)])
      n = try norm(parts, "norm between", between)
      stream = "norm between"
    }
    let activation = declaredActivation(parts)
    try feedForward(parts, n, activation: activation, settings)
    let second = try linear(
      parts.named("residual 2"), parts.stream,
      [
        Summand(1, try carried(parts, stream, n, settings)),
        Summand(1, try feedForwardOutput(parts, activation, settings)),
      ])
    _ = try norm(parts, "norm 2", second, declared: last)

    let closing = try linear(
      parts.named("last layer"), [end, token, feature],
      [Summand(1, last, [layer: .matrix(axis: end, .fromLast)])])
    return try linear(
      parts.named("final norm"), [token, feature], [Summand(1, closing, [end: .summed])])
  }

  /// gain · n + bias at the stream's fraction bits, exact; n is [layer, token, feature].
  private mutating func carried(
    _ parts: StackParts, _ norm: String, _ n: Int, _ settings: TransformerSettings
  ) throws -> Int {
    let axes = [parts.layer, parts.feature]
    let gain = try vector(parts.named("\(norm) gain"), axes, settings)
    let bias = try vector(parts.named("\(norm) bias"), axes, settings)
    let scaled = try einsum(
      parts.named("\(norm) with gain"), parts.stream, [Factor(n), Factor(gain)])
    return try linear(
      parts.named("\(norm), carried on"), parts.stream, [Summand(1, scaled), Summand(1, bias)])
  }

  private mutating func norm(_ parts: StackParts, _ part: String, _ x: Int, declared: Int? = nil)
    throws -> Int
  {
    let settings = parts.roots.normalization(
      bits: parts.settings.norm, epsilon: parts.settings.epsilon)
    let name = parts.named(part)
    switch parts.architecture.norm {
    case .layer:
      return try normalize(
        name, x, feature: parts.feature, settings, table: parts.root, declared: declared)
    case .rootMeanSquare:
      return try scaledByRoot(
        name, x, feature: parts.feature, squares: parts.architecture.features, settings,
        table: parts.root, declared: declared)
    }
  }
}

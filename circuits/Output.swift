import Verifier

extension GraphBuilder {
  /// What is said of a stack's last rows, 16 bits without gain and bias.
  mutating func output(
    _ last: Int, rows: Int, feature: Int, vocabulary: Int, embedding: VocabularyMatrix, root: Int,
    _ settings: TransformerSettings
  ) throws {
    let head = settings.head
    switch settings.architecture.output {
    case .reply(let tie):
      let reply = axis("reply", .replies)
      let read = try linear(
        "final norm at the reply", [reply, feature],
        [Summand(1, last, [rows: .window(axis: reply, start: .lastPrompt)])])
      let row = try headInput(read, reply: reply, feature: feature, head.row)
      let matrix = try tie == .tied ? embedding : headMatrix(vocabulary, feature, settings)
      try choose(
        row, matrix, reply: reply, choice: vocabulary, feature: feature, settings,
        states: .likeliest)
    case .masked(let activation):
      let reply = axis("reply", .replies)
      let positions = statement("positions", [reply, rows], .positionOneHot)
      let read = try einsum(
        "final norm at the positions", [reply, feature], [Factor(positions), Factor(last)])
      let raised = try headActivation(
        read, activation, reply: reply, feature: feature, settings)
      guard let normalization = head.normalization else {
        throw BuildError(description: "a masked-token head has a norm")
      }
      let normalized = try normalize(
        "head norm", raised, feature: feature, normalization, table: root)
      let row = try headInput(normalized, reply: reply, feature: feature, head.row)
      try choose(
        row, embedding, reply: reply, choice: vocabulary, feature: feature, settings,
        states: .likeliest)
    case .classes(let count):
      let reply = axis("reply", .replies)
      let choice = axis("class", .fixed(count))
      let read = try linear(
        "final norm of the first row", [reply, feature],
        [Summand(1, last, [rows: .window(axis: reply, start: .zero)])])
      let row = try headActivation(read, .tanh, reply: reply, feature: feature, settings)
      try choose(
        row, try headMatrix(choice, feature, settings), reply: reply, choice: choice,
        feature: feature, settings, states: .all)
    case .embedding(let pooling):
      try assertEmbedding(last, pooling, rows: rows, feature: feature, settings)
    }
  }

  private enum Probabilities {
    case likeliest
    case all
  }

  /// The likeliest choice for each row, and its probability, or every choice's, if they are stated.
  private mutating func choose(
    _ row: Int, _ matrix: VocabularyMatrix, reply: Int, choice: Int, feature: Int,
    _ settings: TransformerSettings, states: Probabilities
  ) throws {
    let bias =
      try settings.vectors["logit bias"] == nil ? nil : vector("logit bias", [choice], settings)
    let logits = try assertArgmax(
      row, head: matrix, reply: reply, vocabulary: choice, feature: feature, logitBias: bias,
      gapBits: settings.head.row.gapBits)
    guard let probability = settings.head.probability else { return }
    let stated: Int
    switch states {
    case .all: stated = try probabilities(logits, vocabulary: choice, probability)
    case .likeliest:
      stated = try largestProbability(
        logits, reply: reply, vocabulary: choice, probability)
    }
    try state("probabilities", stated, fractionBits: settings.head.valueBits)
  }

  private mutating func headMatrix(
    _ choice: Int, _ feature: Int, _ settings: TransformerSettings
  ) throws -> VocabularyMatrix {
    guard let bounds = settings.maps["head"] else {
      throw BuildError(description: "the settings name no bounds of the head")
    }
    return vocabularyMatrix("head", vocabulary: choice, feature: feature, bounds)
  }

  /// f(W x + b) of the head, 16 bits.
  private mutating func headActivation(
    _ x: Int, _ activation: Activation, reply: Int, feature: Int, _ settings: TransformerSettings
  ) throws -> Int {
    guard let own = settings.head.activation, let bounds = settings.maps["head dense"] else {
      throw BuildError(description: "the settings name no bounds of the head's dense map")
    }
    let name = "head \(activation.rawValue)"
    let table = activationTable(name, own)
    let raised = axis("raised feature", .fixed(largestSize(feature)))
    let weight = parameter("head dense weight", [feature, raised], .bytes, bound: bounds.weight)
    let low = bounds.low.map {
      parameter("head dense weight, low", [feature, raised], .bytes, bound: $0)
    }
    let scale = parameter("head dense scale", [raised], .wide, bound: bounds.scale)
    let bias = parameter("head dense bias", [raised], .wide, bound: bounds.bias)
    let exact = try affine(
      "head dense", x,
      LinearParameters(
        weight: weight, low: low, scale: scale, bias: bias, scaledNorm: bounds.scaledNorm),
      [reply, raised])
    let output = witness(
      "head activation", [reply, raised], bound: own.largest, .rounding(source: 0, shift: 0))
    try activate(name, exact, own, table: table, output: output)
    // The features again, under their own name.
    return try linear(
      "head rows", [reply, feature],
      [Summand(1 << Int64(settings.head.lift), output, [raised: .same(axis: feature)])])
  }

  /// The rows' sum, or the first row, made as long as 1.
  private mutating func assertEmbedding(
    _ last: Int, _ pooling: Pooling, rows: Int, feature: Int, _ settings: TransformerSettings
  ) throws {
    guard let normalization = settings.head.normalization else {
      throw BuildError(description: "an embedding has a length")
    }
    let gain = try vector("final gain", [feature], settings)
    let bias = try vector("final bias", [feature], settings)
    let scaled = try einsum("final norm with gain", [rows, feature], [Factor(last), Factor(gain)])
    let row = try linear(
      "final rows", [rows, feature], [Summand(1, scaled), Summand(1, bias)])
    let pooled: Int
    switch pooling {
    // A mean points where the sum does.
    case .mean: pooled = try linear("pooled", [feature], [Summand(1, row, [rows: .summed])])
    case .first:
      let reply = axis("first row", .replies)
      let first = try linear(
        "first of the rows", [reply, feature],
        [Summand(1, row, [rows: .window(axis: reply, start: .zero)])])
      pooled = try linear("pooled", [feature], [Summand(1, first, [reply: .summed])])
    }
    let table = try rootTable("length", normalization, squares: 1)
    let unit = try scaledByRoot(
      "unit length", pooled, feature: feature, squares: 1, normalization, table: table)
    try state("sentence embedding", unit, fractionBits: settings.head.valueBits)
  }
}

import Circuits

/// One pass of rows through a stack of blocks.
struct StackPass {
  let stack: Stack
  let weights: StackWeights
  let part: ModelPart
  let observe: ((StackObservation) -> Void)?

  /// Tokens with their positions and segments, after the norm at the entry if there is one.
  /// - Parameter secondSegment: the first row of the second text.
  func embedded(_ tokens: [Int], from embedding: FloatTensor, secondSegment: Int) -> [Float] {
    var rows: [Float] = []
    rows.reserveCapacity(tokens.count * stack.features)
    for (index, token) in tokens.enumerated() {
      let start = rows.count
      rows += embedding.row(token)
      if let positions = weights.positions {
        for (feature, value) in positions.row(index).enumerated() { rows[start + feature] += value }
      }
      if index >= secondSegment, let segment = weights.secondSegment {
        for (feature, value) in segment.enumerated() { rows[start + feature] += value }
      }
    }
    report(.embedded, nil, rows)
    guard let norm = weights.entryNorm else { return rows }
    return normalized(rows, norm, (.entryCentered, .entryNormalized), nil)
  }

  /// The rows after the last block, and after the final norm if there is one.
  /// - Parameter encoder: the final rows of the encoder, if the stack attends to them.
  func finalRows(_ embedded: [Float], encoder: [Float]?) -> [Float] {
    var rows = embedded
    for (index, layer) in weights.layers.enumerated() {
      rows = block(
        rows, layer.attentionNorm,
        (.attentionResidual, .attentionCentered, .attentionNormalized), index
      ) { attention($0, to: $0, layer.attention, .own, index) }
      if let encoder, let norm = layer.crossNorm, let cross = layer.cross {
        rows = block(
          rows, norm, (.attentionResidual, .attentionCentered, .attentionNormalized), index
        ) { attention($0, to: encoder, cross, .encoder, index) }
      }
      rows = block(
        rows, layer.feedForwardNorm,
        (.feedForwardResidual, .feedForwardCentered, .feedForwardNormalized), index
      ) { feedForward($0, layer, index) }
    }
    guard let norm = weights.finalNorm else { return rows }
    report(.finalResidual, nil, rows)
    // A decoder's final rows are the head's to report, since it may scale them.
    let last: Stage? = part == .encoder ? .finalNormalized : nil
    return normalized(rows, norm, (.finalCentered, last), nil)
  }

  /// `x + f(norm(x))` or `norm(x + f(x))`.
  private func block(
    _ rows: [Float], _ norm: NormWeights, _ stages: (input: Stage, centered: Stage, output: Stage),
    _ layer: Int, _ body: ([Float]) -> [Float]
  ) -> [Float] {
    switch stack.placement {
    case .before:
      report(stages.input, layer, rows)
      let read = normalized(rows, norm, (stages.centered, stages.output), layer)
      return sum(rows, body(read))
    case .after:
      let sum = sum(rows, body(rows))
      report(stages.input, layer, sum)
      return normalized(sum, norm, (stages.centered, stages.output), layer)
    }
  }

  private func attention(
    _ rows: [Float], to read: [Float], _ weights: AttentionWeights,
    _ sources: StackAttention.Sources, _ layer: Int
  ) -> [Float] {
    let heads = StackAttention(stack: stack, weights: self.weights, part: part, sources: sources)
    let query = heads.rotated(
      FloatOperations.affine(rows, through: weights.query), width: heads.queryWidth)
    report(.query, layer, query, width: heads.queryWidth)
    let key = heads.rotated(
      FloatOperations.affine(read, through: weights.key), width: heads.keyWidth)
    report(.key, layer, key, width: heads.keyWidth)
    let value = FloatOperations.affine(read, through: weights.value)
    report(.value, layer, value, width: heads.keyWidth)
    let observeScores = observe.map { observe in
      { observe(StackObservation(part: part, stage: .scores, layer: layer, tensor: $0)) }
    }
    let context = heads.context(query, key, value, observe: observeScores)
    report(.context, layer, context, width: heads.queryWidth)
    let output = FloatOperations.affine(context, through: weights.output)
    report(.attentionOutput, layer, output)
    return output
  }

  private func feedForward(_ rows: [Float], _ weights: LayerWeights, _ layer: Int) -> [Float] {
    let hidden = FloatOperations.affine(rows, through: weights.gate ?? weights.up)
    report(.hidden, layer, hidden, width: stack.hidden)
    var activation = FloatOperations.activated(
      hidden, width: stack.hidden, by: stack.activation)
    if weights.gate != nil {
      let raised = FloatOperations.affine(rows, through: weights.up)
      report(.raised, layer, raised, width: stack.hidden)
      for index in activation.indices { activation[index] *= raised[index] }
    }
    report(.activation, layer, activation, width: stack.hidden)
    let output = FloatOperations.affine(activation, through: weights.down)
    report(.feedForwardOutput, layer, output)
    return output
  }

  private func normalized(
    _ rows: [Float], _ norm: NormWeights, _ stages: (centered: Stage, output: Stage?), _ layer: Int?
  ) -> [Float] {
    let centered = FloatOperations.normalized(rows, as: stack)
    report(stages.centered, layer, centered)
    let output = FloatOperations.scaled(centered, by: norm)
    if let stage = stages.output { report(stage, layer, output) }
    return output
  }

  private func sum(_ left: [Float], _ right: [Float]) -> [Float] {
    var result = left
    for index in result.indices { result[index] += right[index] }
    return result
  }

  private func report(_ stage: Stage, _ layer: Int?, _ rows: [Float], width: Int? = nil) {
    guard let observe else { return }
    let width = width ?? stack.features
    let tensor = FloatTensor(shape: [rows.count / width, width], values: rows)
    observe(StackObservation(part: part, stage: stage, layer: layer, tensor: tensor))
  }
}

extension FloatOperations {
  /// The norm of a stack, without gain and bias.
  static func normalized(_ rows: [Float], as stack: Stack) -> [Float] {
    switch stack.norm {
    case .layer: centered(rows, width: stack.features, epsilon: stack.epsilon)
    case .rootMeanSquare:
      dividedByRootMeanSquare(rows, width: stack.features, epsilon: stack.epsilon)
    }
  }
}

/// One pass of several windows through the layers, their rows stacked.
///
/// Windows meet only in the matrix products; positions and attention are each window's own.
struct ForwardPass {
  let model: FloatModel

  /// Row ranges of the windows: consecutive, from 0.
  let windows: [Range<Int>]

  /// Called with every intermediate tensor; only for a single window.
  let observe: ((Observation) -> Void)?

  private var width: Int { model.configuration.width }

  /// The rows after the final normalization, `[tokens, width]`.
  func finalRows(for tokens: [Int]) -> [Float] {
    var residual = embedded(tokens)
    for (index, layer) in model.weights.layers.enumerated() {
      let attention = attention(residual, layer: layer, index: index)
      add(attention, to: &residual)
      let feedForward = feedForward(residual, layer: layer, index: index)
      add(feedForward, to: &residual)
    }
    return normalized(
      residual, model.weights.finalNormalization,
      stages: (.finalResidual, .finalCentered, .finalNormalized), layer: nil)
  }

  /// The logits of rows after the final normalization, `[rows, vocabularySize]`.
  func logits(ofFinalRows rows: [Float]) throws(ModelError) -> FloatTensor {
    let values = FloatOperations.products(rows, withRowsOf: model.weights.head)
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteValue(tensor: "logits", index: index, origin: "the float model")
    }
    let logits = FloatTensor(
      shape: [rows.count / width, model.configuration.vocabularySize], values: values)
    observe?(Observation(stage: .logits, layer: nil, tensor: logits))
    return logits
  }

  private func embedded(_ tokens: [Int]) -> [Float] {
    var rows: [Float] = []
    rows.reserveCapacity(tokens.count * width)
    for window in windows {
      for (position, row) in window.enumerated() {
        let token = model.weights.tokenEmbedding.row(tokens[row])
        let place = model.weights.positionEmbedding.row(position)
        rows += zip(token, place).lazy.map { $0 + $1 }
      }
    }
    report(.embedded, nil, rows, width: width)
    return rows
  }

  private func attention(
    _ residual: [Float], layer: GPT2Weights.Layer, index: Int
  ) -> [Float] {
    let rows = normalized(
      residual, layer.attentionNormalization,
      stages: (.attentionResidual, .attentionCentered, .attentionNormalized), layer: index)
    let projected = FloatOperations.affine(rows, through: layer.queryKeyValue)
    if observe != nil {
      for (part, stage) in [Stage.query, .key, .value].enumerated() {
        let starts = stride(from: part * width, to: projected.count, by: 3 * width)
        report(stage, index, starts.flatMap { projected[$0..<$0 + width] }, width: width)
      }
    }

    let heads = FloatAttention(configuration: model.configuration, layer: index, windows: windows)
    var scores: [Float]? = observe == nil ? nil : []
    let context = heads.context(projected, scores: &scores)
    if let scores {
      let count = windows.reduce(0) { $0 + $1.count }
      let shape = [model.configuration.headCount, count, count]
      let tensor = FloatTensor(shape: shape, values: scores)
      observe?(Observation(stage: .scores, layer: index, tensor: tensor))
    }
    report(.context, index, context, width: width)
    let output = FloatOperations.affine(context, through: layer.attentionOutput)
    report(.attentionOutput, index, output, width: width)
    return output
  }

  private func feedForward(
    _ residual: [Float], layer: GPT2Weights.Layer, index: Int
  ) -> [Float] {
    let hiddenWidth = model.configuration.hiddenWidth
    let rows = normalized(
      residual, layer.feedForwardNormalization,
      stages: (.feedForwardResidual, .feedForwardCentered, .feedForwardNormalized), layer: index)
    let hidden = FloatOperations.affine(rows, through: layer.feedForwardInput)
    report(.hidden, index, hidden, width: hiddenWidth)
    let activation = FloatOperations.activated(
      hidden, width: hiddenWidth, form: model.configuration.activation)
    report(.activation, index, activation, width: hiddenWidth)
    let output = FloatOperations.affine(activation, through: layer.feedForwardOutput)
    report(.feedForwardOutput, index, output, width: width)
    return output
  }

  private func normalized(
    _ rows: [Float], _ normalization: GPT2Weights.Normalization,
    stages: (input: Stage, centered: Stage, output: Stage), layer: Int?
  ) -> [Float] {
    report(stages.input, layer, rows, width: width)
    let centered = FloatOperations.centered(
      rows, width: width, epsilon: model.configuration.normalizationEpsilon)
    report(stages.centered, layer, centered, width: width)
    let output = FloatOperations.scaled(centered, by: normalization)
    report(stages.output, layer, output, width: width)
    return output
  }

  private func add(_ rows: [Float], to residual: inout [Float]) {
    for index in residual.indices { residual[index] += rows[index] }
  }

  private func report(_ stage: Stage, _ layer: Int?, _ rows: [Float], width: Int) {
    guard let observe else { return }
    let tensor = FloatTensor(shape: [rows.count / width, width], values: rows)
    observe(Observation(stage: stage, layer: layer, tensor: tensor))
  }
}

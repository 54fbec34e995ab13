import COpenBLAS
import Circuits
import Foundation

/// From the last stack's final rows to what the model says.
struct HeadPass {
  let model: TransformerModel
  let observe: ((StackObservation) -> Void)?

  private var head: HeadWeights { model.weights.head }
  private var features: Int { model.weights.embedding.shape[1] }

  /// - Parameter positions: rows whose token is predicted, for masked tokens.
  func result(ofFinalRows rows: [Float], positions: [Int]) -> FloatTensor {
    switch model.architecture.output {
    case .reply:
      let factor = Float(head.factor)
      return logits(factor == 1 ? rows : rows.map { $0 * factor })
    case .masked(let activation):
      return logits(transformed(positions.flatMap { row($0, of: rows) }, by: activation))
    case .classes:
      return logits(transformed(row(0, of: rows), by: .tanh))
    case .embedding(let pooling):
      return ofLengthOne(pooled(rows, pooling))
    }
  }

  private func row(_ index: Int, of rows: [Float]) -> [Float] {
    Array(rows[index * features..<(index + 1) * features])
  }

  /// The head's own dense map, activation and norm, as far as it has them.
  private func transformed(_ rows: [Float], by activation: Activation) -> [Float] {
    guard let transform = head.transform else { return rows }
    let hidden = FloatOperations.affine(rows, through: transform)
    report(.headHidden, hidden)
    let activated = FloatOperations.activated(hidden, width: features, by: activation)
    report(.headActivation, activated)
    guard let norm = head.transformNorm, let stack = model.architecture.encoder else {
      return activated
    }
    report(.headResidual, activated)
    let centered = FloatOperations.normalized(activated, as: stack)
    report(.headCentered, centered)
    return FloatOperations.scaled(centered, by: norm)
  }

  private func logits(_ rows: [Float]) -> FloatTensor {
    report(.finalNormalized, rows)
    let matrix = head.matrix ?? model.weights.embedding
    var values = FloatOperations.products(rows, withRowsOf: matrix)
    let width = matrix.shape[0]
    if let bias = head.bias {
      for index in values.indices { values[index] += bias[index % width] }
    }
    report(.logits, values, width: width)
    return FloatTensor(shape: [values.count / width, width], values: values)
  }

  private func pooled(_ rows: [Float], _ pooling: Pooling) -> [Float] {
    var sum = row(0, of: rows)
    if pooling == .mean {
      for index in rows.indices.dropFirst(features) { sum[index % features] += rows[index] }
    }
    report(.pooled, sum)
    return sum
  }

  private func ofLengthOne(_ vector: [Float]) -> FloatTensor {
    let squares = vector.reduce(0.0) { $0 + Double($1) * Double($1) }
    let length = max(squares.squareRoot(), 1e-12)
    return FloatTensor(
      shape: [1, vector.count], values: vector.map { Float(Double($0) / length) })
  }

  private func report(_ stage: Stage, _ rows: [Float], width: Int? = nil) {
    guard let observe else { return }
    let width = width ?? features
    let tensor = FloatTensor(shape: [rows.count / width, width], values: rows)
    observe(StackObservation(part: .head, stage: stage, layer: nil, tensor: tensor))
  }
}

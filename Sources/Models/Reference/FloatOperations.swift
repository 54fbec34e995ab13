import COpenBLAS
import Circuits
import Foundation

/// The row-wise operations of the float model, on matrices in row-major order.
enum FloatOperations {
  /// `rows × inputs` times `inputs × outputs`, plus the bias in every row.
  static func affine(_ rows: [Float], through linear: LinearWeights) -> [Float] {
    let (inputs, outputs) = (linear.weight.shape[0], linear.weight.shape[1])
    let count = rows.count / inputs
    var result: [Float] = []
    result.reserveCapacity(count * outputs)
    for _ in 0..<count { result += linear.bias }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(count), blasint(outputs), blasint(inputs),
      1, rows, blasint(inputs), linear.weight.values, blasint(outputs), 1, &result,
      blasint(outputs))
    return result
  }

  /// The product of every row with every row of `matrix`: `rows × matrixᵀ`.
  static func products(_ rows: [Float], withRowsOf matrix: FloatTensor) -> [Float] {
    let (outputs, inputs) = (matrix.shape[0], matrix.shape[1])
    let count = rows.count / inputs
    return [Float](unsafeUninitializedCapacity: count * outputs) { result, initializedCount in
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, blasint(count), blasint(outputs),
        blasint(inputs), 1, rows, blasint(inputs), matrix.values, blasint(inputs), 0,
        result.baseAddress, blasint(outputs))
      initializedCount = count * outputs
    }
  }

  /// Each row less its mean, divided by the root of its variance plus `epsilon`.
  static func centered(_ rows: [Float], width: Int, epsilon: Double) -> [Float] {
    var result = rows
    forEachRow(of: &result, width: width) { row, _ in
      var sum = 0.0
      for value in row { sum += Double(value) }
      let mean = sum / Double(width)
      var squares = 0.0
      for value in row { squares += (Double(value) - mean) * (Double(value) - mean) }
      let scale = 1 / (squares / Double(width) + epsilon).squareRoot()
      for index in row.indices { row[index] = Float((Double(row[index]) - mean) * scale) }
    }
    return result
  }

  /// Each row divided by the root of its mean square plus `epsilon`.
  static func dividedByRootMeanSquare(_ rows: [Float], width: Int, epsilon: Double) -> [Float] {
    var result = rows
    forEachRow(of: &result, width: width) { row, _ in
      var squares = 0.0
      for value in row { squares += Double(value) * Double(value) }
      let scale = 1 / (squares / Double(width) + epsilon).squareRoot()
      for index in row.indices { row[index] = Float(Double(row[index]) * scale) }
    }
    return result
  }

  /// `rows · gain + bias`, feature by feature.
  static func scaled(_ rows: [Float], by normalization: NormWeights) -> [Float] {
    let (gain, bias) = (normalization.gain, normalization.bias)
    var result = rows
    forEachRow(of: &result, width: gain.count) { row, _ in
      for index in row.indices { row[index] = row[index] * gain[index] + bias[index] }
    }
    return result
  }

  /// The activation of every element.
  static func activated(_ rows: [Float], width: Int, form: GELUForm) -> [Float] {
    switch form {
    case .tanh: activated(rows, width: width, by: .geluTanh)
    case .erf: activated(rows, width: width, by: .geluErf)
    }
  }

  /// The activation of every element.
  static func activated(_ rows: [Float], width: Int, by activation: Activation) -> [Float] {
    var result = rows
    forEachRow(of: &result, width: width) { row, _ in
      switch activation {
      case .geluTanh:
        let scale: Float = 0.797_884_560_8  // √(2/π)
        for index in row.indices {
          let x = row[index]
          row[index] = 0.5 * x * (1 + Foundation.tanh(scale * (x + 0.044715 * x * x * x)))
        }
      case .geluErf:
        let scale = Float(0.5).squareRoot()
        for index in row.indices {
          let x = row[index]
          row[index] = 0.5 * x * (1 + erf(scale * x))
        }
      case .relu:
        for index in row.indices { row[index] = max(0, row[index]) }
      case .silu:
        for index in row.indices { row[index] /= 1 + exp(-row[index]) }
      case .tanh:
        for index in row.indices { row[index] = Foundation.tanh(row[index]) }
      }
    }
    return result
  }

  /// Changes every row in place, on all cores.
  /// - Parameter body: receives the row and its index; rows must not depend on each other.
  static func forEachRow(
    of values: inout [Float], width: Int,
    _ body: @Sendable (UnsafeMutableBufferPointer<Float>, Int) -> Void
  ) {
    let count = values.count / width
    // Enough rows a chunk that starting one costs nothing beside running it.
    let chunk = max(1, 1 << 15 / width)
    let chunks = (count + chunk - 1) / chunk
    values.withUnsafeMutableBufferPointer { buffer in
      // Chunks are disjoint, so the threads never touch the same element.
      nonisolated(unsafe) let buffer = buffer
      DispatchQueue.concurrentPerform(iterations: chunks) { index in
        for row in index * chunk..<min(count, (index + 1) * chunk) {
          body(.init(rebasing: buffer[row * width..<(row + 1) * width]), row)
        }
      }
    }
  }
}

/// A dense tensor of 32-bit floats in row-major order.
public struct FloatTensor: Equatable, Sendable {
  /// Extent of each axis, outermost first; empty for a scalar.
  public let shape: [Int]

  /// The elements, last axis fastest; as many as the product of `shape`.
  public let values: [Float]

  /// - Precondition: `values` holds as many elements as `shape` says.
  public init(shape: [Int], values: [Float]) {
    precondition(
      shape.reduce(1, *) == values.count, "a tensor needs as many values as its shape says")
    self.shape = shape
    self.values = values
  }

  /// The elements of one row of a matrix, without copying them.
  /// - Precondition: the tensor has two axes, and `index` is less than the first extent.
  public func row(_ index: Int) -> ArraySlice<Float> {
    precondition(shape.count == 2, "only a matrix has rows")
    return values[index * shape[1]..<(index + 1) * shape[1]]
  }

  /// The matrix with rows and columns exchanged.
  /// - Precondition: the tensor has two axes.
  func transposed() -> FloatTensor {
    precondition(shape.count == 2, "only a matrix is transposed")
    let (rows, columns) = (shape[0], shape[1])
    let block = 32  // Of rows and columns that stay in the cache together.
    let result = [Float](unsafeUninitializedCapacity: values.count) { result, initializedCount in
      values.withUnsafeBufferPointer { values in
        for top in stride(from: 0, to: rows, by: block) {
          for left in stride(from: 0, to: columns, by: block) {
            for row in top..<min(top + block, rows) {
              for column in left..<min(left + block, columns) {
                result[column * rows + row] = values[row * columns + column]
              }
            }
          }
        }
      }
      initializedCount = values.count
    }
    return FloatTensor(shape: [columns, rows], values: result)
  }

  /// Every element times a factor.
  func scaled(by factor: Double) -> FloatTensor {
    guard factor != 1 else { return self }
    return FloatTensor(shape: shape, values: values.map { Float(Double($0) * factor) })
  }
}

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
}

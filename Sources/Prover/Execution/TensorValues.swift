import Verifier

/// The values of one node over its box, row-major: signed bytes for weights, 64-bit integers for everything else.
///
/// A class, since execution fills it row by row and the reduction's threads read it. An integer stands for its residue modulo p.
public final class TensorValues: @unchecked Sendable {
  public let shape: [Int]
  /// Entries between neighbours along each axis.
  public let strides: [Int]
  public let count: Int
  public let storage: Storage

  public enum Storage {
    case bytes(UnsafePointer<Int8>)
    case integers(UnsafeMutablePointer<Int64>)
  }

  private let owner: AnyObject?

  /// Zeros.
  public init(shape: [Int]) {
    self.shape = shape
    strides = TensorValues.strides(of: shape)
    count = shape.reduce(1, *)
    storage = .integers(
      ZeroedMemory.allocate(8 * count).bindMemory(to: Int64.self, capacity: count))
    owner = nil
  }

  public convenience init(shape: [Int], _ values: [Int64]) {
    self.init(shape: shape)
    precondition(values.count == count, "a tensor has as many values as its box has entries")
    for i in values.indices { integers[i] = values[i] }
  }

  /// Bytes that belong to someone else.
  public init(shape: [Int], bytes: SharedMemory<Int8>) {
    self.shape = shape
    strides = TensorValues.strides(of: shape)
    count = shape.reduce(1, *)
    precondition(bytes.count == count, "a tensor has as many values as its box has entries")
    storage = .bytes(bytes.start)
    owner = bytes
  }

  deinit {
    if case .integers(let memory) = storage { ZeroedMemory.release(memory, 8 * count) }
  }

  /// - Precondition: the tensor is not made of bytes.
  public var integers: UnsafeMutablePointer<Int64> {
    guard case .integers(let memory) = storage else {
      preconditionFailure("weights are not written")
    }
    return memory
  }

  @inline(__always)
  public subscript(_ i: Int) -> Int64 {
    switch storage {
    case .bytes(let start): Int64(start[i])
    case .integers(let start): start[i]
    }
  }

  public var array: [Int64] { (0..<count).map { self[$0] } }

  static func strides(of shape: [Int]) -> [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for i in shape.indices.dropLast().reversed() { strides[i] = strides[i + 1] * shape[i + 1] }
    return strides
  }
}

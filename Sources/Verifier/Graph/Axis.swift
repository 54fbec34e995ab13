/// UTF-8 bytes of a name; the verifier carries names for its users and never computes with them.
public struct Name: Equatable, Sendable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
}

/// How many entries an axis has: fixed by the model, or by the statement.
public enum Extent: Equatable, Sendable {
  case fixed(Int)
  /// Rows that are computed token by token: the bucket of prompt + reply - 1, or of the reply alone beside an encoder.
  case tokens
  /// Rows of the reply axis: the bucket of the reply's length.
  case replies
  /// Rows of an encoder: one for each token of the prompt and no more, so that nothing has to be masked.
  case prompt
}

/// A named direction of a tensor.
public struct Axis: Equatable, Sendable {
  public let name: Name
  public let extent: Extent

  public init(name: Name, extent: Extent) {
    self.name = name
    self.extent = extent
  }
}

/// Digits of an axis of n entries: the smallest b with n <= 2^b.
public func bitCount(_ n: Int) -> Int {
  n <= 1 ? 0 : Int.bitWidth - (n - 1).leadingZeroBitCount
}

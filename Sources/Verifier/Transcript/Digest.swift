/// 32 bytes, held as four words, the first byte highest.
@frozen
public struct Digest: Equatable, Sendable {
  let w0, w1, w2, w3: UInt64

  public static let zero = Digest(0, 0, 0, 0)

  init(_ w0: UInt64, _ w1: UInt64, _ w2: UInt64, _ w3: UInt64) {
    self.w0 = w0
    self.w1 = w1
    self.w2 = w2
    self.w3 = w3
  }

  /// The digest with these 32 bytes, or nil if there are not 32.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    func word(_ i: Int) -> UInt64 {
      var result: UInt64 = 0
      for byte in bytes[8 * i..<8 * i + 8] { result = result << 8 | UInt64(byte) }
      return result
    }
    self.init(word(0), word(1), word(2), word(3))
  }

  func word(_ i: Int) -> UInt64 { i < 2 ? (i == 0 ? w0 : w1) : (i == 2 ? w2 : w3) }

  public subscript(_ i: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: word(i >> 3) >> UInt64(56 - 8 * (i & 7)))
  }

  public var bytes: [UInt8] { (0..<32).map { self[$0] } }

  /// Whether the digest, read as a number with the first byte highest, is below 2^(256 - bits); bits <= 64.
  func hasLeadingZeros(_ bits: Int) -> Bool { bits == 0 || w0 >> UInt64(64 - bits) == 0 }
}

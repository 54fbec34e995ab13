/// An element of the Goldilocks field F_p, p = 2^64 - 2^32 + 1, always in canonical form.
///
/// A borrow or carry out of 64 bits is worth 2^64 = 2^32 - 1 (mod p). Operations are inlined where a machine's code should be fast;
/// in the module that clients load they are calls, which are shorter.
@frozen
public struct Goldilocks: Equatable, Sendable {
  /// The canonical representative, below p.
  public let word: UInt64

  /// p = 2^64 - 2^32 + 1.
  public static let order: UInt64 = 0xFFFF_FFFF_0000_0001
  public static let zero = Goldilocks(unchecked: 0)
  public static let one = Goldilocks(unchecked: 1)

  @inlinable
  init(unchecked word: UInt64) { self.word = word }

  /// The residue of any 64-bit word.
  @inlinable
  public init(_ word: UInt64) {
    self.word = word >= 0xFFFF_FFFF_0000_0001 ? word &- 0xFFFF_FFFF_0000_0001 : word
  }

  /// The residue of a signed integer: v < 0 means p + v.
  @inlinable
  public init(_ integer: Int64) {
    let word = UInt64(bitPattern: integer)
    // A negative word stands for 2^64 + v; p + v is 2^32 - 1 less.
    self.init(integer < 0 ? word &- 0xFFFF_FFFF : word)
  }

  /// The element with these canonical bytes, or nil if the word is not below p.
  @inlinable
  public init?(canonical word: UInt64) {
    guard word < 0xFFFF_FFFF_0000_0001 else { return nil }
    self.word = word
  }

  @inlinable
  public static func + (a: Goldilocks, b: Goldilocks) -> Goldilocks {
    // a - (p - b) avoids the carry out of 64 bits.
    difference(a.word, 0xFFFF_FFFF_0000_0001 &- b.word)
  }

  @inlinable
  public static func - (a: Goldilocks, b: Goldilocks) -> Goldilocks {
    difference(a.word, b.word)
  }

  /// a - b modulo p, for words up to p.
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  @inlinable
  static func difference(_ a: UInt64, _ b: UInt64) -> Goldilocks {
    let (word, borrows) = a.subtractingReportingOverflow(b)
    return Goldilocks(unchecked: borrows ? word &- 0xFFFF_FFFF : word)
  }

  @inlinable
  public static prefix func - (a: Goldilocks) -> Goldilocks { .zero - a }

  #if hasFeature(Embedded)
    @inline(never)
  #endif
  @inlinable
  public static func * (a: Goldilocks, b: Goldilocks) -> Goldilocks {
    let product = a.word.multipliedFullWidth(by: b.word)
    return reduce(high: product.high, low: product.low)
  }

  /// high 2^64 + low modulo p: with high = h1 2^32 + h0 it is low - h1 + h0 (2^32 - 1).
  @inlinable
  static func reduce(high: UInt64, low: UInt64) -> Goldilocks {
    let middle = (high & 0xFFFF_FFFF) &* 0xFFFF_FFFF
    let (sum, carries) = low.addingReportingOverflow(middle)
    let (rest, borrows) = sum.subtractingReportingOverflow(high >> 32)
    // 2^64 = 2^32 - 1, for a carry and against a borrow.
    let carried = carries ? rest &+ 0xFFFF_FFFF : rest
    return Goldilocks(borrows ? carried &- 0xFFFF_FFFF : carried)
  }

  /// self^exponent by repeated squaring.
  public func power(_ exponent: UInt64) -> Goldilocks {
    var result = Goldilocks.one
    var base = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = result * base }
      base = base * base
      rest >>= 1
    }
    return result
  }

  /// 1 / self, and 0 for 0: self^(p-2).
  public var inverse: Goldilocks { power(Goldilocks.order - 2) }

  /// The representative in (-p/2, p/2).
  public var centred: Int64 {
    Int64(bitPattern: word > Goldilocks.order / 2 ? word &+ 0xFFFF_FFFF : word)
  }

  /// A generator of the subgroup of order 2^bits: 7^((p-1) / 2^bits), bits <= 32.
  public static func rootOfUnity(bits: Int) -> Goldilocks {
    precondition(bits >= 0 && bits <= 32)
    return Goldilocks(UInt64(7)).power((order - 1) >> UInt64(bits))
  }
}

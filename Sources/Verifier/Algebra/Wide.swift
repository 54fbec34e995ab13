/// An unsigned integer below 2^1024, in which soundness errors are computed exactly.
///
/// Every machine must reach the same verdict on a schedule, so no rounding of a floating-point library takes part.
/// Passing 2^1024 is a mistake of the caller, who bounds what enters a formula, and stops the program.
public struct Wide: Equatable, Sendable {
  private static let count = 32

  /// Lowest first.
  private var limbs = InlineArray<32, UInt32>(repeating: 0)

  public static let zero = Wide(0)
  public static let one = Wide(1)

  public init(_ value: UInt64) {
    limbs[0] = UInt32(truncatingIfNeeded: value)
    limbs[1] = UInt32(truncatingIfNeeded: value >> 32)
  }

  public init(_ value: Int) { self.init(UInt64(value)) }

  /// 2^exponent.
  public static func powerOfTwo(_ exponent: Int) -> Wide { Wide.one << exponent }

  /// Number of binary digits; 0 for 0.
  public var bitWidth: Int {
    let used = usedLimbs
    return used == 0 ? 0 : 32 * used - limbs[used - 1].leadingZeroBitCount
  }

  /// The highest 64 binary digits below the top one's place, and how many lower digits they leave out.
  public var leading: (digits: UInt64, dropped: Int) {
    let dropped = max(0, bitWidth - 64)
    let top = self >> dropped
    return (UInt64(top.limbs[1]) << 32 | UInt64(top.limbs[0]), dropped)
  }

  private var usedLimbs: Int {
    var used = Wide.count
    while used > 0, limbs[used - 1] == 0 { used -= 1 }
    return used
  }

  public static func == (a: Wide, b: Wide) -> Bool {
    for i in 0..<count where a.limbs[i] != b.limbs[i] { return false }
    return true
  }

  public static func < (a: Wide, b: Wide) -> Bool {
    for i in (0..<count).reversed() where a.limbs[i] != b.limbs[i] {
      return a.limbs[i] < b.limbs[i]
    }
    return false
  }

  public static func > (a: Wide, b: Wide) -> Bool { b < a }
  public static func <= (a: Wide, b: Wide) -> Bool { !(b < a) }
  public static func >= (a: Wide, b: Wide) -> Bool { !(a < b) }

  public static func + (a: Wide, b: Wide) -> Wide {
    var result = Wide.zero
    var carry: UInt64 = 0
    for i in 0..<count {
      let sum = UInt64(a.limbs[i]) + UInt64(b.limbs[i]) + carry
      result.limbs[i] = UInt32(truncatingIfNeeded: sum)
      carry = sum >> 32
    }
    precondition(carry == 0, "sum passes 2^1024")
    return result
  }

  public static func += (a: inout Wide, b: Wide) { a = a + b }

  /// a - b for a >= b.
  public static func - (a: Wide, b: Wide) -> Wide {
    var result = Wide.zero
    var borrow: UInt64 = 0
    for i in 0..<count {
      let difference = UInt64(a.limbs[i]) &- UInt64(b.limbs[i]) &- borrow
      result.limbs[i] = UInt32(truncatingIfNeeded: difference)
      borrow = difference >> 63
    }
    precondition(borrow == 0, "difference below 0")
    return result
  }

  public static func * (a: Wide, b: Wide) -> Wide {
    let (usedA, usedB) = (a.usedLimbs, b.usedLimbs)
    precondition(usedA + usedB <= count + 1, "product passes 2^1024")
    var result = Wide.zero
    for i in 0..<usedA {
      var carry: UInt64 = 0
      for j in 0..<usedB {
        let sum = UInt64(a.limbs[i]) * UInt64(b.limbs[j]) + UInt64(result.limbs[i + j]) + carry
        result.limbs[i + j] = UInt32(truncatingIfNeeded: sum)
        carry = sum >> 32
      }
      precondition(carry == 0 || i + usedB < count, "product passes 2^1024")
      if carry != 0 { result.limbs[i + usedB] = UInt32(truncatingIfNeeded: carry) }
    }
    return result
  }

  public static func << (a: Wide, bits: Int) -> Wide {
    precondition(
      bits >= 0 && (a.bitWidth == 0 || a.bitWidth + bits <= 32 * count), "shift passes 2^1024")
    var result = Wide.zero
    let (whole, part) = (bits / 32, UInt32(bits % 32))
    for i in stride(from: count - 1, through: whole, by: -1) {
      let high = a.limbs[i - whole] << part
      let low = part > 0 && i > whole ? a.limbs[i - whole - 1] >> (32 - part) : 0
      result.limbs[i] = high | low
    }
    return result
  }

  /// Floor of a / 2^bits.
  public static func >> (a: Wide, bits: Int) -> Wide {
    var result = Wide.zero
    let (whole, part) = (bits / 32, UInt32(bits % 32))
    if whole >= count { return result }
    for i in 0..<count - whole {
      let low = a.limbs[i + whole] >> part
      let high = part > 0 && i + whole + 1 < count ? a.limbs[i + whole + 1] << (32 - part) : 0
      result.limbs[i] = low | high
    }
    return result
  }

  /// Ceiling of self / 2^bits.
  public func shiftedRightUp(_ bits: Int) -> Wide {
    let floor = self >> bits
    return floor << bits == self ? floor : floor + .one
  }

  /// Ceiling of self / divisor.
  public func dividedUp(by divisor: Wide) -> Wide {
    let (quotient, remainder) = dividedDown(by: divisor)
    return remainder == .zero ? quotient : quotient + .one
  }

  /// Floor of self / divisor and what is left.
  ///
  /// Source: D. Knuth, The Art of Computer Programming, volume 2, section 4.3.1, algorithm D.
  public func dividedDown(by divisor: Wide) -> (quotient: Wide, remainder: Wide) {
    let length = divisor.usedLimbs
    precondition(length > 0, "division by 0")
    if self < divisor { return (.zero, self) }
    if length == 1 { return divided(bySmall: UInt64(divisor.limbs[0])) }
    let shift = divisor.limbs[length - 1].leadingZeroBitCount
    let v = divisor << shift
    // One limb more than fits: the shifted dividend may pass 2^1024.
    var extra = shift == 0 ? 0 : limbs[Wide.count - 1] >> UInt32(32 - shift)
    var u = shift == 0 ? self : (self - ((self >> (1024 - shift)) << (1024 - shift))) << shift
    let (v1, v2) = (UInt64(v.limbs[length - 1]), UInt64(v.limbs[length - 2]))
    var quotient = Wide.zero
    for j in stride(from: Wide.count - length, through: 0, by: -1) {
      let top = j + length == Wide.count ? extra : u.limbs[j + length]
      let two = UInt64(top) << 32 | UInt64(u.limbs[j + length - 1])
      var guess = two / v1
      var rest = two % v1
      while guess >> 32 != 0 || guess * v2 > (rest << 32 | UInt64(u.limbs[j + length - 2])) {
        guess -= 1
        rest += v1
        if rest >> 32 != 0 { break }
      }
      if guess == 0 { continue }
      var borrow: UInt64 = 0
      var carry: UInt64 = 0
      for i in 0..<length {
        let product = guess * UInt64(v.limbs[i]) + carry
        carry = product >> 32
        let difference = UInt64(u.limbs[i + j]) &- (product & 0xFFFF_FFFF) &- borrow
        u.limbs[i + j] = UInt32(truncatingIfNeeded: difference)
        borrow = difference >> 63
      }
      let difference = UInt64(top) &- carry &- borrow
      var rest32 = UInt32(truncatingIfNeeded: difference)
      if difference >> 63 != 0 {
        guess -= 1
        var back: UInt64 = 0
        for i in 0..<length {
          let sum = UInt64(u.limbs[i + j]) + UInt64(v.limbs[i]) + back
          u.limbs[i + j] = UInt32(truncatingIfNeeded: sum)
          back = sum >> 32
        }
        rest32 = UInt32(truncatingIfNeeded: UInt64(rest32) + back)
      }
      if j + length == Wide.count { extra = rest32 } else { u.limbs[j + length] = rest32 }
      quotient.limbs[j] = UInt32(truncatingIfNeeded: guess)
    }
    return (quotient, u >> shift)
  }

  private func divided(bySmall divisor: UInt64) -> (quotient: Wide, remainder: Wide) {
    var quotient = Wide.zero
    var remainder: UInt64 = 0
    for i in (0..<Wide.count).reversed() {
      let two = remainder << 32 | UInt64(limbs[i])
      quotient.limbs[i] = UInt32(truncatingIfNeeded: two / divisor)
      remainder = two % divisor
    }
    return (quotient, Wide(remainder))
  }

  /// Floor of the square root: Newton's method from above.
  public var squareRoot: Wide {
    if self == .zero { return .zero }
    var root = Wide.powerOfTwo((bitWidth + 1) / 2)
    while true {
      let next = (root + dividedDown(by: root).quotient) >> 1
      if next >= root { return root }
      root = next
    }
  }
}

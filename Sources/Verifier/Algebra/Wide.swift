/// An unsigned integer below 2^1024, in which soundness errors are computed exactly.
///
/// Every machine must reach the same verdict on a schedule, so no rounding of a floating-point library takes part.
/// Passing the last limb, or 0, is a mistake of the caller, who bounds what enters a formula, and stops the program: the index of a
/// limb that there is not does.
///
/// A verifier that clients load is small before it is fast: every operation is a sum or a difference of `add` and `subtract`.
public struct Wide: Equatable, Sendable {
  /// One more than 2^1024 takes, for the dividend that division shifts.
  private static let count = 33

  /// Below 2^32 each, lowest first.
  private var limbs = [UInt64](repeating: 0, count: Wide.count)

  public static var zero: Wide { Wide(0) }
  public static var one: Wide { Wide(1) }

  @inline(never)
  public init(_ value: UInt64) {
    limbs[0] = value & 0xFFFF_FFFF
    limbs[1] = value >> 32
  }

  public init(_ value: Int) { self.init(UInt64(value)) }

  /// 2^exponent.
  public static func powerOfTwo(_ exponent: Int) -> Wide { Wide.one << exponent }

  /// Number of binary digits; 0 for 0.
  @inline(never)
  public var bitWidth: Int {
    let used = usedLimbs
    return used == 0 ? 0 : 32 * used + 32 - limbs[used - 1].leadingZeroBitCount
  }

  /// The highest 64 binary digits below the top one's place, and how many lower digits they leave out.
  public var leading: (digits: UInt64, dropped: Int) {
    let dropped = max(0, bitWidth - 64)
    let top = self >> dropped
    return (top.limbs[1] << 32 | top.limbs[0], dropped)
  }

  @inline(never)
  private var usedLimbs: Int {
    var used = Wide.count
    while used > 0, limbs[used - 1] == 0 { used -= 1 }
    return used
  }

  public static func == (a: Wide, b: Wide) -> Bool { a <= b && b <= a }

  @inline(never)
  public static func < (a: Wide, b: Wide) -> Bool {
    var i = count - 1
    while i > 0, a.limbs[i] == b.limbs[i] { i -= 1 }
    return a.limbs[i] < b.limbs[i]
  }

  public static func > (a: Wide, b: Wide) -> Bool { b < a }
  public static func <= (a: Wide, b: Wide) -> Bool { !(b < a) }
  public static func >= (a: Wide, b: Wide) -> Bool { !(a < b) }

  /// self + b · factor · 2^(32 place), factor < 2^32.
  @inline(never)
  private mutating func add(_ b: Wide, times factor: UInt64 = 1, at place: Int = 0) {
    let used = b.usedLimbs
    var carry: UInt64 = 0
    var i = 0
    while i < used || carry > 0 {
      let sum = factor * b.limbs[i] + limbs[place + i] + carry
      limbs[place + i] = sum & 0xFFFF_FFFF
      carry = sum >> 32
      i += 1
    }
  }

  /// self - b · factor · 2^(32 place), factor < 2^32.
  @inline(never)
  private mutating func subtract(_ b: Wide, times factor: UInt64 = 1, at place: Int = 0) {
    let used = b.usedLimbs
    var debt: UInt64 = 0
    var i = 0
    while i < used || debt > 0 {
      debt += factor * b.limbs[i]
      let difference = limbs[place + i] &- (debt & 0xFFFF_FFFF)
      limbs[place + i] = difference & 0xFFFF_FFFF
      debt = debt >> 32 + difference >> 63
      i += 1
    }
  }

  public static func + (a: Wide, b: Wide) -> Wide {
    var result = a
    result.add(b)
    return result
  }

  public static func += (a: inout Wide, b: Wide) { a.add(b) }

  /// a - b for a >= b.
  public static func - (a: Wide, b: Wide) -> Wide {
    var result = a
    result.subtract(b)
    return result
  }

  @inline(never)
  public static func * (a: Wide, b: Wide) -> Wide {
    var result = Wide.zero
    for i in 0..<a.usedLimbs { result.add(b, times: a.limbs[i], at: i) }
    return result
  }

  @inline(never)
  public static func << (a: Wide, bits: Int) -> Wide {
    var result = Wide.zero
    result.add(a, times: 1 << UInt64(bits % 32), at: bits / 32)
    return result
  }

  /// Floor of a / 2^bits.
  @inline(never)
  public static func >> (a: Wide, bits: Int) -> Wide {
    var result = Wide.zero
    let whole = bits / 32
    var two: UInt64 = 0
    var i = count
    while i > whole {
      i -= 1
      two = two << 32 | a.limbs[i]
      result.limbs[i - whole] = two >> UInt64(bits % 32) & 0xFFFF_FFFF
    }
    return result
  }

  /// Ceiling of self / 2^bits.
  @inline(never)
  public func shiftedRightUp(_ bits: Int) -> Wide {
    (self + (Wide.powerOfTwo(bits) - .one)) >> bits
  }

  /// Ceiling of self / divisor.
  @inline(never)
  public func dividedUp(by divisor: Wide) -> Wide {
    (self + (divisor - .one)).dividedDown(by: divisor).quotient
  }

  /// Floor of self / divisor and what is left.
  ///
  /// Each step takes from the rest what its first two limbs, rounded down, over the divisor's first, rounded up, allow: never too
  /// much. As the divisor's first limb is at least 2^31, that is about a limb of the quotient.
  @inline(never)
  public func dividedDown(by divisor: Wide) -> (quotient: Wide, remainder: Wide) {
    let shift = -divisor.bitWidth & 31
    let shifted = divisor << shift
    let length = shifted.usedLimbs
    let first = shifted.limbs[length - 1] + 1
    var rest = self << shift
    var quotient = Wide.zero
    while rest >= shifted {
      let used = rest.usedLimbs
      var place = used - length
      var digit: UInt64 = 1
      if place > 0 {
        let two = rest.limbs[used - 1] << 32 | rest.limbs[used - 2]
        let allowed = two / first
        if allowed >> 32 == 0 {
          digit = allowed
          place -= 1
        }
      }
      rest.subtract(shifted, times: digit, at: place)
      quotient.add(.one, times: digit, at: place)
    }
    return (quotient, rest >> shift)
  }

  /// Floor of the square root: Newton's method from above.
  public var squareRoot: Wide {
    if bitWidth == 0 { return .zero }
    var root = Wide.powerOfTwo((bitWidth + 1) / 2)
    while true {
      let next = (root + dividedDown(by: root).quotient) >> 1
      if next >= root { return root }
      root = next
    }
  }
}

extension SoundnessTerm {
  /// Floor of 1000 · log2(1 / error), for the sum of these terms; in integers, so that every machine says the same.
  public static func millibits(_ terms: [SoundnessTerm]) -> Int {
    let total = sum(terms)
    guard total.bitWidth > 0 else { return 1000 * CodeBounds.unitBits }
    guard total.bitWidth <= CodeBounds.unitBits else { return 0 }
    // log2(total) in units of 2^-fraction: its integer part is the width, its digits come from squaring the rest, rounded up.
    let fraction = 32
    let (digits, dropped) = total.leading
    let width = total.bitWidth - 1
    var mantissa = dropped == 0 ? digits << UInt64(63 - width) : digits
    if dropped > 0, (total >> dropped) << dropped != total { mantissa &+= mantissa == .max ? 0 : 1 }
    var logarithm = UInt64(width)
    for _ in 0..<fraction {
      let square = mantissa.multipliedFullWidth(by: mantissa)
      logarithm <<= 1
      // The square of a number in [1, 2) is in [1, 4): with 126 digits behind the point, 2 is bit 127.
      if square.high >> 63 == 1 {
        logarithm |= 1
        mantissa = square.high == .max || square.low == 0 ? square.high : square.high + 1
      } else {
        mantissa = square.high << 1 | square.low >> 63
        if square.low << 1 != 0, mantissa != .max { mantissa += 1 }
      }
    }
    // One more unit than was found, since digits beyond the last were left out.
    let scaled = UInt64(1000) * (UInt64(CodeBounds.unitBits) << UInt64(fraction) - logarithm - 1)
    return Int(scaled >> UInt64(fraction))
  }
}

/// Lookup tables as correctly rounded integers.
///
/// Tables are part of a model's digest, so they must be the same on every machine. Floating-point
/// libraries differ in the last bit; these are computed in exact integer arithmetic, with an
/// error bound, and a value too close to a tie is computed again with more bits.
public enum LookupTable {
  /// The most rows of a table.
  public static let largestRowCount = 1 << 20

  /// Errors of all functions used here stay below `2^errorBits` units of the last place.
  private static let errorBits = 72

  /// `floor(2^outputBits · value + 1/2)`, decided with as many bits as it takes.
  /// - Parameter value: computes the value in the given arithmetic.
  /// - Throws: `invalidTable` if the value is so close to a tie that it must be one. The functions
  ///   tabulated here are transcendental and meet a tie nowhere.
  static func rounded(
    outputBits: Int, table: String, _ value: (FixedPoint) -> BigInteger
  ) throws(ModelError) -> Int64 {
    for fractionBits in [256, 512, 1024, 2048] {
      let arithmetic = FixedPoint(fractionBits: fractionBits)
      let margin = BigInteger(powerOfTwo: errorBits)
      var low = value(arithmetic)
      var high = BigInteger(low)
      low.subtract(margin)
      high.add(margin)
      roundHalfUp(&low, fractionBits: fractionBits, outputBits: outputBits)
      roundHalfUp(&high, fractionBits: fractionBits, outputBits: outputBits)
      guard let low = low.int64, let high = high.int64 else {
        throw .invalidTable(name: table, reason: "a value does not fit 64 bits")
      }
      if low == high { return low }
    }
    throw .invalidTable(name: table, reason: "a value lies on a tie")
  }

  private static func roundHalfUp(
    _ value: inout BigInteger, fractionBits: Int, outputBits: Int
  ) {
    value.shiftLeft(by: outputBits)
    value.add(BigInteger(powerOfTwo: fractionBits - 1))
    value.shiftRight(by: fractionBits)
  }

  static func require(
    _ condition: Bool, table: String, _ reason: @autoclosure () -> String
  ) throws(ModelError) {
    guard condition else { throw .invalidTable(name: table, reason: reason()) }
  }
}

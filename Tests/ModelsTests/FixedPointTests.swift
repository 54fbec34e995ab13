import Testing

@testable import Models

@Suite struct FixedPointTests {
  /// `floor(value · 10^17)`: seventeen digits after the point.
  private func digits(_ value: borrowing BigInteger, fractionBits: Int) -> Int64? {
    var scaled = BigInteger(value)
    scaled.multiply(by: 100_000_000_000_000_000)
    scaled.shiftRight(by: fractionBits)
    return scaled.int64
  }

  @Test(arguments: [128, 192, 256, 1000])
  func constantsHaveTheirPublishedDigits(_ fractionBits: Int) {
    let arithmetic = FixedPoint(fractionBits: fractionBits)
    let one = arithmetic.one()
    // π, 1/e, e^-10, erf 1, erf 1/2, √2 and 1/(1 + 1/e).
    #expect(digits(arithmetic.pi(), fractionBits: fractionBits) == 314_159_265_358_979_323)
    #expect(
      digits(arithmetic.exponential(ofMinus: one), fractionBits: fractionBits)
        == 36_787_944_117_144_232)
    #expect(
      digits(
        arithmetic.exponential(ofMinus: arithmetic.quotient(10, 1)), fractionBits: fractionBits)
        == 4_539_992_976_248)
    #expect(
      digits(arithmetic.errorFunction(one), fractionBits: fractionBits) == 84_270_079_294_971_486)
    #expect(
      digits(arithmetic.errorFunction(arithmetic.quotient(1, 2)), fractionBits: fractionBits)
        == 52_049_987_781_304_653)
    #expect(
      digits(arithmetic.squareRoot(arithmetic.quotient(2, 1)), fractionBits: fractionBits)
        == 141_421_356_237_309_504)
    #expect(digits(arithmetic.logistic(one), fractionBits: fractionBits) == 73_105_857_863_000_487)
  }

  /// `left - right` as an ordinary integer, if it fits.
  private func difference(
    _ left: borrowing BigInteger, _ right: borrowing BigInteger
  ) -> Int64? {
    var result = BigInteger(left)
    result.subtract(right)
    return result.int64
  }

  @Test func functionsSaturateFarOut() {
    let arithmetic = FixedPoint(fractionBits: 256)
    for value in [1000, 1 << 40] {
      let argument = arithmetic.quotient(value, 1)
      let exponential = arithmetic.exponential(ofMinus: argument).int64
      #expect(exponential == 0)
      #expect(difference(arithmetic.errorFunction(argument), arithmetic.one()) == 0)
    }
    let zero = BigInteger(0)
    let atZero = arithmetic.errorFunction(zero).int64
    #expect(atZero == 0)
    #expect(difference(arithmetic.exponential(ofMinus: zero), arithmetic.one()) == 0)
  }

  @Test func shiftsAndQuotientsRoundDown() {
    var value = BigInteger(-7)
    value.shiftRight(by: 1)
    let shifted = value.int64
    #expect(shifted == -4)
    value.divide(by: 3)
    let divided = value.int64
    #expect(divided == -2)
    value.negate()
    value.shiftLeft(by: 100)
    let (fitted, bitWidth, sign) = (value.int64, value.bitWidth, value.sign)
    #expect(fitted == nil && bitWidth == 102 && sign == 1)
  }

  /// Functions computed with 256 and with 600 bits differ by less than the bounds they state.
  @Test func errorsStayBelowTheirBounds() {
    let (coarse, fine) = (FixedPoint(fractionBits: 256), FixedPoint(fractionBits: 600))
    for numerator in [1, 3, 40, 1000, 12345, 100_000] {
      let x = coarse.quotient(numerator, 1 << 10)
      let y = fine.quotient(numerator, 1 << 10)
      func differingBits(_ left: borrowing BigInteger, _ right: borrowing BigInteger) -> Int {
        var result = BigInteger(right)
        result.shiftRight(by: fine.fractionBits - coarse.fractionBits)
        result.subtract(left)
        return result.isZero ? 0 : result.bitWidth
      }
      #expect(differingBits(coarse.exponential(ofMinus: x), fine.exponential(ofMinus: y)) <= 42)
      #expect(differingBits(coarse.logistic(x), fine.logistic(y)) <= 43)
      #expect(differingBits(coarse.errorFunction(x), fine.errorFunction(y)) <= 3)
      #expect(differingBits(coarse.pi(), fine.pi()) <= 16)
    }
  }
}

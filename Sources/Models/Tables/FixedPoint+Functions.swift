/// The functions of which tables are made. Both are symmetric in a way that one side suffices.
extension FixedPoint {
  /// `1 / (1 + e^-x)` for `x ≥ 0`; the error is below `2^43`, besides that of `x`.
  func logistic(_ x: borrowing BigInteger) -> BigInteger {
    var denominator = exponential(ofMinus: x)
    denominator.add(one())
    return quotient(one(), denominator)
  }

  /// `erf(x)` for `x ≥ 0`; the error is below 4, besides that of `x`.
  ///
  /// By `2/√π · e^(-x²) · Σ 2^n·x^(2n+1)/(2n+1)!!`, whose terms are all positive. The sum grows as
  /// `e^(x²)` and multiplies the error of the factor before it. With `x² < fractionBits` that is
  /// less than `1.5·fractionBits` bits; the `2·fractionBits + 64` that are added cover them.
  func errorFunction(_ x: borrowing BigInteger) -> BigInteger {
    var square = product(x, x)
    square.shiftRight(by: fractionBits)
    // From there on, 1 - erf(x) < e^(-x²) is below one unit.
    if square.int64.map({ $0 >= fractionBits }) ?? true { return one() }

    let fine = FixedPoint(fractionBits: 3 * fractionBits + 64)
    let extraBits = fine.fractionBits - fractionBits
    var argument = BigInteger(x)
    argument.shiftLeft(by: extraBits)
    let argumentSquared = fine.product(argument, argument)

    var sum = BigInteger(argument)
    var term = BigInteger(argument)
    var odd = 1
    while !term.isZero {
      odd += 2
      term.multiply(by: argumentSquared)
      term.shiftRight(by: fine.fractionBits - 1)
      term.divide(by: odd)
      sum.add(term)
    }
    var result = fine.product(sum, fine.exponential(ofMinus: argumentSquared))
    result.shiftLeft(by: 1)
    result = fine.quotient(result, fine.squareRoot(fine.pi()))
    result.shiftRight(by: extraBits)
    return result
  }
}

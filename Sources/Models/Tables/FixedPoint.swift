/// Real functions on integers that stand for multiples of `2^-fractionBits`.
///
/// Integers rather than GMP's floats, because every step then has one result on every machine,
/// whatever its word size. Errors below are in units of `2^-fractionBits`.
struct FixedPoint {
  let fractionBits: Int

  func one() -> BigInteger {
    BigInteger(powerOfTwo: fractionBits)
  }

  /// `numerator / denominator`, low by less than 1.
  func quotient(_ numerator: Int, _ denominator: Int) -> BigInteger {
    var result = BigInteger(numerator)
    result.shiftLeft(by: fractionBits)
    result.divide(by: denominator)
    return result
  }

  /// `left · right`, low by less than 1 besides the errors of the factors.
  func product(_ left: borrowing BigInteger, _ right: borrowing BigInteger) -> BigInteger {
    var result = BigInteger(left)
    result.multiply(by: right)
    result.shiftRight(by: fractionBits)
    return result
  }

  /// `left / right`, low by less than 1 besides the errors of the operands.
  func quotient(_ left: borrowing BigInteger, _ right: borrowing BigInteger) -> BigInteger {
    var result = BigInteger(left)
    result.shiftLeft(by: fractionBits)
    result.divide(by: right)
    return result
  }

  /// The root of a value that is not negative, low by less than 1.
  func squareRoot(_ value: borrowing BigInteger) -> BigInteger {
    var result = BigInteger(value)
    result.shiftLeft(by: fractionBits)
    result.takeSquareRoot()
    return result
  }

  /// π by Machin's formula `16·arctan(1/5) - 4·arctan(1/239)`; the error is below `2^16`.
  func pi() -> BigInteger {
    var result = arctangent(ofOneOver: 5)
    result.multiply(by: 4)
    result.subtract(arctangent(ofOneOver: 239))
    result.multiply(by: 4)
    return result
  }

  /// `Σ (-1)^n / ((2n+1)·d^(2n+1))`; each term is low by less than 2.
  private func arctangent(ofOneOver denominator: Int) -> BigInteger {
    var power = quotient(1, denominator)
    var sum = BigInteger(power)
    var index = 1
    while !power.isZero {
      power.divide(by: denominator * denominator)
      var term = BigInteger(power)
      term.divide(by: 2 * index + 1)
      if index.isMultiple(of: 2) { sum.add(term) } else { sum.subtract(term) }
      index += 1
    }
    return sum
  }

  /// `e^-x` for `x ≥ 0`; the error is below `2^42` for `fractionBits` up to `2^13`.
  ///
  /// `x` is halved until it is below `2^-16`, the series is summed, and the result squared as
  /// often. The sum has fewer than `2^9` terms, each off by less than 2, and each of at most 30
  /// squarings doubles the error and adds less than 1.
  func exponential(ofMinus x: borrowing BigInteger) -> BigInteger {
    // From x = fractionBits on, the result is below one unit.
    let wholeBits = max(0, x.bitWidth - fractionBits)
    guard wholeBits <= Int.bitWidth - fractionBits.leadingZeroBitCount else { return BigInteger(0) }
    let halvings = wholeBits + 16
    var reduced = BigInteger(x)
    reduced.shiftRight(by: halvings)

    var sum = one()
    var term = one()
    var index = 1
    while !term.isZero {
      term.multiply(by: reduced)
      term.shiftRight(by: fractionBits)
      term.divide(by: index)
      if index.isMultiple(of: 2) { sum.add(term) } else { sum.subtract(term) }
      index += 1
    }
    for _ in 0..<halvings { sum = product(sum, sum) }
    return sum
  }
}

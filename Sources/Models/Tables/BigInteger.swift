import CGMP

/// An integer of any size, on GMP.
///
/// Division and shifts to the right round towards minus infinity.
struct BigInteger: ~Copyable {
  /// On the heap, because GMP needs a fixed address and a value of this type moves.
  private let number: UnsafeMutablePointer<__mpz_struct>

  init(_ value: Int) {
    number = .allocate(capacity: 1)
    __gmpz_init_set_si(number, value)
  }

  /// Two to the power of `exponent`, which is not negative.
  init(powerOfTwo exponent: Int) {
    self.init(1)
    shiftLeft(by: exponent)
  }

  init(_ other: borrowing BigInteger) {
    number = .allocate(capacity: 1)
    __gmpz_init_set(number, other.number)
  }

  deinit {
    __gmpz_clear(number)
    number.deallocate()
  }

  /// The value, or nil if it does not fit.
  var int64: Int64? {
    guard __gmpz_fits_slong_p(number) != 0 else { return nil }
    return Int64(__gmpz_get_si(number))
  }

  var isZero: Bool { sign == 0 }

  /// -1, 0 or 1.
  var sign: Int { Int(__gmpz_cmp_si(number, 0)).signum() }

  /// Bits of the magnitude; 1 for zero.
  var bitWidth: Int { __gmpz_sizeinbase(number, 2) }

  mutating func add(_ other: borrowing BigInteger) {
    __gmpz_add(number, number, other.number)
  }

  mutating func subtract(_ other: borrowing BigInteger) {
    __gmpz_sub(number, number, other.number)
  }

  mutating func multiply(by other: borrowing BigInteger) {
    __gmpz_mul(number, number, other.number)
  }

  mutating func multiply(by factor: Int) {
    __gmpz_mul_si(number, number, factor)
  }

  mutating func divide(by other: borrowing BigInteger) {
    __gmpz_fdiv_q(number, number, other.number)
  }

  /// - Precondition: `divisor` is positive.
  mutating func divide(by divisor: Int) {
    __gmpz_fdiv_q_ui(number, number, UInt(divisor))
  }

  mutating func shiftLeft(by bits: Int) {
    __gmpz_mul_2exp(number, number, UInt(bits))
  }

  mutating func shiftRight(by bits: Int) {
    __gmpz_fdiv_q_2exp(number, number, UInt(bits))
  }

  mutating func negate() {
    __gmpz_neg(number, number)
  }

  /// Becomes the largest integer whose square is not above the value, which is not negative.
  mutating func takeSquareRoot() {
    __gmpz_sqrt(number, number)
  }
}

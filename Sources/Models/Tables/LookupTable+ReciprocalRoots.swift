extension LookupTable {
  /// For each reciprocal root `R` the sums of squares that it belongs to: `low...high`.
  ///
  /// The reciprocal root of a sum of squares `V` over `width` features is the one `R` with
  /// `(2R-1)²·V ≤ 4·width·4^exponent < (2R+1)²·V`. So `high = floor(4·width·4^exponent /
  /// (2R-1)²)`, and `low` is one more than the next row's `high`. Both are exact.
  public struct ReciprocalRoots: Equatable, Sendable {
    /// Entry `i` belongs to `R = first + i`.
    public let low: [Int64]
    public let high: [Int64]
  }

  /// Both columns for `R` in `first..<first + rows`.
  /// - Parameters:
  ///   - width: features, positive.
  ///   - exponent: fraction bits of the reciprocal root, 0 to 64.
  ///   - first: the smallest `R`, 1 to `2^30`.
  ///   - rows: 0 to ``largestRowCount``.
  ///   - maximum: the largest `V` that can occur, 0 to `2^62 - 1`. `high` is clamped to it, since
  ///     for small `R` the formula passes 64 bits. A row whose `V` are all larger has
  ///     `high == maximum` and `low == maximum + 1`: an empty range, which nothing satisfies.
  /// - Throws: `invalidTable` for a parameter out of range.
  public static func reciprocalRoots(
    width: Int, exponent: Int, first: Int, rows: Int, maximum: Int64 = (1 << 62) - 1
  ) throws(ModelError) -> ReciprocalRoots {
    let name = "reciprocal root"
    try require(width > 0, table: name, "a width of \(width)")
    try require((0...64).contains(exponent), table: name, "an exponent of \(exponent)")
    try require((1...1 << 30).contains(first), table: name, "a first root of \(first)")
    try require((0...largestRowCount).contains(rows), table: name, "\(rows) rows")
    try require((0..<1 << 62).contains(maximum), table: name, "a maximum of \(maximum)")

    let high = (first...first + rows).map { root in
      var value = BigInteger(width)
      value.shiftLeft(by: 2 * exponent + 2)
      value.divide(by: (2 * root - 1) * (2 * root - 1))
      return min(value.int64 ?? maximum, maximum)
    }
    return ReciprocalRoots(low: high.dropFirst().map { $0 + 1 }, high: Array(high.dropLast()))
  }
}

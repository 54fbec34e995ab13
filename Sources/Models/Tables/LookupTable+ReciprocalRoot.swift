extension LookupTable {
  /// For each `R` the values `V` that normalization divides by through `R`: `low[R]...high[R]`.
  ///
  /// The reciprocal root of a sum of squares `V` over `width` features is the one `R` with
  /// `(2R-1)²·V ≤ 4·width·4^scaleBits < (2R+1)²·V`. Hence `high(R) =
  /// floor(4·width·4^scaleBits / (2R-1)²)` and `low(R) = high(R+1) + 1`. Both are exact.
  public struct ReciprocalRoot: Equatable, Sendable {
    /// `high[i]` belongs to `R = i + 1`.
    public let high: [Int64]
    public let low: [Int64]
  }

  /// Both columns for `R` in `1...rows`.
  /// - Parameters:
  ///   - width: features, positive.
  ///   - scaleBits: fraction bits of the reciprocal root, 0 to 64.
  ///   - rows: 0 to ``largestRowCount``.
  ///   - maximum: the largest `V` that can occur, 0 to `2^62 - 1`. `high` is clamped to it, since
  ///     for small `R` the formula passes 64 bits. A row whose `V` are all larger has
  ///     `high == maximum` and `low == maximum + 1`: an empty range, which nothing satisfies.
  /// - Throws: `invalidTable` for a parameter out of range.
  public static func reciprocalRoot(
    width: Int, scaleBits: Int, rows: Int, maximum: Int64
  ) throws(ModelError) -> ReciprocalRoot {
    let name = "reciprocal root"
    try require(width > 0, table: name, "a width of \(width)")
    try require((0...64).contains(scaleBits), table: name, "\(scaleBits) bits of scale")
    try require((0...largestRowCount).contains(rows), table: name, "\(rows) rows")
    try require((0..<1 << 62).contains(maximum), table: name, "a maximum of \(maximum)")

    let high = (1...rows + 1).map { root in
      var value = BigInteger(width)
      value.shiftLeft(by: 2 * scaleBits + 2)
      value.divide(by: (2 * root - 1) * (2 * root - 1))
      return min(value.int64 ?? maximum, maximum)
    }
    return ReciprocalRoot(high: Array(high.dropLast()), low: high.dropFirst().map { $0 + 1 })
  }
}

extension LookupTable {
  /// `E[t] = floor(2^valueBits · e^(-t/2^stepBits) + 1/2)` for `t` in `0..<rows`.
  /// - Parameters:
  ///   - rows: 0 to ``largestRowCount``.
  ///   - stepBits: 0 to 32; one row is a step of `2^-stepBits`.
  ///   - valueBits: 0 to 60; the first entry is `2^valueBits`.
  /// - Throws: `invalidTable` for a parameter out of range.
  public static func exponential(
    rows: Int, stepBits: Int, valueBits: Int
  ) throws(ModelError) -> [Int64] {
    let name = "exponential"
    try require((0...largestRowCount).contains(rows), table: name, "\(rows) rows")
    try require((0...32).contains(stepBits), table: name, "\(stepBits) bits for a step")
    try require((0...60).contains(valueBits), table: name, "\(valueBits) bits for a value")

    var table: [Int64] = []
    table.reserveCapacity(rows)
    for row in 0..<rows {
      // The entries fall; after the first 0 all are 0.
      if table.last == 0 {
        table.append(0)
        continue
      }
      let value = try rounded(outputBits: valueBits, table: name) { arithmetic in
        arithmetic.exponential(ofMinus: arithmetic.quotient(row, 1 << stepBits))
      }
      table.append(value)
    }
    return table
  }
}

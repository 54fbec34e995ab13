extension LookupTable {
  /// `E[t] = floor(2^bits · e^(-t/2^step) + 1/2)` for `t` in `0..<rows`.
  /// - Parameters:
  ///   - rows: 0 to ``largestRowCount``.
  ///   - step: 0 to 32; one row is a step of `2^-step`.
  ///   - bits: 0 to 60; the first entry is `2^bits`.
  /// - Throws: `invalidTable` for a parameter out of range.
  public static func exponential(
    rows: Int, step: Int, bits: Int
  ) throws(ModelError) -> [Int64] {
    let name = "exponential"
    try require((0...largestRowCount).contains(rows), table: name, "\(rows) rows")
    try require((0...32).contains(step), table: name, "\(step) bits for a step")
    try require((0...60).contains(bits), table: name, "\(bits) bits for a value")

    var table: [Int64] = []
    table.reserveCapacity(rows)
    for row in 0..<rows {
      // The entries fall; after the first 0 all are 0.
      if table.last == 0 {
        table.append(0)
        continue
      }
      let value = try rounded(outputBits: bits, table: name) { arithmetic in
        arithmetic.exponential(ofMinus: arithmetic.quotient(row, 1 << step))
      }
      table.append(value)
    }
    return table
  }
}

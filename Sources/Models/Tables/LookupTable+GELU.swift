extension LookupTable {
  /// `G[i] = floor(2^outputBits · gelu(i/2^indexBits) + 1/2)` for `i` in `first..<first + rows`.
  /// - Parameters:
  ///   - form: which definition of GELU; the constant 0.044715 is taken as that decimal.
  ///   - first: the index of the first row, usually negative.
  ///   - rows: 0 to ``largestRowCount``.
  ///   - indexBits: 0 to 32; one row is a step of `2^-indexBits`.
  ///   - outputBits: 0 to 32.
  /// - Throws: `invalidTable` for a parameter out of range, or if an argument reaches `2^20`.
  public static func gelu(
    _ form: GELUForm, first: Int, rows: Int, indexBits: Int, outputBits: Int
  ) throws(ModelError) -> [Int64] {
    let name = "GELU"
    try require((0...largestRowCount).contains(rows), table: name, "\(rows) rows")
    try require((0...32).contains(indexBits), table: name, "\(indexBits) bits of index")
    try require((0...32).contains(outputBits), table: name, "\(outputBits) bits of output")
    let limit = 1 << (20 + indexBits)
    try require(
      first > -limit && first < limit - rows, table: name, "an argument of 2^20 or more")

    var table: [Int64] = []
    table.reserveCapacity(rows)
    for index in first..<first + rows {
      let value = try rounded(outputBits: outputBits, table: name) { arithmetic in
        arithmetic.gelu(form, index: index, indexBits: indexBits)
      }
      table.append(value)
    }
    return table
  }
}

extension FixedPoint {
  /// `gelu(x)` at `x = index/2^indexBits`, `|x| < 2^20`; the error is below `2^70`.
  ///
  /// Both forms are `x · Φ(x)` with `Φ(-x) = 1 - Φ(x)`, so `Φ` is computed at `|x|` alone.
  /// - For erf, the argument is off by less than `x + 1`, which counts only until `Φ` is 1 to the
  ///   last bit, so for `x < 2^7`: `Φ` is off by less than `2^8`.
  /// - For tanh, the argument is off by less than `2^17·(x + x³)`, which likewise counts only for
  ///   `x < 2^8`, through a slope of at most 1/4: `Φ` is off by less than `2^44`.
  ///
  /// The factor `x` adds 20 bits.
  fileprivate func gelu(_ form: GELUForm, index: Int, indexBits: Int) -> BigInteger {
    var share = cumulative(form, at: quotient(Int(index.magnitude), 1 << indexBits))
    if index < 0 {
      share.negate()
      share.add(one())
    }
    share.multiply(by: index)
    share.shiftRight(by: indexBits)
    return share
  }

  /// The factor `Φ(x)` for `x ≥ 0`.
  private func cumulative(_ form: GELUForm, at x: borrowing BigInteger) -> BigInteger {
    switch form {
    case .tanh:
      // (1 + tanh u)/2 is the logistic function of 2u, and 2u = √(8/π) · (x + 0.044715·x³).
      var polynomial = product(product(x, x), x)
      polynomial.multiply(by: 44715)
      polynomial.divide(by: 1_000_000)
      polynomial.add(x)
      let factor = squareRoot(quotient(quotient(8, 1), pi()))
      return logistic(product(polynomial, factor))
    case .erf:
      var share = errorFunction(product(x, squareRoot(quotient(1, 2))))
      share.add(one())
      share.shiftRight(by: 1)
      return share
    }
  }
}

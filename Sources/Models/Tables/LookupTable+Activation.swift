import Circuits

extension LookupTable {
  /// `floor(2^outputBits · f(i / 2^indexBits) + 1/2)` for `i` in `first..<first + rows`.
  ///
  /// - Throws: as ``gelu(_:first:rows:indexBits:outputBits:)`` does.
  public static func activation(
    _ activation: Activation, first: Int, rows: Int, indexBits: Int, outputBits: Int
  ) throws(ModelError) -> [Int64] {
    switch activation {
    case .geluTanh:
      return try gelu(
        .tanh, first: first, rows: rows, indexBits: indexBits, outputBits: outputBits)
    case .geluErf:
      return try gelu(
        .erf, first: first, rows: rows, indexBits: indexBits, outputBits: outputBits)
    case .relu:
      return try elementwise(
        "relu", first: first, rows: rows, indexBits: indexBits, outputBits: outputBits
      ) { index in
        // Exact: 2^outputBits · i / 2^indexBits, rounded.
        index <= 0 ? 0 : ((Int64(index) << Int64(outputBits + 1)) >> Int64(indexBits) + 1) >> 1
      }
    case .silu:
      return try elementwise(
        "silu", first: first, rows: rows, indexBits: indexBits, outputBits: outputBits
      ) { index throws(ModelError) in
        if index == 0 { return 0 }
        return try rounded(outputBits: outputBits, table: "silu") { arithmetic in
          var share = arithmetic.logistic(index: index, indexBits: indexBits)
          share.multiply(by: index)
          share.shiftRight(by: indexBits)
          return share
        }
      }
    case .tanh:
      return try elementwise(
        "tanh", first: first, rows: rows, indexBits: indexBits, outputBits: outputBits
      ) { index throws(ModelError) in
        if index == 0 { return 0 }
        // tanh x = 2 logistic(2 x) - 1.
        return try rounded(outputBits: outputBits, table: "tanh") { arithmetic in
          var value = arithmetic.logistic(index: 2 * index, indexBits: indexBits)
          value.shiftLeft(by: 1)
          value.subtract(arithmetic.one())
          return value
        }
      }
    }
  }

  private static func elementwise(
    _ name: String, first: Int, rows: Int, indexBits: Int, outputBits: Int,
    _ value: (Int) throws(ModelError) -> Int64
  ) throws(ModelError) -> [Int64] {
    try require((0...largestRowCount).contains(rows), table: name, "\(rows) rows")
    try require((0...32).contains(indexBits), table: name, "\(indexBits) bits of index")
    try require((0...32).contains(outputBits), table: name, "\(outputBits) bits of output")
    let limit = 1 << (16 + indexBits)
    try require(
      first > -limit && first < limit - rows, table: name, "an argument of 2^16 or more")
    var table: [Int64] = []
    table.reserveCapacity(rows)
    for index in first..<first + rows { table.append(try value(index)) }
    return table
  }

  /// The table of a softmax: N E[t] + [t = 0].
  static func flaggedExponential(
    _ settings: SoftmaxSettings, sources: Int
  ) throws(ModelError) -> [Int64] {
    let flag = SoftmaxSettings.flag(sources: sources)
    let plain = try exponential(
      rows: 1 << settings.rowBits, step: settings.step, bits: settings.bits)
    return plain.enumerated().map { flag * $1 + ($0 == 0 ? 1 : 0) }
  }
}

extension FixedPoint {
  /// `1 / (1 + e^-x)` at `x = index/2^indexBits`, also for negative `x`.
  fileprivate func logistic(index: Int, indexBits: Int) -> BigInteger {
    var share = logistic(quotient(Int(index.magnitude), 1 << indexBits))
    if index < 0 {
      share.negate()
      share.add(one())
    }
    return share
  }
}

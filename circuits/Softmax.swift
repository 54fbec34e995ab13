import Verifier

/// Integer settings of the softmax over scores.
public struct SoftmaxSettings: Sendable, Codable, Equatable {
  /// One nat is 2^step of an index into the exponential table.
  public var step: Int
  /// E[t] = floor(2^bits exp(-t / 2^step) + 1/2).
  public var bits: Int
  /// log2 of the table's rows.
  public var rowBits: Int
  /// Bits of the largest reciprocal R, at most 16; fewer leave room for `bits`.
  public var reciprocal: Int

  public init(step: Int, bits: Int, rowBits: Int, reciprocal: Int = 16) {
    self.step = step
    self.bits = bits
    self.rowBits = rowBits
    self.reciprocal = reciprocal
  }

  /// N of the table E'[t] = N E[t] + [t = 0]: no row of the context can have N ties.
  public static func flag(context: Int) -> Int64 { 2 << Int64(bitCount(context)) }

  /// K of the reciprocal floor(2^K / S'), which is below 2^reciprocal, since S' > N 2^bits.
  public func reciprocalBits(context: Int) -> Int {
    reciprocal + bits + bitCount(context) + 1
  }

  /// The largest entry of the table.
  public func largest(context: Int) -> Int64 {
    SoftmaxSettings.flag(context: context) << Int64(bits) + 1
  }
}

extension GraphBuilder {
  public mutating func exponentialTable(_ settings: SoftmaxSettings) -> Int {
    table(
      "exponential", rows: 1 << settings.rowBits, first: 0,
      outputs: [("exponential table", settings.largest(context: graph.context))])
  }

  /// Causal softmax of scores [..., token, source], not divided: E', its row sum S', and R = floor(2^K / S').
  ///
  ///     t = m - score, (t, E') in the table where source <= token, E' = 0 elsewhere
  ///     S' - 1 = N e + c, 0 <= c < N / 2              c = ties - 1; with no maximum attained c would be N - 1
  ///     2^K = S' R + ρ, 0 <= ρ < S'
  public mutating func softmax(
    _ scores: Int, query: Int, source: Int, _ settings: SoftmaxSettings, table: Int
  ) throws -> (exponentials: Int, reciprocal: Int) {
    let axes = axes(of: scores)
    let rows = axes.filter { $0 != source }
    let causal = Selector.causal(query: query, source: source)
    let flag = SoftmaxSettings.flag(context: graph.context)

    // Its diagonal entry is always active, so the table's rows bound the maximum.
    let top = witness(
      "row maximum", rows, bound: bound(of: scores) + 1 << Int64(settings.rowBits),
      .rowMaximum(source: scores, selector: causal))
    let index = try linear("exponential index", axes, [Summand(1, top), Summand(-1, scores)])
    let exponential = witness(
      "exponential", axes, bound: settings.largest(context: graph.context),
      .tableOutput(table: table, column: 0, source: index, selector: causal))
    lookup(
      "exponential", table, [Column(node: index), Column(node: exponential)], selector: causal)
    zero("exponential above the diagonal", exponential, outside: causal)

    let total = try linear("S'", rows, [Summand(1, exponential, [source: .summed])])
    let less = try linear("S' - 1", rows, [Summand(1, total)], constant: -1)
    let sumBits = (bitCount(Int(bound(of: total)) + 1) + 15) / 16 * 16
    let quotientBits = (bitCount(Int(bound(of: total) / flag) + 1) + 15) / 16 * 16
    let quotient = witness(
      "ties quotient", rows, bound: Int64(1) << Int64(quotientBits) - 1,
      .quotient(source: less, divisor: flag))
    try assertRange("ties quotient range", quotient, bits: quotientBits)
    let ties = try linear("ties - 1", rows, [Summand(1, less), Summand(-flag, quotient)])
    try assertRange("maximum attained", ties, bits: bitCount(Int(flag)) - 1)

    let exponent = settings.reciprocalBits(context: graph.context)
    let reciprocal = witness(
      "reciprocal", rows, bound: 0xFFFF, .reciprocal(source: total, bits: exponent))
    try assertRange("reciprocal range", reciprocal, bits: 16)
    let product = try einsum("S' R", rows, [Factor(total), Factor(reciprocal)])
    let remainder = try linear(
      "reciprocal remainder", rows, [Summand(-1, product)], constant: Int64(1) << Int64(exponent))
    try assertRange("reciprocal remainder >= 0", remainder, bits: sumBits)
    let complement = try linear(
      "reciprocal remainder complement", rows, [Summand(1, less), Summand(-1, remainder)])
    try assertRange("reciprocal remainder < S'", complement, bits: sumBits)
    return (exponential, reciprocal)
  }
}

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

  /// N of the table E'[t] = N E[t] + [t = 0]: no row of so many sources can have N ties.
  public static func flag(sources: Int) -> Int64 { 2 << Int64(bitCount(sources)) }

  /// K of the reciprocal floor(2^K / S'), which is below 2^reciprocal, since S' > N 2^bits.
  public func reciprocalBits(sources: Int) -> Int {
    reciprocal + bits + bitCount(sources) + 1
  }

  /// The largest entry of the table.
  public func largest(sources: Int) -> Int64 {
    SoftmaxSettings.flag(sources: sources) << Int64(bits) + 1
  }
}

extension GraphBuilder {
  /// - Parameter sources: the most entries of a row.
  public mutating func exponentialTable(
    _ name: String, _ settings: SoftmaxSettings, sources: Int
  ) -> Int {
    table(
      name, rows: 1 << settings.rowBits, first: 0,
      outputs: [("\(name) table", settings.largest(sources: sources))])
  }

  /// Softmax of scores [..., source], not divided: E', its row sum S', and R = floor(2^K / S').
  ///
  ///     t = m - score, (t, E') in the table where the selector is, E' = 0 elsewhere
  ///     S' - 1 = N e + c, 0 <= c < N / 2              c = ties - 1; with no maximum attained c would be N - 1
  ///     2^K = S' R + ρ, 0 <= ρ < S'
  ///
  /// - Parameters:
  ///   - selector: which entries of a row count; nothing means all.
  ///   - sources: the most entries of a row.
  public mutating func softmax(
    _ name: String, _ scores: Int, source: Int, _ selector: Selector?, sources: Int,
    _ settings: SoftmaxSettings, table: Int
  ) throws -> (exponentials: Int, reciprocal: Int) {
    let axes = axes(of: scores)
    let rows = axes.filter { $0 != source }
    let flag = SoftmaxSettings.flag(sources: sources)
    func part(_ part: String) -> String { GraphBuilder.name(name, part) }

    // One of its row's entries is always active, so the table's rows bound the maximum.
    let top = witness(
      part("row maximum"), rows, bound: bound(of: scores) + 1 << Int64(settings.rowBits),
      .rowMaximum(source: scores, selector: selector))
    let index = try linear(
      part("exponential index"), axes, [Summand(1, top), Summand(-1, scores)])
    let exponential = witness(
      part("exponential"), axes, bound: settings.largest(sources: sources),
      .tableOutput(table: table, column: 0, source: index, selector: selector))
    lookup(
      part("exponential"), table, [Column(node: index), Column(node: exponential)],
      selector: selector)
    if let selector {
      zero(part("exponential above the diagonal"), exponential, outside: selector)
    }

    let total = try linear(part("S'"), rows, [Summand(1, exponential, [source: .summed])])
    let less = try linear(part("S' - 1"), rows, [Summand(1, total)], constant: -1)
    let sumBits = (bitCount(Int(bound(of: total)) + 1) + 15) / 16 * 16
    let quotientBits = (bitCount(Int(bound(of: total) / flag) + 1) + 15) / 16 * 16
    let quotient = witness(
      part("ties quotient"), rows, bound: Int64(1) << Int64(quotientBits) - 1,
      .quotient(source: less, divisor: flag))
    try assertRange(part("ties quotient range"), quotient, bits: quotientBits)
    let ties = try linear(part("ties - 1"), rows, [Summand(1, less), Summand(-flag, quotient)])
    try assertRange(part("maximum attained"), ties, bits: bitCount(Int(flag)) - 1)

    let exponent = settings.reciprocalBits(sources: sources)
    let reciprocal = witness(
      part("reciprocal"), rows, bound: 0xFFFF, .reciprocal(source: total, bits: exponent))
    try assertRange(part("reciprocal range"), reciprocal, bits: 16)
    let product = try einsum(part("S' R"), rows, [Factor(total), Factor(reciprocal)])
    let remainder = try linear(
      part("reciprocal remainder"), rows, [Summand(-1, product)],
      constant: Int64(1) << Int64(exponent))
    try assertRange(part("reciprocal remainder >= 0"), remainder, bits: sumBits)
    let complement = try linear(
      part("reciprocal remainder complement"), rows, [Summand(1, less), Summand(-1, remainder)])
    try assertRange(part("reciprocal remainder < S'"), complement, bits: sumBits)
    return (exponential, reciprocal)
  }
}

import Verifier

/// Integer settings of the layer norms of one model.
public struct NormalizationSettings: Sendable, Codable, Equatable {
  /// Fraction bits of the norm's output, n = round(2^bits (x - mean) / deviation).
  public var bits: Int
  /// e of V = Σ c² + e: epsilon · d · 4^(residual bits), and no less than keeps R in its table.
  public var epsilon: Int64
  /// R, about 2^(bits + 16) sqrt(d / V), lies in first ..< first + rows.
  public var first: Int
  public var rows: Int

  /// Of n = round(c R / 2^shift), if it is not the usual one: lengths that span more than R's 16 bits take more.
  public var wideShift: Int?

  public init(bits: Int, epsilon: Int64, first: Int, rows: Int, wideShift: Int? = nil) {
    self.bits = bits
    self.epsilon = epsilon
    self.first = first
    self.rows = rows
    self.wideShift = wideShift
  }

  public static let usualShift = 16
  /// n = round(c R / 2^shift).
  public var shift: Int { wideShift ?? NormalizationSettings.usualShift }
  /// R ~ 2^exponent sqrt(a / V).
  public var exponent: Int { bits + shift }
  /// Bits of the range of the mean, which is signed.
  public static let meanBits = 32

  /// 4^s (2 Q + 2 d) / R² for the largest Q the guard admits, 2 a 4^bits, and the smallest R: no true Σ c² is larger.
  ///
  /// - Parameters:
  ///   - features: d.
  ///   - squares: a, what the sum of the output's squares is meant to be.
  func guardedSquares(features: Int, squares: Int) -> Double {
    (4 * Double(squares) * pow2(2 * exponent)
      + 2 * Double(features) * pow2(2 * shift)) / Double(first * first)
  }

  /// floor(4 a 4^k / (2 R - 1)²): the largest V whose nearest R is this one.
  public func highest(_ root: Int, squares: Int) -> Double {
    let odd = Double(2 * root - 1)
    return 4 * Double(squares) * pow2(2 * exponent) / (odd * odd)
  }
}

/// 2^n, exactly.
func pow2(_ n: Int) -> Double { Double(sign: .plus, exponent: n, significand: 1) }

extension GraphBuilder {
  /// The table of rows (R, lo, hi): lo <= V <= hi exactly when R is the integer nearest to 2^k sqrt(a / V).
  ///
  /// - Parameter squares: a, what the sum of the output's squares is meant to be: the features of a norm, 1 for a vector of length 1.
  public mutating func rootTable(
    _ name: String, _ settings: NormalizationSettings, squares: Int
  ) throws -> Int {
    let bound = settings.highest(settings.first, squares: squares)
    guard bound < Double(Graph.limit) else {
      throw BuildError(
        description: "norm: R = \(settings.first) would let the variance reach 2^62; "
          + "start the table at a larger R")
    }
    return table(
      name, rows: settings.rows, first: Int64(settings.first),
      outputs: [
        ("\(name) low", Int64(bound.rounded(.up))), ("\(name) high", Int64(bound.rounded(.up))),
      ])
  }

  /// Layer norm without gain and bias, which are folded into the next affine map.
  ///
  ///     2 S + d = 2 d mean + ρ, 0 <= ρ < 2 d          mean is S / d rounded
  ///
  /// and then as ``scaledByRoot(_:_:squares:_:table:declared:)`` of x - mean.
  public mutating func normalize(
    _ name: String, _ x: Int, feature: Int, _ settings: NormalizationSettings, table: Int,
    declared: Int? = nil
  ) throws -> Int {
    let axes = axes(of: x)
    let outer = axes.filter { $0 != feature }
    let d = Int64(largestSize(feature))

    let total = try linear(
      "\(name), 2S + d", outer, [Summand(2, x, [feature: .summed])], constant: d)
    let half = Int64(1) << Int64(NormalizationSettings.meanBits - 1)
    let mean = witness(
      "\(name), mean", outer, bound: half, .quotient(source: total, divisor: 2 * d))
    try assertRange(
      "\(name), mean range", mean, bits: NormalizationSettings.meanBits, offset: half)
    let remainder = try linear(
      "\(name), mean remainder", outer, [Summand(1, total), Summand(-2 * d, mean)])
    try assertRange("\(name), mean remainder >= 0", remainder, bits: 16)
    let complement = try linear(
      "\(name), mean remainder complement", outer, [Summand(-1, remainder)], constant: 2 * d - 1)
    try assertRange("\(name), mean remainder < 2d", complement, bits: 16)

    let centred = try linear("\(name), centred", axes, [Summand(1, x), Summand(-1, mean)])
    return try scaledByRoot(
      name, centred, feature: feature, squares: Int(d), settings, table: table, declared: declared)
  }

  /// x times the reciprocal of its length, times sqrt(a): with a the number of features, x over the root of its mean square.
  ///
  ///     V = Σ x² + e, lo(R) <= V <= hi(R)
  ///     n = round(x R / 2^shift)
  ///     0 <= 2 a 4^bits - Σ n² < 2^32                 the guard: without it V could wrap modulo p
  ///
  /// - Parameter squares: a.
  public mutating func scaledByRoot(
    _ name: String, _ x: Int, feature: Int, squares: Int, _ settings: NormalizationSettings,
    table: Int, declared: Int? = nil
  ) throws -> Int {
    let axes = axes(of: x)
    let outer = axes.filter { $0 != feature }
    let highest = settings.highest(settings.first, squares: squares)
    let square = try einsum(
      "\(name), sum of squares", outer, [Factor(x), Factor(x)],
      bound: NamedBound(
        .normGuard,
        settings.guardedSquares(features: largestSize(feature), squares: squares)))
    let variance = try linear(
      "\(name), V", outer, [Summand(1, square)], constant: settings.epsilon)
    let root = witness(
      "\(name), R", outer, bound: Int64(settings.first + settings.rows - 1),
      .tableSearch(table: table, source: variance))
    let columns = graph.tables[table].outputs
    let low = witness(
      "\(name), lo(R)", outer, bound: bound(of: columns[0]),
      .tableOutput(table: table, column: 0, source: root, selector: nil))
    let high = witness(
      "\(name), hi(R)", outer, bound: bound(of: columns[1]),
      .tableOutput(table: table, column: 1, source: root, selector: nil))
    lookup(
      "\(name), row of R", table, [Column(node: root), Column(node: low), Column(node: high)])
    // Whole limbs: only that the gaps are not negative matters. They are widest in the first row.
    let next = settings.highest(settings.first + 1, squares: squares)
    let gapBits = (bitCount(Int((highest - next).rounded(.up)) + 1) + 15) / 16 * 16
    let below = try linear("\(name), V - lo", outer, [Summand(1, variance), Summand(-1, low)])
    try assertRange("\(name), lo <= V", below, bits: min(gapBits, 62))
    let above = try linear("\(name), hi - V", outer, [Summand(1, high), Summand(-1, variance)])
    try assertRange("\(name), V <= hi", above, bits: min(gapBits, 62))

    let product = try einsum("\(name), centred R", axes, [Factor(x), Factor(root)])
    let n = try rounded(
      name, product, shift: settings.shift, declared: declared)
    let norm = try einsum("\(name), Q", outer, [Factor(n), Factor(n)])
    let slack = try linear(
      "\(name), guard value", outer, [Summand(-1, norm)],
      constant: Int64(2 * squares) << Int64(2 * settings.bits))
    try assertRange("\(name), guard", slack, bits: 32)
    return n
  }
}

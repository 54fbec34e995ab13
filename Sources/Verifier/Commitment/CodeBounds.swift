/// Upper bounds for one Reed-Solomon code of rate ρ = dimension / 2^logLength in the Johnson regime with multiplicity μ.
///
///     miss  = √ρ (1 + 1 / (2μ))                                      1 - δ, must be below 1
///     list  = (μ + 1/2) / √ρ
///     mca   = ((2 (μ+1/2)^5 + 3 (μ+1/2) ρ) / (3 ρ^(3/2)) · 2^logLength + (μ+1/2) / √ρ) / |E|
///
/// `mca` bounds the mutual correlated agreement error of lines, also between interleaved words.
/// Source: Ben-Sasson, Carmon, Haböck, Kopparty, Saraf, "On Proximity Gaps for Reed-Solomon Codes", ePrint 2025/2055, theorem 4.2
/// (with δ <= 1 in the small term).
public struct CodeBounds: Equatable, Sendable {
  /// Upper bound of 1 - δ, in units of 2^-256.
  public let miss: Wide
  /// Upper bound of the list size, in units of 2^-64.
  public let list: Wide
  /// Upper bound of mca |E|.
  public let agreementNumerator: Wide

  /// Binary digits after the point in `miss`.
  static let unitBits = 256
  /// Binary digits after the point in `list`.
  static let listBits = 64

  public init(_ level: Level) throws(Rejection) {
    try self.init(
      dimension: level.dimension, logLength: level.shape.logLength,
      multiplicity: level.plan.multiplicity)
  }

  public init(dimension: Int, logLength: Int, multiplicity: Int) throws(Rejection) {
    guard multiplicity >= 3, multiplicity < 256, logLength >= 1,
      logLength <= OracleShape.mostLogLength, dimension > 0, dimension < 1 << logLength
    else { throw .unsoundParameters }
    // √ρ 2^256 from both sides. ρ 2^512 is an integer.
    let rootDown = (Wide(dimension) << (2 * CodeBounds.unitBits - logLength)).squareRoot
    let rootUp = rootDown + .one
    // Below 2^9.
    let odd = UInt64(2 * multiplicity + 1)

    miss = (rootUp * Wide(odd)).dividedUp(by: Wide(2 * multiplicity))
    guard miss < Wide.powerOfTwo(CodeBounds.unitBits) else { throw .unsoundParameters }
    list = (Wide(odd) << (CodeBounds.unitBits + CodeBounds.listBits)).dividedUp(by: rootDown << 1)
    // Times 2^logLength, 2 (μ+1/2)^5 is (2μ+1)^5 2^logLength / 16, and 3 (μ+1/2) ρ is 3 (2μ+1) dimension / 2.
    let fifth = Wide(odd &* odd &* odd &* odd &* odd)
    let linear = Wide(3 &* odd &* UInt64(dimension))
    let inner =
      (fifth << (CodeBounds.unitBits + logLength - 4)) + (linear << (CodeBounds.unitBits - 1))
    let cube = (Wide(dimension) * rootDown) >> logLength
    agreementNumerator =
      inner.dividedUp(by: Wide(3) * cube) + list.shiftedRightUp(CodeBounds.listBits)
  }
}

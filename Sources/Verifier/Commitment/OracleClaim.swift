/// A weighted dyadic piece of a committed vector: coefficient · Σ_x eq(point, x) f[offset + x].
///
/// The piece has 2^point.count entries and lies at a multiple of its size. Blocks that are cut from one point share its memory.
public struct ClaimBlock: Sendable {
  public let coefficient: Extension
  public let offset: Int
  /// Variable 0, the lowest bit of x, first.
  public let point: ArraySlice<Extension>

  public init(coefficient: Extension, offset: Int, point: ArraySlice<Extension>) {
    self.coefficient = coefficient
    self.offset = offset
    self.point = point
  }

  /// The weight's multilinear extension: coefficient · eq(offset >> s, β_high) · eq(point, β_low), s = point.count.
  public func evaluate(at beta: [Extension]) -> Extension {
    let size = point.count
    return coefficient * Multilinear.eq(beta[size...], offset >> size)
      * Multilinear.eq(point, beta[..<size])
  }

  /// Whether the block is aligned to its size and ends at or before `length`.
  func fits(_ length: Int) -> Bool {
    guard offset >= 0, offset < length, point.count < 31 else { return false }
    let size = 1 << point.count
    return offset & (size - 1) == 0 && length - offset >= size
  }
}

/// A claim on one oracle: Σ over its blocks = value.
public final class OracleClaim: Sendable {
  public let oracle: Int
  public let blocks: [ClaimBlock]
  public let value: Extension

  public init(oracle: Int, blocks: [ClaimBlock], value: Extension) {
    self.oracle = oracle
    self.blocks = blocks
    self.value = value
  }

  /// Blocks lie below `columns · 2^fold`: what the slot holds beyond is not proven zero, and no claim may reach it.
  func fits(_ shapes: [OracleShape]) -> Bool {
    guard oracle >= 0, oracle < shapes.count else { return false }
    let length = shapes[oracle].length
    for block in blocks where !block.fits(length) { return false }
    return true
  }

  func evaluate(at beta: [Extension]) -> Extension {
    var sum = Extension.zero
    for block in blocks { sum += block.evaluate(at: beta) }
    return sum
  }
}

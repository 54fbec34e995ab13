/// Multilinear equality and its sums over initial segments. A point lists its coordinates lowest digit first.
public enum Multilinear {
  /// eq(r, s) = Π (r s + (1 - r)(1 - s)) for points of equal length.
  @inline(never)
  public static func eq(_ r: [Extension], _ s: [Extension]) -> Extension {
    eq(r[...], s[...])
  }

  /// eq(r, x) for the digits of an integer, x < 2^r.count.
  public static func eq(_ r: ArraySlice<Extension>, _ x: Int) -> Extension {
    var result = Extension.one
    var digits = x
    for i in r.indices {
      result *= digits & 1 == 1 ? r[i] : .one - r[i]
      digits >>= 1
    }
    return result
  }

  /// eq(r, x) for all x < 2^r.count.
  public static func eqTable(_ r: [Extension]) -> [Extension] { eqTable(r[...]) }

  static func eqTable(_ r: ArraySlice<Extension>) -> [Extension] {
    var table = [Extension.one]
    table.reserveCapacity(1 << r.count)
    for coordinate in r {
      for i in 0..<table.count { table.append(table[i] * coordinate) }
      let half = table.count / 2
      for i in 0..<half { table[i] = table[i] - table[i + half] }
    }
    return table
  }

  /// The weights of digit 0 and digit 1 of eq(r, ·).
  static func digits(_ r: [Extension]) -> [DigitWeights] {
    r.map { DigitWeights(zero: .one - $0, one: $0) }
  }

  /// 1_n(r): the extension of [x < n], in one pass over the digits.
  public static func indicator(_ r: [Extension], below n: Int) -> Extension {
    if n <= 0 { return .zero }
    if r.count < Int.bitWidth - 1, n >= 1 << r.count { return .one }
    var total = Extension.zero
    var prefix = Extension.one
    for i in r.indices.reversed() {
      let zero = .one - r[i]
      if (n >> i) & 1 == 1 {
        total += prefix * zero
        prefix *= r[i]
      } else {
        prefix *= zero
      }
    }
    return total
  }

  /// Σ over x <= y of Π first[i](x_i) second[i](y_i), for equally many digits.
  static func sumOrdered(_ first: [DigitWeights], _ second: [DigitWeights]) -> Extension {
    var below = Extension.zero
    var equal = Extension.one
    for i in first.indices.reversed() {
      let (f, s) = (first[i], second[i])
      below = below * (f.sum * s.sum) + equal * f.zero * s.one
      equal *= f.zero * s.zero + f.one * s.one
    }
    return below + equal
  }
}

/// What a digit contributes to a product when it is 0 and when it is 1.
struct DigitWeights {
  let zero: Extension
  let one: Extension

  var sum: Extension { zero + one }
}

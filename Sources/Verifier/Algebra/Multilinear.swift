/// Multilinear equality and its sums over initial segments. A point lists its coordinates lowest digit first.
public enum Multilinear {
  /// eq(r, s) = Π (r s + (1 - r)(1 - s)) for points of equal length.
  public static func eq(_ r: [Extension], _ s: [Extension]) -> Extension {
    var result = Extension.one
    for i in 0..<min(r.count, s.count) {
      let product = r[i] * s[i]
      result *= .one - r[i] - s[i] + product + product
    }
    return result
  }

  /// eq(r, x) for the digits of an integer, x < 2^r.count.
  public static func eq(_ r: ArraySlice<Extension>, _ x: Int) -> Extension {
    var result = Extension.one
    var digits = x
    for coordinate in r {
      result *= digits & 1 == 1 ? coordinate : .one - coordinate
      digits >>= 1
    }
    return result
  }

  /// eq(r, x) for all x < 2^r.count.
  public static func eqTable(_ r: [Extension]) -> [Extension] {
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

  /// Σ_{x < n} Π weights[i](digit i of x), in one pass over the digits.
  static func sumBelow(_ n: Int, _ weights: [DigitWeights]) -> Extension {
    if n <= 0 { return .zero }
    var allLower = [Extension.one]
    for weight in weights { allLower.append(allLower[allLower.count - 1] * weight.sum) }
    if weights.count < Int.bitWidth - 1, n >= 1 << weights.count { return allLower[weights.count] }
    var total = Extension.zero
    var prefix = Extension.one
    for i in weights.indices.reversed() {
      if (n >> i) & 1 == 1 {
        total += prefix * weights[i].zero * allLower[i]
        prefix *= weights[i].one
      } else {
        prefix *= weights[i].zero
      }
    }
    return total
  }

  /// 1_n(r): the extension of [x < n].
  public static func indicator(_ r: [Extension], below n: Int) -> Extension {
    sumBelow(n, digits(r))
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

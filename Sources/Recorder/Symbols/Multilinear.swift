/// The verifier's multilinear functions, in the order of operations that shares most: equality from the lowest coordinate on, digits
/// of an offset from the highest.
public enum Multilinear {
  public static func eq(_ r: [Extension], _ s: [Extension]) -> Extension { eq(r[...], s[...]) }

  static func eq(_ r: ArraySlice<Extension>, _ s: ArraySlice<Extension>) -> Extension {
    zip(r, s).reduce(.one) { factor($0, $1.0, $1.1) }
  }

  /// acc · (1 - a - b + 2 a b).
  private static func factor(_ acc: Extension, _ a: Extension, _ b: Extension) -> Extension {
    for (constant, other) in [(a, b), (b, a)] {
      if constant == .one { return acc * other }
      if constant == .zero { return acc * (.one - other) }
      if constant == .half { return acc * .half }
    }
    return Tape.current.element(
      a.index < b.index ? .equality(acc, a, b) : .equality(acc, b, a))
  }

  public static func eq(_ r: ArraySlice<Extension>, _ x: Int) -> Extension {
    var result = Extension.one
    for (i, coordinate) in r.enumerated().reversed() {
      result *= x >> i & 1 == 1 ? coordinate : .one - coordinate
    }
    return result
  }

  public static func eqTable(_ r: [Extension]) -> [Extension] {
    var table = [Extension.one]
    for coordinate in r {
      let high = table.map { $0 * coordinate }
      table = zip(table, high).map { $0 - $1 } + high
    }
    return table
  }

  static func digits(_ r: [Extension]) -> [DigitWeights] {
    r.map { DigitWeights(zero: .one - $0, one: $0, sum: .one) }
  }

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

  public static func indicator(_ r: [Extension], below n: Int) -> Extension {
    sumBelow(n, digits(r))
  }

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

/// What a digit contributes to a product when it is 0 and when it is 1. The sum is known where the two are 1 - r and r.
struct DigitWeights {
  let zero: Extension
  let one: Extension
  let sum: Extension

  init(zero: Extension, one: Extension) { self.init(zero: zero, one: one, sum: zero + one) }

  init(zero: Extension, one: Extension, sum: Extension) {
    self.zero = zero
    self.one = one
    self.sum = sum
  }
}

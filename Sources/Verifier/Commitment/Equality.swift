/// The multilinear equality eq(r, x) = Π_s (r_s x_s + (1 - r_s)(1 - x_s)); bit s of an index is variable s.
enum Equality {
  /// eq(r, s) = Π (1 - r - s + 2 r s) for two points of equal length.
  static func value(_ r: ArraySlice<Extension>, _ s: ArraySlice<Extension>) -> Extension {
    var result = Extension.one
    for (a, b) in zip(r, s) {
      let product = a * b
      result *= .one - a - b + product + product
    }
    return result
  }

  /// eq(r, index) for the bits of an index.
  static func value(_ r: ArraySlice<Extension>, at index: Int) -> Extension {
    var result = Extension.one
    var bits = index
    for coordinate in r {
      result *= bits & 1 == 1 ? coordinate : .one - coordinate
      bits >>= 1
    }
    return result
  }

  /// eq(r, index) for every index below 2^r.count.
  static func table(_ r: ArraySlice<Extension>) -> [Extension] {
    var table: [Extension] = []
    table.reserveCapacity(1 << r.count)
    table.append(.one)
    for coordinate in r {
      let half = table.count
      for i in 0..<half {
        let high = table[i] * coordinate
        table[i] = table[i] - high
        table.append(high)
      }
    }
    return table
  }
}

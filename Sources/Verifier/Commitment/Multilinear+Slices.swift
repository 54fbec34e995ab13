extension Multilinear {
  /// eq(r, s) = Π (1 - r - s + 2 r s) for two slices of equal length, without copying them.
  static func eq(_ r: ArraySlice<Extension>, _ s: ArraySlice<Extension>) -> Extension {
    var result = Extension.one
    for i in 0..<min(r.count, s.count) {
      let (a, b) = (r[r.startIndex + i], s[s.startIndex + i])
      let product = a * b
      result *= .one - a - b + product + product
    }
    return result
  }
}

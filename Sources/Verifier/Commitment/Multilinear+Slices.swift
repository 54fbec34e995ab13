extension Multilinear {
  /// eq(r, s) = Π (1 - r - s + 2 r s) for two slices of equal length, without copying them.
  static func eq(_ r: ArraySlice<Extension>, _ s: ArraySlice<Extension>) -> Extension {
    var result = Extension.one
    for (a, b) in zip(r, s) {
      let product = a * b
      result *= .one - a - b + product + product
    }
    return result
  }
}

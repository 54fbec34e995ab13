extension Selector {
  /// The extension at one point for each of the axes.
  func evaluate(axes: [Int], _ points: [[Extension]]) -> Extension {
    sum { Multilinear.digits(points[axes.firstIndex(of: $0)!]) }
  }

  /// The extension, at r, of x -> eq(τ, x) (1 - selector(x)), over the given axes.
  ///
  /// It is not eq(τ, r) (1 - selector~(r)): the function is multiplied first and extended afterwards, so it stays multilinear.
  func outside(axes: [Int], tau: [[Extension]], r: [[Extension]]) -> Extension {
    var everything = Extension.one
    var elsewhere = Extension.one
    for (i, axis) in axes.enumerated() {
      let factor = Multilinear.eq(tau[i], r[i])
      everything *= factor
      if !reads(axis) { elsewhere *= factor }
    }
    let inside = sum { axis in
      let i = axes.firstIndex(of: axis)!
      let (t, c) = (tau[i], r[i])
      return t.indices.map {
        DigitWeights(zero: (.one - t[$0]) * (.one - c[$0]), one: t[$0] * c[$0])
      }
    }
    return everything - elsewhere * inside
  }

  private func reads(_ axis: Int) -> Bool {
    switch self {
    case .causal(let query, let source): axis == query || axis == source
    }
  }

  /// Σ over the active entries of the product of digit weights, over the selector's own axes.
  private func sum(_ weights: (Int) -> [DigitWeights]) -> Extension {
    switch self {
    case .causal(let query, let source):
      Multilinear.sumOrdered(weights(source), weights(query))
    }
  }
}

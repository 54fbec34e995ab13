extension Selector {
  /// The extension at one point per axis.
  func evaluate(_ points: (Int) -> [Extension]) -> Extension {
    sum { Multilinear.digits(points($0)) }
  }

  /// The extension, at r, of x -> eq(τ, x) (1 - selector(x)), over the given axes.
  ///
  /// It is not eq(τ, r) (1 - selector~(r)): the function is multiplied first and extended afterwards, so it stays multilinear.
  func outside(axes: [Int], tau: (Int) -> [Extension], r: (Int) -> [Extension]) -> Extension {
    var everything = Extension.one
    var elsewhere = Extension.one
    for axis in axes {
      let factor = Multilinear.eq(tau(axis), r(axis))
      everything *= factor
      if !self.axes.contains(axis) { elsewhere *= factor }
    }
    let inside = sum { axis in
      let (t, c) = (tau(axis), r(axis))
      return t.indices.map {
        DigitWeights(zero: (.one - t[$0]) * (.one - c[$0]), one: t[$0] * c[$0])
      }
    }
    return everything - elsewhere * inside
  }

  /// Σ over the active entries of the product of digit weights, over the selector's own axes.
  private func sum(_ weights: (Int) -> [DigitWeights]) -> Extension {
    switch self {
    case .causal(let query, let source):
      Multilinear.sumOrdered(weights(source), weights(query))
    }
  }
}

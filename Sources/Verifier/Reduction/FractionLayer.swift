/// A claim on one layer of a tree: its numerators and denominators extended to a point.
public struct FractionClaim: Sendable {
  public let point: [Extension]
  public let numerator: Extension
  public let denominator: Extension
}

extension Channel {
  /// From the root of a tree down to its leaves, layer by layer.
  public mutating func fractionLayers(_ layers: Int, of tree: Int, _ root: FractionClaim)
    throws(Rejection) -> FractionClaim
  {
    var claim = root
    for _ in 0..<layers { claim = try fractionLayer(below: claim, of: tree) }
    return claim
  }

  /// From a claim on one layer of a tree to a claim on the layer below.
  ///
  /// n + λ d = Σ_x eq(point, x) ((n0 + λ d0) d1 + n1 d0)(x); children differ in the highest digit. The factor eq of the variables
  /// already bound is divided out: with t the rest of the round polynomial, (1 - r) t(0) + r t(1) = claim, that is
  /// t_0 + r (t_1 + t_2) = claim in coefficients, which gives t_0 without a division.
  private mutating func fractionLayer(below claim: FractionClaim, of tree: Int)
    throws(Rejection) -> FractionClaim
  {
    let scale = challenge()
    account(.fractionLayers, 2 + 2 * claim.point.count)
    beginFractionLayer(tree, point: claim.point, scale: scale)
    var running = claim.numerator + scale * claim.denominator
    var point: [Extension] = []
    for r in claim.point.reversed() {
      let coefficients = try fractionRound(claim: running)
      let (linear, quadratic) = (coefficients[0], coefficients[1])
      let constant = running - r * (linear + quadratic)
      let c = challenge()
      running = constant + c * (linear + c * quadratic)
      bindFraction(c)
      point.append(c)
    }
    point.reverse()
    let children = try fractionChildren()
    let (n0, n1, d0, d1) = (children[0], children[1], children[2], children[3])
    try requireEqual(running, (n0 + scale * d0) * d1 + n1 * d0, .fractionLayer)
    let top = challenge()
    point.append(top)
    return FractionClaim(
      point: point, numerator: n0 + top * (n1 - n0),
      denominator: d0 + top * (d1 - d0))
  }
}

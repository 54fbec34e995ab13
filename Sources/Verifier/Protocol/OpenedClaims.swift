/// The reduction's claims as claims on the two committed vectors, in the reduction's order.
public struct OpenedClaims: Sendable {
  /// Blocks of all claims: each has a point of its own.
  static var mostBlocks: Int { 1 << 18 }

  public let claims: [OracleClaim]

  public init(
    _ claims: [Claim], _ circuit: Circuit, parameters: CommittedLayout,
    witnesses: CommittedLayout
  ) throws(Rejection) {
    var result: [OracleClaim] = []
    var blocks = 0
    for claim in claims {
      var points: [[Extension]] = []
      for weight in claim.weights {
        guard let point = weight.point else { throw .openClaim }
        points.append(point)
      }
      let isParameter =
        if case .parameter = circuit.graph.nodes[claim.node].kind { true } else { false }
      let layout = isParameter ? parameters : witnesses
      blocks += layout.placesOfNode[claim.node].count
      guard blocks <= OpenedClaims.mostBlocks else { throw .tooLarge }
      result.append(
        OracleClaim(
          oracle: isParameter ? 0 : 1, blocks: layout.blocks(node: claim.node, points: points),
          value: claim.value))
    }
    self.claims = result
  }

  /// Claims on the parameters, claims on the witness.
  public var counts: [Int] {
    var parameters = 0
    for claim in claims where claim.oracle == 0 { parameters += 1 }
    return [parameters, claims.count - parameters]
  }
}

/// The lookup argument: Σ over active rows of 1 / (α - φ) = Σ over table rows of multiplicity / (α - φ), by GKR over trees of
/// fraction sums.
///
/// Sources: LogUp, U. Haböck, ePrint 2022/1530; with GKR, S. Papini and U. Haböck, ePrint 2023/1284.
extension Reduction {
  /// Reduces every lookup to claims on the columns.
  mutating func lookups<C: Channel>(on channel: inout C) throws(Rejection) {
    try channel.work(bits: Reduction.fingerprintWork)
    let fingerprint = Fingerprint(alpha: channel.challenge(), beta: channel.challenge())
    let trees = FractionTree.trees(of: circuit)
    var widest = 1
    for lookup in circuit.graph.lookups { widest = max(widest, lookup.columns.count) }
    for tree in trees {
      for _ in 0..<widest { channel.account(.fingerprints, tree.leaves.end) }
    }

    let roots = try channel.fractionRoots(trees, fingerprint)
    try channel.requireEqual(
      roots[0] * roots[3] + roots[2] * roots[1], .zero, .fractionsDoNotCancel)
    for i in [1, 3] { try channel.requireNotZero(roots[i], .zeroDenominator) }

    for (i, tree) in trees.enumerated() {
      let root = FractionClaim(
        point: [], numerator: roots[2 * i], denominator: roots[2 * i + 1])
      let fraction = try channel.fractionLayers(tree.bits, of: i, root)
      try leaves(of: tree, fraction, fingerprint, on: &channel)
    }
  }

  /// Bits of proof of work before α and β.
  static var fingerprintWork: Int { 12 }

  /// Checks the claim on the leaves against claims on the columns:
  ///
  ///     N~ = Σ_B a_B selector_B - Σ_T a_T multiplicity_T,   D~ = 1 + Σ_B a_B (α - φ_B - 1),   a_B = eq(address of B, high digits)
  private mutating func leaves<C: Channel>(
    of tree: FractionTree, _ claim: FractionClaim, _ fingerprint: Fingerprint,
    on channel: inout C
  ) throws(Rejection) {
    let graph = circuit.graph
    var requests: [EvaluationRequest] = []
    let pointsOfPlaces = tree.leaves.places.map { place in
      let (axes, columns) = columns(of: tree.owners[place.owner])
      let points = place.block.extend(
        claim.point[0..<place.block.bits], bits: axes.map { circuit.bits[$0] })
      let weights = points.map { Weight.point($0) }
      for column in columns {
        requests.append(EvaluationRequest(node: column, weights: weights, block: place.block))
      }
      return points
    }
    let values = try channel.evaluations(requests)
    try add(requests, values, on: &channel)

    var next = 0
    var numerator = Extension.zero
    var denominator = Extension.one
    for (i, place) in tree.leaves.places.enumerated() {
      let points = pointsOfPlaces[i]
      let high = claim.point[place.block.bits...]
      let a = Multilinear.eq(high, place.offset >> place.block.bits)
      switch tree.owners[place.owner] {
      case .lookup(let index):
        let lookup = graph.lookups[index]
        let axes = graph.nodes[lookup.columns[0].node].axes
        let columns = lookup.columns.map { column in
          next += 1
          return Extension(column.scale) * values[next - 1] + Extension(column.offset)
        }
        let active = lookup.selector?.evaluate(axes: axes, points) ?? .one
        numerator += a * active
        denominator +=
          a
          * (fingerprint.denominator(
            tag: graph.tables[lookup.table].tag, columns) - .one)
      case .table(let index):
        let table = graph.tables[index]
        numerator = numerator - a * values[next]
        var columns = [Extension(table.first)]
        for (i, coordinate) in points[0].enumerated() {
          columns[0] += coordinate * .powerOfTwo(i)
        }
        next += 1
        for _ in table.outputs {
          columns.append(values[next])
          next += 1
        }
        denominator += a * (fingerprint.denominator(tag: table.tag, columns) - .one)
      }
    }
    try channel.requireEqual(numerator, claim.numerator, .leafNumerators)
    try channel.requireEqual(denominator, claim.denominator, .leafDenominators)
  }

  /// The axes of a leaf block, and the nodes whose values it asks for.
  private func columns(of owner: LeafOwner) -> (axes: [Int], nodes: [Int]) {
    let graph = circuit.graph
    switch owner {
    case .lookup(let index):
      let columns = graph.lookups[index].columns
      return (graph.nodes[columns[0].node].axes, columns.map { $0.node })
    case .table(let index):
      let table = graph.tables[index]
      var nodes = [table.multiplicity]
      for output in table.outputs { nodes.append(output) }
      return ([table.axis], nodes)
    }
  }
}

extension Graph {
  /// Every witness has an assertion that bounds it, so that its residue stands for one integer:
  ///
  /// - a lookup of the witness itself, unscaled, active everywhere or with zeros where it is not;
  /// - or a low limb, ±witness + Σ of bounded limbs and nothing else, entry by entry, that is looked up;
  /// - or, for the maximum of a row, the lookup of maximum - score, of whose entries one at least is active: all of them, or the
  ///   diagonal of causal rows; and the score rests on bounded witnesses alone.
  func checkAsserted() throws(GraphFault) {
    var isBounded = Array(repeating: false, count: nodes.count)
    for table in tables { isBounded[table.multiplicity] = true }
    for lookup in lookups {
      for column in lookup.columns where column.scale.magnitude == 1 {
        let isEverywhere =
          lookup.selector == nil
          || isZero(column.node, outside: lookup.selector)
        if isEverywhere { isBounded[column.node] = true }
      }
    }
    for node in nodes where node.boundRule == .lowLimb {
      guard case .linear(let terms, _) = node.kind else { continue }
      let open = terms.indices.filter { isOpenWitness(terms[$0].node, isBounded) }
      if open.count == 1, terms[open[0]].isReadAsItIs, terms.allSatisfy({ isWitness($0.node) }) {
        isBounded[terms[open[0]].node] = true
      }
    }
    // What a virtual node holds of a witness that nothing bounds could take the same witness away again.
    var isOpen = nodes.indices.map { isOpenWitness($0, isBounded) }
    for i in nodes.indices where nodes[i].isVirtual {
      isOpen[i] = nodes[i].inputs.contains { isOpen[$0] }
    }
    for lookup in lookups {
      guard case .linear(let terms, _) = nodes[lookup.columns[0].node].kind,
        lookup.columns[0].scale.magnitude == 1
      else { continue }
      let axes = nodes[lookup.columns[0].node].axes
      let source =
        switch lookup.selector {
        case .causal(_, let source)?: source
        case nil: axes.last
        }
      let open = terms.indices.filter { isOpen[terms[$0].node] }
      guard open.count == 1, terms[open[0]].isReadAsItIs else { continue }
      let node = terms[open[0]].node
      if isWitness(node), nodes[node].axes == axes.filter({ $0 != source }) {
        isBounded[node] = true
      }
    }
    for i in nodes.indices where isOpenWitness(i, isBounded) { throw .unasserted(node: i) }
  }

  private func isOpenWitness(_ i: Int, _ isBounded: [Bool]) -> Bool {
    isWitness(i) && !isBounded[i]
  }
}

extension Term {
  /// Whether every entry is added or taken away once, at its own place.
  fileprivate var isReadAsItIs: Bool {
    coefficient.magnitude == 1
      && views.allSatisfy { view in
        if case .same = view { true } else { false }
      }
  }
}

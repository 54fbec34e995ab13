/// What distinguishes a row in the lookup argument: φ = c_1 + β tag + β² c_2 + β³ c_3 ..., compared with α.
///
/// The tag names the table: without it a row of one function's table would pass as a row of another's.
public struct Fingerprint: Sendable {
  public let alpha: Extension
  public let beta: Extension

  /// α - φ for the columns of a row.
  public func denominator(tag: Int, _ columns: [Extension]) -> Extension {
    var result = alpha - columns[0] - beta * Extension(tag)
    var power = beta
    for i in 1..<columns.count {
      power *= beta
      result = result - power * columns[i]
    }
    return result
  }
}

/// One leaf block's owner: rows that are looked up, or the table they are looked up in.
public enum LeafOwner: Sendable {
  case lookup(Int)
  case table(Int)
}

/// A tree of fraction sums: leaves 1 / (α - φ) for lookups, -multiplicity / (α - φ) for table rows, 0 / 1 elsewhere.
///
/// There are two. Range lookups, always active and in one column, have a tree of their own: its numerators are all 1 and its
/// denominators differ from a constant by small integers, which the prover exploits. Their roots must add to zero.
public struct FractionTree: Sendable {
  /// The owner of a place is an index into `owners`.
  public let leaves: Placement
  public let owners: [LeafOwner]
  public let bits: Int

  public static func trees(of circuit: Circuit) -> [FractionTree] {
    let lookups = circuit.graph.lookups
    func isRange(_ i: Int) -> Bool { lookups[i].selector == nil && lookups[i].columns.count == 1 }
    let ranges = lookups.indices.filter { isRange($0) }
    let others = lookups.indices.filter { !isRange($0) }
    let tables = Array(count: others.count + circuit.graph.tables.count) { i in
      i < others.count ? LeafOwner.lookup(others[i]) : .table(i - others.count)
    }
    return [FractionTree(ranges.map { .lookup($0) }, circuit), FractionTree(tables, circuit)]
  }

  private init(_ owners: [LeafOwner], _ circuit: Circuit) {
    let shapes = owners.map { owner in
      switch owner {
      case .lookup(let i): circuit.shape(circuit.graph.lookups[i].columns[0].node)
      case .table(let i): [circuit.sizes[circuit.graph.tables[i].axis]]
      }
    }
    self.owners = owners
    leaves = Placement(shapes, owners: owners.indices.map { $0 })
    bits = bitCount(leaves.end)
  }
}

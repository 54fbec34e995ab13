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
    for column in columns.dropFirst() {
      power *= beta
      result = result - power * column
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
  public let leaves: Placement<LeafOwner>
  public let bits: Int

  public static func trees(of circuit: Circuit) -> [FractionTree] {
    let graph = circuit.graph
    var ranges: [(owner: LeafOwner, shape: [Int])] = []
    var tables: [(owner: LeafOwner, shape: [Int])] = []
    for (i, lookup) in graph.lookups.enumerated() {
      let leaf = (owner: LeafOwner.lookup(i), shape: circuit.shape(lookup.columns[0].node))
      if lookup.selector == nil, lookup.columns.count == 1 {
        ranges.append(leaf)
      } else {
        tables.append(leaf)
      }
    }
    for (i, table) in graph.tables.enumerated() {
      tables.append((.table(i), [circuit.sizes[table.axis]]))
    }
    return [FractionTree(ranges), FractionTree(tables)]
  }

  private init(_ tensors: [(owner: LeafOwner, shape: [Int])]) {
    leaves = Placement(tensors)
    bits = bitCount(leaves.end)
  }
}

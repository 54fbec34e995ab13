import Prover
import Verifier

/// What each node of a circuit has of everything that is counted. Tables are shared out among the lookups that use them.
struct NodeShares {
  /// By node.
  var committed: [Double]
  var leaves: [Double]
  /// Weighted entries of the sumchecks.
  var walk: [Double]
  /// Entries of committed vectors, parameters and witnesses.
  var opened: [Double]
  /// Bytes of messages.
  var lookupBytes: [Double]
  var sumcheckBytes: [Double]

  /// What a bound 64-bit integer and a parameter's byte cost beside a point of a sumcheck, which is folded in every table it has.
  static let integerWeight = 0.3
  static let byteWeight = 0.1

  init(_ circuit: Circuit, _ cost: CostChannel) {
    let graph = circuit.graph
    let zeros = [Double](repeating: 0, count: graph.nodes.count)
    (committed, leaves, walk, opened) = (zeros, zeros, zeros, zeros)
    (lookupBytes, sumcheckBytes) = (zeros, zeros)

    var users = graph.tables.map { _ in [(node: Int, leaves: Double)]() }
    for lookup in graph.lookups {
      let node = lookup.columns[0].node
      let count = Double(circuit.count(node))
      leaves[node] += count
      users[lookup.table].append((node, count))
    }
    for (i, node) in graph.nodes.enumerated() {
      switch node.kind {
      case .witness:
        committed[i] = Double(circuit.count(i))
        opened[i] = committed[i]
      case .parameter: opened[i] = node.axes.reduce(1) { $0 * Double(graph.largestSize($1)) }
      default: break
      }
    }
    for (i, counts) in cost.counts {
      walk[i] =
        Double(counts.points) + NodeShares.integerWeight * Double(counts.boundIntegers)
        + NodeShares.byteWeight * Double(counts.boundBytes)
      lookupBytes[i] = 16 * counts.lookupElements
      sumcheckBytes[i] = 16 * counts.sumcheckElements
    }
    // What is not any node's own: rounds of the trees, by leaves; the nonce with them.
    shareTables(circuit, users)
    let rest = Double(cost.bytes[.lookups] ?? 0) - lookupBytes.reduce(0, +)
    let all = leaves.reduce(0, +)
    for i in leaves.indices where all > 0 { lookupBytes[i] += rest * leaves[i] / all }
  }

  private mutating func shareTables(_ circuit: Circuit, _ users: [[(node: Int, leaves: Double)]]) {
    for (table, users) in zip(circuit.graph.tables, users) {
      let rows = Double(circuit.sizes[table.axis])
      let all = users.reduce(0) { $0 + $1.leaves }
      guard all > 0 else { continue }
      var nodes = table.outputs
      nodes.append(table.multiplicity)
      let own = nodes.map {
        [committed[$0], walk[$0], opened[$0], lookupBytes[$0], sumcheckBytes[$0]]
      }
      for node in nodes {
        (committed[node], walk[node], opened[node]) = (0, 0, 0)
        (lookupBytes[node], sumcheckBytes[node]) = (0, 0)
      }
      let sums = (0..<5).map { i in own.reduce(0) { $0 + $1[i] } }
      for user in users {
        let share = user.leaves / all
        leaves[user.node] += rows * share
        committed[user.node] += sums[0] * share
        walk[user.node] += sums[1] * share
        opened[user.node] += sums[2] * share
        lookupBytes[user.node] += sums[3] * share
        sumcheckBytes[user.node] += sums[4] * share
      }
    }
  }
}

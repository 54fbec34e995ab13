import Prover
import Verifier

/// What a proof cost, by layer and operation: each section's measured time and bytes, dealt by that section's counts.
///
///     witness     the measured time of each node; the rest, counting of multiplicities, by leaves
///     commit      by committed values
///     lookups     by leaves; a table's rows are shared by its users
///     sumchecks   by points of sumcheck boxes, and bound entries with a smaller weight
///     opening     by entries of parameters and witnesses, as is the header
///
/// Nodes of all layers are proven together: within an operation every layer has the same part of what is not measured by layer.
public struct CostTable: Sendable {
  public struct Row: Sendable {
    /// Nil outside the layers.
    public let layer: Int?
    public let operation: Operation
    /// Rows of the token or reply axis that were proven, padding included.
    public var rows = 0
    public var committed = 0.0
    public var lookups = 0.0
    public var seconds: [ProvingSection: Double] = [:]
    public var bytes = 0.0

    public var totalSeconds: Double { seconds.values.reduce(0, +) }
  }

  /// In the order they are computed: before the layers, layer by layer, after them.
  public let rows: [Row]
  public let layers: Int

  /// - Parameters:
  ///   - seconds, bytes: the proof's, by section.
  ///   - headerBytes: of the file, before the messages.
  ///   - nodeSeconds: of execution, by node and layer.
  public init(
    _ circuit: Circuit, _ cost: CostChannel, seconds: [ProvingSection: Double],
    bytes: [ProvingSection: Int], headerBytes: Int, nodeSeconds: [[Double]]
  ) {
    let graph = circuit.graph
    let shares = NodeShares(circuit, cost)
    let layerAxis = graph.axes.firstIndex { $0.name == "layer" }
    let layers = layerAxis.map { circuit.sizes[$0] } ?? 0
    self.layers = layers
    var table = Builder(layers: layers)

    let executed = nodeSeconds.reduce(0) { $0 + $1.reduce(0, +) }
    let uncounted = max(0, (seconds[.witness] ?? 0) - executed)
    // A clock that ran longer inside than outside is scaled down.
    let clock = executed > 0 ? min(1, (seconds[.witness] ?? 0) / executed) : 0
    func rate(_ total: Double?, _ weights: [Double]) -> Double {
      let sum = weights.reduce(0, +)
      return sum > 0 ? (total ?? 0) / sum : 0
    }
    let perLeaf = rate(uncounted, shares.leaves)
    let rates: [(ProvingSection, Double, [Double])] = [
      (.commit, rate(seconds[.commit], shares.committed), shares.committed),
      (.lookups, rate(seconds[.lookups], shares.leaves), shares.leaves),
      (.sumchecks, rate(seconds[.sumchecks], shares.walk), shares.walk),
      (.opening, rate(seconds[.opening], shares.opened), shares.opened),
    ]
    let openedBytes = rate(Double((bytes[.opening] ?? 0) + headerBytes), shares.opened)

    for (i, node) in graph.nodes.enumerated() {
      let isLayered = layerAxis.map { node.axes.contains($0) } ?? false
      let parts = isLayered ? layers : 1
      for part in 0..<parts {
        table.update(isLayered ? part : nil, Operation(node: node.name)) { row in
          let share = 1 / Double(parts)
          for axis in node.axes where graph.axes[axis].extent.isStatement {
            row.rows = max(row.rows, circuit.sizes[axis])
          }
          row.committed += shares.committed[i] * share
          row.lookups += shares.leaves[i] * share
          let measured = part < nodeSeconds[i].count ? nodeSeconds[i][part] : 0
          row.seconds[.witness, default: 0] += measured * clock + perLeaf * shares.leaves[i] * share
          for (section, rate, weights) in rates {
            row.seconds[section, default: 0] += rate * weights[i] * share
          }
          row.bytes +=
            (shares.lookupBytes[i] + shares.sumcheckBytes[i] + openedBytes * shares.opened[i])
            * share
        }
      }
    }
    rows = table.rows.filter { $0.totalSeconds > 0 || $0.bytes > 0 || $0.rows > 0 }
  }

  public var totalSeconds: Double { rows.reduce(0) { $0 + $1.totalSeconds } }
  public var totalBytes: Double { rows.reduce(0) { $0 + $1.bytes } }

  /// Sums over layers, one row for each operation.
  public var byOperation: [Row] {
    Operation.allCases.compactMap { operation in
      sum(rows.filter { $0.operation == operation }, layer: nil, operation)
    }
  }

  private func sum(_ rows: [Row], layer: Int?, _ operation: Operation) -> Row? {
    guard !rows.isEmpty else { return nil }
    var total = Row(layer: layer, operation: operation)
    for row in rows {
      total.rows = max(total.rows, row.rows)
      total.committed += row.committed
      total.lookups += row.lookups
      total.bytes += row.bytes
      total.seconds.merge(row.seconds) { $0 + $1 }
    }
    return total
  }

  /// Sums over operations: before the layers, each layer, after them.
  public var byLayer: [(name: String, row: Row)] {
    let isEarly = { (row: Row) in row.operation == .embedding }
    let outside = rows.filter { $0.layer == nil }
    var result: [(String, Row?)] = [
      ("before layers", sum(outside.filter(isEarly), layer: nil, .embedding))
    ]
    for layer in 0..<layers {
      result.append(
        ("layer \(layer + 1)", sum(rows.filter { $0.layer == layer }, layer: layer, .other)))
    }
    result.append(("after layers", sum(outside.filter { !isEarly($0) }, layer: nil, .other)))
    return result.compactMap { name, row in row.map { (name, $0) } }
  }
}

extension CostTable {
  /// Rows by layer and operation, the embedding before the layers, the rest of what has no layer after them.
  private struct Builder {
    private var cells: [[Row]]

    init(layers: Int) {
      cells = (0...layers).map { layer in
        Operation.allCases.map { Row(layer: layer < layers ? layer : nil, operation: $0) }
      }
    }

    mutating func update(_ layer: Int?, _ operation: Operation, _ body: (inout Row) -> Void) {
      let position = Operation.allCases.firstIndex(of: operation)!
      body(&cells[layer ?? cells.count - 1][position])
    }

    var rows: [Row] {
      let outside = cells[cells.count - 1]
      return outside.filter { $0.operation == .embedding } + cells.dropLast().joined()
        + outside.filter { $0.operation != .embedding }
    }
  }
}

extension Extent {
  /// Whether it depends on the statement.
  fileprivate var isStatement: Bool {
    switch self {
    case .tokens, .replies, .prompt: true
    case .fixed: false
    }
  }
}

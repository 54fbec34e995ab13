/// An open claim: <w_1 ⊗ ... ⊗ w_d, node> = value, one weight for each axis of the node.
public final class Claim: Sendable {
  public let node: Int
  public let weights: [Weight]
  public let value: Extension
  /// With a selector s the weight is eq(τ, x) (1 - s(x)); the weights are then the points τ.
  public let outside: Selector?

  public init(node: Int, weights: [Weight], value: Extension, outside: Selector? = nil) {
    self.node = node
    self.weights = weights
    self.value = value
    self.outside = outside
  }
}

extension Claim {
  /// Whether it is about one point.
  var isPoint: Bool { weights.allSatisfy { $0.point != nil } }
}

/// Every open claim, by node. A claim is added once and taken once; none may be left.
struct Ledger {
  private var open: [[Claim]]

  init(nodes: Int) { open = Array(repeating: [], count: nodes) }

  mutating func add(_ claim: Claim) { open[claim.node].append(claim) }

  mutating func take(_ node: Int) -> [Claim] {
    let claims = open[node]
    open[node] = []
    return claims
  }

  func claims(on node: Int) -> [Claim] { open[node] }

  var isEmpty: Bool { open.allSatisfy { $0.isEmpty } }
}

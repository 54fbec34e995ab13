/// How a claim on an einsum becomes a sumcheck.
///
/// An axis of two operands or more is in the sumcheck's domain: shared if the output has it too, else contracted. An axis of one
/// operand alone is bound directly, by the output's weight or by summing.
public final class EinsumPlan: Sendable {
  public let node: Int
  /// Axes of the domain, the last owning the lowest digits.
  public let domain: [Int]
  /// Domain axes that the output has too: their weights are a factor of the sum.
  public let shared: [Int]
  /// Operands without repetition: a square has one table and one value.
  public let operands: [Operand]
  public let powers: [Int]
  /// Degree in each variable, the highest first.
  public let degrees: [Int]

  /// The plan for an einsum node.
  public init(_ circuit: Circuit, node: Int) {
    var all: [Operand] = []
    if case .einsum(let operands) = circuit.graph.nodes[node].kind { all = operands }
    let output = circuit.graph.nodes[node].axes
    let firsts = all.indices.filter { all.firstIndex(of: all[$0]) == $0 }
    let operands = firsts.map { all[$0] }
    var domain: [Int] = []
    var shared: [Int] = []
    var degrees: [Int] = []
    for operand in operands {
      for axis in operand.axes where !domain.contains(axis) {
        var degree = 0
        for other in all where other.axes.contains(axis) { degree += 1 }
        guard degree > 1 else { continue }
        domain.append(axis)
        if output.contains(axis) {
          degree += 1
          shared.append(axis)
        }
        for _ in 0..<circuit.bits[axis] { degrees.append(degree) }
      }
    }
    self.node = node
    self.domain = domain
    self.degrees = degrees
    self.operands = operands
    self.shared = shared
    powers = operands.map { operand in
      var power = 0
      for other in all where other == operand { power += 1 }
      return power
    }
  }

  /// The weights that bind an operand's axes outside the domain; nil for axes inside.
  public func binding(_ operand: Operand, _ circuit: Circuit, claim: Claim) -> [Weight?] {
    let output = circuit.graph.nodes[node].axes
    return operand.axes.map { axis in
      if domain.contains(axis) { return nil }
      if let i = output.firstIndex(of: axis) { return claim.weights[i] }
      return .ones(bits: circuit.bits[axis])
    }
  }
}

extension Circuit {
  /// Cuts a point of a row-major box into one piece per axis; the last axis owns the lowest digits.
  public func split(_ point: ArraySlice<Extension>, axes: [Int]) -> [[Extension]] {
    var end = point.startIndex
    for axis in axes { end += bits[axis] }
    return axes.map { axis in
      let start = end - bits[axis]
      defer { end = start }
      return Array(count: bits[axis]) { point[start + $0] }
    }
  }
}

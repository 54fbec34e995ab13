/// How a claim on an einsum becomes a sumcheck.
///
/// An axis of two operands or more is in the sumcheck's domain: shared if the output has it too, else contracted. An axis of one
/// operand alone is bound directly, by the output's weight or by summing.
public struct EinsumPlan: Sendable {
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

  public init(_ circuit: Circuit, node: Int, _ all: [Operand]) {
    let output = circuit.graph.nodes[node].axes
    var operands: [Operand] = []
    var powers: [Int] = []
    for operand in all {
      if let i = operands.firstIndex(of: operand) {
        powers[i] += 1
      } else {
        operands.append(operand)
        powers.append(1)
      }
    }
    var domain: [Int] = []
    var degrees: [Int] = []
    for operand in operands {
      for axis in operand.axes where !domain.contains(axis) {
        let uses = all.reduce(0) { $0 + ($1.axes.contains(axis) ? 1 : 0) }
        guard uses > 1 else { continue }
        domain.append(axis)
        let degree = uses + (output.contains(axis) ? 1 : 0)
        degrees += Array(repeating: degree, count: circuit.bits[axis])
      }
    }
    self.node = node
    self.domain = domain
    self.shared = domain.filter { output.contains($0) }
    self.operands = operands
    self.powers = powers
    self.degrees = degrees
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
    var pieces: [[Extension]] = []
    var start = point.startIndex
    for axis in axes.reversed() {
      pieces.append(Array(point[start..<start + bits[axis]]))
      start += bits[axis]
    }
    return pieces.reversed()
  }
}

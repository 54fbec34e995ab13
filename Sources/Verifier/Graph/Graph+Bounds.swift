extension Graph {
  /// Interval arithmetic: the largest absolute value a virtual node can have, given its inputs' bounds; nil at 2^62 or more.
  ///
  /// Token and reply axes count with the whole context, so the bound holds for every statement.
  public func intervalBound(axes: [Int], _ kind: Node.Kind) -> Int64? {
    switch kind {
    case .linear(let terms, let constant):
      var total = constant.magnitude
      for term in terms {
        var magnitude = Graph.product(
          term.coefficient.magnitude, nodes[term.node].bound.magnitude)
        for (i, axis) in nodes[term.node].axes.enumerated() {
          switch term.views[i] {
          case .matrix(_, let matrix) where !matrix.sums: break
          case .summed, .matrix: magnitude = Graph.product(magnitude, UInt64(largestSize(axis)))
          case .same, .window: break
          }
        }
        total += magnitude
        guard total < Graph.limit.magnitude else { return nil }
      }
      return Int64(total)
    case .einsum(let operands):
      var magnitude: UInt64 = 1
      var summed: [Int] = []
      for operand in operands {
        magnitude = Graph.product(magnitude, nodes[operand.node].bound.magnitude)
        for axis in operand.axes where !axes.contains(axis) && !summed.contains(axis) {
          summed.append(axis)
          magnitude = Graph.product(magnitude, UInt64(largestSize(axis)))
        }
      }
      return magnitude < Graph.limit.magnitude ? Int64(magnitude) : nil
    default: return nil
    }
  }

  /// a b, or 2^62 if that is more or a is already there: what was once too large stays so.
  @inline(never)
  private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
    guard a < limit.magnitude else { return a }
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? limit.magnitude : min(product, limit.magnitude)
  }
}

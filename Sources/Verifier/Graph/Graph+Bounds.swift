extension Graph {
  /// Interval arithmetic: the largest absolute value a virtual node can have, given its inputs' bounds; nil at 2^62 or more.
  ///
  /// Token and reply axes count with the whole context, so the bound holds for every statement.
  public func intervalBound(axes: [Int], _ kind: Node.Kind) -> Int64? {
    switch kind {
    case .linear(let terms, let constant):
      var total = constant.magnitude
      for term in terms {
        var magnitude = Magnitude(term.coefficient.magnitude) * nodes[term.node].bound.magnitude
        for (axis, view) in zip(nodes[term.node].axes, term.views) {
          switch view {
          case .summed: magnitude = magnitude * UInt64(largestSize(axis))
          case .matrix(_, let matrix) where matrix.sums:
            magnitude = magnitude * UInt64(largestSize(axis))
          case .same, .window, .matrix: break
          }
        }
        guard let value = magnitude.value else { return nil }
        total += value
        guard total < Graph.limit.magnitude else { return nil }
      }
      return Int64(total)
    case .einsum(let operands):
      var magnitude = Magnitude(1)
      var summed: [Int] = []
      for operand in operands {
        magnitude = magnitude * nodes[operand.node].bound.magnitude
        for axis in operand.axes where !axes.contains(axis) && !summed.contains(axis) {
          summed.append(axis)
          magnitude = magnitude * UInt64(largestSize(axis))
        }
      }
      return magnitude.value.map { Int64($0) }
    default: return nil
    }
  }
}

/// A product that knows when it has reached 2^62.
private struct Magnitude {
  let value: UInt64?

  init(_ value: UInt64?) { self.value = value }

  static func * (a: Magnitude, b: UInt64) -> Magnitude {
    guard let value = a.value else { return a }
    let (product, overflow) = value.multipliedReportingOverflow(by: b)
    return Magnitude(overflow || product >= Graph.limit.magnitude ? nil : product)
  }
}

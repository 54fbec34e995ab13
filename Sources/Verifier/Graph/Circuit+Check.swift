extension Circuit {
  /// Entries of all witnesses, or leaves of all lookups, that a verifier is willing to follow.
  static var largestTotal: UInt64 { 1 << 30 }
  /// Dyadic blocks of one statement.
  static var mostBlocks: Int { 1 << 15 }

  /// Bounds sizes before memory is taken; products are checked in 64 bits.
  public func check() throws(Rejection) {
    var total: UInt64 = 0
    var blocks = 0
    func count(_ node: Int) throws(Rejection) {
      var entries: UInt64 = 1
      var pieces = 1
      for size in shape(node) {
        entries *= UInt64(size)
        pieces *= size.nonzeroBitCount
        guard entries <= Circuit.largestTotal, pieces <= Circuit.mostBlocks else { throw .tooLarge }
      }
      total += entries
      blocks += pieces
      guard total <= Circuit.largestTotal, blocks <= Circuit.mostBlocks else { throw .tooLarge }
    }
    for i in graph.nodes.indices where graph.nodes[i].isCommitted { try count(i) }
    (total, blocks) = (0, 0)
    for lookup in graph.lookups { try count(lookup.columns[0].node) }
    for table in graph.tables { try count(table.multiplicity) }
    // Virtual nodes are never stored here, but their sizes are multiplied.
    for i in graph.nodes.indices {
      var entries: UInt64 = 1
      for size in shape(i) {
        entries *= UInt64(size)
        guard entries <= 1 << 40 else { throw .tooLarge }
      }
      if case .einsum(let operands) = graph.nodes[i].kind {
        var seen: [Int] = []
        var digits = 0
        for operand in operands {
          for axis in operand.axes where !seen.contains(axis) {
            seen.append(axis)
            digits += bits[axis]
          }
        }
        guard digits <= 60 else { throw .tooLarge }
      }
    }
  }
}

import Verifier

/// Values of linear nodes and einsums.
extension Execution {
  /// Fills the region with a constant.
  private func fill(_ out: TensorValues, _ region: [Range<Int>], _ constant: Int64) {
    // A tensor starts as zeros, and one pass writes every entry once.
    if constant == 0, isOnePass { return }
    forEachRow(of: out, region) { start, count in
      for i in start..<start + count { out.integers[i] = constant }
    }
  }

  func linear(_ node: Int, _ region: [Range<Int>], _ terms: [Term], constant: Int64) {
    let out = values[node]!
    fill(out, region, constant)
    let axes = circuit.graph.nodes[node].axes
    for term in terms {
      let operand = values[term.node]!
      var nest = LoopNest()
      var outStart = 0
      var inStart = 0
      var used: [Int] = []
      var isEmpty = false
      // Layers of the operand that a matrix view adds, for the one output layer of this step.
      var layers: [Int] = [0]
      var layerStride = 0
      for (position, view) in term.views.enumerated() {
        let size = operand.shape[position]
        let stride = operand.strides[position]
        switch view {
        case .summed: nest.add(size, out: 0, a: stride)
        case .same(let axis), .window(let axis, _):
          let i = axes.firstIndex(of: axis)!
          var shift = 0
          if case .window(_, let start) = view { shift = circuit.start(start) }
          let range = region[i].clamped(to: -shift..<max(-shift, size - shift))
          if range.isEmpty { isEmpty = true }
          used.append(i)
          outStart += range.lowerBound * out.strides[i]
          inStart += (range.lowerBound + shift) * stride
          nest.add(range.count, out: out.strides[i], a: stride)
        case .matrix(let axis, let matrix):
          let i = axes.firstIndex(of: axis)!
          used.append(i)
          precondition(region[i].count == 1, "layers are computed one at a time")
          outStart += region[i].lowerBound * out.strides[i]
          layers = (0..<size).filter {
            matrix.entry(region[i].lowerBound, $0, rows: out.shape[i], columns: size)
          }
          layerStride = stride
        }
      }
      if isEmpty { continue }
      for i in axes.indices where !used.contains(i) {
        outStart += region[i].lowerBound * out.strides[i]
        nest.add(region[i].count, out: out.strides[i], a: 0)
      }
      for layer in layers {
        nest.accumulate(
          out.integers + outStart, operand.integers + inStart + layer * layerStride,
          coefficient: term.coefficient)
      }
    }
  }

  func einsum(_ node: Int, _ region: [Range<Int>], _ operands: [Operand]) {
    let out = values[node]!
    fill(out, region, 0)
    let axes = circuit.graph.nodes[node].axes
    if case .statement(let tensor) = circuit.graph.nodes[operands[0].node].kind {
      gather(node, region, operands, tensor)
      return
    }
    if case .statement = circuit.graph.nodes[operands[1].node].kind {
      maskRows(node, region, operands)
      return
    }
    precondition(operands.count == 2, "a product of three operands starts with one-hot rows")
    // The operand that may be bytes comes second.
    let first = values[operands[0].node]!
    let second = values[operands[1].node]!
    var nest = LoopNest()
    var (outStart, aStart, bStart) = (0, 0, 0)
    var seen: [Int] = []
    for axis in operands[0].axes + operands[1].axes where !seen.contains(axis) {
      seen.append(axis)
      let i = axes.firstIndex(of: axis)
      let range = i.map { region[$0] } ?? contracted(axis)
      let outStride = i.map { out.strides[$0] } ?? 0
      let a = operands[0].axes.firstIndex(of: axis).map { first.strides[$0] } ?? 0
      let b = operands[1].axes.firstIndex(of: axis).map { second.strides[$0] } ?? 0
      outStart += range.lowerBound * outStride
      aStart += range.lowerBound * a
      bStart += range.lowerBound * b
      nest.add(range.count, out: outStride, a: a, b: b)
    }
    nest.multiply(
      out.integers + outStart, first.integers + aStart, second.storage.advanced(by: bStart))
  }

  /// A contracted token axis runs over the tokens known so far; later entries are zero where it matters.
  private func contracted(_ axis: Int) -> Range<Int> {
    circuit.graph.axes[axis].extent == .tokens
      ? 0..<min(tokens.count, circuit.sizes[axis]) : 0..<circuit.sizes[axis]
  }

  /// out[row, ...] = Π of the other operands at the row's column. With three operands the second is a scale for each column.
  private func gather(
    _ node: Int, _ region: [Range<Int>], _ operands: [Operand], _ tensor: StatementTensor
  ) {
    let out = values[node]!
    let list = columns(of: tensor)
    let scale = operands.count == 3 ? values[operands[1].node] : nil
    let matrix = values[operands.last!.node]!
    let width = matrix.strides[0]
    let entries = region.dropFirst().first ?? 0..<1
    precondition(out.strides[0] == width, "one-hot rows pick whole rows of a vector or a matrix")
    for row in region[0] where row < list.count {
      let factor = scale?[list[row]] ?? 1
      let from = list[row] * width
      for f in entries { out.integers[row * width + f] = factor * matrix[from + f] }
    }
  }

  /// out = x on rows of the reply, 0 beyond; while the reply is being generated every row counts as one.
  private func maskRows(_ node: Int, _ region: [Range<Int>], _ operands: [Operand]) {
    let out = values[node]!
    let x = values[operands[0].node]!
    let width = x.strides[0]
    let entries = region.dropFirst().first ?? 0..<1
    for row in region[0] where reply.isEmpty || row < reply.count {
      for f in entries { out.integers[row * width + f] = x[row * width + f] }
    }
  }
}

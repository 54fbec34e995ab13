import Kernels
import Verifier

/// The leaves of the trees of fraction sums, from the values of looked-up columns.
struct Leaves {
  private let circuit: Circuit
  private let values: [TensorValues?]
  private let fingerprint: Fingerprint

  init(_ circuit: Circuit, _ values: [TensorValues?], _ fingerprint: Fingerprint) {
    self.circuit = circuit
    self.values = values
    self.fingerprint = fingerprint
  }

  func layers(of tree: FractionTree) -> FractionLayers {
    let numerators = ElementPlanes(count: 1 << tree.bits)
    let denominators = ElementPlanes(count: 1 << tree.bits)
    // Where no block lies, the fraction 0 / 1.
    for i in tree.leaves.end..<1 << tree.bits { denominators.x0[i] = 1 }
    for place in tree.leaves.places {
      switch place.owner {
      case .lookup(let index):
        lookup(circuit.graph.lookups[index], place.block, place.offset, numerators, denominators)
      case .table(let index):
        table(circuit.graph.tables[index], place.block, place.offset, numerators, denominators)
      }
    }
    return FractionLayers(numerators: numerators, denominators: denominators)
  }

  private func lookup(
    _ lookup: Lookup, _ block: Block, _ offset: Int, _ numerators: ElementPlanes,
    _ denominators: ElementPlanes
  ) {
    let tag = circuit.graph.tables[lookup.table].tag
    let first = values[lookup.columns[0].node]!
    let columns = lookup.columns.map { ($0, values[$0.node]!.integers) }
    let powers = fingerprint.beta.powers(lookup.columns.count + 1)
    let constant = fingerprint.alpha - fingerprint.beta * Extension(tag)
    let axes = circuit.graph.nodes[lookup.columns[0].node].axes
    var queryPosition: Int?
    if case .causal(let query, _) = lookup.selector { queryPosition = axes.firstIndex(of: query) }

    var next = offset
    forEachRow(first, block) { start, count in
      let active: Int
      if let position = queryPosition {
        let token = start / first.strides[position] % first.shape[position]
        let source = start % first.shape.last!
        active = max(0, min(count, token + 1 - source))
      } else {
        active = count
      }
      for i in 0..<active { numerators.x0[next + i] = 1 }
      let (scale, shift, integers) = (columns[0].0.scale, columns[0].0.offset, columns[0].1)
      for i in 0..<count {
        let value = Goldilocks(integers[start + i])
        let scaled = scale == 1 ? value : value * Goldilocks(scale)
        denominators.x0[next + i] = (constant.c0 - scaled - Goldilocks(shift)).word
        denominators.x1[next + i] = constant.c1.word
      }
      for (j, (column, integers)) in columns.enumerated().dropFirst() {
        precondition(column.offset == 0, "only the index column has an offset")
        lemma_scale_add_integers(
          denominators.x0 + next, denominators.x1 + next, integers + start, count,
          (-(powers[j + 1] * Extension(column.scale))).kernelElement)
      }
      next += count
    }
  }

  private func table(
    _ table: Table, _ block: Block, _ offset: Int, _ numerators: ElementPlanes,
    _ denominators: ElementPlanes
  ) {
    let start = block.intervals[0].offset
    let count = 1 << block.bits
    let multiplicities = values[table.multiplicity]!.integers
    let powers = fingerprint.beta.powers(table.outputs.count + 2)
    let constant = fingerprint.alpha - fingerprint.beta * Extension(table.tag)
    for i in 0..<count {
      numerators.x0[offset + i] = (-Goldilocks(multiplicities[start + i])).word
      denominators.x0[offset + i] =
        (constant.c0 - Goldilocks(table.first + Int64(start + i))).word
      denominators.x1[offset + i] = constant.c1.word
    }
    for (j, output) in table.outputs.enumerated() {
      lemma_scale_add_integers(
        denominators.x0 + offset, denominators.x1 + offset, values[output]!.integers + start,
        count, (-powers[j + 2]).kernelElement)
    }
  }

  /// Calls `body` with each contiguous run of a block: its start in the tensor, and its length.
  private func forEachRow(_ tensor: TensorValues, _ block: Block, _ body: (Int, Int) -> Void) {
    guard let last = block.intervals.last else {
      body(0, 1)
      return
    }
    func descend(_ axis: Int, _ start: Int) {
      let interval = block.intervals[axis]
      if axis == block.intervals.count - 1 {
        body(start + last.offset, 1 << last.bits)
      } else {
        for i in interval.offset..<interval.offset + 1 << interval.bits {
          descend(axis + 1, start + i * tensor.strides[axis])
        }
      }
    }
    descend(0, 0)
  }
}

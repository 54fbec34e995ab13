import Kernels
import Verifier

/// The leaves of a tree of fraction sums, computed from the values of looked-up columns wherever they are asked for.
struct Leaves: Sendable {
  let bits: Int
  /// From here on the leaves are the fraction 0 / 1.
  let end: Int
  private let places: [Place]

  init(
    _ tree: FractionTree, _ circuit: Circuit, _ values: [TensorValues?], _ fingerprint: Fingerprint
  ) {
    bits = tree.bits
    end = tree.leaves.end
    places = tree.leaves.places.map { place in
      switch tree.owners[place.owner] {
      case .lookup(let index):
        .lookup(circuit.graph.lookups[index], place, circuit, values, fingerprint)
      case .table(let index):
        .table(circuit.graph.tables[index], place, values, fingerprint)
      }
    }
  }

  /// Leaves start ..< start + count into entries `to` ... of both vectors. Returns whether all numerators are 0 or 1.
  func fill(
    _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int, start: Int, count: Int
  ) -> Bool {
    var selected = true
    (numerators.x0 + to).update(repeating: 0, count: count)
    (numerators.x1 + to).update(repeating: 0, count: count)
    var next = start
    let stop = min(end, start + count)
    var index = first(reaching: start)
    while next < stop {
      let place = places[index]
      let run = min(stop, place.offset + place.count) - next
      let inside = next - place.offset
      place.fill(
        numerators, denominators, to: to + next - start, inside..<inside + run)
      if case .multiplicities = place.numerators { selected = false }
      next += run
      index += 1
    }
    let rest = max(next, start)
    (denominators.x0 + to + rest - start).update(repeating: 1, count: start + count - rest)
    (denominators.x1 + to + rest - start).update(repeating: 0, count: start + count - rest)
    return selected
  }

  /// The last place that starts at or before a leaf.
  private func first(reaching leaf: Int) -> Int {
    var (low, high) = (0, places.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if places[middle].offset <= leaf { low = middle } else { high = middle }
    }
    return low
  }

  /// One block of leaves: denominators are a constant plus factors times columns.
  private struct Place: Sendable {
    let offset: Int
    let count: Int
    let runs: LeafRuns
    let constant: Extension
    let columns: [(values: TensorValues, factor: Extension)]
    let numerators: Numerators

    enum Numerators {
      case ones
      /// 1 where the source, the last axis, is at most the query: strides and sizes of both.
      case causal(query: (stride: Int, size: Int), sources: Int)
      /// Minus these.
      case multiplicities(TensorValues)
    }

    static func lookup(
      _ lookup: Lookup, _ place: Placement.Place, _ circuit: Circuit,
      _ values: [TensorValues?], _ fingerprint: Fingerprint
    ) -> Place {
      let first = values[lookup.columns[0].node]!
      let axes = circuit.graph.nodes[lookup.columns[0].node].axes
      var numerators = Numerators.ones
      if case .causal(let query, _) = lookup.selector {
        let axis = axes.firstIndex(of: query)!
        numerators = .causal(
          query: (first.strides[axis], first.shape[axis]), sources: first.shape.last!)
      }
      // Factors of the columns are 1, β^2, β^3, ...
      let powers = fingerprint.beta.powers(lookup.columns.count + 1)
      let columns = lookup.columns.enumerated().map { i, column in
        let power = i == 0 ? Extension.one : powers[i + 1]
        return (values: values[column.node]!, factor: -(power * Extension(column.scale)))
      }
      let constant = fingerprint.denominator(
        tag: circuit.graph.tables[lookup.table].tag,
        lookup.columns.map { Extension($0.offset) })
      return Place(
        offset: place.offset, count: 1 << place.block.bits,
        runs: LeafRuns(first, place.block, lookup.selector == nil ? .longest : .row),
        constant: constant, columns: columns, numerators: numerators)
    }

    static func table(
      _ table: Table, _ place: Placement.Place, _ values: [TensorValues?],
      _ fingerprint: Fingerprint
    ) -> Place {
      let multiplicities = values[table.multiplicity]!
      let index = TensorValues(
        shape: multiplicities.shape, (0..<multiplicities.count).map { table.first + Int64($0) })
      let powers = fingerprint.beta.powers(table.outputs.count + 2)
      let outputs = table.outputs.enumerated().map { i, output in
        (values: values[output]!, factor: -powers[i + 2])
      }
      return Place(
        offset: place.offset, count: 1 << place.block.bits,
        runs: LeafRuns(multiplicities, place.block, .longest),
        constant: fingerprint.alpha - fingerprint.beta * Extension(table.tag),
        columns: [(values: index, factor: -Extension.one)] + outputs,
        numerators: .multiplicities(multiplicities))
    }

    func fill(
      _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int, _ range: Range<Int>
    ) {
      var next = to
      runs.forEach(range) { start, count in
        var done = 1
        if columns.count > 1,
          columns[0].values.affine(
            columns[1].values, denominators, to: next, start: start, count: count,
            factors: (columns[0].factor, columns[1].factor), constant: constant)
        {
          done = 2
        } else {
          columns[0].values.affine(
            denominators, to: next, start: start, count: count, factor: columns[0].factor,
            constant: constant)
        }
        for column in columns.dropFirst(done) {
          column.values.addScaled(
            denominators, to: next, start: start, count: count, factor: column.factor)
        }
        switch self.numerators {
        case .ones: (numerators.x0 + next).update(repeating: 1, count: count)
        case .causal(let query, let sources):
          let token = start / query.stride % query.size
          let active = max(0, min(count, token + 1 - start % sources))
          (numerators.x0 + next).update(repeating: 1, count: active)
        case .multiplicities(let values):
          values.affine(
            numerators, to: next, start: start, count: count, factor: -Extension.one,
            constant: .zero)
        }
        next += count
      }
    }
  }
}

import Kernels
import Verifier

/// Entries that are needed only folded or only in sums.
extension LayerForm {
  /// Entries `range` of the tables after their highest variables were bound, computed from the layer.
  ///
  /// Returns whether numerators are known to be 0 or 1.
  ///
  /// - Parameter weights: eq of the challenges, the first one the highest digit; the layer's parts they weigh have `size` entries.
  func fill(
    _ tables: [ElementPlanes], to: Int, _ range: Range<Int>, variables: Int, size: Int,
    weights: [Extension], _ scratch: FractionScratch
  ) -> Bool {
    if weights.count == 1 {
      return fill(
        tables, to: to, start: range.lowerBound, count: range.count, variables: variables, scratch)
    }
    let upper = 1 << variables
    switch self {
    case .shifted(let leaves, let inverse):
      for child in 0..<2 {
        leaves.foldedShifted(
          tables[child], to: to, start: child * upper, size: size, range, weights: weights,
          shift: inverse)
      }
    case .fractions(let source, let depth):
      if depth == 1, case .short(let leaves) = source.storage,
        leaves.covers(3 * upper, parts: weights.count, size: size, range)
      {
        for child in 0..<2 {
          leaves.foldedPairs(
            tables[2 * child], tables[2 * child + 1], to: to, start: child * upper,
            distance: 2 * upper, size: size, range, weights: weights)
        }
      } else {
        foldParts(
          tables, to: to, range, variables: variables, size: size, weights: weights, scratch)
      }
    }
    return false
  }

  private func foldParts(
    _ tables: [ElementPlanes], to: Int, _ range: Range<Int>, variables: Int, size: Int,
    weights: [Extension], _ scratch: FractionScratch
  ) {
    let count = range.count
    let part = scratch.tables(self.tables, count)
    for (j, weight) in weights.enumerated() {
      let into = j == 0 ? tables : part
      let start = j == 0 ? to : 0
      fill(
        into, to: start, start: j * size + range.lowerBound, count: count, variables: variables,
        scratch)
      for (table, part) in zip(tables, part) {
        let (o0, o1) = (table.x0 + to, table.x1 + to)
        if weights.count == 2 {
          // One step from the first to the second.
          if j == 1 {
            lemma_interpolate(
              o0, o1, table.plane(from: to), part.plane, count, weight.kernelElement)
          }
        } else if j == 0 {
          lemma_scale(o0, o1, o0, o1, count, weight.kernelElement)
        } else {
          lemma_scale_add(o0, o1, part.x0, part.x1, count, weight.kernelElement)
        }
      }
    }
  }

  /// What entries x in `range`, counted in parts of a quarter of the layer, add to `EarlyRounds` with weights e.
  func corners(
    _ range: Range<Int>, _ e: Weights, variables: Int, scale: Extension,
    _ scratch: FractionScratch
  ) -> [Extension] {
    let size = 1 << (variables - 2)
    switch self {
    case .shifted(let leaves, let inverse):
      return leaves.leafCorners(
        range, e.plain, variables: variables, shift: inverse, scale: scale)
    case .fractions(let source, let depth):
      if depth == 1, case .short(let leaves) = source.storage,
        leaves.covers(3 << variables, parts: 4, size: size, range)
      {
        return leaves.pairCorners(range, e.plain, variables: variables, scale: scale)
      }
    }
    var result = EarlyRounds()
    let run = 1 << EqualityLevels.lowBits
    for start in stride(from: range.lowerBound, to: range.upperBound, by: run) {
      let count = min(run, range.upperBound - start)
      let weights = e.part(start - range.lowerBound, count)
      // Parts at x = 0, 1, 2: the quadratic coefficient of the last is had from three values.
      let local = scratch.parts(tables, 6 * count)
      let selected = (0..<4).map { j in
        fill(
          local, to: j * count, start: j * size + start, count: count, variables: variables,
          scratch)
      }
      for table in local {
        lemma_interpolate(
          table.x0 + 4 * count, table.x1 + 4 * count, table.plane, table.plane(from: 2 * count),
          2 * count, Extension(2).kernelElement)
      }
      for j in 0..<6 {
        if j < 4, selected[j] {
          weighSelected(local, from: j * count, count: count, weights, scale: scale)
        } else {
          weigh(local, from: j * count, count: count, weights, scale: scale)
        }
      }
      let x0 = products(local, 0, 2 * count, count: count)
      let x1 = products(local, count, 3 * count, count: count)
      let y = (0..<3).map { products(local, 2 * $0 * count, (2 * $0 + 1) * count, count: count) }
      let both = (y[2][1] - y[1][1] - y[1][1] + y[0][1]) * LayerForm.half
      result.add(
        [x0[0], x1[0], y[1][0], x0[1], x1[1], y[0][1], y[1][1], both], factor: .one)
    }
    return result.values
  }

  private static let half = Extension(2).inverse

  /// Σ of all products at entries from `low` on, and at the differences to entries from `high` on.
  func products(_ tables: [ElementPlanes], _ low: Int, _ high: Int, count: Int) -> [Extension] {
    var sums = [Extension.zero, .zero]
    for (a, b) in products {
      withUnsafeTemporaryAllocation(of: lemma_element.self, capacity: 2) { out in
        lemma_round_lines(
          tables[a].plane(from: low), tables[a].plane(from: high), tables[b].plane(from: low),
          tables[b].plane(from: high), count, out.baseAddress)
        for i in 0..<2 { sums[i] += Extension(kernel: out[i]) }
      }
    }
    return sums
  }
}

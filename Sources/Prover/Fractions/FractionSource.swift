import Kernels
import Verifier

/// The lower layers of a tree of fraction sums, computed from its leaves whenever they are asked for.
struct FractionSource: Sendable {
  enum Storage: Sendable {
    case short(ShortLeaves)
    case general(Leaves)
  }

  /// The tree has 2^bits leaves.
  let bits: Int
  let storage: Storage

  private var end: Int {
    switch storage {
    case .short(let leaves): leaves.end
    case .general(let leaves): leaves.end
    }
  }

  /// Entries start ..< start + count of the layer `depth` above the leaves, to entries `to` ... of both vectors.
  ///
  /// Entry x is the sum of leaves x + j 2^(bits - depth), j < 2^depth. Returns whether all numerators are known to be 0 or 1.
  @discardableResult
  func fill(
    _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int, start: Int, count: Int,
    depth: Int, _ scratch: FractionScratch
  ) -> Bool {
    let sums = LeafSums(start: start, count: count, depth: depth, distance: 1 << (bits - depth))
    return fill(numerators, denominators, to: to, sums, scratch)
  }

  /// Sums of leaves start + i + j distance over j < 2^depth, for each i < count. As fractions that are not cancelled they do not
  /// depend on the order of addition.
  private struct LeafSums {
    var start: Int
    let count: Int
    var depth: Int
    let distance: Int

    var end: Int { start + (1 << depth - 1) * distance + count }

    /// The sums over the lower and over the upper half of the j.
    var halves: (LeafSums, LeafSums) {
      var (lower, upper) = (self, self)
      lower.depth -= 1
      upper.depth -= 1
      upper.start += 1 << lower.depth * distance
      return (lower, upper)
    }
  }

  private func fill(
    _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int, _ sums: LeafSums,
    _ scratch: FractionScratch
  ) -> Bool {
    if sums.depth == 0 { return leaves(numerators, denominators, to: to, sums) }
    let (lower, upper) = sums.halves
    // Adding 0 / 1 changes nothing.
    if upper.start >= end { return fill(numerators, denominators, to: to, lower, scratch) }
    if case .short(let leaves) = storage, sums.depth <= 2, sums.end <= leaves.end {
      short(leaves, numerators, denominators, to: to, sums)
      return false
    }
    let count = sums.count
    let (n, d) = scratch.planes(2 * count, level: sums.depth)
    let lowerSelected = fill(n, d, to: 0, lower, scratch)
    let upperSelected = fill(n, d, to: count, upper, scratch)
    let (n0, n1) = (numerators.x0 + to, numerators.x1 + to)
    let (d0, d1) = (denominators.x0 + to, denominators.x1 + to)
    if lowerSelected && upperSelected {
      lemma_fraction_add_selected(n0, n1, d0, d1, n.x0, d.x0, d.x1, count, count)
    } else {
      lemma_fraction_add(n0, n1, d0, d1, n.x0, n.x1, d.x0, d.x1, count, count)
    }
    return false
  }

  private func leaves(
    _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int, _ sums: LeafSums
  ) -> Bool {
    switch storage {
    case .general(let leaves):
      return leaves.fill(
        numerators, denominators, to: to, start: sums.start, count: sums.count)
    case .short(let leaves):
      leaves.fill(numerators, denominators, to: to, start: sums.start, count: sums.count)
      return true
    }
  }

  /// Two or four leaves at once.
  private func short(
    _ leaves: ShortLeaves, _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int,
    _ sums: LeafSums
  ) {
    let (n0, n1) = (numerators.x0 + to, numerators.x1 + to)
    let (d0, d1) = (denominators.x0 + to, denominators.x1 + to)
    let v = leaves.values + sums.start
    let alpha = leaves.alpha.kernelElement
    if sums.depth == 1 {
      lemma_short_pairs(n0, n1, d0, d1, v, v + sums.distance, sums.count, alpha)
    } else {
      lemma_short_quadruples(n0, n1, d0, d1, v, sums.distance, sums.count, alpha)
    }
  }
}

/// One worker's room for what is computed, used and forgotten.
final class FractionScratch {
  private var summands: [[ElementPlanes]] = []
  private var folded: [ElementPlanes] = []
  private var quarters: [ElementPlanes] = []

  /// Summands of a run of entries, one pair of vectors for each level of nesting.
  func planes(_ count: Int, level: Int) -> (ElementPlanes, ElementPlanes) {
    while summands.count <= level { summands.append([]) }
    FractionScratch.grow(&summands[level], 2, count)
    return (summands[level][0], summands[level][1])
  }

  /// Tables before they are folded.
  func tables(_ number: Int, _ count: Int) -> [ElementPlanes] {
    FractionScratch.grow(&folded, number, count)
    return folded
  }

  /// Parts of tables side by side.
  func parts(_ number: Int, _ count: Int) -> [ElementPlanes] {
    FractionScratch.grow(&quarters, number, count)
    return quarters
  }

  private static func grow(_ planes: inout [ElementPlanes], _ number: Int, _ count: Int) {
    if planes.count == number, planes[0].count >= count { return }
    planes = (0..<number).map { _ in ElementPlanes(count: count) }
  }
}

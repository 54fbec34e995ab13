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

  /// Entries start ..< start + count of the layer `depth` above the leaves, to entries `to` ... of both vectors.
  ///
  /// Entry x is the sum of leaves x + j 2^(bits - depth), j < 2^depth. Returns whether all numerators are known to be 0 or 1.
  @discardableResult
  func fill(
    _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int, start: Int, count: Int,
    depth: Int, _ scratch: FractionScratch
  ) -> Bool {
    let direct = self.direct(start, count, depth)
    if direct == depth {
      return base(numerators, denominators, to: to, start: start, count: count, depth: depth)
    }
    var parts = 1 << (depth - direct)
    let (n, d) = scratch.planes(parts * count)
    var selected = true
    for j in 0..<parts {
      let part = base(
        n, d, to: j * count, start: start + j << (bits - depth), count: count, depth: direct)
      selected = selected && part
    }
    while parts > 1 {
      parts /= 2
      let half = parts * count
      let (on, od, at) = parts == 1 ? (numerators, denominators, to) : (n, d, 0)
      if selected {
        lemma_fraction_add_selected(
          on.x0 + at, on.x1 + at, od.x0 + at, od.x1 + at, n.x0, d.x0, d.x1, half, half)
      } else {
        lemma_fraction_add(
          on.x0 + at, on.x1 + at, od.x0 + at, od.x1 + at, n.x0, n.x1, d.x0, d.x1, half, half)
      }
      selected = false
    }
    return false
  }

  /// How many layers can be skipped.
  private func direct(_ start: Int, _ count: Int, _ depth: Int) -> Int {
    guard case .short(let leaves) = storage else { return 0 }
    let last = start + (1 << depth - 1) << (bits - depth) + count
    return last <= leaves.end ? min(depth, 2) : 0
  }

  private func base(
    _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int, start: Int, count: Int,
    depth: Int
  ) -> Bool {
    switch storage {
    case .general(let leaves):
      return leaves.fill(numerators, denominators, to: to, start: start, count: count)
    case .short(let leaves):
      let (n0, n1) = (numerators.x0 + to, numerators.x1 + to)
      let (d0, d1) = (denominators.x0 + to, denominators.x1 + to)
      let v = leaves.values + start
      let distance = 1 << (bits - depth)
      let alpha = leaves.alpha.kernelElement
      switch depth {
      case 0: leaves.fill(numerators, denominators, to: to, start: start, count: count)
      case 1: lemma_short_pairs(n0, n1, d0, d1, v, v + distance, count, alpha)
      default: lemma_short_quadruples(n0, n1, d0, d1, v, distance, count, alpha)
      }
      return depth == 0
    }
  }
}

/// One worker's room for what is computed, used and forgotten.
final class FractionScratch {
  private var leaves: [ElementPlanes] = []
  private var folded: [ElementPlanes] = []
  private var quarters: [ElementPlanes] = []

  /// The leaves below a run of entries.
  func planes(_ count: Int) -> (ElementPlanes, ElementPlanes) {
    FractionScratch.grow(&leaves, 2, count)
    return (leaves[0], leaves[1])
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

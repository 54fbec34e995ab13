import Kernels
import Verifier

/// Leaves that are all 1 / (alpha - v) with one alpha and integers v below 2^16, kept as those integers.
///
/// That is what an honest prover's range lookups are. Two bytes a leaf instead of 32, and sums of up to four leaves straight from
/// integers.
final class ShortLeaves: @unchecked Sendable {
  /// α - β tag.
  let alpha: Extension
  /// 2^16 at most, one for each leaf before `end`.
  let values: UnsafeMutablePointer<UInt16>
  let end: Int
  private let memory: ElementPlanes

  init(alpha: Extension, end: Int) {
    self.alpha = alpha
    self.end = end
    memory = .unwritten((end + 7) / 8)
    values = UnsafeMutableRawPointer(memory.x0).bindMemory(to: UInt16.self, capacity: end)
  }

  /// Nil if a table is not the others', a selector or another column takes part, or an integer does not fit.
  convenience init?(
    _ tree: FractionTree, _ circuit: Circuit, _ tensors: [TensorValues?],
    _ fingerprint: Fingerprint, _ parallel: Parallel
  ) {
    var tag: Int?
    for place in tree.leaves.places {
      guard case .lookup(let index) = tree.owners[place.owner] else { return nil }
      let lookup = circuit.graph.lookups[index]
      let column = lookup.columns[0]
      let other = circuit.graph.tables[lookup.table].tag
      guard lookup.columns.count == 1, lookup.selector == nil, tag == nil || tag == other,
        (0..<1 << 20).contains(column.scale), abs(column.offset) < 1 << 60
      else { return nil }
      tag = other
    }
    guard let tag else { return nil }
    self.init(
      alpha: fingerprint.alpha - fingerprint.beta * Extension(tag), end: tree.leaves.end)
    let pieces = ShortLeaves.pieces(tree.leaves.places)
    let out = values
    let fits = parallel.mapStrides(pieces.count, nanoseconds: 20000) { indices in
      var fits = true
      for i in indices where fits {
        let (place, range) = pieces[i]
        guard case .lookup(let index) = tree.owners[place.owner] else { return false }
        let column = circuit.graph.lookups[index].columns[0]
        let tensor = tensors[column.node]!
        var next = place.offset + range.lowerBound
        LeafRuns(tensor, place.block, .longest).forEach(range) { start, count in
          fits =
            tensor.shorts(
              out + next, start: start, count: count, scale: column.scale, offset: column.offset)
            && fits
          next += count
        }
      }
      return fits
    }
    guard fits.allSatisfy({ $0 }) else { return nil }
  }

  /// Blocks cut small enough to be dealt out evenly.
  private static func pieces(_ places: [Placement.Place]) -> [(
    place: Placement.Place, range: Range<Int>
  )] {
    let most = 1 << 15
    return places.flatMap { place in
      let count = 1 << place.block.bits
      return stride(from: 0, to: count, by: most).map {
        (place: place, range: $0..<min(count, $0 + most))
      }
    }
  }

  /// Leaves start ..< start + count, of which those from `end` on are 0 / 1.
  func fill(
    _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int, start: Int, count: Int
  ) {
    let inside = max(0, min(count, end - start))
    (numerators.x0 + to).update(repeating: 1, count: inside)
    (numerators.x0 + to + inside).update(repeating: 0, count: count - inside)
    (numerators.x1 + to).update(repeating: 0, count: count)
    shifted(denominators, to: to, start: start, count: count, by: .zero)
  }

  /// alpha + shift - v, and 1 from `end` on.
  func shifted(_ out: ElementPlanes, to: Int, start: Int, count: Int, by shift: Extension) {
    let inside = max(0, min(count, end - start))
    lemma_short_denominators(
      out.x0 + to, out.x1 + to, values + start, inside, (alpha + shift).kernelElement)
    (out.x0 + to + inside).update(repeating: 1, count: count - inside)
    (out.x1 + to + inside).update(repeating: 0, count: count - inside)
  }
}

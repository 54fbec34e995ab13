import Kernels
import Verifier

/// Sums and folds of leaves straight from their integers.
extension ShortLeaves {
  /// Entries x of the upper half's parts, each of `size` entries, that have the same number of parts before `end`.
  private func pieces(_ range: Range<Int>, upper: Int, size: Int, parts: Int) -> [(
    range: Range<Int>, parts: Int
  )] {
    let inside = max(0, min(end - upper, size * parts))
    let full = inside / size
    let boundary = max(range.lowerBound, min(range.upperBound, inside % size))
    return [(range.lowerBound..<boundary, full + 1), (boundary..<range.upperBound, full)]
      .filter { !$0.0.isEmpty }
  }

  /// Whether leaves up to `range` of the last of `parts` parts of `size` entries from `start` are all before `end`.
  func covers(_ start: Int, parts: Int, size: Int, _ range: Range<Int>) -> Bool {
    start + (parts - 1) * size + range.upperBound <= end
  }

  /// Values for `EarlyRounds` of λ w0 w1, w = alpha + shift - v, over x in `range`, with weights e.
  func leafCorners(
    _ range: Range<Int>, _ e: ElementPlanes, variables: Int, shift: Extension, scale: Extension
  ) -> [Extension] {
    let upper = 1 << variables
    let size = upper / 4
    let kappa = alpha + shift
    var result = Array(repeating: Extension.zero, count: 8)
    for piece in pieces(range, upper: upper, size: size, parts: 4) {
      let t = sums(16) { out in
        lemma_short_leaf_sums(
          e.plane(from: piece.range.lowerBound - range.lowerBound), values + piece.range.lowerBound,
          values + upper + piece.range.lowerBound, size, piece.parts, piece.range.count, out)
      }
      // From `end` on w1 is 1.
      let constants = (0..<4).map { $0 < piece.parts ? kappa : .one }
      var corners: [Extension] = []
      for j in 0..<3 {
        corners.append(
          kappa * (constants[j] * t[0] - t[5 + j]) - constants[j] * t[1 + j] + t[8 + j])
      }
      let a = ShortLeaves.differences(Array(t[1...4])), k = ShortLeaves.differences(constants)
      for j in 0..<5 { corners.append(t[11 + j] - k[j] * a[j]) }
      for j in 0..<8 { result[j] += scale * corners[j] }
    }
    return result
  }

  /// In the order of `EarlyRounds`, of a linear function's values at 00, 01, 10, 11.
  private static func differences(_ v: [Extension]) -> [Extension] {
    let (x0, x1) = (v[2] - v[0], v[3] - v[1])
    return [x0, x1, v[1] - v[0], v[3] - v[2], x1 - x0]
  }

  /// Values for `EarlyRounds` of the form over pairs of leaves, all before `end`.
  ///
  /// With e_k the elementary symmetric functions of an entry's four leaves, the denominator is
  /// α^4 - α^3 e_1 + α^2 e_2 - α e_3 + e_4 and the numerator its derivative by α.
  func pairCorners(_ range: Range<Int>, _ e: ElementPlanes, variables: Int, scale: Extension)
    -> [Extension]
  {
    let quarter = 1 << variables
    let t = sums(28) { out in
      lemma_short_pair_sums(
        e.plane, values + range.lowerBound, quarter / 4, 2 * quarter, quarter, range.count, out)
    }
    let square = alpha * alpha
    let cube = square * alpha
    let ones = scale * square * square + Extension(4) * cube
    let first = -(scale * cube + Extension(3) * square)
    let second = scale * square + alpha + alpha
    let third = -(scale * alpha + .one)
    var result: [Extension] = []
    for j in stride(from: 1, to: 13, by: 4) {
      result.append(
        ones * t[0] + first * t[j] + second * t[j + 1] + third * t[j + 2] + scale * t[j + 3])
    }
    for j in stride(from: 13, to: 28, by: 3) {
      result.append(second * t[j] + third * t[j + 1] + scale * t[j + 2])
    }
    return result
  }

  private func sums(_ count: Int, _ body: (UnsafeMutablePointer<lemma_element>) -> Void)
    -> [Extension]
  {
    withUnsafeTemporaryAllocation(of: lemma_element.self, capacity: count) { out in
      body(out.baseAddress!)
      return out.map { Extension(kernel: $0) }
    }
  }

  /// w folded: Σ_j weights[j] (alpha + shift - v) at leaves start + j size + x, or 1 from `end` on.
  func foldedShifted(
    _ out: ElementPlanes, to: Int, start: Int, size: Int, _ range: Range<Int>,
    weights: [Extension], shift: Extension
  ) {
    for piece in pieces(range, upper: start, size: size, parts: weights.count) {
      let inside = weights.prefix(piece.parts).reduce(.zero, +)
      let constant = inside * (alpha + shift - .one) + .one
      let factors = weights.map { (-$0).kernelElement }
      let next = to + piece.range.lowerBound - range.lowerBound
      lemma_short_combination(
        out.x0 + next, out.x1 + next, values + start + piece.range.lowerBound, size, piece.parts,
        factors, constant.kernelElement, piece.range.count)
    }
  }

  /// Sums of two leaves, `distance` apart and all before `end`, folded likewise.
  func foldedPairs(
    _ numerators: ElementPlanes, _ denominators: ElementPlanes, to: Int, start: Int,
    distance: Int, size: Int, _ range: Range<Int>, weights: [Extension]
  ) {
    let first = values + start + range.lowerBound
    lemma_short_pair_combination(
      numerators.x0 + to, numerators.x1 + to, denominators.x0 + to, denominators.x1 + to, first,
      first + distance, size, weights.count, weights.map { $0.kernelElement },
      alpha.kernelElement, range.count)
  }
}

import Naive

extension Cases {
  /// Fractions 1 / (alpha - v) of integers below 2^16. Products among the integers themselves are not counted.
  mutating func addShorts() {
    let n = 1024, m = memory
    let v = m.shorts(16 * n), u = m.shorts(4 * n), small = m.shorts(n), o = Table(m, n)
    let p = Table(m, n), e = Table(m, n), out = m.elements(28), w = m.elements(4)
    let integers = m.integers(n, bits: 15)
    let alpha = m.elements(1)[0]

    add(
      "shorts_of_integers", n, "entry", .none, lemma_shorts_of_integers, naive_shorts_of_integers
    ) { _ = $0(small, integers, n, 1, 1 << 15) }
    add(
      "short_denominators", n, "output", .none, lemma_short_denominators, naive_short_denominators
    ) { $0(o.x0, o.x1, v, n, alpha) }
    // alpha (v + w), in both coordinates.
    add("short_pairs", n, "output", .shorts(2), lemma_short_pairs, naive_short_pairs) {
      $0(o.x0, o.x1, p.x0, p.x1, v, u, n, alpha)
    }
    // Powers of alpha times e1, e2, e3 in the denominator and e1, e2 in the numerator.
    add(
      "short_quadruples", n, "output", .shorts(10), lemma_short_quadruples, naive_short_quadruples
    ) {
      $0(o.x0, o.x1, p.x0, p.x1, v, n, n, alpha)
    }
    // The weight times each of 15 terms; the first term is 1.
    add("short_leaf_sums", n, "entry", .shorts(30), lemma_short_leaf_sums, naive_short_leaf_sums) {
      $0(e.plane, v, u, n, 4, n, out)
    }
    // The weight times each of 27 terms, of which 13 may be as long as words.
    add("short_pair_sums", n, "entry", .shorts(54), lemma_short_pair_sums, naive_short_pair_sums) {
      $0(e.plane, v, n, 8 * n, 4 * n, n, out)
    }
    add(
      "short_combination", n, "output", .shorts(8), lemma_short_combination, naive_short_combination
    ) { $0(o.x0, o.x1, v, n, 4, w, alpha, n) }
    // Each part's weight times the sum and the product of its leaves.
    let unit = m.weights(4)
    add(
      "short_pair_combination", n, "output", .shorts(16), lemma_short_pair_combination,
      naive_short_pair_combination
    ) { $0(o.x0, o.x1, p.x0, p.x1, v, u, n, 4, unit, alpha, n) }
  }
}

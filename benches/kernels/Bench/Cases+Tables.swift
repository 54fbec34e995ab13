import Naive

extension Cases {
  /// Arrays of extension elements: small enough for the second cache, so that arithmetic counts and not memory.
  mutating func addTables() {
    let n = 1024, m = memory
    let a = Table(m, 2 * n), b = Table(m, 2 * n), c = Table(m, 2 * n), d = Table(m, 2 * n)
    let o = Table(m, 2 * n), p = Table(m, n)
    let bits = m.bits(2 * n), out = m.elements(3), r = m.elements(1)[0]

    add("fold", n, "output", .summedWords(3), lemma_fold, naive_fold) {
      $0(o.x0, o.x1, a.x0, a.x1, n, r)
    }
    add("fold_low", n, "output", .summedWords(3), lemma_fold_low, naive_fold_low) {
      $0(o.x0, o.x1, a.x0, a.x1, n, r)
    }
    add("round2", n, "pair", .summedWords(6), lemma_round2, naive_round2) {
      $0(a.x0, a.x1, b.x0, b.x1, n, out)
    }
    add("round2_low", n, "pair", .summedWords(6), lemma_round2_low, naive_round2_low) {
      $0(a.x0, a.x1, b.x0, b.x1, n, out)
    }
    add("round3", n, "pair", .summedWords(18), lemma_round3, naive_round3) {
      $0(a.x0, a.x1, b.x0, b.x1, c.x0, c.x1, n, out)
    }
    add("fraction_add", n, "output", .summedWords(9), lemma_fraction_add, naive_fraction_add) {
      $0(o.x0, o.x1, p.x0, p.x1, a.x0, a.x1, b.x0, b.x1, n, n)
    }
    add(
      "fraction_add_selected", n, "output", .summedWords(3), lemma_fraction_add_selected,
      naive_fraction_add_selected
    ) { $0(o.x0, o.x1, p.x0, p.x1, bits, b.x0, b.x1, n, n) }
    add("interpolate", n, "output", .summedWords(3), lemma_interpolate, naive_interpolate) {
      $0(o.x0, o.x1, a.plane, b.plane, n, r)
    }
    add("multiply", n, "output", .summedWords(3), lemma_multiply, naive_multiply) {
      $0(o.x0, o.x1, a.plane, b.plane, n)
    }
    add("multiply_two", n, "output", .summedWords(6), lemma_multiply_two, naive_multiply_two) {
      $0(o.x0, o.x1, a.plane, b.plane, c.plane, d.plane, n)
    }
    add(
      "multiply_add_selected", n, "output", .summedWords(3), lemma_multiply_add_selected,
      naive_multiply_add_selected
    ) { $0(o.x0, o.x1, a.plane, b.plane, c.plane, bits, n) }
    add("select", n, "output", .none, lemma_select, naive_select) {
      $0(o.x0, o.x1, a.plane, bits, n)
    }
    add("round_lines", n, "pair", .summedWords(6), lemma_round_lines, naive_round_lines) {
      $0(a.plane, b.plane, c.plane, d.plane, n, out)
    }
    add("eq_expand", n, "entry", .summedWords(3), lemma_eq_expand, naive_eq_expand) {
      $0(o.x0, o.x1, n, r)
    }
    add("scale_add", n, "entry", .summedWords(3), lemma_scale_add, naive_scale_add) {
      $0(o.x0, o.x1, a.x0, a.x1, n, r)
    }
    add("scale", n, "entry", .summedWords(3), lemma_scale, naive_scale) {
      $0(o.x0, o.x1, a.x0, a.x1, n, r)
    }
    add("dot", n, "entry", .summedWords(3), lemma_dot, naive_dot) {
      out[0] = $0(a.x0, a.x1, b.x0, b.x1, n)
    }
  }
}

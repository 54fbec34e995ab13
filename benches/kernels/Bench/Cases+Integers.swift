import Naive

extension Cases {
  /// Integers against extension elements: two products of words for each.
  mutating func addIntegers() {
    let n = 1024, m = memory
    let e = Table(m, n), o = Table(m, n), out = m.elements(1), weights = m.elements(3)
    let v = m.integers(2 * n, bits: 62), w = m.integers(n, bits: 62), bytes = m.bytes(n)
    let (c, d, constant) = (weights[0], weights[1], weights[2])

    add("dot_integers", n, "entry", .summedWords(2), lemma_dot_integers, naive_dot_integers) {
      out[0] = $0(v, e.x0, e.x1, n)
    }
    add(
      "scale_add_integers", n, "entry", .summedWords(2), lemma_scale_add_integers,
      naive_scale_add_integers
    ) { $0(o.x0, o.x1, v, n, c) }
    add(
      "affine_integers", n, "entry", .summedWords(2), lemma_affine_integers, naive_affine_integers
    ) { $0(o.x0, o.x1, v, n, c, constant) }
    add(
      "affine_integer_pairs", n, "entry", .summedWords(4), lemma_affine_integer_pairs,
      naive_affine_integer_pairs
    ) { $0(o.x0, o.x1, v, w, n, c, d, constant) }
    add("dot_bytes", n, "entry", .shorts(2), lemma_dot_bytes, naive_dot_bytes) {
      out[0] = $0(bytes, e.x0, e.x1, n)
    }
    add("scale_add_bytes", n, "entry", .shorts(2), lemma_scale_add_bytes, naive_scale_add_bytes) {
      $0(o.x0, o.x1, bytes, n, c)
    }
    add("residues", n, "entry", .none, lemma_residues, naive_residues) { $0(o.x0, v, n) }

    // Eight digits of 16 bits for each byte.
    let rows = 256, columns = 768
    let matrix = m.bytes(rows * columns), long = Table(m, columns), sums = Table(m, columns)
    let words = m.residues(rows * columns), integers = m.integers(rows * columns, bits: 62)
    add(
      "combine_rows_bytes", rows * columns, "entry", .digits(8, words: 2), lemma_combine_rows_bytes,
      naive_combine_rows_bytes
    ) { $0(sums.x0, sums.x1, matrix, columns, rows, columns, long.x0, long.x1) }
    add(
      "dot_rows_bytes", rows * columns, "entry", .digits(8, words: 2), lemma_dot_rows_bytes,
      naive_dot_rows_bytes
    ) { $0(sums.x0, sums.x1, matrix, columns, rows, columns, long.x0, long.x1) }
    add(
      "combine_rows_integers", rows * columns, "entry", .summedWords(2),
      lemma_combine_rows_integers,
      naive_combine_rows_integers
    ) { $0(sums.x0, sums.x1, integers, columns, rows, columns, long.x0, long.x1) }
    add(
      "combine_rows", rows * columns, "entry", .summedWords(2), lemma_combine_rows,
      naive_combine_rows
    ) { $0(sums.x0, sums.x1, words, columns, rows, columns, long.x0, long.x1) }
  }
}

import Naive

extension Cases {
  /// Activations of 15 bits, which are one digit of 16, against bytes, which are one digit of 8, or integers of 15 bits, which are
  /// two.
  mutating func addProducts() {
    let m = memory, rows = 16, inner = 256, columns = 256, count = rows * inner * columns
    let a = m.integers(rows * inner, bits: 15), integers = m.integers(inner * columns, bits: 15)
    let bytes = m.bytes(inner * columns), out = m.integers(rows * columns, bits: 32)

    add(
      "multiply_bytes", count, "product", .digits(1, words: 1), lemma_multiply_bytes,
      naive_multiply_bytes
    ) { $0(out, columns, a, inner, bytes, columns, rows, inner, columns) }
    add(
      "multiply_transposed_bytes", count, "product", .digits(1, words: 1),
      lemma_multiply_transposed_bytes, naive_multiply_transposed_bytes
    ) { $0(out, columns, a, inner, bytes, inner, rows, inner, columns) }
    add(
      "multiply_integers", count, "product", .digits(2, words: 1), lemma_multiply_integers,
      naive_multiply_integers
    ) { $0(out, columns, a, inner, integers, columns, rows, inner, columns) }
    add(
      "multiply_transposed_integers", count, "product", .digits(2, words: 1),
      lemma_multiply_transposed_integers, naive_multiply_transposed_integers
    ) { $0(out, columns, a, inner, integers, inner, rows, inner, columns) }
  }
}

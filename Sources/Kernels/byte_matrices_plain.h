// Matrices of signed bytes against elements of E, with exact sums in 128 bits: |sum| < 2^71 rows.

static void combine_rows_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t stride, size_t rows, size_t columns,
                               const uint64_t *e0, const uint64_t *e1) {
  enum { TILE = 32 };
  for (size_t column = 0; column < columns; column += TILE) {
    int128_t sums0[TILE] = {0}, sums1[TILE] = {0};
    size_t tile = columns - column < TILE ? columns - column : TILE;
    for (size_t row = 0; row < rows; row++)
      for (size_t k = 0; k < tile; k++) {
        int8_t byte = v[row * stride + column + k];
        sums0[k] += (int128_t)e0[row] * byte;
        sums1[k] += (int128_t)e1[row] * byte;
      }
    for (size_t k = 0; k < tile; k++) {
      o0[column + k] = field_add(o0[column + k], field_of_wide(sums0[k]));
      o1[column + k] = field_add(o1[column + k], field_of_wide(sums1[k]));
    }
  }
}

static void dot_rows_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t stride, size_t rows, size_t columns,
                           const uint64_t *e0, const uint64_t *e1) {
  for (size_t row = 0; row < rows; row++) {
    lemma_element sum = {o0[row], o1[row]};
    dot_bytes(v + row * stride, e0, e1, columns, &sum, 0);
    o0[row] = sum.c0, o1[row] = sum.c1;
  }
}

// A matrix of words combined along its rows: o[column] += sum_row e[row] v[row][column]. The words are integers or already
// canonical residues.

typedef enum { INTEGERS, RESIDUES } Words;

// `count` <= 2 Lanes of columns, reduced once every SUM_LIMIT rows.
INLINE void combine_columns(uint64_t *o0, uint64_t *o1, const uint64_t *v, size_t stride, size_t rows,
                            const uint64_t *e0, const uint64_t *e1, const Words words, const size_t count) {
  for (size_t row = 0; row < rows;) {
    PairSum sums[2];
    for (size_t k = 0; k < count; k++)
      sums[k] = (PairSum){sum_of(load(o0 + k * WIDTH)), sum_of(load(o1 + k * WIDTH))};
    size_t end = rows - row < SUM_LIMIT ? rows : row + SUM_LIMIT;
    for (; row < end; row++) {
      Factor f0 = factor(broadcast(e0[row])), f1 = factor(broadcast(e1[row]));
      for (size_t k = 0; k < count; k++) {
        Lanes read = load(v + row * stride + k * WIDTH);
        Factor x = factor(words == INTEGERS ? residues(read) : read);
        sums[k] = (PairSum){sum_add(sums[k].c0, x, f0), sum_add(sums[k].c1, x, f1)};
      }
    }
    for (size_t k = 0; k < count; k++) pair_store(o0 + k * WIDTH, o1 + k * WIDTH, pair_reduce(sums[k]));
  }
}

// Returns the first column that is left over.
INLINE size_t combine_words(uint64_t *o0, uint64_t *o1, const uint64_t *v, size_t stride, size_t rows, size_t columns,
                            const uint64_t *e0, const uint64_t *e1, const Words words, size_t from) {
  size_t c = from;
  for (; c + 2 * WIDTH <= columns; c += 2 * WIDTH)
    combine_columns(o0 + c, o1 + c, v + c, stride, rows, e0, e1, words, 2);
  for (; c + WIDTH <= columns; c += WIDTH) combine_columns(o0 + c, o1 + c, v + c, stride, rows, e0, e1, words, 1);
  return c;
}

static void combine_rows_integers(uint64_t *o0, uint64_t *o1, const int64_t *v, size_t stride, size_t rows,
                                  size_t columns, const uint64_t *e0, const uint64_t *e1, size_t from) {
  size_t c = combine_words(o0, o1, (const uint64_t *)v, stride, rows, columns, e0, e1, INTEGERS, from);
  if (c < columns) lemma_scalar_kernels.combine_rows_integers(o0, o1, v, stride, rows, columns, e0, e1, c);
}

static void combine_rows(uint64_t *o0, uint64_t *o1, const uint64_t *v, size_t stride, size_t rows, size_t columns,
                         const uint64_t *e0, const uint64_t *e1, size_t from) {
  size_t c = combine_words(o0, o1, v, stride, rows, columns, e0, e1, RESIDUES, from);
  if (c < columns) lemma_scalar_kernels.combine_rows(o0, o1, v, stride, rows, columns, e0, e1, c);
}

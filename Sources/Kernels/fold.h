// Binding one variable of a table.

static void fold(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t half, lemma_element r,
                 size_t from) {
  Constant c = constant(r);
  size_t i = from;
  for (; i + WIDTH <= half; i += WIDTH) {
    Line a = line_load(a0, a1, i, half);
    pair_store(o0 + i, o1 + i, pair_scale_add(c, a.difference, a.first));
  }
  if (i < half) lemma_scalar_kernels.fold(o0, o1, a0, a1, half, r, i);
}

static void fold_low(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t half, lemma_element r,
                     size_t from) {
  Constant c = constant(r);
  size_t i = from;
  for (; i + WIDTH <= half; i += WIDTH) {
    // In place, entries 2i.. are read before entries i.. are written.
    Line a = line_load_low(a0, a1, i);
    pair_store(o0 + i, o1 + i, pair_scale_add(c, a.difference, a.first));
  }
  if (i < half) lemma_scalar_kernels.fold_low(o0, o1, a0, a1, half, r, i);
}

// A table of E times one element, and what is built from it.

static void scale(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t n, lemma_element c,
                  size_t from) {
  Constant r = constant(c);
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) pair_store(o0 + i, o1 + i, pair_scale(r, pair_load(a0 + i, a1 + i)));
  if (i < n) lemma_scalar_kernels.scale(o0, o1, a0, a1, n, c, i);
}

static void scale_add(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t n, lemma_element c,
                      size_t from) {
  Constant r = constant(c);
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH)
    pair_store(o0 + i, o1 + i, pair_scale_add(r, pair_load(a0 + i, a1 + i), pair_load(o0 + i, o1 + i)));
  if (i < n) lemma_scalar_kernels.scale_add(o0, o1, a0, a1, n, c, i);
}

static void eq_expand(uint64_t *t0, uint64_t *t1, size_t n, lemma_element r, size_t from) {
  Constant c = constant(r);
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    Pair old = pair_load(t0 + i, t1 + i), high = pair_scale(c, old);
    pair_store(t0 + n + i, t1 + n + i, high);
    pair_store(t0 + i, t1 + i, pair_sub(old, high));
  }
  if (i < n) lemma_scalar_kernels.eq_expand(t0, t1, n, r, i);
}

// Integers against tables of E. An integer is read as its residue, so one product of F_p and E is two of F_p.

static void residues_of(uint64_t *o, const int64_t *v, size_t n, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) store(o + i, residues(load((const uint64_t *)v + i)));
  if (i < n) lemma_scalar_kernels.residues_of(o, v, n, i);
}

// s + x e.
typedef struct {
  Sum c0, c1;
} BaseProducts;

INLINE BaseProducts base_products_add(BaseProducts s, Lanes x, Pair e) {
  Factor f = factor(x);
  return (BaseProducts){sum_add(s.c0, f, factor(e.c0)), sum_add(s.c1, f, factor(e.c1))};
}

INLINE BaseProducts base_products_zero(void) { return (BaseProducts){sum_of(broadcast(0)), sum_of(broadcast(0))}; }

INLINE Pair base_products_reduce(BaseProducts s) { return (Pair){sum_reduce(s.c0), sum_reduce(s.c1)}; }

static void dot_integers(const int64_t *v, const uint64_t *e0, const uint64_t *e1, size_t n, lemma_element *out,
                         size_t from) {
  size_t i = from;
  while (i + WIDTH <= n) {
    BaseProducts sum = base_products_zero();
    for (size_t end = run_end(i, n); i < end; i += WIDTH)
      sum = base_products_add(sum, residues(load((const uint64_t *)v + i)), pair_load(e0 + i, e1 + i));
    element_accumulate(out, base_products_reduce(sum));
  }
  if (i < n) lemma_scalar_kernels.dot_integers(v, e0, e1, n, out, i);
}

static void dot_bytes(const int8_t *v, const uint64_t *e0, const uint64_t *e1, size_t n, lemma_element *out,
                      size_t from) {
  size_t i = from;
  while (i + WIDTH <= n) {
    BaseProducts sum = base_products_zero();
    for (size_t end = run_end(i, n); i < end; i += WIDTH)
      sum = base_products_add(sum, residues(load_bytes(v + i)), pair_load(e0 + i, e1 + i));
    element_accumulate(out, base_products_reduce(sum));
  }
  if (i < n) lemma_scalar_kernels.dot_bytes(v, e0, e1, n, out, i);
}

static void scale_add_integers(uint64_t *o0, uint64_t *o1, const int64_t *v, size_t n, lemma_element c, size_t from) {
  Constant r = constant(c);
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    Lanes x = residues(load((const uint64_t *)v + i));
    pair_store(o0 + i, o1 + i, pair_scale_add_base(r, x, pair_load(o0 + i, o1 + i)));
  }
  if (i < n) lemma_scalar_kernels.scale_add_integers(o0, o1, v, n, c, i);
}

static void scale_add_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t n, lemma_element c, size_t from) {
  Constant r = constant(c);
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH)
    pair_store(o0 + i, o1 + i, pair_scale_add_base(r, residues(load_bytes(v + i)), pair_load(o0 + i, o1 + i)));
  if (i < n) lemma_scalar_kernels.scale_add_bytes(o0, o1, v, n, c, i);
}

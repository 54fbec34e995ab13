// Integers against tables of E. An integer is read as its residue, so one product of F_p and E is two of F_p.

static void residues_of(uint64_t *o, const int64_t *v, size_t n, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) store(o + i, residues(load((const uint64_t *)v + i)));
  if (i < n) lemma_scalar_kernels.residues_of(o, v, n, i);
}

INLINE PairSum base_products_zero(void) { return (PairSum){sum_of(broadcast(0)), sum_of(broadcast(0))}; }

// s + v e.
INLINE PairSum base_products_add(PairSum s, const int64_t *v, const uint64_t *e0, const uint64_t *e1) {
  Factor x = factor(residues(load((const uint64_t *)v)));
  return (PairSum){sum_add(s.c0, x, factor(load(e0))), sum_add(s.c1, x, factor(load(e1)))};
}

static void dot_integers(const int64_t *v, const uint64_t *e0, const uint64_t *e1, size_t n, lemma_element *out,
                         size_t from) {
  size_t i = from;
  while (i + WIDTH <= n) {
    // Two sums take turns, so that neither waits for itself.
    PairSum even = base_products_zero(), odd = base_products_zero();
    size_t end = run_end(i, n);
    for (; i + 2 * WIDTH <= end; i += 2 * WIDTH) {
      size_t j = i + WIDTH;
      even = base_products_add(even, v + i, e0 + i, e1 + i);
      odd = base_products_add(odd, v + j, e0 + j, e1 + j);
    }
    if (i < end) {
      even = base_products_add(even, v + i, e0 + i, e1 + i);
      i = end;
    }
    element_accumulate(out, pair_reduce(even));
    element_accumulate(out, pair_reduce(odd));
  }
  if (i < n) lemma_scalar_kernels.dot_integers(v, e0, e1, n, out, i);
}

// With both sign bits flipped, the halves of a word are signed numbers l and h with word = l + 2^32 h + HALVES_OFFSET.
// A byte times one of them is below 2^38, so 2^24 of those fit a signed word.
#define HALVES_OFFSET 0x8000000080000000ULL
#define BYTE_RUN ((size_t)1 << 24)

typedef struct {
  Lanes low, high;
} ByteProducts;

INLINE ByteProducts byte_products_add(ByteProducts s, Lanes v, Lanes e) {
  Lanes halves = exclusive_or(e, broadcast(HALVES_OFFSET));
  return (ByteProducts){word_add(s.low, multiply_signed_halves(v, halves)),
                        word_add(s.high, multiply_signed_halves(v, shift_right(halves, 32)))};
}

INLINE uint64_t byte_products_total(ByteProducts s, int64_t sum_of_bytes) {
  int128_t sum = word_total(s.low) + word_total(s.high) * ((int128_t)1 << 32);
  return field_of_wide(sum + (int128_t)sum_of_bytes * HALVES_OFFSET);
}

static void dot_bytes(const int8_t *v, const uint64_t *e0, const uint64_t *e1, size_t n, lemma_element *out,
                      size_t from) {
  size_t i = from;
  while (i + WIDTH <= n) {
    Lanes zero = broadcast(0), bytes = zero;
    ByteProducts sum0 = {zero, zero}, sum1 = sum0;
    size_t end = i + (n - i < BYTE_RUN ? n - i : BYTE_RUN);
    for (; i + WIDTH <= end; i += WIDTH) {
      Lanes x = load_bytes(v + i);
      bytes = word_add(bytes, x);
      sum0 = byte_products_add(sum0, x, load(e0 + i));
      sum1 = byte_products_add(sum1, x, load(e1 + i));
    }
    int64_t sum_of_bytes = (int64_t)word_total(bytes);
    lemma_element sum = {byte_products_total(sum0, sum_of_bytes), byte_products_total(sum1, sum_of_bytes)};
    *out = element_add(*out, sum);
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

// c v[i] + constant.
static void affine_integers(uint64_t *o0, uint64_t *o1, const int64_t *v, size_t n, lemma_element c,
                            lemma_element shift, size_t from) {
  Constant r = constant(c);
  Pair y = {broadcast(shift.c0), broadcast(shift.c1)};
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH)
    pair_store(o0 + i, o1 + i, pair_scale_add_base(r, residues(load((const uint64_t *)v + i)), y));
  if (i < n) lemma_scalar_kernels.affine_integers(o0, o1, v, n, c, shift, i);
}

// Callers read short runs of many places in turn and come back for what follows each: entries beyond a run are fetched
// for their next visit.
#define PAIR_PREFETCH 128

// c v[i] + d w[i] + shift, in whole Lanes; `base` says that c is in F_p. Returns where it stopped.
INLINE size_t affine_integer_pair_lanes(uint64_t *o0, uint64_t *o1, const int64_t *v, const int64_t *w, size_t n,
                                        Constant c, const int base, Constant d, lemma_element shift, size_t from) {
  Sum s0 = sum_of(broadcast(shift.c0)), s1 = sum_of(broadcast(shift.c1));
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    __builtin_prefetch(v + i + PAIR_PREFETCH);
    __builtin_prefetch(w + i + PAIR_PREFETCH);
    Factor x = factor(residues(load((const uint64_t *)v + i))), y = factor(residues(load((const uint64_t *)w + i)));
    PairSum s = {sum_add(sum_add(s0, x, c.c0), y, d.c0), base ? s1 : sum_add(s1, x, c.c1)};
    s.c1 = sum_add(s.c1, y, d.c1);
    pair_store(o0 + i, o1 + i, pair_reduce(s));
  }
  return i;
}

static void affine_integer_pairs(uint64_t *o0, uint64_t *o1, const int64_t *v, const int64_t *w, size_t n,
                                 lemma_element c, lemma_element d, lemma_element shift, size_t from) {
  Constant r = constant(c), q = constant(d);
  size_t i = c.c1 == 0 ? affine_integer_pair_lanes(o0, o1, v, w, n, r, 1, q, shift, from)
                       : affine_integer_pair_lanes(o0, o1, v, w, n, r, 0, q, shift, from);
  if (i < n) lemma_scalar_kernels.affine_integer_pairs(o0, o1, v, w, n, c, d, shift, i);
}

static void scale_add_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t n, lemma_element c, size_t from) {
  Constant r = constant(c);
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH)
    pair_store(o0 + i, o1 + i, pair_scale_add_base(r, residues(load_bytes(v + i)), pair_load(o0 + i, o1 + i)));
  if (i < n) lemma_scalar_kernels.scale_add_bytes(o0, o1, v, n, c, i);
}

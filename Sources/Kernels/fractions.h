// A layer of a tree of fraction sums, n/d + n'/d' = (n d' + n' d) / (d d'), and the steps of its sumcheck.

static void fraction_add(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint64_t *n0,
                         const uint64_t *n1, const uint64_t *d0, const uint64_t *d1, size_t half, size_t count,
                         size_t from) {
  size_t i = from;
  for (; i + WIDTH <= count; i += WIDTH) {
    size_t j = i + half;
    PairFactor n = pair_factor(pair_load(n0 + i, n1 + i)), m = pair_factor(pair_load(n0 + j, n1 + j));
    PairFactor d = pair_factor(pair_load(d0 + i, d1 + i)), e = pair_factor(pair_load(d0 + j, d1 + j));
    pair_store(on0 + i, on1 + i, products_reduce(products_plus(products(n, e), products(m, d))));
    pair_store(od0 + i, od1 + i, products_reduce(products(d, e)));
  }
  if (i < count) lemma_scalar_kernels.fraction_add(on0, on1, od0, od1, n0, n1, d0, d1, half, count, i);
}

static void interpolate(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, size_t n, lemma_element r,
                        size_t from) {
  Constant c = constant(r);
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    // Tables are longer than the short runs of them that are taken in turn.
    __builtin_prefetch(a.x0 + i + 64);
    __builtin_prefetch(a.x1 + i + 64);
    __builtin_prefetch(b.x0 + i + 64);
    __builtin_prefetch(b.x1 + i + 64);
    Pair first = pair_load(a.x0 + i, a.x1 + i);
    Pair difference = pair_sub(pair_load(b.x0 + i, b.x1 + i), first);
    pair_store(o0 + i, o1 + i, pair_scale_add(c, difference, first));
  }
  if (i < n) lemma_scalar_kernels.interpolate(o0, o1, a, b, n, r, i);
}

static void multiply(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, size_t n, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    PairFactor x = pair_factor(pair_load(a.x0 + i, a.x1 + i)), y = pair_factor(pair_load(b.x0 + i, b.x1 + i));
    pair_store(o0 + i, o1 + i, products_reduce(products(x, y)));
  }
  if (i < n) lemma_scalar_kernels.multiply(o0, o1, a, b, n, i);
}

static void multiply_two(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, lemma_plane c, lemma_plane d,
                         size_t n, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    PairFactor x = pair_factor(pair_load(a.x0 + i, a.x1 + i)), y = pair_factor(pair_load(b.x0 + i, b.x1 + i));
    PairFactor z = pair_factor(pair_load(c.x0 + i, c.x1 + i)), w = pair_factor(pair_load(d.x0 + i, d.x1 + i));
    pair_store(o0 + i, o1 + i, products_reduce(products_plus(products(x, y), products(z, w))));
  }
  if (i < n) lemma_scalar_kernels.multiply_two(o0, o1, a, b, c, d, n, i);
}

// --- numerators that are 0 or 1 -------------------------------------------------------------------------------------

// x where the word is 1, 0 where it is 0.
INLINE Pair selected(const uint64_t *words, Pair x) {
  Lanes mask = word_sub(broadcast(0), load(words));
  return (Pair){bitwise_and(mask, x.c0), bitwise_and(mask, x.c1)};
}

INLINE Pair pair_add(Pair a, Pair b) { return (Pair){add(a.c0, b.c0), add(a.c1, b.c1)}; }

static void fraction_add_selected(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint64_t *n,
                                  const uint64_t *d0, const uint64_t *d1, size_t half, size_t count, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= count; i += WIDTH) {
    size_t j = i + half;
    Pair d = pair_load(d0 + i, d1 + i), e = pair_load(d0 + j, d1 + j);
    pair_store(on0 + i, on1 + i, pair_add(selected(n + i, e), selected(n + j, d)));
    pair_store(od0 + i, od1 + i, products_reduce(products(pair_factor(d), pair_factor(e))));
  }
  if (i < count) lemma_scalar_kernels.fraction_add_selected(on0, on1, od0, od1, n, d0, d1, half, count, i);
}

static void multiply_add_selected(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, lemma_plane c,
                                  const uint64_t *words, size_t n, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    PairFactor x = pair_factor(pair_load(a.x0 + i, a.x1 + i)), y = pair_factor(pair_load(b.x0 + i, b.x1 + i));
    Pair z = selected(words + i, pair_load(c.x0 + i, c.x1 + i));
    pair_store(o0 + i, o1 + i, pair_add(products_reduce(products(x, y)), z));
  }
  if (i < n) lemma_scalar_kernels.multiply_add_selected(o0, o1, a, b, c, words, n, i);
}

static void select_entries(uint64_t *o0, uint64_t *o1, lemma_plane a, const uint64_t *words, size_t n, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH)
    pair_store(o0 + i, o1 + i, selected(words + i, pair_load(a.x0 + i, a.x1 + i)));
  if (i < n) lemma_scalar_kernels.select_entries(o0, o1, a, words, n, i);
}

static void round_lines(lemma_plane a, lemma_plane a_end, lemma_plane b, lemma_plane b_end, size_t n,
                        lemma_element out[2], size_t from) {
  size_t i = from;
  while (i + WIDTH <= n) {
    Products first = long_zero(), difference = long_zero();
    for (size_t end = run_end(i, n); i < end; i += WIDTH) {
      Pair x = pair_load(a.x0 + i, a.x1 + i), y = pair_load(b.x0 + i, b.x1 + i);
      first = long_add(first, x, y);
      difference = long_add(difference, pair_sub(pair_load(a_end.x0 + i, a_end.x1 + i), x),
                            pair_sub(pair_load(b_end.x0 + i, b_end.x1 + i), y));
    }
    element_accumulate(&out[0], long_reduce(first));
    element_accumulate(&out[1], long_reduce(difference));
  }
  if (i < n) lemma_scalar_kernels.round_lines(a, a_end, b, b_end, n, out, i);
}

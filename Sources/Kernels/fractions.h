// A layer of a tree of fraction sums, n/d + n'/d' = (n d' + n' d) / (d d'), and a round of its sumcheck.

static void fraction_add(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint64_t *n0,
                         const uint64_t *n1, const uint64_t *d0, const uint64_t *d1, size_t half, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= half; i += WIDTH) {
    size_t j = i + half;
    PairFactor n = pair_factor(pair_load(n0 + i, n1 + i)), m = pair_factor(pair_load(n0 + j, n1 + j));
    PairFactor d = pair_factor(pair_load(d0 + i, d1 + i)), e = pair_factor(pair_load(d0 + j, d1 + j));
    pair_store(on0 + i, on1 + i, pair_mul2(n, e, m, d));
    pair_store(od0 + i, od1 + i, pair_mul(d, e));
  }
  if (i < half) lemma_scalar_kernels.fraction_add(on0, on1, od0, od1, n0, n1, d0, d1, half, i);
}

// (l + s u) v + m u.
INLINE Pair fraction_form(Constant s, Pair l, Pair m, Pair u, Pair v) {
  Pair scaled = pair_scale_add(s, u, l);
  return pair_mul2(pair_factor(scaled), pair_factor(v), pair_factor(m), pair_factor(u));
}

static void fraction_round(lemma_plane e, lemma_plane l, lemma_plane m, lemma_plane u, lemma_plane v, size_t half,
                           lemma_element s, lemma_element out[2], size_t from) {
  Constant c = constant(s);
  size_t i = from;
  while (i + WIDTH <= half) {
    Products first = long_zero(), difference = long_zero();
    for (size_t end = run_end(i, half); i < end; i += WIDTH) {
      Line ll = line_load(l.x0, l.x1, i, half), mm = line_load(m.x0, m.x1, i, half);
      Line uu = line_load(u.x0, u.x1, i, half), vv = line_load(v.x0, v.x1, i, half);
      Pair weight = pair_load(e.x0 + i, e.x1 + i);
      first = long_add(first, weight, fraction_form(c, ll.first, mm.first, uu.first, vv.first));
      difference = long_add(
        difference, weight, fraction_form(c, ll.difference, mm.difference, uu.difference, vv.difference));
    }
    element_accumulate(&out[0], long_reduce(first));
    element_accumulate(&out[1], long_reduce(difference));
  }
  if (i < half) lemma_scalar_kernels.fraction_round(e, l, m, u, v, half, s, out, i);
}

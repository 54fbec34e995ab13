// A layer of a tree of fraction sums, n/d + n'/d' = (n d' + n' d) / (d d'), and a round of its sumcheck.

static void fraction_add(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint64_t *n0,
                         const uint64_t *n1, const uint64_t *d0, const uint64_t *d1, size_t half, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= half; i += WIDTH) {
    size_t j = i + half;
    PairFactor n = pair_factor(pair_load(n0 + i, n1 + i)), m = pair_factor(pair_load(n0 + j, n1 + j));
    PairFactor d = pair_factor(pair_load(d0 + i, d1 + i)), e = pair_factor(pair_load(d0 + j, d1 + j));
    pair_store(on0 + i, on1 + i, products_reduce(products_plus(products(n, e), products(m, d))));
    pair_store(od0 + i, od1 + i, products_reduce(products(d, e)));
  }
  if (i < half) lemma_scalar_kernels.fraction_add(on0, on1, od0, od1, n0, n1, d0, d1, half, i);
}

// (l + s u) v + m u.
INLINE Pair fraction_form(Constant s, const int scaled, Pair l, Pair m, Pair u, Pair v) {
  PairFactor left = scaled ? scaled_factor(s, u, l) : pair_factor(l);
  return products_reduce_loose(products_plus(products(left, pair_factor(v)), products(pair_factor(m), pair_factor(u))));
}

// From entry `from` in whole Lanes; returns where it stopped.
INLINE size_t fraction_round_lanes(lemma_plane e, lemma_plane l, lemma_plane m, lemma_plane u, lemma_plane v,
                                   size_t half, Constant s, const int scaled, lemma_element out[2], size_t from) {
  size_t i = from;
  while (i + WIDTH <= half) {
    Products first = long_zero(), difference = long_zero();
    for (size_t end = run_end(i, half); i < end;) {
      Pair forms[STRIP][2];
      size_t start = i, stop = strip_end(i, end);
      for (size_t k = 0; i < stop; i += WIDTH, k++) {
        Line ll = line_load(l.x0, l.x1, i, half), mm = line_load(m.x0, m.x1, i, half);
        Line uu = line_load(u.x0, u.x1, i, half), vv = line_load(v.x0, v.x1, i, half);
        forms[k][0] = fraction_form(s, scaled, ll.first, mm.first, uu.first, vv.first);
        forms[k][1] = fraction_form(s, scaled, ll.difference, mm.difference, uu.difference, vv.difference);
      }
      for (size_t j = start, k = 0; j < stop; j += WIDTH, k++) {
        Pair weight = pair_load(e.x0 + j, e.x1 + j);
        first = long_add(first, weight, forms[k][0]);
        difference = long_add(difference, weight, forms[k][1]);
      }
    }
    element_accumulate(&out[0], long_reduce(first));
    element_accumulate(&out[1], long_reduce(difference));
  }
  return i;
}

static void fraction_round(lemma_plane e, lemma_plane l, lemma_plane m, lemma_plane u, lemma_plane v, size_t half,
                           lemma_element s, lemma_element out[2], size_t from) {
  Constant c = constant(s);
  size_t i = (s.c0 | s.c1) == 0 ? fraction_round_lanes(e, l, m, u, v, half, c, 0, out, from)
                                : fraction_round_lanes(e, l, m, u, v, half, c, 1, out, from);
  if (i < half) lemma_scalar_kernels.fraction_round(e, l, m, u, v, half, s, out, i);
}

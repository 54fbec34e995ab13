// Tables of leaves 1 / (alpha - v), v below 2^16, once their highest variables are bound, straight from the integers.

// constant + sum_j w[j] v[j distance + i].
static void short_combination(uint64_t *o0, uint64_t *o1, const uint16_t *v, size_t distance, size_t parts,
                              const lemma_element *w, lemma_element shift, size_t n, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    Sum s0 = sum_of(broadcast(shift.c0)), s1 = sum_of(broadcast(shift.c1));
    for (size_t j = 0; j < parts; j++) {
      Lanes x = load_shorts(v + j * distance + i);
      s0 = sum_add_40(s0, factor(broadcast(w[j].c0)), x);
      s1 = sum_add_40(s1, factor(broadcast(w[j].c1)), x);
    }
    pair_store(o0 + i, o1 + i, (Pair){sum_reduce(s0), sum_reduce(s1)});
  }
  if (i < n) lemma_scalar_kernels.short_combination(o0, o1, v, distance, parts, w, shift, n, i);
}

#define PAIR_PARTS 8

// Of the fractions (2 alpha - s) / (alpha^2 - alpha s + m); the weights add up to 1.
static void short_pair_combination(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint16_t *v,
                                   const uint16_t *u, size_t distance, size_t parts, const lemma_element *w,
                                   lemma_element alpha, size_t n, size_t from) {
  lemma_element zero = {0, 0}, twice = element_add(alpha, alpha), square = element_mul(alpha, alpha);
  lemma_element of_sum[PAIR_PARTS], minus[PAIR_PARTS];
  for (size_t j = 0; j < parts; j++) {
    minus[j] = element_sub(zero, w[j]);
    of_sum[j] = element_mul(minus[j], alpha);
  }
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    Sum n0 = sum_of(broadcast(twice.c0)), n1 = sum_of(broadcast(twice.c1));
    Sum d0 = sum_of(broadcast(square.c0)), d1 = sum_of(broadcast(square.c1));
    for (size_t j = 0; j < parts; j++) {
      Lanes x = load_shorts(v + j * distance + i), y = load_shorts(u + j * distance + i);
      Lanes s = word_add(x, y), m = multiply_halves(x, y);
      n0 = sum_add_40(n0, factor(broadcast(minus[j].c0)), s);
      n1 = sum_add_40(n1, factor(broadcast(minus[j].c1)), s);
      d0 = sum_add_40(sum_add_40(d0, factor(broadcast(of_sum[j].c0)), s), factor(broadcast(w[j].c0)), m);
      d1 = sum_add_40(sum_add_40(d1, factor(broadcast(of_sum[j].c1)), s), factor(broadcast(w[j].c1)), m);
    }
    pair_store(on0 + i, on1 + i, (Pair){sum_reduce(n0), sum_reduce(n1)});
    pair_store(od0 + i, od1 + i, (Pair){sum_reduce(d0), sum_reduce(d1)});
  }
  if (i < n)
    lemma_scalar_kernels.short_pair_combination(on0, on1, od0, od1, v, u, distance, parts, w, alpha, n, i);
}

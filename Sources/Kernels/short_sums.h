// Two rounds at once of the sumchecks next to leaves 1 / (alpha - v), v below 2^16: weighted sums of products of the
// integers. Each table has four parts, numbered 2 x + y for the next two variables x and y. A product of two tables is
// quadratic in both, and known from its values where x and y are 0, 1 or infinity (the leading coefficient, the
// product of the differences), except that nothing asks for x = y = 1.

// Terms are computed for this many Lanes at a time, then added up one after the other.
#define TERM_STRIP 8

typedef struct {
  uint64_t words[TERM_STRIP * WIDTH];
} Term;

typedef struct {
  Sum c0, c1;
} TermSum;

// How large a term's integers may be.
typedef enum { BELOW_40_BITS, BELOW_52_BITS, ANY_WORD } TermSize;

INLINE TermSum term_add(TermSum s, const Term *term, const TermSize size, const uint64_t *e0, const uint64_t *e1,
                        size_t lanes) {
  for (size_t k = 0; k < lanes; k++) {
    Factor a = factor(load(e0 + k * WIDTH)), b = factor(load(e1 + k * WIDTH));
    Lanes x = load(term->words + k * WIDTH);
    if (size == BELOW_40_BITS) {
      s = (TermSum){sum_add_40(s.c0, a, x), sum_add_40(s.c1, b, x)};
    } else if (size == BELOW_52_BITS) {
      s = (TermSum){sum_add_52(s.c0, a, x), sum_add_52(s.c1, b, x)};
    } else {
      Factor f = factor(x);
      s = (TermSum){sum_add(s.c0, a, f), sum_add(s.c1, b, f)};
    }
  }
  return s;
}

// Signed terms of absolute value below this are shifted by it.
#define TERM_OFFSET ((uint64_t)1 << 38)
INLINE Lanes term_signed(Lanes x) { return word_add(x, broadcast(TERM_OFFSET)); }

INLINE Lanes signed_product(Lanes a, Lanes b) { return term_signed(multiply_signed_halves(a, b)); }

// Terms: 1; a at its four parts; b at its first three; products at 00, 01, 10; at infinity of x for y = 0, 1; at infinity of y
// for x = 0, 1; at infinity of both.
#define LEAF_TERMS 16

INLINE void leaf_terms(Term terms[LEAF_TERMS], const uint16_t *a, const uint16_t *b, size_t distance, size_t parts,
                       size_t lanes) {
  for (size_t k = 0; k < lanes; k++) {
    size_t i = k * WIDTH;
    Lanes x[4], y[4];
    for (size_t j = 0; j < 4; j++) {
      x[j] = load_shorts(a + j * distance + i);
      y[j] = j < parts ? load_shorts(b + j * distance + i) : broadcast(0);
    }
    store(terms[0].words + i, broadcast(1));
    for (size_t j = 0; j < 4; j++) store(terms[1 + j].words + i, x[j]);
    for (size_t j = 0; j < 3; j++) store(terms[5 + j].words + i, y[j]);
    for (size_t j = 0; j < 3; j++) store(terms[8 + j].words + i, multiply_halves(x[j], y[j]));
    Lanes dx[4] = {word_sub(x[2], x[0]), word_sub(x[3], x[1]), word_sub(x[1], x[0]), word_sub(x[3], x[2])};
    Lanes dy[4] = {word_sub(y[2], y[0]), word_sub(y[3], y[1]), word_sub(y[1], y[0]), word_sub(y[3], y[2])};
    for (size_t j = 0; j < 4; j++) store(terms[11 + j].words + i, signed_product(dx[j], dy[j]));
    store(terms[15].words + i, signed_product(word_sub(dx[1], dx[0]), word_sub(dy[1], dy[0])));
  }
}

// Terms: 1; the elementary symmetric functions at 00, 01, 10; then at the five points with infinity, in the same order, for
// the sums s, t and products m, l of both pairs the coefficients s t, s l + t m and m l.
#define PAIR_TERMS 28

INLINE void pair_terms(Term terms[PAIR_TERMS], const uint16_t *v, size_t distance, size_t half, size_t quarter,
                       size_t lanes) {
  for (size_t k = 0; k < lanes; k++) {
    size_t i = k * WIDTH;
    // Per child (the leaves `quarter` apart) and part.
    Lanes s[2][4], m[2][4];
    for (size_t c = 0; c < 2; c++)
      for (size_t j = 0; j < 4; j++) {
        const uint16_t *p = v + c * quarter + j * distance + i;
        Lanes x = load_shorts(p), y = load_shorts(p + half);
        s[c][j] = word_add(x, y);
        m[c][j] = multiply_halves(x, y);
      }
    store(terms[0].words + i, broadcast(1));
    for (size_t j = 0; j < 3; j++) {
      Term *t = terms + 1 + 4 * j;
      store(t[0].words + i, word_add(s[0][j], s[1][j]));
      store(t[1].words + i, word_add(word_add(m[0][j], m[1][j]), multiply_halves(s[0][j], s[1][j])));
      store(t[2].words + i, word_add(multiply_halves(s[0][j], m[1][j]), multiply_halves(s[1][j], m[0][j])));
      store(t[3].words + i, multiply_halves(m[0][j], m[1][j]));
    }
    Lanes ds[2][5], dm[2][5];
    for (size_t c = 0; c < 2; c++) {
      const size_t from[4] = {0, 1, 0, 2}, to[4] = {2, 3, 1, 3};
      for (size_t j = 0; j < 4; j++) {
        ds[c][j] = word_sub(s[c][to[j]], s[c][from[j]]);
        dm[c][j] = word_sub(m[c][to[j]], m[c][from[j]]);
      }
      ds[c][4] = word_sub(ds[c][1], ds[c][0]);
      dm[c][4] = word_sub(dm[c][1], dm[c][0]);
    }
    for (size_t j = 0; j < 5; j++) {
      Term *t = terms + 13 + 3 * j;
      Lanes across = word_add(multiply_low(ds[0][j], dm[1][j]), multiply_low(ds[1][j], dm[0][j]));
      store(t[0].words + i, signed_product(ds[0][j], ds[1][j]));
      store(t[1].words + i, residues(across));
      store(t[2].words + i, mul(residues(dm[0][j]), residues(dm[1][j])));
    }
  }
}

// Adds the sums to `out`, and takes the offset away again from every `step`-th of the last ones, which were shifted.
INLINE void terms_finish(const TermSum *sums, size_t count, size_t shifted, size_t step, lemma_element *out) {
  lemma_element offset = {0, 0};
  for (size_t t = 0; t < count; t++) {
    lemma_element sum = {total(sum_reduce(sums[t].c0)), total(sum_reduce(sums[t].c1))};
    if (t == 0) offset = element_times(sum, TERM_OFFSET);
    if (t >= shifted && (t - shifted) % step == 0) sum = element_sub(sum, offset);
    out[t] = element_add(out[t], sum);
  }
}

INLINE TermSum term_zero(void) { return (TermSum){sum_of(broadcast(0)), sum_of(broadcast(0))}; }

INLINE size_t term_lanes(size_t i, size_t end) {
  size_t left = (end - i) / WIDTH;
  return left < TERM_STRIP ? left : TERM_STRIP;
}

static void short_leaf_sums(lemma_plane e, const uint16_t *a, const uint16_t *b, size_t distance, size_t parts, size_t n,
                            lemma_element *out, size_t from) {
  size_t i = from;
  while (i + WIDTH <= n) {
    TermSum sums[LEAF_TERMS];
    for (size_t t = 0; t < LEAF_TERMS; t++) sums[t] = term_zero();
    for (size_t end = run_end(i, n); i < end;) {
      Term terms[LEAF_TERMS];
      size_t lanes = term_lanes(i, end);
      leaf_terms(terms, a + i, b + i, distance, parts, lanes);
      for (size_t t = 0; t < LEAF_TERMS; t++)
        sums[t] = term_add(sums[t], terms + t, BELOW_40_BITS, e.x0 + i, e.x1 + i, lanes);
      i += lanes * WIDTH;
    }
    terms_finish(sums, LEAF_TERMS, 11, 1, out);
  }
  if (i < n) lemma_scalar_kernels.short_leaf_sums(e, a, b, distance, parts, n, out, i);
}

static void short_pair_sums(lemma_plane e, const uint16_t *v, size_t distance, size_t half, size_t quarter, size_t n,
                            lemma_element *out, size_t from) {
  size_t i = from;
  while (i + WIDTH <= n) {
    TermSum sums[PAIR_TERMS];
    for (size_t t = 0; t < PAIR_TERMS; t++) sums[t] = term_zero();
    for (size_t end = run_end(i, n); i < end;) {
      Term terms[PAIR_TERMS];
      size_t lanes = term_lanes(i, end);
      const uint64_t *e0 = e.x0 + i, *e1 = e.x1 + i;
      pair_terms(terms, v + i, distance, half, quarter, lanes);
      sums[0] = term_add(sums[0], terms, BELOW_40_BITS, e0, e1, lanes);
      for (size_t t = 1; t < 13; t += 4) {
        sums[t] = term_add(sums[t], terms + t, BELOW_40_BITS, e0, e1, lanes);
        sums[t + 1] = term_add(sums[t + 1], terms + t + 1, BELOW_40_BITS, e0, e1, lanes);
        sums[t + 2] = term_add(sums[t + 2], terms + t + 2, BELOW_52_BITS, e0, e1, lanes);
        sums[t + 3] = term_add(sums[t + 3], terms + t + 3, ANY_WORD, e0, e1, lanes);
      }
      for (size_t t = 13; t < PAIR_TERMS; t += 3) {
        sums[t] = term_add(sums[t], terms + t, BELOW_40_BITS, e0, e1, lanes);
        sums[t + 1] = term_add(sums[t + 1], terms + t + 1, ANY_WORD, e0, e1, lanes);
        sums[t + 2] = term_add(sums[t + 2], terms + t + 2, ANY_WORD, e0, e1, lanes);
      }
      i += lanes * WIDTH;
    }
    terms_finish(sums, PAIR_TERMS, 13, 3, out);
  }
  if (i < n) lemma_scalar_kernels.short_pair_sums(e, v, distance, half, quarter, n, out, i);
}

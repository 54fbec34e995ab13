// Sums of the fractions 1 / (alpha - v) for integers v below 2^16, straight from the integers.

static void short_denominators(uint64_t *o0, uint64_t *o1, const uint16_t *v, size_t n, lemma_element alpha,
                               size_t from) {
  Lanes a0 = broadcast(alpha.c0), a1 = broadcast(alpha.c1);
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) pair_store(o0 + i, o1 + i, (Pair){sub(a0, load_shorts(v + i)), a1});
  if (i < n) lemma_scalar_kernels.short_denominators(o0, o1, v, n, alpha, i);
}

// n = 2 alpha - s, d = alpha^2 - alpha s + m for the sum s and the product m of two integers.
static void short_pairs(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint16_t *v,
                        const uint16_t *w, size_t n, lemma_element alpha, size_t from) {
  lemma_element square = element_mul(alpha, alpha), minus = element_sub((lemma_element){0, 0}, alpha);
  lemma_element twice = element_add(alpha, alpha);
  Lanes t0 = broadcast(twice.c0), t1 = broadcast(twice.c1);
  Factor a0 = factor(broadcast(minus.c0)), a1 = factor(broadcast(minus.c1));
  Sum s0 = sum_of(broadcast(square.c0)), s1 = sum_of(broadcast(square.c1));
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    Lanes x = load_shorts(v + i), y = load_shorts(w + i);
    Lanes s = word_add(x, y), m = multiply_halves(x, y);
    pair_store(on0 + i, on1 + i, (Pair){sub(t0, s), t1});
    Pair d = {sum_reduce(sum_plus(sum_add_40(s0, a0, s), sum_of(m))), sum_reduce(sum_add_40(s1, a1, s))};
    pair_store(od0 + i, od1 + i, d);
  }
  if (i < n) lemma_scalar_kernels.short_pairs(on0, on1, od0, od1, v, w, n, alpha, i);
}

// The elementary symmetric functions of four integers below 2^16: below 2^18, 2^35, 2^50 and 2^64.
typedef struct {
  Lanes e1, e2, e3, e4;
} Symmetric;

INLINE Symmetric symmetric(const uint16_t *v, size_t distance) {
  Lanes x = load_shorts(v), y = load_shorts(v + distance);
  Lanes z = load_shorts(v + 2 * distance), w = load_shorts(v + 3 * distance);
  Lanes s = word_add(x, y), m = multiply_halves(x, y), t = word_add(z, w), l = multiply_halves(z, w);
  // s l <= (2^17 - 2) (2^16 - 1)^2; its factor l is below 2^32.
  return (Symmetric){word_add(s, t), word_add(multiply_halves(s, t), word_add(m, l)),
                     word_add(multiply_halves(s, l), multiply_halves(t, m)), multiply_halves(m, l)};
}

// d = alpha^4 - alpha^3 e1 + alpha^2 e2 - alpha e3 + e4, and n is its derivative by alpha.
static void short_quadruples(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint16_t *v,
                             size_t distance, size_t n, lemma_element alpha, size_t from) {
  lemma_element zero = {0, 0}, square = element_mul(alpha, alpha), cube = element_mul(square, alpha);
  lemma_element fourth = element_mul(square, square);
  lemma_element d1 = element_sub(zero, cube), d3 = element_sub(zero, alpha);
  lemma_element n0 = element_times(cube, 4), n1 = element_times(element_sub(zero, square), 3);
  lemma_element n2 = element_add(alpha, alpha);
  size_t i = from;
  for (; i + WIDTH <= n; i += WIDTH) {
    Symmetric e = symmetric(v + i, distance);
    Sum numerator[2], denominator[2];
    for (int c = 0; c < 2; c++) {
#define COORDINATE(x) broadcast(c == 0 ? (x).c0 : (x).c1)
      Sum s = sum_add_40(sum_of(COORDINATE(fourth)), factor(COORDINATE(d1)), e.e1);
      s = sum_add_40(s, factor(COORDINATE(square)), e.e2);
      denominator[c] = sum_add_52(s, factor(COORDINATE(d3)), e.e3);
      s = sum_add_40(sum_of(COORDINATE(n0)), factor(COORDINATE(n1)), e.e1);
      numerator[c] = sum_add_40(s, factor(COORDINATE(n2)), e.e2);
#undef COORDINATE
    }
    numerator[0] = sum_plus(numerator[0], sum_of(word_sub(broadcast(PRIME), e.e3)));
    denominator[0] = sum_plus(denominator[0], sum_of(e.e4));
    pair_store(on0 + i, on1 + i, (Pair){sum_reduce(numerator[0]), sum_reduce(numerator[1])});
    pair_store(od0 + i, od1 + i, (Pair){sum_reduce(denominator[0]), sum_reduce(denominator[1])});
  }
  if (i < n) lemma_scalar_kernels.short_quadruples(on0, on1, od0, od1, v, distance, n, alpha, i);
}

// Written so that a compiler turns it into vectors by itself.
static uint64_t shorts_of_integers(uint16_t *o, const int64_t *v, size_t n, int64_t scale, int64_t offset) {
  uint64_t outside = 0;
  for (size_t i = 0; i < n; i++) {
    uint64_t x = (uint64_t)v[i] * (uint64_t)scale + (uint64_t)offset;
    outside |= (((uint64_t)v[i] + ((uint64_t)1 << 40)) >> 41) | (x >> 16);
    o[i] = (uint16_t)x;
  }
  return outside;
}

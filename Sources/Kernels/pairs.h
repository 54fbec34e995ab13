// E over lanes: WIDTH elements at once, from two planes. Included after one of the lanes headers.

typedef struct {
  Lanes c0, c1;
} Pair;

INLINE Pair pair_load(const uint64_t *p0, const uint64_t *p1) { return (Pair){load(p0), load(p1)}; }

INLINE void pair_store(uint64_t *p0, uint64_t *p1, Pair x) {
  store(p0, x.c0);
  store(p1, x.c1);
}

INLINE Pair pair_zero(void) { return (Pair){broadcast(0), broadcast(0)}; }
INLINE Pair pair_sub(Pair a, Pair b) { return (Pair){sub(a.c0, b.c0), sub(a.c1, b.c1)}; }

// Entries i and i + half of a table, as the first and the difference second - first.
typedef struct {
  Pair first, difference;
} Line;

INLINE Line line_load(const uint64_t *p0, const uint64_t *p1, size_t i, size_t half) {
  Pair first = pair_load(p0 + i, p1 + i);
  return (Line){first, pair_sub(pair_load(p0 + half + i, p1 + half + i), first)};
}

// Entries 2i and 2i + 1.
INLINE Line line_load_low(const uint64_t *p0, const uint64_t *p1, size_t i) {
  Pair even, odd;
  load_alternating(p0 + 2 * i, &even.c0, &odd.c0);
  load_alternating(p1 + 2 * i, &even.c1, &odd.c1);
  return (Line){even, pair_sub(odd, even)};
}

// The coordinates before they are reduced.
typedef struct {
  Sum c0, c1;
} PairSum;

INLINE Pair pair_reduce(PairSum s) { return (Pair){sum_reduce(s.c0), sum_reduce(s.c1)}; }

INLINE void element_accumulate(lemma_element *sum, Pair x) {
  *sum = element_add(*sum, (lemma_element){total(x.c0), total(x.c1)});
}

// --- a constant of E times many values ------------------------------------------------------------------------------

typedef struct {
  Factor c0, c1, seven_c1;
} Constant;

INLINE Constant constant(lemma_element r) {
  return (Constant){factor(broadcast(r.c0)), factor(broadcast(r.c1)), factor(broadcast(field_mul(7, r.c1)))};
}

INLINE PairSum scaled_sum(Constant r, Pair x, Pair y) {
  Factor x0 = factor(x.c0), x1 = factor(x.c1);
  return (PairSum){sum_plus(sum_add(sum_of(y.c0), x0, r.c0), sum_product(x1, r.seven_c1)),
                   sum_plus(sum_add(sum_of(y.c1), x0, r.c1), sum_product(x1, r.c0))};
}

// r x + y.
INLINE Pair pair_scale_add(Constant r, Pair x, Pair y) { return pair_reduce(scaled_sum(r, x, y)); }

INLINE Pair pair_scale(Constant r, Pair x) { return pair_scale_add(r, x, pair_zero()); }

// r x + y for x in F_p.
INLINE Pair pair_scale_add_base(Constant r, Lanes x, Pair y) {
  Factor f = factor(x);
  return (Pair){sum_reduce(sum_add(sum_of(y.c0), f, r.c0)), sum_reduce(sum_add(sum_of(y.c1), f, r.c1))};
}

// --- few products, reduced in every lane ----------------------------------------------------------------------------

typedef struct {
  Factor c0, c1;
} PairFactor;

INLINE PairFactor pair_factor(Pair x) { return (PairFactor){factor(x.c0), factor(x.c1)}; }

// Products of the constant coordinates, of those of X, and across.
typedef struct {
  Sum low, high, cross;
} Products;

INLINE Products products(PairFactor a, PairFactor b) {
  return (Products){sum_product(a.c0, b.c0), sum_product(a.c1, b.c1),
                    sum_plus(sum_product(a.c0, b.c1), sum_product(a.c1, b.c0))};
}

INLINE Products products_plus(Products s, Products t) {
  return (Products){sum_plus(s.low, t.low), sum_plus(s.high, t.high), sum_plus(s.cross, t.cross)};
}

INLINE Pair products_reduce(Products s) {
  return (Pair){sum_reduce(sum_plus_seven(s.low, s.high)), sum_reduce(s.cross)};
}

// Only c1 is canonical, as long_add asks of one coordinate.
INLINE Pair products_reduce_loose(Products s) {
  return (Pair){sum_reduce_loose(sum_plus_seven(s.low, s.high)), sum_reduce(s.cross)};
}

// --- many products, reduced at the end ------------------------------------------------------------------------------

// Up to SUM_LIMIT products. A wide level saves the fourth multiplication (Karatsuba): cross holds (a0 + a1) (b0 +
// b1), and the other two are subtracted at the end. In scalar code the additions would cost more than the
// multiplication. One coordinate of each factor must be canonical, the other may be any 64-bit number.
INLINE Products long_add(Products s, Pair a, Pair b) {
  s.low = sum_add(s.low, factor(a.c0), factor(b.c0));
  s.high = sum_add(s.high, factor(a.c1), factor(b.c1));
#if WIDTH == 1
  s.cross = sum_add(sum_add(s.cross, a.c0, b.c1), a.c1, b.c0);
#else
  s.cross = sum_add(s.cross, factor(loose_add(a.c0, a.c1)), factor(loose_add(b.c0, b.c1)));
#endif
  return s;
}

INLINE Products long_zero(void) {
  Sum zero = sum_of(broadcast(0));
  return (Products){zero, zero, zero};
}

INLINE Pair long_reduce(Products s) {
  Pair result = products_reduce(s);
#if WIDTH > 1
  result.c1 = sub(sub(result.c1, sum_reduce(s.low)), sum_reduce(s.high));
#endif
  return result;
}

// The end of a run of whole Lanes that starts at i and needs no reduction inside.
INLINE size_t run_end(size_t i, size_t count) {
  size_t left = (count - i) / WIDTH;
  return i + WIDTH * (left < SUM_LIMIT ? left : SUM_LIMIT);
}

// A kernel whose terms are products of products computes STRIP of them, then adds those up: with the sums out of the
// way more of the independent work is in flight.
#define STRIP 16

// The end of a strip that starts at i in a run that ends at `end`.
INLINE size_t strip_end(size_t i, size_t end) { return end - i < STRIP * WIDTH ? end : i + STRIP * WIDTH; }

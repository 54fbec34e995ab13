// Rounds of sumchecks over products of tables. Sums are added to `out`; they are kept unreduced for SUM_LIMIT steps.

static void round2(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, size_t half,
                   lemma_element out[2], size_t from) {
  size_t i = from;
  while (i + WIDTH <= half) {
    Products first = long_zero(), difference = long_zero();
    for (size_t end = run_end(i, half); i < end; i += WIDTH) {
      Line a = line_load(a0, a1, i, half), b = line_load(b0, b1, i, half);
      first = long_add(first, a.first, b.first);
      difference = long_add(difference, a.difference, b.difference);
    }
    element_accumulate(&out[0], long_reduce(first));
    element_accumulate(&out[1], long_reduce(difference));
  }
  if (i < half) lemma_scalar_kernels.round2(a0, a1, b0, b1, half, out, i);
}

static void round2_low(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, size_t half,
                       lemma_element out[2], size_t from) {
  size_t i = from;
  while (i + WIDTH <= half) {
    Products first = long_zero(), difference = long_zero();
    for (size_t end = run_end(i, half); i < end; i += WIDTH) {
      Line a = line_load_low(a0, a1, i), b = line_load_low(b0, b1, i);
      first = long_add(first, a.first, b.first);
      difference = long_add(difference, a.difference, b.difference);
    }
    element_accumulate(&out[0], long_reduce(first));
    element_accumulate(&out[1], long_reduce(difference));
  }
  if (i < half) lemma_scalar_kernels.round2_low(a0, a1, b0, b1, half, out, i);
}

INLINE Pair pair_mul_loose(Pair a, Pair b) { return products_reduce_loose(products(pair_factor(a), pair_factor(b))); }

// The value at the point -1.
INLINE Pair line_before(Line x) { return pair_sub(x.first, x.difference); }

static void round3(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, const uint64_t *c0,
                   const uint64_t *c1, size_t half, lemma_element out[3], size_t from) {
  size_t i = from;
  while (i + WIDTH <= half) {
    Products first = long_zero(), difference = first, before = first;
    for (size_t end = run_end(i, half); i < end;) {
      Pair terms[STRIP][3];
      size_t start = i, stop = strip_end(i, end);
      for (size_t k = 0; i < stop; i += WIDTH, k++) {
        Line b = line_load(b0, b1, i, half), c = line_load(c0, c1, i, half);
        terms[k][0] = pair_mul_loose(b.first, c.first);
        terms[k][1] = pair_mul_loose(b.difference, c.difference);
        terms[k][2] = pair_mul_loose(line_before(b), line_before(c));
      }
      for (size_t j = start, k = 0; j < stop; j += WIDTH, k++) {
        Line a = line_load(a0, a1, j, half);
        first = long_add(first, a.first, terms[k][0]);
        difference = long_add(difference, a.difference, terms[k][1]);
        before = long_add(before, line_before(a), terms[k][2]);
      }
    }
    element_accumulate(&out[0], long_reduce(first));
    element_accumulate(&out[1], long_reduce(difference));
    element_accumulate(&out[2], long_reduce(before));
  }
  if (i < half) lemma_scalar_kernels.round3(a0, a1, b0, b1, c0, c1, half, out, i);
}

// sum a[i] b[i].
static void dot(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, size_t n,
                lemma_element *out, size_t from) {
  size_t i = from;
  while (i + WIDTH <= n) {
    // Two sums take turns, so that neither waits for itself.
    Products even = long_zero(), odd = long_zero();
    size_t end = run_end(i, n);
    for (; i + 2 * WIDTH <= end; i += 2 * WIDTH) {
      even = long_add(even, pair_load(a0 + i, a1 + i), pair_load(b0 + i, b1 + i));
      size_t j = i + WIDTH;
      odd = long_add(odd, pair_load(a0 + j, a1 + j), pair_load(b0 + j, b1 + j));
    }
    if (i < end) {
      even = long_add(even, pair_load(a0 + i, a1 + i), pair_load(b0 + i, b1 + i));
      i = end;
    }
    element_accumulate(out, long_reduce(even));
    element_accumulate(out, long_reduce(odd));
  }
  if (i < n) lemma_scalar_kernels.dot(a0, a1, b0, b1, n, out, i);
}

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

// s + a b c.
INLINE Products long_add3(Products s, Pair a, Pair b, Pair c) {
  return long_add(s, a, pair_mul(pair_factor(b), pair_factor(c)));
}

static void round3(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, const uint64_t *c0,
                   const uint64_t *c1, size_t half, lemma_element out[3], size_t from) {
  size_t i = from;
  while (i + WIDTH <= half) {
    Products first = long_zero(), difference = first, before = first;
    for (size_t end = run_end(i, half); i < end; i += WIDTH) {
      Line a = line_load(a0, a1, i, half), b = line_load(b0, b1, i, half), c = line_load(c0, c1, i, half);
      first = long_add3(first, a.first, b.first, c.first);
      difference = long_add3(difference, a.difference, b.difference, c.difference);
      before = long_add3(before, pair_sub(a.first, a.difference), pair_sub(b.first, b.difference),
                         pair_sub(c.first, c.difference));
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

// Columns of a codeword, computed from the message: out[point][row] = sum_col f[col * rows + row] x^col.

// Columns taken together: the powers of every x up to COLUMN_RUN are tabulated, and the result so far is multiplied by
// x^COLUMN_RUN between runs. A run of the message stays in cache while all points use it.
#define COLUMN_RUN 64

// Sums kept at once, so that none waits for itself.
#define COLUMN_SUMS 4

// out[row] = out[row] x^COLUMN_RUN + sum_k f[k * rows + row] x^k, k < length, for `count` <= COLUMN_SUMS
// times WIDTH rows.
INLINE void columns_tile(uint64_t *out, const uint64_t *f, size_t length, size_t rows, const uint64_t *powers,
                         const size_t count) {
  Sum sums[COLUMN_SUMS];
  Factor step = factor(broadcast(powers[COLUMN_RUN]));
  for (size_t t = 0; t < count; t++) sums[t] = sum_product(factor(load(out + t * WIDTH)), step);
  for (size_t k = 0; k < length; k++) {
    Factor power = factor(broadcast(powers[k]));
    for (size_t t = 0; t < count; t++) sums[t] = sum_add(sums[t], factor(load(f + k * rows + t * WIDTH)), power);
  }
  for (size_t t = 0; t < count; t++) store(out + t * WIDTH, sum_reduce(sums[t]));
}

static void columns(uint64_t *out, const uint64_t *f, size_t columns, size_t rows, const uint64_t *x, size_t count) {
  enum { ENTRIES = COLUMN_RUN + 1, TILE = COLUMN_SUMS * WIDTH };
  memset(out, 0, rows * count * sizeof(uint64_t));
  uint64_t *powers = malloc((count * ENTRIES + 1) * sizeof(uint64_t));
  if (powers == NULL) abort();
  for (size_t point = 0; point < count; point++) {
    uint64_t power = 1;
    for (size_t k = 0; k < ENTRIES; k++, power = field_mul(power, x[point])) powers[point * ENTRIES + k] = power;
  }
  for (size_t run = (columns + COLUMN_RUN - 1) / COLUMN_RUN; run-- > 0;) {
    const uint64_t *start = f + run * COLUMN_RUN * rows;
    size_t left = columns - run * COLUMN_RUN, length = left < COLUMN_RUN ? left : COLUMN_RUN;
    for (size_t point = 0; point < count; point++) {
      const uint64_t *p = powers + point * ENTRIES;
      uint64_t *o = out + point * rows;
      size_t row = 0;
      for (; row + TILE <= rows; row += TILE) columns_tile(o + row, start + row, length, rows, p, COLUMN_SUMS);
      for (; row + WIDTH <= rows; row += WIDTH) columns_tile(o + row, start + row, length, rows, p, 1);
      for (; row < rows; row++) {
        uint64_t sum = field_mul(o[row], p[COLUMN_RUN]);
        for (size_t k = 0; k < length; k++) sum = field_add(sum, field_mul(start[k * rows + row], p[k]));
        o[row] = sum;
      }
    }
  }
  free(powers);
}

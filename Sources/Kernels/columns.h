// Columns of a codeword, computed from the message: out[point][row] = sum_col f[col * rows + row] x^col.

// Columns taken together: their powers of x are tabulated, and the result so far is multiplied by x^COLUMN_RUN between runs.
#define COLUMN_RUN 64

static void columns(uint64_t *out, const uint64_t *f, size_t columns, size_t rows, const uint64_t *x, size_t count) {
  memset(out, 0, rows * count * sizeof(uint64_t));
  if (columns == 0) return;
  for (size_t point = 0; point < count; point++, out += rows) {
    Factor powers[COLUMN_RUN];
    uint64_t power = 1;
    for (size_t k = 0; k < COLUMN_RUN; k++, power = field_mul(power, x[point])) powers[k] = factor(broadcast(power));
    Factor step = factor(broadcast(power));
    for (size_t run = (columns - 1) / COLUMN_RUN + 1; run-- > 0;) {
      const uint64_t *start = f + run * COLUMN_RUN * rows;
      size_t length = columns - run * COLUMN_RUN;
      if (length > COLUMN_RUN) length = COLUMN_RUN;
      size_t row = 0;
      for (; row + WIDTH <= rows; row += WIDTH) {
        Sum sum = sum_add(sum_of(broadcast(0)), factor(load(out + row)), step);
        for (size_t k = 0; k < length; k++) sum = sum_add(sum, factor(load(start + k * rows + row)), powers[k]);
        store(out + row, sum_reduce(sum));
      }
      for (; row < rows; row++) {
        uint64_t sum = 0;
        for (size_t k = length; k-- > 0;) sum = field_add(field_mul(sum, x[point]), start[k * rows + row]);
        out[row] = field_add(field_mul(out[row], power), sum);
      }
    }
  }
}

// The same for signed bytes, with exact sums in 128 bits: |sum| < 2^64 2^7 columns.
static void columns_bytes(uint64_t *out, const int8_t *f, size_t columns, size_t rows, const uint64_t *x,
                          size_t count) {
  enum { TILE = 64 };
  for (size_t point = 0; point < count; point++, out += rows) {
    for (size_t row = 0; row < rows; row += TILE) {
      int128_t sums[TILE] = {0};
      size_t tile = rows - row < TILE ? rows - row : TILE;
      uint64_t power = 1;
      for (size_t column = 0; column < columns; column++, power = field_mul(power, x[point]))
        for (size_t k = 0; k < tile; k++) sums[k] += (int128_t)power * f[column * rows + row + k];
      for (size_t k = 0; k < tile; k++) out[row + k] = field_of_wide(sums[k]);
    }
  }
}

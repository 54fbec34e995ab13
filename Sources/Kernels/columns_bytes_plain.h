// Columns of a codeword of signed bytes, with exact sums in 128 bits: |sum| < 2^71 columns.
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

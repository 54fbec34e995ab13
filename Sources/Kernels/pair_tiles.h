// Products of small integers: 16-bit numbers in pairs, summed in 32 bits. The right factor of a tile is at most 128 in
// absolute value, so PAIR_STEPS steps of two products below 2^22 fit.

#define PAIR_STEPS ((size_t)255)
#define TILE_LEFT 4
#define TILE_RIGHT (2 * INTS)

// sums[r][c] = sum over steps and the two of a pair of a[step][r] b[step][c].
static void multiply_tile(int32_t sums[TILE_LEFT * TILE_RIGHT], const int32_t *a, const int32_t *b, size_t steps) {
  Ints sum[TILE_LEFT][2];
  for (int r = 0; r < TILE_LEFT; r++) sum[r][0] = sum[r][1] = ints_broadcast(0);
  for (size_t step = 0; step < steps; step++, a += TILE_LEFT, b += TILE_RIGHT) {
    Ints left = ints_load(b), right = ints_load(b + INTS);
    for (int r = 0; r < TILE_LEFT; r++) {
      Ints x = ints_broadcast(a[r]);
      sum[r][0] = ints_add_pairs(sum[r][0], x, left);
      sum[r][1] = ints_add_pairs(sum[r][1], x, right);
    }
  }
  for (int r = 0; r < TILE_LEFT; r++) {
    ints_store(sums + r * TILE_RIGHT, sum[r][0]);
    ints_store(sums + r * TILE_RIGHT + INTS, sum[r][1]);
  }
}

// Pairs of bytes as a right factor: b[step][c] holds the entries c of rows 2 step and 2 step + 1 that start `stride`
// bytes apart. Missing rows and entries are zero.
static void pack_bytes(int32_t *b, const int8_t *rows, size_t stride, size_t row_count, size_t entries) {
  int8_t padded[2][TILE_RIGHT];
  for (size_t row = 0; row < row_count; row += 2, b += TILE_RIGHT) {
    const int8_t *first = rows + row * stride, *second = first + stride;
    if (entries < TILE_RIGHT || row + 1 == row_count) {
      size_t width = entries < TILE_RIGHT ? entries : TILE_RIGHT;
      memset(padded, 0, sizeof padded);
      memcpy(padded[0], first, width);
      if (row + 1 < row_count) memcpy(padded[1], second, width);
      first = padded[0], second = padded[1];
    }
    for (int k = 0; k < 2; k++)
      ints_store(b + k * INTS, ints_pair(ints_of_bytes(first + k * INTS), ints_of_bytes(second + k * INTS)));
  }
}

// Memory on a cache line's boundary. There is no way to go on without it.
static void *allocate(size_t size) {
  void *memory = aligned_alloc(64, (size + 64) / 64 * 64);
  if (memory == NULL) abort();
  return memory;
}

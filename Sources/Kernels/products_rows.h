// Products with the rows of a matrix of signed bytes: out[i][j] += sum_k a[i][k] b[j][k]. A row of bytes is widened in
// registers and meets the digits of several left rows, which were put in the same order before.

// Bytes of a row that are widened at once, and how many of those one sum of 32 bits takes.
#define ROW_BLOCK (8 * WIDTH)
#define ROW_BLOCKS ((size_t)64)

typedef struct {
  // The digits that meet the lower and the upper four bytes of every word.
  Ints lower, upper;
} DigitBlock;

// Digits of a row of words, from `length` on zero. `blocks` lies TILE_LEFT apart.
static void arrange_digits(DigitBlock *blocks, const int64_t *row, size_t length, Digits d, unsigned index) {
  for (size_t start = 0; start < length; start += ROW_BLOCK, blocks += TILE_LEFT) {
    uint64_t words[ROW_BLOCK] = {0};
    memcpy(words, row + start, (length - start < ROW_BLOCK ? length - start : ROW_BLOCK) * sizeof(uint64_t));
    int16_t halves[2][4 * WIDTH];
    for (size_t k = 0; k < ROW_BLOCK; k += WIDTH) {
      uint64_t digits[WIDTH];
      store(digits, digit_of(load(words + k), d, index));
      for (size_t j = 0; j < WIDTH; j++)
        halves[(k + j) / 4 % 2][(k + j) / 8 * 4 + (k + j) % 4] = (int16_t)digits[j];
    }
    blocks->lower = ints_load((const int32_t *)halves[0]);
    blocks->upper = ints_load((const int32_t *)halves[1]);
  }
}

// The sum of all 32-bit numbers.
INLINE uint64_t ints_sum(Ints x) {
  uint64_t words[WIDTH], sum = 0;
  store(words, add_halves(x));
  for (int k = 0; k < WIDTH; k++) sum += words[k];
  return sum;
}

// sums[r] = the product of a row of bytes with TILE_LEFT rows of digits.
INLINE void dot_row(uint64_t sums[TILE_LEFT], const int8_t *row, size_t length, const DigitBlock *digits) {
  Ints lower[TILE_LEFT], upper[TILE_LEFT];
  for (int r = 0; r < TILE_LEFT; r++) lower[r] = upper[r] = ints_broadcast(0);
  for (size_t start = 0; start < length; start += ROW_BLOCK, digits += TILE_LEFT) {
    uint64_t words[WIDTH] = {0};
    const void *source = row + start;
    if (length - start < ROW_BLOCK) source = memcpy(words, source, length - start);
    Lanes bytes = load(source);
    Ints low = lower_bytes(bytes), high = upper_bytes(bytes);
    for (int r = 0; r < TILE_LEFT; r++) {
      lower[r] = ints_add_pairs(lower[r], low, digits[r].lower);
      upper[r] = ints_add_pairs(upper[r], high, digits[r].upper);
    }
  }
  for (int r = 0; r < TILE_LEFT; r++) sums[r] = ints_sum(lower[r]) + ints_sum(upper[r]);
}

static void multiply_transposed_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride,
                                      const int8_t *b, size_t b_stride, size_t m, size_t k, size_t n) {
  Digits left = digits_for(16, left_digits(magnitude(a, a_stride, m, k)));
  size_t most_rows = m < LEFT_ROWS ? m : LEFT_ROWS, run = ROW_BLOCK * ROW_BLOCKS;
  size_t size = (most_rows * left.count + TILE_LEFT) * ROW_BLOCKS * sizeof(DigitBlock);
  DigitBlock *digits = allocate(size);
  memset(digits, 0, size);
  for (size_t start = 0; start < k; start += run) {
    size_t length = k - start < run ? k - start : run;
    for (size_t row = 0; row < m; row += LEFT_ROWS) {
      size_t rows = m - row < LEFT_ROWS ? m - row : LEFT_ROWS, lines = rows * left.count;
      for (size_t line = 0; line < lines; line++)
        arrange_digits(digits + line / TILE_LEFT * TILE_LEFT * ROW_BLOCKS + line % TILE_LEFT,
                       a + (row + line / left.count) * a_stride + start, length, left, line % left.count);
      for (size_t column = 0; column < n; column++)
        for (size_t line = 0; line < lines; line += TILE_LEFT) {
          uint64_t sums[TILE_LEFT];
          dot_row(sums, b + column * b_stride + start, length, digits + line * ROW_BLOCKS);
          for (size_t r = 0; r < TILE_LEFT && line + r < lines; r++) {
            uint64_t *to = (uint64_t *)out + (row + (line + r) / left.count) * out_stride + column;
            *to += sums[r] << (16 * ((line + r) % left.count));
          }
        }
    }
  }
  free(digits);
}

// Products of integer matrices whose true results fit 63 bits. Everything is taken modulo 2^64.
//
// Left entries are cut in signed digits of 16 bits and right entries in signed digits of 8 bits, as many as their
// sizes ask for, and each pair of digits is one product of small integers (pair_tiles.h). Typical operands, 16-bit
// activations and 8-bit weights, are one digit each.

// Left rows taken together: their digits stay in cache while the right matrix goes by.
#define LEFT_ROWS ((size_t)128)
#define RUN (2 * PAIR_STEPS)

// How entries become digits. With `offset` added, the digits below the highest are unsigned and 2^(bits - 1) too
// large.
typedef struct {
  unsigned bits, count;
  uint64_t offset;
} Digits;

INLINE Digits digits_for(unsigned bits, unsigned count) {
  Digits d = {bits, count, 0};
  for (unsigned k = 0; k + 1 < count; k++) d.offset |= (uint64_t)1 << (bits * k + bits - 1);
  return d;
}

// Digit `index` of every word, in its lowest 16 bits.
INLINE Lanes digit_of(Lanes words, Digits d, unsigned index) {
  Lanes shifted = shift_right_by(word_add(words, broadcast(d.offset)), d.bits * index);
  if (index + 1 == d.count) return shifted;
  uint64_t half = (uint64_t)1 << (d.bits - 1);
  return word_add(bitwise_and(shifted, broadcast(2 * half - 1)), broadcast(-half));
}

// All bits that occur in v or, if v is negative, in -1 - v.
static uint64_t magnitude(const int64_t *v, size_t stride, size_t rows, size_t columns) {
  Lanes bits = broadcast(0);
  uint64_t rest = 0;
  for (size_t i = 0; i < rows; i++) {
    const uint64_t *row = (const uint64_t *)v + i * stride;
    size_t j = 0;
    for (; j + WIDTH <= columns; j += WIDTH) bits = inclusive_or(bits, magnitudes(load(row + j)));
    for (; j < columns; j++) rest |= row[j] ^ (0 - (row[j] >> 63));
  }
  uint64_t words[WIDTH];
  store(words, bits);
  for (size_t k = 0; k < WIDTH; k++) rest |= words[k];
  return rest;
}

// -2^15 <= v < 2^15 is one digit; more digits carry into the highest, which must not reach 2^15; four hold anything
// modulo 2^64.
static unsigned left_digits(uint64_t magnitude) {
  if (magnitude >> 15 == 0) return 1;
  if (magnitude >> 30 == 0) return 2;
  return magnitude >> 46 == 0 ? 3 : 4;
}

// The highest digit may be 128.
static unsigned right_digits(uint64_t magnitude) {
  unsigned count = 1;
  while (count < 8 && magnitude >> (8 * count - 1) != 0) count++;
  return count;
}

// A row of words as pairs of one digit, `spacing` integers apart; an odd last word pairs with zero.
static void pack_row(int32_t *out, size_t spacing, const int64_t *row, size_t length, Digits d, unsigned index) {
  uint64_t words[2 * WIDTH];
  for (size_t k = 0; k < length; k += 2 * WIDTH) {
    const uint64_t *source = (const uint64_t *)row + k;
    size_t count = length - k < 2 * WIDTH ? length - k : 2 * WIDTH;
    if (count < 2 * WIDTH) {
      memset(words, 0, sizeof words);
      memcpy(words, source, count * sizeof(uint64_t));
      source = words;
    }
    Lanes even, odd;
    load_alternating(source, &even, &odd);
    uint64_t pairs[WIDTH];
    store(pairs, pair_words(digit_of(even, d, index), digit_of(odd, d, index)));
    for (size_t j = 0; 2 * j < count; j++, out += spacing) *out = (int32_t)pairs[j];
  }
}

// Rows 2 step and 2 step + 1 of words as a right factor, entries c < TILE_RIGHT.
static void pack_words(int32_t *b, const int64_t *rows, size_t stride, size_t row_count, size_t entries, Digits d,
                       unsigned index) {
  size_t width = entries < TILE_RIGHT ? entries : TILE_RIGHT;
  uint64_t padded[2][TILE_RIGHT] = {{0}};
  for (size_t row = 0; row < row_count; row += 2, b += TILE_RIGHT) {
    memcpy(padded[0], rows + row * stride, width * sizeof(uint64_t));
    if (row + 1 < row_count)
      memcpy(padded[1], rows + (row + 1) * stride, width * sizeof(uint64_t));
    else
      memset(padded[1], 0, sizeof padded[1]);
    for (size_t c = 0; c < TILE_RIGHT; c += WIDTH) {
      Lanes pairs = pair_words(digit_of(load(padded[0] + c), d, index), digit_of(load(padded[1] + c), d, index));
      store_lower_halves(b + c, pairs);
    }
  }
}

// A right matrix in any of its forms.
typedef struct {
  const int64_t *words;
  const int8_t *bytes;
  size_t stride;
  int transposed;
} Right;

static void pack_right(int32_t *b, Right right, size_t k, size_t length, size_t column, size_t entries, Digits d,
                       unsigned index) {
  if (right.bytes != NULL) {
    pack_bytes(b, right.bytes + k * right.stride + column, right.stride, length, entries);
  } else if (!right.transposed) {
    pack_words(b, right.words + k * right.stride + column, right.stride, length, entries, d, index);
  } else {
    size_t width = entries < TILE_RIGHT ? entries : TILE_RIGHT;
    if (width < TILE_RIGHT) memset(b, 0, (length + 1) / 2 * TILE_RIGHT * sizeof(int32_t));
    for (size_t c = 0; c < width; c++)
      pack_row(b + c, TILE_RIGHT, right.words + (column + c) * right.stride + k, length, d, index);
  }
}

// Adds the sums of one tile. Row r of it is digit r % count of row r / count.
static void add_tile(int64_t *out, size_t out_stride, size_t rows, size_t columns, size_t first, unsigned count,
                     unsigned shift, const int32_t *sums) {
  for (size_t r = 0; r < TILE_LEFT && first + r < rows * count; r++) {
    unsigned up = 16 * (unsigned)((first + r) % count) + shift;
    if (up >= 64) continue;
    uint64_t *row = (uint64_t *)out + (first + r) / count * out_stride;
    const int32_t *sum = sums + r * TILE_RIGHT;
    size_t c = 0;
    for (; c + WIDTH <= columns && c < TILE_RIGHT; c += WIDTH)
      store(row + c, word_add(load(row + c), shift_left_by(load_ints(sum + c), up)));
    for (; c < columns && c < TILE_RIGHT; c++) row[c] += (uint64_t)(int64_t)sum[c] << up;
  }
}

static void multiply_digits(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, Right right, size_t m,
                            size_t k, size_t n, Digits left, Digits other) {
  size_t most_rows = m < LEFT_ROWS ? m : LEFT_ROWS, most_steps = k < RUN ? (k + 1) / 2 : PAIR_STEPS;
  // A tile may read a few lines past the last; those sums are not used.
  size_t left_size = (most_rows * left.count + TILE_LEFT) * most_steps, right_size = TILE_RIGHT * most_steps;
  int32_t *right_pairs = allocate((right_size + left_size) * sizeof(int32_t));
  int32_t *left_pairs = right_pairs + right_size, sums[TILE_LEFT * TILE_RIGHT];
  for (size_t start = 0; start < k; start += RUN) {
    size_t length = k - start < RUN ? k - start : RUN, steps = (length + 1) / 2;
    for (size_t row = 0; row < m; row += LEFT_ROWS) {
      size_t rows = m - row < LEFT_ROWS ? m - row : LEFT_ROWS, lines = rows * left.count;
      for (size_t line = 0; line < lines; line++)
        pack_row(left_pairs + line / TILE_LEFT * TILE_LEFT * steps + line % TILE_LEFT, TILE_LEFT,
                 a + (row + line / left.count) * a_stride + start, length, left, line % left.count);
      for (size_t column = 0; column < n; column += TILE_RIGHT)
        for (unsigned index = 0; index < other.count; index++) {
          pack_right(right_pairs, right, start, length, column, n - column, other, index);
          for (size_t line = 0; line < lines; line += TILE_LEFT) {
            multiply_tile(sums, left_pairs + line * steps, right_pairs, steps);
            add_tile(out + row * out_stride + column, out_stride, rows, n - column, line, left.count, 8 * index, sums);
          }
        }
    }
  }
  free(right_pairs);
}

static void multiply_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int8_t *b,
                           size_t b_stride, size_t m, size_t k, size_t n) {
  Digits left = digits_for(16, left_digits(magnitude(a, a_stride, m, k)));
  Right right = {NULL, b, b_stride, 0};
  multiply_digits(out, out_stride, a, a_stride, right, m, k, n, left, digits_for(8, 1));
}

// A single row of words would not repay the packing of the right matrix.
static void multiply_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int64_t *b,
                              size_t b_stride, size_t m, size_t k, size_t n) {
  if (m == 1) {
    lemma_scalar_kernels.multiply_integers(out, out_stride, a, a_stride, b, b_stride, m, k, n);
    return;
  }
  Digits left = digits_for(16, left_digits(magnitude(a, a_stride, m, k)));
  Digits other = digits_for(8, right_digits(magnitude(b, b_stride, k, n)));
  multiply_digits(out, out_stride, a, a_stride, (Right){b, NULL, b_stride, 0}, m, k, n, left, other);
}

static void multiply_transposed_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride,
                                         const int64_t *b, size_t b_stride, size_t m, size_t k, size_t n) {
  if (m == 1) {
    lemma_scalar_kernels.multiply_transposed_integers(out, out_stride, a, a_stride, b, b_stride, m, k, n);
    return;
  }
  Digits left = digits_for(16, left_digits(magnitude(a, a_stride, m, k)));
  Digits other = digits_for(8, right_digits(magnitude(b, b_stride, n, k)));
  multiply_digits(out, out_stride, a, a_stride, (Right){b, NULL, b_stride, 1}, m, k, n, left, other);
}

// Matrices of signed bytes against elements of E. Each coordinate of an element is cut in four signed 16-bit digits
// (columns_bytes.h), so both products are sums of small products: eight digits for every byte.

#define PLANES 2

INLINE Lanes add_digits(Lanes o, const Lanes sums[DIGITS]) {
  return sum_reduce(sum_plus(sum_of(o), join_digits(sums)));
}

// --- o[column] += sum_row e[row] v[row][column] ---------------------------------------------------------------------

// Adds to `count` <= TILE_RIGHT columns.
static void add_columns(uint64_t *o, size_t count, const int32_t *sums) {
  for (size_t c = 0; c < count; c += WIDTH) {
    uint64_t words[WIDTH] = {0};
    Lanes digits[DIGITS];
    load_digits(digits, sums + c);
    size_t size = (count - c < WIDTH ? count - c : WIDTH) * sizeof(uint64_t);
    memcpy(words, o + c, size);
    store(words, add_digits(load(words), digits));
    memcpy(o + c, words, size);
  }
}

// The digits of e[0], e[1], ... as a left factor.
static void tabulate_left(int32_t *table, const uint64_t *e, size_t count) {
  for (size_t k = 0; k < count; k += WIDTH) {
    uint64_t words[WIDTH] = {0};
    memcpy(words, e + k, (count - k < WIDTH ? count - k : WIDTH) * sizeof(uint64_t));
    store((uint64_t *)table + k, interleave_quarters(digits_of(load(words))));
  }
}

static void combine_rows_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t stride, size_t rows, size_t columns,
                               const uint64_t *e0, const uint64_t *e1) {
  int32_t digits[PLANES][DIGITS * (PAIR_STEPS + WIDTH)], bytes[TILE_RIGHT * PAIR_STEPS], sums[DIGITS * TILE_RIGHT];
  for (size_t row = 0; row < rows; row += 2 * PAIR_STEPS) {
    size_t length = rows - row < 2 * PAIR_STEPS ? rows - row : 2 * PAIR_STEPS;
    tabulate_left(digits[0], e0 + row, length);
    tabulate_left(digits[1], e1 + row, length);
    for (size_t column = 0; column < columns; column += TILE_RIGHT) {
      size_t count = columns - column < TILE_RIGHT ? columns - column : TILE_RIGHT;
      pack_bytes(bytes, v + row * stride + column, stride, length, count);
      multiply_tile(sums, digits[0], bytes, (length + 1) / 2);
      add_columns(o0 + column, count, sums);
      multiply_tile(sums, digits[1], bytes, (length + 1) / 2);
      add_columns(o1 + column, count, sums);
    }
  }
}

// --- o[row] += sum_column e[column] v[row][column] ------------------------------------------------------------------

// WIDTH rows at once. Four bytes of every row are four 16-bit numbers in its word, and meet the same digit of four
// neighbouring elements; both halves of the word collect two products a step.
#define ROW_RUN ((size_t)4 * 240)

// table[k][plane][d] holds digit d of elements 4k to 4k + 3; elements from `count` on are zero.
static void tabulate_quarters(uint64_t (*table)[PLANES][DIGITS], const uint64_t *e0, const uint64_t *e1, size_t count,
                              size_t padded) {
  for (int plane = 0; plane < PLANES; plane++)
    for (size_t k = 0; k < padded; k += WIDTH) {
      uint64_t words[WIDTH] = {0};
      if (k < count)
        memcpy(words, (plane == 0 ? e0 : e1) + k, (count - k < WIDTH ? count - k : WIDTH) * sizeof(uint64_t));
      store(words, digits_of(load(words)));
      for (size_t j = 0; j < WIDTH; j += 4)
        for (unsigned d = 0; d < DIGITS; d++) {
          uint64_t quarters = 0;
          for (unsigned q = 0; q < 4; q++) quarters |= (words[j + q] >> (16 * d) & 0xFFFF) << (16 * q);
          table[(k + j) / 4][plane][d] = quarters;
        }
    }
}

// The sum of both halves of every word, read as signed numbers.
INLINE Lanes add_halves(Lanes x) {
  Lanes one = broadcast(1);
  return word_add(multiply_signed_halves(x, one), multiply_signed_halves(shift_right(x, 32), one));
}

// sums[plane][d] += sum over `padded` columns, a multiple of 8 WIDTH.
INLINE void dot_quarters(Lanes sums[PLANES * DIGITS], const int8_t *v, size_t stride,
                         const uint64_t (*table)[PLANES][DIGITS], size_t padded) {
  for (size_t column = 0; column < padded; column += 8 * WIDTH) {
    Lanes words[WIDTH];
    load_transposed_bytes(words, v + column, stride);
    for (size_t k = 0; k < WIDTH; k++, table += 2) {
      Ints low = lower_bytes(words[k]), high = upper_bytes(words[k]);
      const uint64_t *first = &table[0][0][0], *second = &table[1][0][0];
      for (int d = 0; d < PLANES * DIGITS; d++) {
        sums[d] = ints_add_pairs(sums[d], low, broadcast(first[d]));
        sums[d] = ints_add_pairs(sums[d], high, broadcast(second[d]));
      }
    }
  }
}

static void dot_rows_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t stride, size_t rows, size_t columns,
                           const uint64_t *e0, const uint64_t *e1) {
  uint64_t table[ROW_RUN / 4][PLANES][DIGITS];
  int8_t rest[WIDTH][8 * WIDTH];
  for (size_t column = 0; column < columns; column += ROW_RUN) {
    size_t length = columns - column < ROW_RUN ? columns - column : ROW_RUN, whole = length / (8 * WIDTH) * 8 * WIDTH;
    tabulate_quarters(table, e0 + column, e1 + column, length, (length + 8 * WIDTH - 1) / (8 * WIDTH) * 8 * WIDTH);
    size_t row = 0;
    for (; row + WIDTH <= rows; row += WIDTH) {
      const int8_t *start = v + row * stride + column;
      Lanes sums[PLANES * DIGITS];
      for (int d = 0; d < PLANES * DIGITS; d++) sums[d] = broadcast(0);
      dot_quarters(sums, start, stride, table, whole);
      if (whole < length) {
        memset(rest, 0, sizeof rest);
        for (size_t k = 0; k < WIDTH; k++) memcpy(rest[k], start + k * stride + whole, length - whole);
        dot_quarters(sums, rest[0], 8 * WIDTH, table + whole / 4, 8 * WIDTH);
      }
      for (int d = 0; d < PLANES * DIGITS; d++) sums[d] = add_halves(sums[d]);
      store(o0 + row, add_digits(load(o0 + row), sums));
      store(o1 + row, add_digits(load(o1 + row), sums + DIGITS));
    }
    for (; row < rows; row++) {
      lemma_element sum = {o0[row], o1[row]};
      dot_bytes(v + row * stride + column, e0 + column, e1 + column, length, &sum, 0);
      o0[row] = sum.c0, o1[row] = sum.c1;
    }
  }
}

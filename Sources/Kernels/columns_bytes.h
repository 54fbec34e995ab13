// Columns of a codeword of signed bytes. A power of x is cut in four signed 16-bit digits, so that a column is a
// product of small integers; every run of columns the digits' sums are joined and the result so far is multiplied by
// a power of x.

#define BYTE_COLUMN_RUN (2 * PAIR_STEPS)
#define DIGITS TILE_LEFT

// Points whose digits are tabulated together: 4 KiB each. The message is read once for all of them.
#define POINT_BATCH ((size_t)64)

// The digits are those of x or of x - p, whichever is in range: x plus 2^15 in every digit stays below 2^64 or has p
// taken off, and then every digit of 16 bits is 2^15 too large.
#define DIGIT_OFFSETS 0x8000800080008000ULL
INLINE Lanes digits_of(Lanes x) {
  return exclusive_or(loose_add(broadcast(DIGIT_OFFSETS), x), broadcast(DIGIT_OFFSETS));
}

// The digits of x^0, x^1, ... as a left factor; returns x^BYTE_COLUMN_RUN. There is room for whole Lanes of powers.
static uint64_t tabulate_digits(int32_t *table, uint64_t x) {
  uint64_t first[WIDTH], power = 1;
  for (size_t k = 0; k < WIDTH; k++, power = field_mul(power, x)) first[k] = power;
  Lanes powers = load(first), step = broadcast(power);
  for (size_t k = 0; k < BYTE_COLUMN_RUN; k += WIDTH, powers = mul(powers, step))
    store((uint64_t *)table + k, interleave_quarters(digits_of(powers)));
  return field_power(x, BYTE_COLUMN_RUN);
}

// The sum over digits d of 2^(16 d) sums[d], where |sums[d]| <= 2^32.
INLINE Sum join_digits(const Lanes sums[DIGITS]) {
  Lanes low = word_add(sums[0], shift_left(sums[1], 16)), high = word_add(sums[2], shift_left(sums[3], 16));
  return sum_add(sum_of(residues(low)), factor(residues(high)), factor(broadcast((uint64_t)1 << 32)));
}

INLINE void load_digits(Lanes out[DIGITS], const int32_t *sums) {
  for (int d = 0; d < DIGITS; d++) out[d] = load_ints(sums + d * TILE_RIGHT);
}

// o step + the joined digits.
INLINE Lanes horner(Lanes o, Factor step, const int32_t *sums) {
  Lanes digits[DIGITS];
  load_digits(digits, sums);
  return sum_reduce(sum_add(join_digits(digits), factor(o), step));
}

static void add_run(uint64_t *out, size_t rows, uint64_t step, const int32_t *sums) {
  Factor factor_of_step = factor(broadcast(step));
  size_t row = 0;
  for (; row + WIDTH <= rows && row < TILE_RIGHT; row += WIDTH)
    store(out + row, horner(load(out + row), factor_of_step, sums + row));
  if (row < rows && row < TILE_RIGHT) {
    uint64_t rest[WIDTH] = {0};
    size_t size = (rows - row) * sizeof(uint64_t);
    memcpy(rest, out + row, size);
    store(rest, horner(load(rest), factor_of_step, sums + row));
    memcpy(out + row, rest, size);
  }
}

typedef struct {
  _Alignas(64) int32_t digits[POINT_BATCH][DIGITS * (PAIR_STEPS + WIDTH)];
  uint64_t steps[POINT_BATCH];
  _Alignas(64) int32_t message[TILE_RIGHT * PAIR_STEPS];
  _Alignas(64) int32_t sums[DIGITS * TILE_RIGHT];
} ColumnTables;

static void columns_bytes_batch(uint64_t *out, const int8_t *f, size_t columns, size_t rows, size_t count,
                                ColumnTables *tables) {
  for (size_t run = (columns + BYTE_COLUMN_RUN - 1) / BYTE_COLUMN_RUN; run-- > 0;) {
    const int8_t *start = f + run * BYTE_COLUMN_RUN * rows;
    size_t left = columns - run * BYTE_COLUMN_RUN, length = left < BYTE_COLUMN_RUN ? left : BYTE_COLUMN_RUN;
    for (size_t row = 0; row < rows; row += TILE_RIGHT) {
      pack_bytes(tables->message, start + row, rows, length, rows - row);
      for (size_t point = 0; point < count; point++) {
        multiply_tile(tables->sums, tables->digits[point], tables->message, (length + 1) / 2);
        add_run(out + point * rows + row, rows - row, tables->steps[point], tables->sums);
      }
    }
  }
}

static void columns_bytes(uint64_t *out, const int8_t *f, size_t columns, size_t rows, const uint64_t *x,
                          size_t count) {
  memset(out, 0, rows * count * sizeof(uint64_t));
  ColumnTables *tables = allocate(sizeof(ColumnTables));
  for (size_t first = 0; first < count; first += POINT_BATCH) {
    size_t batch = count - first < POINT_BATCH ? count - first : POINT_BATCH;
    for (size_t k = 0; k < batch; k++) tables->steps[k] = tabulate_digits(tables->digits[k], x[first + k]);
    columns_bytes_batch(out + first * rows, f, columns, rows, batch, tables);
  }
  free(tables);
}

// Columns of a codeword of signed bytes. A power of x is cut in four signed 16-bit digits, so that a column is a sum of
// products of small integers, in loops that compilers turn into whatever the processor offers for them.

#include <stdlib.h>
#include <string.h>

// |sum of a run| <= 2^8 · 2^15 · 2^7.
#define DIGIT_RUN ((size_t)256)
#define DIGIT_ROWS ((size_t)16)
#define DIGIT_COUNT 4

typedef struct {
  int16_t digits[DIGIT_COUNT][DIGIT_RUN];
} PowerDigits;

// The digits of x, or of x - p if adding 2^15 to every digit of x leaves 64 bits.
static void cut_digits(PowerDigits *to, size_t k, uint64_t x) {
  const uint64_t offset = 0x8000800080008000ULL;
  uint128_t sum = (uint128_t)x + offset;
  uint64_t y = (uint64_t)sum + (uint64_t)(sum >> 64) * EPSILON;
  for (int d = 0; d < DIGIT_COUNT; d++) to->digits[d][k] = (int16_t)((int32_t)(y >> (16 * d) & 0xFFFF) - 0x8000);
}

static int32_t dot_shorts(const int16_t *a, const int16_t *b) {
  int32_t sum = 0;
#pragma clang loop vectorize_width(16) interleave_count(2)
  for (size_t i = 0; i < DIGIT_RUN; i++) sum += (int32_t)a[i] * b[i];
  return sum;
}

static void columns_bytes(uint64_t *out, const int8_t *f, size_t columns, size_t rows, const uint64_t *x,
                          size_t count) {
  memset(out, 0, rows * count * sizeof(uint64_t));
  PowerDigits *powers = malloc((count + 1) * sizeof(PowerDigits));
  uint64_t *steps = malloc((count + 1) * sizeof(uint64_t));
  if (powers == NULL || steps == NULL) abort();
  for (size_t point = 0; point < count; point++) {
    uint64_t power = 1;
    for (size_t k = 0; k < DIGIT_RUN; k++, power = field_mul(power, x[point])) cut_digits(&powers[point], k, power);
    steps[point] = power;
  }
  // Highest run first: the result so far is multiplied by x^DIGIT_RUN, and the run's sums are added.
  for (size_t run = (columns + DIGIT_RUN - 1) / DIGIT_RUN; run-- > 0;) {
    size_t first = run * DIGIT_RUN, length = columns - first < DIGIT_RUN ? columns - first : DIGIT_RUN;
    for (size_t row = 0; row < rows; row += DIGIT_ROWS) {
      int16_t block[DIGIT_ROWS][DIGIT_RUN] = {{0}};
      size_t tile = rows - row < DIGIT_ROWS ? rows - row : DIGIT_ROWS;
      for (size_t c = 0; c < length; c++)
        for (size_t r = 0; r < tile; r++) block[r][c] = f[(first + c) * rows + row + r];
      for (size_t point = 0; point < count; point++)
        for (size_t r = 0; r < tile; r++) {
          int128_t sum = 0;
          for (int d = DIGIT_COUNT; d-- > 0;) sum = sum * 65536 + dot_shorts(powers[point].digits[d], block[r]);
          uint64_t *to = out + point * rows + row + r;
          *to = field_add(field_mul(*to, steps[point]), field_of_wide(sum));
        }
    }
  }
  free(powers);
  free(steps);
}

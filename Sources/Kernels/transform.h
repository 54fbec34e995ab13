// The number-theoretic transform of many polynomials at once.
//
// A block of n positions holds polynomials modulo X^n - c. With a^2 = c it splits into the residues modulo X^(n/2) - a
// and modulo X^(n/2) + a, which are (x + a y) and (x - a y) for the halves x and y of the coefficients. The first
// block is everything, modulo X^N - 1; in the end n = 1 and block q is the value at its point, in bit-reversed order.
//
// One constant serves a whole block, so a level is the same operation on contiguous words whatever the number of
// lanes. If only the first m coefficients are not zero, every block of m positions starts as a copy of the first, so
// the upper levels of a low rate cost nothing but those copies.

INLINE void butterfly(Lanes *x, Lanes *y, Twiddle a) {
  Lanes product = mul_twiddle(*y, a);
  *y = sub(*x, product);
  *x = add(*x, product);
}

// The parts of a block are kept in registers only when their loops are unrolled.
#define UNROLL _Pragma("clang loop unroll(full)")

// Some lanes of some positions of a block: `rows` rows of `words` words, `stride` words apart.
typedef struct {
  size_t rows, words, stride;
} Area;

// Splits several levels at once, which saves loads and stores: combines the words at the same place of the 2^levels
// parts, `part` words apart. Block b of level l, counted inside this block, uses constants[2^l + b].
INLINE void split_lanes(uint64_t *row, size_t words, size_t part, const Twiddle *constants, const unsigned levels) {
  const size_t parts = (size_t)1 << levels;
  for (size_t i = 0; i + WIDTH <= words; i += WIDTH) {
    Lanes x[8];
    UNROLL
    for (size_t k = 0; k < parts; k++) x[k] = load(row + k * part + i);
    UNROLL
    for (unsigned level = 0; level < levels; level++) {
      size_t half = parts >> (level + 1);
      UNROLL
      for (size_t k = 0; k < parts; k++)
        if ((k & half) == 0) butterfly(&x[k], &x[k + half], constants[((size_t)1 << level) + k / (2 * half)]);
    }
    UNROLL
    for (size_t k = 0; k < parts; k++) store(row + k * part + i, x[k]);
  }
}

// The same for a single word of every part, from the table.
static void split_word(uint64_t *word, size_t part, const uint64_t *twiddles, size_t index, unsigned levels) {
  for (unsigned level = 0; level < levels; level++) {
    size_t half = (size_t)1 << (levels - level - 1);
    for (size_t k = 0; k < (size_t)1 << levels; k++) {
      if ((k & half) != 0) continue;
      uint64_t *x = word + k * part, *y = x + half * part;
      uint64_t product = field_mul_montgomery(*y, twiddles[(index << level) + k / (2 * half)]);
      *y = field_sub(*x, product);
      *x = field_add(*x, product);
    }
  }
}

INLINE void split(uint64_t *block, Area area, size_t part, const uint64_t *twiddles, size_t index,
                  const unsigned levels) {
  Twiddle constants[8];
  for (unsigned level = 0; level < levels; level++)
    for (size_t b = 0; b < (size_t)1 << level; b++)
      constants[((size_t)1 << level) + b] = twiddle(twiddles[(index << level) + b]);
  for (size_t r = 0; r < area.rows; r++) {
    uint64_t *row = block + r * area.stride;
    split_lanes(row, area.words, part, constants, levels);
    for (size_t i = area.words / WIDTH * WIDTH; i < area.words; i++) split_word(row + i, part, twiddles, index, levels);
  }
}

// `levels` levels of a block of 2^log_length positions.
INLINE void split_block(uint64_t *block, size_t stride, size_t width, unsigned log_length, const uint64_t *twiddles,
                        size_t index, const unsigned levels) {
  size_t positions = (size_t)1 << (log_length - levels), part = positions * stride;
  Area area = {positions, width, stride};
  // Whole rows are one long row.
  if (width == stride) area = (Area){1, part, part};
  split(block, area, part, twiddles, index, levels);
}

// Depth first, so that once a block fits a cache it stays there to the end.
static void transform_block(uint64_t *block, size_t stride, size_t width, unsigned log_length, const uint64_t *twiddles,
                            size_t index) {
  switch (log_length) {
  case 0: return;
  case 1: split_block(block, stride, width, 1, twiddles, index, 1); return;
  case 2: split_block(block, stride, width, 2, twiddles, index, 2); return;
  }
  split_block(block, stride, width, log_length, twiddles, index, 3);
  for (size_t k = 0; k < 8; k++)
    transform_block(block + k * (stride << (log_length - 3)), stride, width, log_length - 3, twiddles, 8 * index + k);
}

static void transform(uint64_t *data, size_t stride, size_t width, unsigned log_length, size_t used,
                      const uint64_t *twiddles) {
  // The first 2^log_block coefficients hold all that is not zero.
  unsigned log_block = log_length;
  while (log_block > 0 && used <= (size_t)1 << (log_block - 1)) log_block--;
  // Block 0 is the source of the others, so it comes last.
  for (size_t index = (size_t)1 << (log_length - log_block); index-- > 0;) {
    uint64_t *block = data + (index << log_block) * stride;
    if (index > 0)
      for (size_t row = 0; row < (size_t)1 << log_block; row++)
        memcpy(block + row * stride, data + row * stride, width * sizeof(uint64_t));
    transform_block(block, stride, width, log_block, twiddles, index);
  }
}

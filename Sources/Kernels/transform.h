// The number-theoretic transform of many polynomials at once.
//
// A block of n positions holds polynomials modulo X^n - c. With a^2 = c it splits into the residues modulo X^(n/2) - a and
// X^(n/2) + a, which are (x + a y) and (x - a y) for the halves x and y of the coefficients. The first block is everything,
// modulo X^N - 1; in the end n = 1 and block q is the value at its point, in bit-reversed order. One constant serves a whole
// block, so a level is the same operation on contiguous words whatever the number of lanes; and as zeros above the first m
// coefficients make every block of m positions a copy of the first, a low rate costs nothing but those copies.

INLINE void butterfly(Lanes *x, Lanes *y, Lanes a) {
  Lanes product = mul(*y, a);
  *y = sub(*x, product);
  *x = add(*x, product);
}

INLINE void butterfly_word(uint64_t *x, uint64_t *y, uint64_t a) {
  uint64_t product = field_mul(*y, a);
  *y = field_sub(*x, product);
  *x = field_add(*x, product);
}

// One level of a block whose halves have `words` words.
static void split(uint64_t *block, size_t words, uint64_t a) {
  uint64_t *high = block + words;
  Lanes w = broadcast(a);
  size_t i = 0;
  for (; i + WIDTH <= words; i += WIDTH) {
    Lanes x = load(block + i), y = load(high + i);
    butterfly(&x, &y, w);
    store(block + i, x);
    store(high + i, y);
  }
  for (; i < words; i++) butterfly_word(block + i, high + i, a);
}

// Two levels of a block whose quarters have `words` words; a belongs to the block, b and c to its halves.
static void split_twice(uint64_t *block, size_t words, uint64_t a, uint64_t b, uint64_t c) {
  uint64_t *p0 = block, *p1 = p0 + words, *p2 = p1 + words, *p3 = p2 + words;
  Lanes wa = broadcast(a), wb = broadcast(b), wc = broadcast(c);
  size_t i = 0;
  for (; i + WIDTH <= words; i += WIDTH) {
    Lanes x0 = load(p0 + i), x1 = load(p1 + i), x2 = load(p2 + i), x3 = load(p3 + i);
    butterfly(&x0, &x2, wa);
    butterfly(&x1, &x3, wa);
    butterfly(&x0, &x1, wb);
    butterfly(&x2, &x3, wc);
    store(p0 + i, x0);
    store(p1 + i, x1);
    store(p2 + i, x2);
    store(p3 + i, x3);
  }
  for (; i < words; i++) {
    butterfly_word(p0 + i, p2 + i, a);
    butterfly_word(p1 + i, p3 + i, a);
    butterfly_word(p0 + i, p1 + i, b);
    butterfly_word(p2 + i, p3 + i, c);
  }
}

// Depth first, so that once a block fits a cache it stays there to the end.
static void transform_block(uint64_t *block, size_t width, size_t n, const uint64_t *twiddles, size_t index) {
  if (n == 1) return;
  if (n == 2) {
    split(block, width, twiddles[index]);
    return;
  }
  size_t quarter = n / 4;
  split_twice(block, quarter * width, twiddles[index], twiddles[2 * index], twiddles[2 * index + 1]);
  for (size_t k = 0; k < 4; k++)
    transform_block(block + k * quarter * width, width, quarter, twiddles, 4 * index + k);
}

static void transform(uint64_t *data, size_t width, unsigned log_length, size_t used, const uint64_t *twiddles) {
  size_t n = (size_t)1 << log_length, block = n;
  while (block > 1 && used <= block / 2) block /= 2;
  // Block 0 is the source of the others, so it comes last.
  for (size_t index = n / block; index-- > 0;) {
    uint64_t *start = data + index * block * width;
    if (index > 0) memcpy(start, data, block * width * sizeof(uint64_t));
    transform_block(start, width, block, twiddles, index);
  }
}

#include "naive.h"

#include <string.h>

// --- the field and its extension ------------------------------------------------------------------------------------

#define P 0xFFFFFFFF00000001ULL
typedef lemma_element E;

static uint64_t add(uint64_t a, uint64_t b) { return a >= P - b ? a - (P - b) : a + b; }
static uint64_t sub(uint64_t a, uint64_t b) { return a >= b ? a - b : a + (P - b); }

// 2^64 = 2^32 - 1 and 2^96 = -1 modulo p.
static uint64_t mul(uint64_t a, uint64_t b) {
  unsigned __int128 x = (unsigned __int128)a * b;
  uint64_t low = (uint64_t)x, middle = (uint64_t)(x >> 64) & 0xFFFFFFFF, high = (uint64_t)(x >> 96);
  return add(sub(low >= P ? low - P : low, high), (middle << 32) - middle);
}

static uint64_t of(int64_t v) { return v < 0 ? P - (uint64_t)-v : (uint64_t)v; }
static uint64_t power(uint64_t x, uint64_t exponent) {
  uint64_t result = 1;
  for (; exponent; exponent >>= 1, x = mul(x, x))
    if (exponent & 1) result = mul(result, x);
  return result;
}

static E at(const uint64_t *x0, const uint64_t *x1, size_t i) { return (E){x0[i], x1[i]}; }
static void put(uint64_t *x0, uint64_t *x1, size_t i, E e) { x0[i] = e.c0, x1[i] = e.c1; }
static E plus(E a, E b) { return (E){add(a.c0, b.c0), add(a.c1, b.c1)}; }
static E minus(E a, E b) { return (E){sub(a.c0, b.c0), sub(a.c1, b.c1)}; }
static E times(E a, E b) {
  return (E){add(mul(a.c0, b.c0), mul(7, mul(a.c1, b.c1))), add(mul(a.c0, b.c1), mul(a.c1, b.c0))};
}
static E by(E a, uint64_t b) { return (E){mul(a.c0, b), mul(a.c1, b)}; }
static E base(uint64_t a) { return (E){a, 0}; }
static E line(E a, E b, E r) { return plus(a, times(r, minus(b, a))); }
static const E zero = {0, 0};

// --- arrays of E ----------------------------------------------------------------------------------------------------

#define EACH(count) for (size_t i = 0; i < (count); i++)
#define OUT uint64_t *o0, uint64_t *o1
#define A const uint64_t *a0, const uint64_t *a1
#define B const uint64_t *b0, const uint64_t *b1

void naive_fold(OUT, A, size_t half, E r) { EACH(half) put(o0, o1, i, line(at(a0, a1, i), at(a0, a1, i + half), r)); }
void naive_fold_low(OUT, A, size_t half, E r) {
  EACH(half) put(o0, o1, i, line(at(a0, a1, 2 * i), at(a0, a1, 2 * i + 1), r));
}

static void round2(E a, E a_end, E b, E b_end, E out[2]) {
  out[0] = plus(out[0], times(a, b));
  out[1] = plus(out[1], times(minus(a_end, a), minus(b_end, b)));
}
void naive_round2(A, B, size_t half, E out[2]) {
  out[0] = out[1] = zero;
  EACH(half) round2(at(a0, a1, i), at(a0, a1, i + half), at(b0, b1, i), at(b0, b1, i + half), out);
}
void naive_round2_low(A, B, size_t half, E out[2]) {
  out[0] = out[1] = zero;
  EACH(half) round2(at(a0, a1, 2 * i), at(a0, a1, 2 * i + 1), at(b0, b1, 2 * i), at(b0, b1, 2 * i + 1), out);
}
void naive_round3(A, B, const uint64_t *c0, const uint64_t *c1, size_t half, E out[3]) {
  out[0] = out[1] = out[2] = zero;
  EACH(half) {
    E a = at(a0, a1, i), b = at(b0, b1, i), c = at(c0, c1, i);
    E da = minus(at(a0, a1, i + half), a), db = minus(at(b0, b1, i + half), b), dc = minus(at(c0, c1, i + half), c);
    out[0] = plus(out[0], times(times(a, b), c));
    out[1] = plus(out[1], times(times(da, db), dc));
    out[2] = plus(out[2], times(times(minus(a, da), minus(b, db)), minus(c, dc)));
  }
}

#define FRACTIONS uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1
void naive_fraction_add(FRACTIONS, const uint64_t *n0, const uint64_t *n1, const uint64_t *d0, const uint64_t *d1,
                        size_t half, size_t count) {
  EACH(count) {
    E d = at(d0, d1, i), other = at(d0, d1, i + half);
    put(on0, on1, i, plus(times(at(n0, n1, i), other), times(at(n0, n1, i + half), d)));
    put(od0, od1, i, times(d, other));
  }
}
void naive_fraction_add_selected(FRACTIONS, const uint64_t *n, const uint64_t *d0, const uint64_t *d1, size_t half,
                                 size_t count) {
  EACH(count) {
    E d = at(d0, d1, i), other = at(d0, d1, i + half);
    put(on0, on1, i, plus(by(other, n[i]), by(d, n[i + half])));
    put(od0, od1, i, times(d, other));
  }
}

#define IN(x) at(x.x0, x.x1, i)
typedef lemma_plane Plane;
void naive_interpolate(OUT, Plane a, Plane b, size_t n, E r) { EACH(n) put(o0, o1, i, line(IN(a), IN(b), r)); }
void naive_multiply(OUT, Plane a, Plane b, size_t n) { EACH(n) put(o0, o1, i, times(IN(a), IN(b))); }
void naive_multiply_two(OUT, Plane a, Plane b, Plane c, Plane d, size_t n) {
  EACH(n) put(o0, o1, i, plus(times(IN(a), IN(b)), times(IN(c), IN(d))));
}
void naive_multiply_add_selected(OUT, Plane a, Plane b, Plane c, const uint64_t *words, size_t n) {
  EACH(n) put(o0, o1, i, plus(times(IN(a), IN(b)), by(IN(c), words[i])));
}
void naive_select(OUT, Plane a, const uint64_t *words, size_t n) { EACH(n) put(o0, o1, i, by(IN(a), words[i])); }
void naive_round_lines(Plane a, Plane a_end, Plane b, Plane b_end, size_t n, E out[2]) {
  out[0] = out[1] = zero;
  EACH(n) round2(IN(a), IN(a_end), IN(b), IN(b_end), out);
}
void naive_eq_expand(uint64_t *t0, uint64_t *t1, size_t n, E r) {
  EACH(n) {
    E high = times(at(t0, t1, i), r);
    put(t0, t1, i + n, high);
    put(t0, t1, i, minus(at(t0, t1, i), high));
  }
}
void naive_scale_add(OUT, A, size_t n, E c) { EACH(n) put(o0, o1, i, plus(at(o0, o1, i), times(c, at(a0, a1, i)))); }
void naive_scale(OUT, A, size_t n, E c) { EACH(n) put(o0, o1, i, times(c, at(a0, a1, i))); }
E naive_dot(A, B, size_t n) {
  E sum = zero;
  EACH(n) sum = plus(sum, times(at(a0, a1, i), at(b0, b1, i)));
  return sum;
}

// --- integers against E ---------------------------------------------------------------------------------------------

#define WEIGHTS const uint64_t *e0, const uint64_t *e1
E naive_dot_integers(const int64_t *v, WEIGHTS, size_t n) {
  E sum = zero;
  EACH(n) sum = plus(sum, by(at(e0, e1, i), of(v[i])));
  return sum;
}
E naive_dot_bytes(const int8_t *v, WEIGHTS, size_t n) {
  E sum = zero;
  EACH(n) sum = plus(sum, by(at(e0, e1, i), of(v[i])));
  return sum;
}
void naive_scale_add_integers(OUT, const int64_t *v, size_t n, E c) {
  EACH(n) put(o0, o1, i, plus(at(o0, o1, i), by(c, of(v[i]))));
}
void naive_scale_add_bytes(OUT, const int8_t *v, size_t n, E c) {
  EACH(n) put(o0, o1, i, plus(at(o0, o1, i), by(c, of(v[i]))));
}
void naive_affine_integers(OUT, const int64_t *v, size_t n, E c, E constant) {
  EACH(n) put(o0, o1, i, plus(by(c, of(v[i])), constant));
}
void naive_affine_integer_pairs(OUT, const int64_t *v, const int64_t *w, size_t n, E c, E d, E constant) {
  EACH(n) put(o0, o1, i, plus(plus(by(c, of(v[i])), by(d, of(w[i]))), constant));
}
#define MATRIX size_t stride, size_t rows, size_t columns, WEIGHTS
void naive_combine_rows_bytes(OUT, const int8_t *v, MATRIX) {
  EACH(rows) naive_scale_add_bytes(o0, o1, v + i * stride, columns, at(e0, e1, i));
}
void naive_dot_rows_bytes(OUT, const int8_t *v, MATRIX) {
  EACH(rows) put(o0, o1, i, plus(at(o0, o1, i), naive_dot_bytes(v + i * stride, e0, e1, columns)));
}
void naive_combine_rows_integers(OUT, const int64_t *v, MATRIX) {
  EACH(rows) naive_scale_add_integers(o0, o1, v + i * stride, columns, at(e0, e1, i));
}
void naive_combine_rows(OUT, const uint64_t *v, MATRIX) {
  for (size_t row = 0; row < rows; row++)
    EACH(columns) put(o0, o1, i, plus(at(o0, o1, i), by(at(e0, e1, row), v[row * stride + i])));
}
void naive_residues(uint64_t *o, const int64_t *v, size_t n) { EACH(n) o[i] = of(v[i]); }

// --- fractions 1 / (alpha - v) --------------------------------------------------------------------------------------

int naive_shorts_of_integers(uint16_t *o, const int64_t *v, size_t n, int64_t scale, int64_t offset) {
  EACH(n) {
    if (v[i] >= (int64_t)1 << 40 || v[i] <= -((int64_t)1 << 40)) return 0;
    __int128 x = (__int128)scale * v[i] + offset;
    if (x < 0 || x >= 1 << 16) return 0;
    o[i] = (uint16_t)x;
  }
  return 1;
}

typedef struct {
  E n, d;
} Fraction;
static Fraction leaf(E alpha, uint16_t v) { return (Fraction){base(1), minus(alpha, base(v))}; }
static Fraction sum(Fraction a, Fraction b) {
  return (Fraction){plus(times(a.n, b.d), times(b.n, a.d)), times(a.d, b.d)};
}
#define PUT(x) put(on0, on1, i, (x).n), put(od0, od1, i, (x).d)

void naive_short_denominators(OUT, const uint16_t *v, size_t n, E alpha) { EACH(n) put(o0, o1, i, leaf(alpha, v[i]).d); }
void naive_short_pairs(FRACTIONS, const uint16_t *v, const uint16_t *w, size_t n, E alpha) {
  EACH(n) {
    Fraction both = sum(leaf(alpha, v[i]), leaf(alpha, w[i]));
    PUT(both);
  }
}
void naive_short_quadruples(FRACTIONS, const uint16_t *v, size_t distance, size_t n, E alpha) {
  EACH(n) {
    Fraction first = sum(leaf(alpha, v[i]), leaf(alpha, v[i + distance]));
    Fraction all = sum(first, sum(leaf(alpha, v[i + 2 * distance]), leaf(alpha, v[i + 3 * distance])));
    PUT(all);
  }
}

// Of values at parts 00, 01, 10, 11: the leading coefficients in x, in y and in both.
static void directions(uint64_t out[5], const uint64_t v[4]) {
  out[0] = sub(v[2], v[0]), out[1] = sub(v[3], v[1]), out[2] = sub(v[1], v[0]), out[3] = sub(v[3], v[2]);
  out[4] = sub(out[1], out[0]);
}
static void add_terms(E *out, E e, const uint64_t *terms, size_t count) {
  EACH(count) out[i] = plus(out[i], by(e, terms[i]));
}
void naive_short_leaf_sums(Plane e, const uint16_t *a, const uint16_t *b, size_t distance, size_t parts, size_t n,
                           E out[16]) {
  for (size_t t = 0; t < 16; t++) out[t] = zero;
  EACH(n) {
    uint64_t x[4], y[4], dx[5], dy[5], terms[16] = {1};
    for (size_t j = 0; j < 4; j++) x[j] = a[j * distance + i], y[j] = j < parts ? b[j * distance + i] : 0;
    directions(dx, x), directions(dy, y);
    memcpy(terms + 1, x, sizeof x), memcpy(terms + 5, y, 3 * sizeof *y);
    for (size_t j = 0; j < 3; j++) terms[8 + j] = mul(x[j], y[j]);
    for (size_t j = 0; j < 5; j++) terms[11 + j] = mul(dx[j], dy[j]);
    add_terms(out, IN(e), terms, 16);
  }
}
void naive_short_pair_sums(Plane e, const uint16_t *v, size_t distance, size_t half, size_t quarter, size_t n, E out[28]) {
  for (size_t t = 0; t < 28; t++) out[t] = zero;
  EACH(n) {
    uint64_t s[2][4], m[2][4], ds[2][5], dm[2][5], terms[28] = {1};
    for (size_t c = 0; c < 2; c++) {
      for (size_t j = 0; j < 4; j++) {
        const uint16_t *p = v + c * quarter + j * distance + i;
        s[c][j] = add(p[0], p[half]), m[c][j] = mul(p[0], p[half]);
      }
      directions(ds[c], s[c]), directions(dm[c], m[c]);
    }
    for (size_t j = 0; j < 3; j++) {
      uint64_t *t = terms + 1 + 4 * j;
      t[0] = add(s[0][j], s[1][j]), t[1] = add(add(m[0][j], m[1][j]), mul(s[0][j], s[1][j]));
      t[2] = add(mul(s[0][j], m[1][j]), mul(s[1][j], m[0][j])), t[3] = mul(m[0][j], m[1][j]);
    }
    for (size_t j = 0; j < 5; j++) {
      uint64_t *t = terms + 13 + 3 * j;
      t[0] = mul(ds[0][j], ds[1][j]), t[1] = add(mul(ds[0][j], dm[1][j]), mul(ds[1][j], dm[0][j]));
      t[2] = mul(dm[0][j], dm[1][j]);
    }
    add_terms(out, IN(e), terms, 28);
  }
}
void naive_short_combination(OUT, const uint16_t *v, size_t distance, size_t parts, const E *w, E constant, size_t n) {
  EACH(n) {
    E x = constant;
    for (size_t j = 0; j < parts; j++) x = plus(x, by(w[j], v[i + j * distance]));
    put(o0, o1, i, x);
  }
}
void naive_short_pair_combination(FRACTIONS, const uint16_t *v, const uint16_t *u, size_t distance, size_t parts, const E *w,
                                  E alpha, size_t n) {
  EACH(n) {
    Fraction all = {zero, zero};
    for (size_t j = 0; j < parts; j++) {
      Fraction both = sum(leaf(alpha, v[i + j * distance]), leaf(alpha, u[i + j * distance]));
      all = (Fraction){plus(all.n, times(w[j], both.n)), plus(all.d, times(w[j], both.d))};
    }
    PUT(all);
  }
}

// --- Reed-Solomon code ----------------------------------------------------------------------------------------------

// Values first, halves after: (x + y, (x - y) omega^i), which leaves them in bit-reversed order.
void naive_transform_lanes(uint64_t *data, size_t stride, size_t width, unsigned log_length, size_t used) {
  (void)used;
  size_t length = (size_t)1 << log_length;
  for (size_t size = length; size > 1; size /= 2) {
    uint64_t omega = power(7, (P - 1) / size);
    for (size_t start = 0; start < length; start += size) {
      uint64_t twiddle = 1;
      for (size_t k = 0; k < size / 2; k++, twiddle = mul(twiddle, omega))
        EACH(width) {
          uint64_t *x = data + (start + k) * stride + i, *y = x + size / 2 * stride, difference = sub(*x, *y);
          *x = add(*x, *y), *y = mul(difference, twiddle);
        }
    }
  }
}
void naive_transform(uint64_t *data, size_t width, unsigned log_length, size_t used) {
  naive_transform_lanes(data, width, width, log_length, used);
}
void naive_columns(uint64_t *out, const uint64_t *f, size_t columns, size_t rows, const uint64_t *x, size_t count) {
  for (size_t point = 0; point < count; point++)
    for (size_t row = 0; row < rows; row++) {
      uint64_t value = 0;
      for (size_t column = columns; column-- > 0;) value = add(mul(value, x[point]), f[column * rows + row]);
      out[point * rows + row] = value;
    }
}
void naive_columns_bytes(uint64_t *out, const int8_t *f, size_t columns, size_t rows, const uint64_t *x, size_t count) {
  for (size_t point = 0; point < count; point++)
    for (size_t row = 0; row < rows; row++) {
      uint64_t value = 0;
      for (size_t column = columns; column-- > 0;) value = add(mul(value, x[point]), of(f[column * rows + row]));
      out[point * rows + row] = value;
    }
}

// --- Keccak-256 -----------------------------------------------------------------------------------------------------

static uint64_t rotate(uint64_t x, unsigned n) { return n == 0 ? x : x << n | x >> (64 - n); }

static void permute(uint64_t a[25]) {
  uint8_t feedback = 1;
  for (int round = 0; round < 24; round++) {
    uint64_t parity[5], b[25];
    for (int x = 0; x < 5; x++) parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (int k = 0; k < 25; k++) a[k] ^= parity[(k + 4) % 5] ^ rotate(parity[(k + 1) % 5], 1);
    b[0] = a[0];
    for (int t = 0, x = 1, y = 0; t < 24; t++) {
      int next = (2 * x + 3 * y) % 5;
      b[5 * next + y] = rotate(a[5 * y + x], (unsigned)(t + 1) * (t + 2) / 2 % 64);
      x = y, y = next;
    }
    for (int k = 0; k < 25; k++) a[k] = b[k] ^ (~b[k / 5 * 5 + (k + 1) % 5] & b[k / 5 * 5 + (k + 2) % 5]);
    for (int j = 0; j < 7; j++) {
      if (feedback & 1) a[0] ^= (uint64_t)1 << ((1 << j) - 1);
      feedback = (uint8_t)(feedback << 1 ^ (feedback >> 7 ? 0x71 : 0));
    }
  }
}

typedef struct {
  uint64_t words[25];
  size_t position;
} Sponge;

static void absorb(Sponge *s, uint8_t byte) {
  s->words[s->position / 8] ^= (uint64_t)byte << (8 * (s->position % 8));
  if (++s->position == 136) permute(s->words), s->position = 0;
}
static void absorb_word(Sponge *s, uint64_t word) {
  for (int shift = 56; shift >= 0; shift -= 8) absorb(s, (uint8_t)(word >> shift));
}
static void finish(Sponge *s, uint8_t out[32]) {
  s->words[s->position / 8] ^= (uint64_t)1 << (8 * (s->position % 8));
  s->words[16] ^= (uint64_t)0x80 << 56;
  permute(s->words);
  memcpy(out, s->words, 32);
}
void naive_keccak256(const uint8_t *data, size_t length, uint8_t out[32]) {
  Sponge s = {{0}, 0};
  EACH(length) absorb(&s, data[i]);
  finish(&s, out);
}
void naive_hash_leaves(uint8_t *out, const uint64_t *values, size_t words, size_t leaves) {
  EACH(leaves) {
    Sponge s = {{0}, 0};
    absorb(&s, 0);
    for (size_t j = 0; j < words; j++) absorb_word(&s, values[i * words + j]);
    finish(&s, out + 32 * i);
  }
}
void naive_hash_nodes(uint8_t *out, const uint8_t *children, size_t nodes) {
  EACH(nodes) {
    Sponge s = {{0}, 0};
    absorb(&s, 1);
    for (size_t j = 0; j < 64; j++) absorb(&s, children[64 * i + j]);
    finish(&s, out + 32 * i);
  }
}
int naive_grind(const uint8_t state[32], unsigned bits, uint64_t start, uint64_t count, uint64_t *nonce) {
  for (uint64_t k = start; k < start + count; k++) {
    Sponge s = {{0}, 0};
    uint8_t hash[32];
    absorb(&s, 4);
    EACH(32) absorb(&s, state[i]);
    absorb_word(&s, k);
    finish(&s, hash);
    unsigned zeros = 0;
    while (zeros < 256 && !(hash[zeros / 8] >> (7 - zeros % 8) & 1)) zeros++;
    if (zeros >= bits) return *nonce = k, 1;
  }
  return 0;
}

// --- integer products -----------------------------------------------------------------------------------------------

// Sums may wrap.
#define PRODUCT(entry)                                                                            \
  for (size_t row = 0; row < m; row++)                                                            \
    for (size_t column = 0; column < n; column++) {                                               \
      uint64_t sum = (uint64_t)out[row * out_stride + column];                                    \
      for (size_t t = 0; t < k; t++) sum += (uint64_t)a[row * a_stride + t] * (uint64_t)(entry);  \
      out[row * out_stride + column] = (int64_t)sum;                                              \
    }
#define LEFT int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride
#define SIZES size_t b_stride, size_t m, size_t k, size_t n
void naive_multiply_integers(LEFT, const int64_t *b, SIZES) { PRODUCT(b[t * b_stride + column]); }
void naive_multiply_bytes(LEFT, const int8_t *b, SIZES) { PRODUCT(b[t * b_stride + column]); }
void naive_multiply_transposed_integers(LEFT, const int64_t *b, SIZES) { PRODUCT(b[column * b_stride + t]); }
void naive_multiply_transposed_bytes(LEFT, const int8_t *b, SIZES) { PRODUCT(b[column * b_stride + t]); }

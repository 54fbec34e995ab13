// The vocabulary of lanes_scalar.h on four words.
#ifndef LEMMA_LANES_AVX2_H
#define LEMMA_LANES_AVX2_H

#include "goldilocks.h"

#define WIDTH 4

typedef __m256i Lanes;

INLINE Lanes load(const uint64_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
INLINE void store(uint64_t *p, Lanes x) { _mm256_storeu_si256((__m256i *)p, x); }
INLINE Lanes broadcast(uint64_t x) { return _mm256_set1_epi64x((long long)x); }
INLINE Lanes load_shorts(const uint16_t *p) { return _mm256_cvtepu16_epi64(_mm_loadl_epi64((const __m128i *)p)); }

INLINE void load_alternating(const uint64_t *p, Lanes *even, Lanes *odd) {
  Lanes low = load(p), high = load(p + 4);
  *even = _mm256_permute4x64_epi64(_mm256_unpacklo_epi64(low, high), 0xD8);
  *odd = _mm256_permute4x64_epi64(_mm256_unpackhi_epi64(low, high), 0xD8);
}

INLINE void transpose(Lanes out[4], const Lanes rows[4]) {
  Lanes even01 = _mm256_unpacklo_epi64(rows[0], rows[1]), odd01 = _mm256_unpackhi_epi64(rows[0], rows[1]);
  Lanes even23 = _mm256_unpacklo_epi64(rows[2], rows[3]), odd23 = _mm256_unpackhi_epi64(rows[2], rows[3]);
  out[0] = _mm256_permute2x128_si256(even01, even23, 0x20);
  out[1] = _mm256_permute2x128_si256(odd01, odd23, 0x20);
  out[2] = _mm256_permute2x128_si256(even01, even23, 0x31);
  out[3] = _mm256_permute2x128_si256(odd01, odd23, 0x31);
}

// The stride counts bytes.
INLINE void load_transposed_bytes(Lanes out[WIDTH], const void *rows, size_t stride) {
  Lanes row[4];
  for (size_t k = 0; k < 4; k++) row[k] = _mm256_loadu_si256((const __m256i *)((const char *)rows + stride * k));
  transpose(out, row);
}

INLINE void load_transposed(Lanes out[WIDTH], const void *rows, size_t stride) {
  load_transposed_bytes(out, rows, 8 * stride);
}

// --- F_p in every lane ----------------------------------------------------------------------------------------------

// There are only signed comparisons; numbers are shifted by 2^63 to use them.
#define SIGN 0x8000000000000000ULL
INLINE Lanes shifted(Lanes x) { return _mm256_xor_si256(x, broadcast(SIGN)); }

// EPSILON where the mask is set.
INLINE Lanes epsilon(Lanes mask) { return _mm256_srli_epi64(mask, 32); }

// x - p is x + EPSILON modulo 2^64.
INLINE Lanes canonical(Lanes x) {
  Lanes above = _mm256_cmpgt_epi64(shifted(x), broadcast((PRIME - 1) ^ SIGN));
  return _mm256_add_epi64(x, epsilon(above));
}

INLINE Lanes add(Lanes a, Lanes b) {
  Lanes from = shifted(a), negated = _mm256_sub_epi64(broadcast(PRIME ^ SIGN), b);
  Lanes borrow = _mm256_cmpgt_epi64(negated, from);
  return _mm256_add_epi64(_mm256_sub_epi64(from, negated), _mm256_and_si256(borrow, broadcast(PRIME)));
}

// a - b for canonical b; canonical if a is.
INLINE Lanes sub(Lanes a, Lanes b) {
  Lanes borrow = _mm256_cmpgt_epi64(shifted(b), shifted(a));
  return _mm256_sub_epi64(_mm256_sub_epi64(a, b), epsilon(borrow));
}

// a + b as some 64-bit number, for one of them canonical.
INLINE Lanes loose_add(Lanes a, Lanes b) {
  Lanes result = _mm256_add_epi64(a, b);
  return _mm256_add_epi64(result, epsilon(_mm256_cmpgt_epi64(shifted(a), shifted(result))));
}

INLINE Lanes mul(Lanes a, Lanes b) {
  Lanes mask = broadcast(EPSILON), a1 = _mm256_srli_epi64(a, 32), b1 = _mm256_srli_epi64(b, 32);
  Lanes low = _mm256_mul_epu32(a, b), left = _mm256_mul_epu32(a1, b), right = _mm256_mul_epu32(a, b1);
  Lanes high = _mm256_mul_epu32(a1, b1);
  left = _mm256_add_epi64(left, _mm256_srli_epi64(low, 32));
  right = _mm256_add_epi64(right, _mm256_and_si256(left, mask));
  high = _mm256_add_epi64(high, _mm256_add_epi64(_mm256_srli_epi64(left, 32), _mm256_srli_epi64(right, 32)));
  // The product is low + 2^64 high; 2^96 = -1 takes the upper half of `high` away, and its lower half is worth
  // EPSILON.
  Lanes from = shifted(_mm256_blend_epi32(low, _mm256_slli_epi64(right, 32), 0xAA));
  Lanes difference = _mm256_sub_epi64(from, _mm256_srli_epi64(high, 32));
  difference = _mm256_sub_epi64(difference, epsilon(_mm256_cmpgt_epi64(difference, from)));
  Lanes result = _mm256_add_epi64(difference, _mm256_mul_epu32(high, mask));
  result = _mm256_add_epi64(result, epsilon(_mm256_cmpgt_epi64(difference, result)));
  return canonical(shifted(result));
}

typedef struct {
  Lanes w, high;
} Twiddle;

INLINE Twiddle twiddle(uint64_t w) { return (Twiddle){broadcast(w), broadcast(w >> 32)}; }

// As field_mul_montgomery.
INLINE Lanes mul_twiddle(Lanes a, Twiddle t) {
  Lanes mask = broadcast(EPSILON), a1 = _mm256_srli_epi64(a, 32);
  Lanes low = _mm256_mul_epu32(a, t.w), left = _mm256_mul_epu32(a1, t.w), right = _mm256_mul_epu32(a, t.high);
  Lanes high = _mm256_mul_epu32(a1, t.high);
  left = _mm256_add_epi64(left, _mm256_srli_epi64(low, 32));
  right = _mm256_add_epi64(right, _mm256_and_si256(left, mask));
  high = _mm256_add_epi64(high, _mm256_add_epi64(_mm256_srli_epi64(left, 32), _mm256_srli_epi64(right, 32)));
  low = _mm256_blend_epi32(low, _mm256_slli_epi64(right, 32), 0xAA);
  Lanes m = _mm256_add_epi64(low, _mm256_slli_epi64(low, 32)), m1 = _mm256_srli_epi64(m, 32);
  Lanes carry = _mm256_srli_epi64(_mm256_sub_epi64(m1, _mm256_and_si256(m, mask)), 63);
  return sub(high, _mm256_sub_epi64(_mm256_sub_epi64(m, m1), carry));
}

INLINE uint64_t total(Lanes x) {
  uint64_t words[4];
  store(words, x);
  return field_reduce((uint128_t)words[0] + words[1] + words[2] + words[3]);
}

INLINE Lanes residues(Lanes v) {
  Lanes negative = _mm256_cmpgt_epi64(broadcast(0), v);
  return _mm256_add_epi64(v, _mm256_and_si256(negative, broadcast(PRIME)));
}

// --- sums of products, reduced once ---------------------------------------------------------------------------------

typedef struct {
  Lanes x, high;
} Factor;

INLINE Factor factor(Lanes x) { return (Factor){x, _mm256_srli_epi64(x, 32)}; }

// A product of 32-bit halves is low + 2^32 (left + right) + 2^64 high, and 2^64 = 2^32 - 1, so it counts as X = low -
// high and Y = left + right + high with value X + 2^32 Y. Each of the four 64-bit terms is added twice: whole, modulo
// 2^64, and by its upper half; the sum of the lower halves is the difference.
typedef struct {
  Lanes x, x_upper, y, y_upper;
} Sum;

// With n products (7 n more after sum_plus_seven) the bounds in sum_reduce need n < 2^22.
#define SUM_LIMIT ((size_t)1 << 20)

INLINE Sum sum_of(Lanes x) { return (Sum){x, _mm256_srli_epi64(x, 32), broadcast(0), broadcast(0)}; }

INLINE Sum sum_add(Sum s, Factor a, Factor b) {
  Lanes low = _mm256_mul_epu32(a.x, b.x), high = _mm256_mul_epu32(a.high, b.high);
  Lanes left = _mm256_mul_epu32(a.high, b.x), right = _mm256_mul_epu32(a.x, b.high);
  Lanes high_upper = _mm256_srli_epi64(high, 32);
  s.x = _mm256_add_epi64(s.x, _mm256_sub_epi64(low, high));
  s.x_upper = _mm256_add_epi64(s.x_upper, _mm256_sub_epi64(_mm256_srli_epi64(low, 32), high_upper));
  s.y = _mm256_add_epi64(_mm256_add_epi64(s.y, left), _mm256_add_epi64(right, high));
  s.y_upper = _mm256_add_epi64(_mm256_add_epi64(s.y_upper, _mm256_srli_epi64(left, 32)),
                               _mm256_add_epi64(_mm256_srli_epi64(right, 32), high_upper));
  return s;
}

INLINE Sum sum_add_40(Sum s, Factor a, Lanes x) { return sum_add(s, a, factor(x)); }
INLINE Sum sum_add_52(Sum s, Factor a, Lanes x) { return sum_add(s, a, factor(x)); }

INLINE Sum sum_product(Factor a, Factor b) { return sum_add(sum_of(broadcast(0)), a, b); }

INLINE Sum sum_plus(Sum s, Sum t) {
  return (Sum){_mm256_add_epi64(s.x, t.x), _mm256_add_epi64(s.x_upper, t.x_upper), _mm256_add_epi64(s.y, t.y),
               _mm256_add_epi64(s.y_upper, t.y_upper)};
}

INLINE Lanes times_seven(Lanes x) { return _mm256_sub_epi64(_mm256_slli_epi64(x, 3), x); }

INLINE Sum sum_plus_seven(Sum s, Sum t) {
  return sum_plus(s, (Sum){times_seven(t.x), times_seven(t.x_upper), times_seven(t.y), times_seven(t.y_upper)});
}

// The value is u + 2^32 v with u = x_lower - y_upper and v = x_upper + y_lower + y_upper >= 0. Writing v = 2^32 v1 +
// v0 it is 2^32 v0 + w with w = u + EPSILON v1; for 8 n products |w| < 80 n 2^32 < 2^61, so one carry or borrow can
// happen.
INLINE Lanes sum_reduce_loose(Sum s) {
  Lanes x_lower = _mm256_sub_epi64(s.x, _mm256_slli_epi64(s.x_upper, 32));
  Lanes y_lower = _mm256_sub_epi64(s.y, _mm256_slli_epi64(s.y_upper, 32));
  Lanes u = _mm256_sub_epi64(x_lower, s.y_upper);
  Lanes v = _mm256_add_epi64(s.x_upper, _mm256_add_epi64(y_lower, s.y_upper));
  Lanes v1 = _mm256_srli_epi64(v, 32);
  Lanes w = _mm256_add_epi64(u, _mm256_sub_epi64(_mm256_slli_epi64(v1, 32), v1));
  Lanes from = shifted(_mm256_slli_epi64(v, 32)), result = _mm256_add_epi64(from, w);
  Lanes negative = _mm256_cmpgt_epi64(broadcast(0), w);
  Lanes carry = _mm256_andnot_si256(negative, _mm256_cmpgt_epi64(from, result));
  Lanes borrow = _mm256_and_si256(negative, _mm256_cmpgt_epi64(result, from));
  return shifted(_mm256_sub_epi64(_mm256_add_epi64(result, epsilon(carry)), epsilon(borrow)));
}

INLINE Lanes sum_reduce(Sum s) { return canonical(sum_reduce_loose(s)); }

// --- words as signed integers ---------------------------------------------------------------------------------------

INLINE Lanes load_bytes(const int8_t *p) {
  int bytes;
  memcpy(&bytes, p, 4);
  return _mm256_cvtepi8_epi64(_mm_cvtsi32_si128(bytes));
}

INLINE Lanes word_add(Lanes a, Lanes b) { return _mm256_add_epi64(a, b); }
INLINE Lanes word_sub(Lanes a, Lanes b) { return _mm256_sub_epi64(a, b); }
INLINE Lanes multiply_halves(Lanes a, Lanes b) { return _mm256_mul_epu32(a, b); }
INLINE Lanes multiply_low(Lanes a, Lanes b) {
  Lanes across = _mm256_add_epi64(_mm256_mul_epu32(_mm256_srli_epi64(a, 32), b),
                                  _mm256_mul_epu32(a, _mm256_srli_epi64(b, 32)));
  return _mm256_add_epi64(_mm256_mul_epu32(a, b), _mm256_slli_epi64(across, 32));
}
INLINE Lanes multiply_signed_halves(Lanes a, Lanes b) { return _mm256_mul_epi32(a, b); }

INLINE int128_t word_total(Lanes x) {
  uint64_t words[4];
  store(words, x);
  return (int128_t)(int64_t)words[0] + (int64_t)words[1] + (int64_t)words[2] + (int64_t)words[3];
}

// --- words of Keccak ------------------------------------------------------------------------------------------------

INLINE Lanes exclusive_or(Lanes a, Lanes b) { return _mm256_xor_si256(a, b); }
INLINE Lanes exclusive_or3(Lanes a, Lanes b, Lanes c) { return _mm256_xor_si256(_mm256_xor_si256(a, b), c); }
INLINE Lanes inclusive_or(Lanes a, Lanes b) { return _mm256_or_si256(a, b); }
INLINE Lanes chi(Lanes a, Lanes b, Lanes c) { return _mm256_xor_si256(a, _mm256_andnot_si256(b, c)); }
#define rotate_left(x, n) _mm256_or_si256(_mm256_slli_epi64(x, n), _mm256_srli_epi64(x, 64 - (n)))
#define shift_left(x, n) _mm256_slli_epi64(x, n)
#define shift_right(x, n) _mm256_srli_epi64(x, n)

INLINE Lanes byteswap(Lanes x) {
  return _mm256_shuffle_epi8(
    x, _mm256_broadcastsi128_si256(_mm_set_epi64x(0x08090A0B0C0D0E0F, 0x0001020304050607)));
}

INLINE void store_digests(uint8_t *out, const Lanes words[4]) {
  Lanes digests[4];
  transpose(digests, words);
  for (int k = 0; k < 4; k++) _mm256_storeu_si256((__m256i *)(out + 32 * k), digests[k]);
}

// --- pairs of 16-bit integers, for products of small integers -------------------------------------------------------

typedef __m256i Ints;
#define INTS 8

INLINE Ints ints_load(const int32_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
INLINE void ints_store(int32_t *p, Ints x) { _mm256_storeu_si256((__m256i *)p, x); }
INLINE Ints ints_broadcast(int32_t x) { return _mm256_set1_epi32(x); }
INLINE Ints ints_of_bytes(const int8_t *p) { return _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)p)); }
// The lower halves of both, `high` above `low`.
INLINE Ints ints_pair(Ints low, Ints high) { return _mm256_blend_epi16(low, _mm256_slli_epi32(high, 16), 0xAA); }
// sum + both products of every pair.
INLINE Ints ints_add_pairs(Ints sum, Ints a, Ints b) { return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b)); }

// The lower and the upper four bytes of every word as signed 16-bit numbers.
INLINE Ints lower_bytes(Lanes x) {
  const __m128i places = _mm_set_epi64x(0x0B800A8009800880, 0x0380028001800080);
  return _mm256_srai_epi16(_mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(places)), 8);
}
INLINE Ints upper_bytes(Lanes x) {
  const __m128i places = _mm_set_epi64x(0x0F800E800D800C80, 0x0780068005800480);
  return _mm256_srai_epi16(_mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(places)), 8);
}

// The 16-bit quarters of neighbouring words, interleaved.
INLINE Lanes interleave_quarters(Lanes x) {
  return _mm256_shuffle_epi8(
    x, _mm256_broadcastsi128_si256(_mm_set_epi64x(0x0F0E07060D0C0504, 0x0B0A030209080100)));
}

INLINE Lanes load_ints(const int32_t *p) { return _mm256_cvtepi32_epi64(_mm_loadu_si128((const __m128i *)p)); }
INLINE void store_lower_halves(int32_t *p, Lanes x) {
  Lanes packed = _mm256_permutevar8x32_epi32(x, _mm256_set_epi32(7, 5, 3, 1, 6, 4, 2, 0));
  _mm_storeu_si128((__m128i *)p, _mm256_castsi256_si128(packed));
}
INLINE Lanes pair_words(Lanes low, Lanes high) { return ints_pair(low, high); }
INLINE Lanes shift_left_by(Lanes x, unsigned n) { return _mm256_sll_epi64(x, _mm_cvtsi32_si128((int)n)); }
INLINE Lanes shift_right_by(Lanes x, unsigned n) { return _mm256_srl_epi64(x, _mm_cvtsi32_si128((int)n)); }
INLINE Lanes bitwise_and(Lanes a, Lanes b) { return _mm256_and_si256(a, b); }
INLINE Lanes magnitudes(Lanes x) { return _mm256_xor_si256(x, _mm256_cmpgt_epi64(broadcast(0), x)); }

#endif

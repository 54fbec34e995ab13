// The vocabulary of lanes_scalar.h on eight words. Sums of products use the 52-bit multiply-add instructions.
#ifndef LEMMA_LANES_AVX512_H
#define LEMMA_LANES_AVX512_H

#include "goldilocks.h"

#define WIDTH 8

typedef __m512i Lanes;

INLINE Lanes load(const uint64_t *p) { return _mm512_loadu_si512(p); }
INLINE void store(uint64_t *p, Lanes x) { _mm512_storeu_si512(p, x); }
INLINE Lanes broadcast(uint64_t x) { return _mm512_set1_epi64((long long)x); }
INLINE Lanes load_shorts(const uint16_t *p) { return _mm512_cvtepu16_epi64(_mm_loadu_si128((const __m128i *)p)); }

INLINE void load_alternating(const uint64_t *p, Lanes *even, Lanes *odd) {
  Lanes low = load(p), high = load(p + 8);
  *even = _mm512_permutex2var_epi64(low, _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0), high);
  *odd = _mm512_permutex2var_epi64(low, _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1), high);
}

// The stride counts bytes.
INLINE void load_transposed_bytes(Lanes out[WIDTH], const void *rows, size_t stride) {
  Lanes row[8], pairs[8];
  for (size_t k = 0; k < 8; k++) row[k] = _mm512_loadu_si512((const char *)rows + stride * k);
  // Words of two rows side by side: even words in pairs[k], odd ones in pairs[k + 1].
  for (int k = 0; k < 8; k += 2) {
    pairs[k] = _mm512_unpacklo_epi64(row[k], row[k + 1]);
    pairs[k + 1] = _mm512_unpackhi_epi64(row[k], row[k + 1]);
  }
  for (int k = 0; k < 2; k++) {
    // 128-bit quarters 0 and 2 of rows 0 to 3 and 4 to 7, then quarters 1 and 3.
    Lanes a = _mm512_shuffle_i64x2(pairs[k], pairs[k + 2], 0x88);
    Lanes b = _mm512_shuffle_i64x2(pairs[k + 4], pairs[k + 6], 0x88);
    Lanes c = _mm512_shuffle_i64x2(pairs[k], pairs[k + 2], 0xDD);
    Lanes d = _mm512_shuffle_i64x2(pairs[k + 4], pairs[k + 6], 0xDD);
    out[k] = _mm512_shuffle_i64x2(a, b, 0x88);
    out[k + 4] = _mm512_shuffle_i64x2(a, b, 0xDD);
    out[k + 2] = _mm512_shuffle_i64x2(c, d, 0x88);
    out[k + 6] = _mm512_shuffle_i64x2(c, d, 0xDD);
  }
}

INLINE void load_transposed(Lanes out[WIDTH], const void *rows, size_t stride) {
  load_transposed_bytes(out, rows, 8 * stride);
}

// --- F_p in every lane ----------------------------------------------------------------------------------------------

INLINE Lanes canonical(Lanes x) { return _mm512_min_epu64(x, _mm512_sub_epi64(x, broadcast(PRIME))); }

INLINE Lanes add(Lanes a, Lanes b) {
  Lanes negated = _mm512_sub_epi64(broadcast(PRIME), b);
  Lanes result = _mm512_sub_epi64(a, negated);
  return _mm512_mask_add_epi64(result, _mm512_cmplt_epu64_mask(a, negated), result, broadcast(PRIME));
}

// a - b for canonical b; canonical if a is. (A minimum of result and result + p would be wrong: 2p > 2^64.)
INLINE Lanes sub(Lanes a, Lanes b) {
  Lanes result = _mm512_sub_epi64(a, b);
  return _mm512_mask_sub_epi64(result, _mm512_cmplt_epu64_mask(a, b), result, broadcast(EPSILON));
}

// a + b as some 64-bit number, for one of them canonical.
INLINE Lanes loose_add(Lanes a, Lanes b) {
  Lanes result = _mm512_add_epi64(a, b);
  return _mm512_mask_add_epi64(result, _mm512_cmplt_epu64_mask(result, a), result, broadcast(EPSILON));
}

// Seen as a constant, a multiplication by EPSILON would be compiled to two shifts and a subtraction, which are slower
// here.
INLINE Lanes hidden_epsilon(void) {
  Lanes epsilon = broadcast(EPSILON);
  __asm__("" : "+v"(epsilon));
  return epsilon;
}

// low + 2^64 (middle mod 2^32) + 2^96 high as some 64-bit number; high < 2^63.
INLINE Lanes reduce_loose(Lanes low, Lanes middle, Lanes high) {
  Lanes difference = _mm512_sub_epi64(low, high);
  difference = _mm512_mask_sub_epi64(difference, _mm512_cmplt_epu64_mask(low, high), difference, broadcast(EPSILON));
  Lanes product = _mm512_mul_epu32(middle, hidden_epsilon());
  Lanes result = _mm512_add_epi64(difference, product);
  return _mm512_mask_add_epi64(result, _mm512_cmplt_epu64_mask(result, product), result, broadcast(EPSILON));
}

// From four products of 32-bit halves; for one product this ties with the 52-bit instructions.
INLINE Lanes mul(Lanes a, Lanes b) {
  Lanes mask = broadcast(EPSILON), a1 = _mm512_srli_epi64(a, 32), b1 = _mm512_srli_epi64(b, 32);
  Lanes low = _mm512_mul_epu32(a, b), left = _mm512_mul_epu32(a1, b), right = _mm512_mul_epu32(a, b1);
  Lanes high = _mm512_mul_epu32(a1, b1);
  left = _mm512_add_epi64(left, _mm512_srli_epi64(low, 32));
  right = _mm512_add_epi64(right, _mm512_and_si512(left, mask));
  high = _mm512_add_epi64(high, _mm512_add_epi64(_mm512_srli_epi64(left, 32), _mm512_srli_epi64(right, 32)));
  // The low half of `right` belongs above the low half of `low`.
  low = _mm512_mask_shuffle_epi32(low, 0xAAAA, right, _MM_PERM_CCAA);
  return canonical(reduce_loose(low, high, _mm512_srli_epi64(high, 32)));
}

typedef struct {
  Lanes w, high, over_p;
} Twiddle;

INLINE Twiddle twiddle(uint64_t w) { return (Twiddle){broadcast(w), broadcast(w >> 32), broadcast(w + (w << 32))}; }

// As field_mul_montgomery, with m from its own multiplication: it is ready before the upper half of the product is.
INLINE Lanes mul_twiddle(Lanes a, Twiddle t) {
  Lanes mask = broadcast(EPSILON), a1 = _mm512_srli_epi64(a, 32);
  Lanes low = _mm512_mul_epu32(a, t.w), left = _mm512_mul_epu32(a1, t.w), right = _mm512_mul_epu32(a, t.high);
  Lanes high = _mm512_mul_epu32(a1, t.high);
  left = _mm512_add_epi64(left, _mm512_srli_epi64(low, 32));
  right = _mm512_add_epi64(right, _mm512_and_si512(left, mask));
  high = _mm512_add_epi64(high, _mm512_add_epi64(_mm512_srli_epi64(left, 32), _mm512_srli_epi64(right, 32)));
  Lanes m = _mm512_mullo_epi64(a, t.over_p), m1 = _mm512_srli_epi64(m, 32);
  Lanes carry = _mm512_srli_epi64(_mm512_sub_epi64(m1, _mm512_and_si512(m, mask)), 63);
  return sub(high, _mm512_sub_epi64(_mm512_sub_epi64(m, m1), carry));
}

INLINE uint64_t total(Lanes x) {
  uint64_t words[8];
  store(words, x);
  uint128_t sum = 0;
  for (int k = 0; k < 8; k++) sum += words[k];
  return field_reduce(sum);
}

INLINE Lanes residues(Lanes v) {
  return _mm512_mask_add_epi64(v, _mm512_movepi64_mask(v), v, broadcast(PRIME));
}

// --- sums of products, reduced once ---------------------------------------------------------------------------------

// x = low 52 bits + 2^52 high; the instructions ignore the upper bits of a factor themselves.
typedef struct {
  Lanes x, high;
} Factor;

INLINE Factor factor(Lanes x) { return (Factor){x, _mm512_srli_epi64(x, 52)}; }

// c0 + 2^52 c1 + 2^104 c2. A product adds less than 2^52 to c0, 3 2^52 to c1 and 2^25 to c2.
typedef struct {
  Lanes c0, c1, c2;
} Sum;

// s + 7 t may hold 24 2^52 per step in c1: up to 170 steps.
#define SUM_LIMIT ((size_t)128)

INLINE Sum sum_of(Lanes x) {
  return (Sum){_mm512_and_si512(x, broadcast(((uint64_t)1 << 52) - 1)), _mm512_srli_epi64(x, 52), broadcast(0)};
}

INLINE Sum sum_add(Sum s, Factor a, Factor b) {
  s.c0 = _mm512_madd52lo_epu64(s.c0, a.x, b.x);
  s.c1 = _mm512_madd52hi_epu64(s.c1, a.x, b.x);
  s.c1 = _mm512_madd52lo_epu64(s.c1, a.x, b.high);
  s.c1 = _mm512_madd52lo_epu64(s.c1, a.high, b.x);
  s.c2 = _mm512_madd52hi_epu64(s.c2, a.x, b.high);
  s.c2 = _mm512_madd52hi_epu64(s.c2, a.high, b.x);
  s.c2 = _mm512_madd52lo_epu64(s.c2, a.high, b.high);
  return s;
}

// s + a x for x below 2^40, and for x below 2^52.
INLINE Sum sum_add_40(Sum s, Factor a, Lanes x) {
  s.c0 = _mm512_madd52lo_epu64(s.c0, a.x, x);
  s.c1 = _mm512_madd52hi_epu64(s.c1, a.x, x);
  s.c1 = _mm512_madd52lo_epu64(s.c1, a.high, x);
  return s;
}

INLINE Sum sum_add_52(Sum s, Factor a, Lanes x) {
  s = sum_add_40(s, a, x);
  s.c2 = _mm512_madd52hi_epu64(s.c2, a.high, x);
  return s;
}

INLINE Sum sum_product(Factor a, Factor b) {
  return sum_add((Sum){broadcast(0), broadcast(0), broadcast(0)}, a, b);
}

INLINE Sum sum_plus(Sum s, Sum t) {
  return (Sum){_mm512_add_epi64(s.c0, t.c0), _mm512_add_epi64(s.c1, t.c1), _mm512_add_epi64(s.c2, t.c2)};
}

INLINE Lanes times_seven(Lanes x) { return _mm512_sub_epi64(_mm512_slli_epi64(x, 3), x); }

INLINE Sum sum_plus_seven(Sum s, Sum t) {
  return sum_plus(s, (Sum){times_seven(t.c0), times_seven(t.c1), times_seven(t.c2)});
}

// c0 and the carried c1 below 2^64, c2 below 2^40.
INLINE Lanes sum_reduce_loose(Sum s) {
  Lanes c1 = _mm512_add_epi64(s.c1, _mm512_srli_epi64(s.c0, 52));
  // (c0 & (2^52 - 1)) | (c1 << 52)
  Lanes low = _mm512_ternarylogic_epi64(s.c0, broadcast(((uint64_t)1 << 52) - 1), _mm512_slli_epi64(c1, 52), 0xEA);
  Lanes high = _mm512_add_epi64(_mm512_srli_epi64(c1, 44), _mm512_slli_epi64(s.c2, 8));
  return reduce_loose(low, _mm512_srli_epi64(c1, 12), high);
}

INLINE Lanes sum_reduce(Sum s) { return canonical(sum_reduce_loose(s)); }

// --- words as signed integers ---------------------------------------------------------------------------------------

INLINE Lanes load_bytes(const int8_t *p) { return _mm512_cvtepi8_epi64(_mm_loadl_epi64((const __m128i *)p)); }
INLINE Lanes word_add(Lanes a, Lanes b) { return _mm512_add_epi64(a, b); }
INLINE Lanes word_sub(Lanes a, Lanes b) { return _mm512_sub_epi64(a, b); }
INLINE Lanes multiply_halves(Lanes a, Lanes b) { return _mm512_mul_epu32(a, b); }
INLINE Lanes multiply_low(Lanes a, Lanes b) { return _mm512_mullo_epi64(a, b); }
INLINE Lanes multiply_signed_halves(Lanes a, Lanes b) { return _mm512_mul_epi32(a, b); }

INLINE int128_t word_total(Lanes x) {
  uint64_t words[8];
  store(words, x);
  int128_t sum = 0;
  for (int k = 0; k < 8; k++) sum += (int64_t)words[k];
  return sum;
}

// --- words of Keccak ------------------------------------------------------------------------------------------------

INLINE Lanes exclusive_or(Lanes a, Lanes b) { return _mm512_xor_si512(a, b); }
INLINE Lanes exclusive_or3(Lanes a, Lanes b, Lanes c) { return _mm512_ternarylogic_epi64(a, b, c, 0x96); }
INLINE Lanes inclusive_or(Lanes a, Lanes b) { return _mm512_or_si512(a, b); }
INLINE Lanes chi(Lanes a, Lanes b, Lanes c) { return _mm512_ternarylogic_epi64(a, b, c, 0xD2); }
#define rotate_left(x, n) _mm512_rol_epi64(x, n)
#define shift_left(x, n) _mm512_slli_epi64(x, n)
#define shift_right(x, n) _mm512_srli_epi64(x, n)

INLINE Lanes byteswap(Lanes x) {
  return _mm512_shuffle_epi8(x, _mm512_broadcast_i32x4(_mm_set_epi64x(0x08090A0B0C0D0E0F, 0x0001020304050607)));
}

INLINE void store_digests(uint8_t *out, const Lanes words[4]) {
  Lanes even01 = _mm512_unpacklo_epi64(words[0], words[1]), odd01 = _mm512_unpackhi_epi64(words[0], words[1]);
  Lanes even23 = _mm512_unpacklo_epi64(words[2], words[3]), odd23 = _mm512_unpackhi_epi64(words[2], words[3]);
  // Quarters 0 and 1, then 2 and 3, of both: two digests in each half of the result.
  Lanes first = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0), last = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
  Lanes digests02 = _mm512_permutex2var_epi64(even01, first, even23);
  Lanes digests13 = _mm512_permutex2var_epi64(odd01, first, odd23);
  Lanes digests46 = _mm512_permutex2var_epi64(even01, last, even23);
  Lanes digests57 = _mm512_permutex2var_epi64(odd01, last, odd23);
  _mm512_storeu_si512(out, _mm512_shuffle_i64x2(digests02, digests13, 0x44));
  _mm512_storeu_si512(out + 64, _mm512_shuffle_i64x2(digests02, digests13, 0xEE));
  _mm512_storeu_si512(out + 128, _mm512_shuffle_i64x2(digests46, digests57, 0x44));
  _mm512_storeu_si512(out + 192, _mm512_shuffle_i64x2(digests46, digests57, 0xEE));
}

// --- pairs of 16-bit integers, for products of small integers -------------------------------------------------------

typedef __m512i Ints;
#define INTS 16

INLINE Ints ints_load(const int32_t *p) { return _mm512_loadu_si512(p); }
INLINE void ints_store(int32_t *p, Ints x) { _mm512_storeu_si512(p, x); }
INLINE Ints ints_broadcast(int32_t x) { return _mm512_set1_epi32(x); }
INLINE Ints ints_of_bytes(const int8_t *p) { return _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)p)); }
// The lower halves of both, `high` above `low`.
INLINE Ints ints_pair(Ints low, Ints high) {
  return _mm512_mask_blend_epi16(0xAAAAAAAA, low, _mm512_slli_epi32(high, 16));
}
// sum + both products of every pair.
INLINE Ints ints_add_pairs(Ints sum, Ints a, Ints b) { return _mm512_dpwssd_epi32(sum, a, b); }

// The lower and the upper four bytes of every word as signed 16-bit numbers.
INLINE Ints lower_bytes(Lanes x) {
  const __m128i places = _mm_set_epi64x(0x0B800A8009800880, 0x0380028001800080);
  return _mm512_srai_epi16(_mm512_shuffle_epi8(x, _mm512_broadcast_i32x4(places)), 8);
}
INLINE Ints upper_bytes(Lanes x) {
  const __m128i places = _mm_set_epi64x(0x0F800E800D800C80, 0x0780068005800480);
  return _mm512_srai_epi16(_mm512_shuffle_epi8(x, _mm512_broadcast_i32x4(places)), 8);
}

// The 16-bit quarters of neighbouring words, interleaved.
INLINE Lanes interleave_quarters(Lanes x) {
  return _mm512_shuffle_epi8(x, _mm512_broadcast_i32x4(_mm_set_epi64x(0x0F0E07060D0C0504, 0x0B0A030209080100)));
}

INLINE Lanes load_ints(const int32_t *p) { return _mm512_cvtepi32_epi64(_mm256_loadu_si256((const __m256i *)p)); }
INLINE void store_lower_halves(int32_t *p, Lanes x) {
  _mm256_storeu_si256((__m256i *)p, _mm512_cvtepi64_epi32(x));
}
INLINE Lanes pair_words(Lanes low, Lanes high) { return ints_pair(low, high); }
INLINE Lanes shift_left_by(Lanes x, unsigned n) { return _mm512_sll_epi64(x, _mm_cvtsi32_si128((int)n)); }
INLINE Lanes shift_right_by(Lanes x, unsigned n) { return _mm512_srl_epi64(x, _mm_cvtsi32_si128((int)n)); }
INLINE Lanes bitwise_and(Lanes a, Lanes b) { return _mm512_and_si512(a, b); }
INLINE Lanes magnitudes(Lanes x) { return _mm512_xor_si512(x, _mm512_srai_epi64(x, 63)); }

#endif

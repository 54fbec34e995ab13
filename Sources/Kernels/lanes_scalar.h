// The vocabulary the kernels are written in, at its narrowest: a Lanes of one word. lanes_avx2.h and lanes_avx512.h
// give the same words wider meanings; a level is one of these three files followed by every kernel.
#ifndef LEMMA_LANES_SCALAR_H
#define LEMMA_LANES_SCALAR_H

#include <stdlib.h>
#include <string.h>

#include "goldilocks.h"

#define WIDTH 1

typedef uint64_t Lanes;

INLINE Lanes load(const uint64_t *p) { return *p; }
INLINE void store(uint64_t *p, Lanes x) { *p = x; }
INLINE Lanes broadcast(uint64_t x) { return x; }
// WIDTH unsigned 16-bit numbers.
INLINE Lanes load_shorts(const uint16_t *p) { return *p; }

// 2 WIDTH words, those at even places and those at odd places.
INLINE void load_alternating(const uint64_t *p, Lanes *even, Lanes *odd) {
  *even = p[0];
  *odd = p[1];
}

// out[k] holds word k of WIDTH rows that start `stride` words apart, k < WIDTH. Rows need no alignment.
INLINE void load_transposed(Lanes out[WIDTH], const void *rows, size_t stride) {
  (void)stride;
  memcpy(out, rows, sizeof(uint64_t));
}

// --- F_p in every lane, canonical -----------------------------------------------------------------------------------

INLINE Lanes add(Lanes a, Lanes b) { return field_add(a, b); }
INLINE Lanes sub(Lanes a, Lanes b) { return field_sub(a, b); }
INLINE Lanes mul(Lanes a, Lanes b) { return field_mul(a, b); }

// A constant of a transform, kept times 2^64.
typedef uint64_t Twiddle;
INLINE Twiddle twiddle(uint64_t w) { return w; }
INLINE Lanes mul_twiddle(Lanes a, Twiddle w) { return field_mul_montgomery(a, w); }

// The sum over the lanes.
INLINE uint64_t total(Lanes x) { return x; }

// Residues of integers, |v| < 2^63.
INLINE Lanes residues(Lanes v) { return field_of_integer((int64_t)v); }

// --- sums of products, reduced once ---------------------------------------------------------------------------------

// A factor in the form in which products are taken.
typedef uint64_t Factor;
INLINE Factor factor(Lanes x) { return x; }

// low + 2^128 top. Any number of terms that fits in memory.
typedef struct {
  uint128_t low;
  uint64_t top;
} Sum;

INLINE Sum sum_of(Lanes x) { return (Sum){x, 0}; }

// s + a b. Kernels that add up a long table use this; it waits for s.
INLINE Sum sum_add(Sum s, Factor a, Factor b) {
  s.top += __builtin_add_overflow(s.low, (uint128_t)a * b, &s.low);
  return s;
}

// s + a x for x below 2^40, and for x below 2^52: a wide level saves multiplications.
INLINE Sum sum_add_40(Sum s, Factor a, Lanes x) { return sum_add(s, a, x); }
INLINE Sum sum_add_52(Sum s, Factor a, Lanes x) { return sum_add(s, a, x); }

// a b, and s + t: a tree of them has shorter chains than sum_add.
INLINE Sum sum_product(Factor a, Factor b) { return (Sum){(uint128_t)a * b, 0}; }

INLINE Sum sum_plus(Sum s, Sum t) {
  s.top += t.top + __builtin_add_overflow(s.low, t.low, &s.low);
  return s;
}

// 2^128 = -2^32.
INLINE Lanes sum_reduce(Sum s) { return field_sub(field_reduce(s.low), s.top << 32); }

// The same as some 64-bit number, which is enough for a factor.
INLINE Lanes sum_reduce_loose(Sum s) { return sum_reduce(s); }

// s + 7 t.
INLINE Sum sum_plus_seven(Sum s, Sum t) { return sum_plus(s, (Sum){(uint128_t)sum_reduce(t) * 7, 0}); }

// Products of E (pairs.h) that may be added before a reduction.
#define SUM_LIMIT ((size_t)1 << 20)

// --- words as signed integers ---------------------------------------------------------------------------------------

INLINE Lanes load_bytes(const int8_t *p) { return (Lanes)(int64_t)*p; }
INLINE Lanes word_add(Lanes a, Lanes b) { return a + b; }
INLINE Lanes word_sub(Lanes a, Lanes b) { return a - b; }
// The product of the lower halves.
INLINE Lanes multiply_halves(Lanes a, Lanes b) { return (uint64_t)(uint32_t)a * (uint32_t)b; }
INLINE int128_t word_total(Lanes x) { return (int64_t)x; }
// The lower words of products.
INLINE Lanes multiply_low(Lanes a, Lanes b) { return a * b; }
// The product of the lower halves, read as signed numbers.
INLINE Lanes multiply_signed_halves(Lanes a, Lanes b) { return (Lanes)((int64_t)(int32_t)a * (int32_t)b); }

// --- words of Keccak ------------------------------------------------------------------------------------------------

INLINE Lanes exclusive_or(Lanes a, Lanes b) { return a ^ b; }
INLINE Lanes exclusive_or3(Lanes a, Lanes b, Lanes c) { return a ^ b ^ c; }
INLINE Lanes inclusive_or(Lanes a, Lanes b) { return a | b; }
INLINE Lanes bitwise_and(Lanes a, Lanes b) { return a & b; }
// a ^ (~b & c)
INLINE Lanes chi(Lanes a, Lanes b, Lanes c) { return a ^ (~b & c); }
#define rotate_left(x, n) (((x) << (n)) | ((x) >> (64 - (n))))
#define shift_left(x, n) ((x) << (n))
#define shift_right(x, n) ((x) >> (n))
INLINE Lanes byteswap(Lanes x) { return __builtin_bswap64(x); }

// Digest k, 32 bytes, from lane k of four words.
INLINE void store_digests(uint8_t *out, const Lanes words[4]) { memcpy(out, words, 32); }

#endif

// One element of F_p, p = 2^64 - 2^32 + 1, and one of E = F_p[X]/(X^2 - 7).
//
// Nothing here branches on a value. Carries are read from the upper half of a 128-bit number rather than compared,
// since the compiler turns compare-and-select into jumps, and on random data half of those are mispredicted.
#ifndef LEMMA_GOLDILOCKS_H
#define LEMMA_GOLDILOCKS_H

#include "kernels.h"

typedef unsigned __int128 uint128_t;
typedef __int128 int128_t;

#define INLINE static inline __attribute__((always_inline, unused))

#define PRIME 0xFFFFFFFF00000001ULL
// 2^64 = EPSILON mod p.
#define EPSILON 0xFFFFFFFFULL

// --- F_p: arguments and results are canonical unless stated ---------------------------------------------------------

// a - b; b may also be p itself.
INLINE uint64_t field_sub(uint64_t a, uint64_t b) {
  uint128_t difference = (uint128_t)a - b;
  // After a borrow the low half is a - b + 2^64; p = 2^64 - EPSILON.
  return (uint64_t)difference - ((uint64_t)(difference >> 64) & EPSILON);
}

INLINE uint64_t field_add(uint64_t a, uint64_t b) { return field_sub(a, PRIME - b); }

// The residue of any 64-bit number.
INLINE uint64_t field_canonical(uint64_t x) {
  uint128_t difference = (uint128_t)x - PRIME;
  return (uint64_t)difference + ((uint64_t)(difference >> 64) & PRIME);
}

// The residue of any 128-bit number: with x = low + 2^64 middle + 2^96 high, x = low + EPSILON middle - high, since
// 2^96 = -1. That lies in (-2^32, 2^65), so its upper half is -1, 0 or 1, and one more use of 2^64 = EPSILON ends
// below 2^64.
INLINE uint64_t field_reduce(uint128_t x) {
  uint64_t upper = (uint64_t)(x >> 64);
  uint64_t middle = upper & EPSILON, high = upper >> 32;
  uint128_t sum = (uint128_t)(uint64_t)x + ((middle << 32) - middle) - high;
  uint64_t carry = (uint64_t)(sum >> 64);
  return field_canonical((uint64_t)sum + ((carry << 32) - carry));
}

INLINE uint64_t field_mul(uint64_t a, uint64_t b) { return field_reduce((uint128_t)a * b); }

// a b / 2^64 (Montgomery), for one factor kept times 2^64. With m = a b / p modulo 2^64, a b - m p is a multiple of
// 2^64, and the quotient is the difference of the upper halves. As p = 1 - 2^32 + 2^64, 1 / p = 1 + 2^32, and for m =
// 2^32 m1 + m0 the upper half of m p is m - m1 - [m0 > m1].
INLINE uint64_t field_mul_montgomery(uint64_t a, uint64_t b) {
  uint128_t product = (uint128_t)a * b;
  uint64_t m = (uint64_t)product + ((uint64_t)product << 32), m0 = m & EPSILON, m1 = m >> 32;
  return field_sub((uint64_t)(product >> 64), m - m1 - ((m1 - m0) >> 63));
}

// The residue of a signed integer of absolute value below 2^63.
INLINE uint64_t field_of_integer(int64_t v) { return (uint64_t)v + ((uint64_t)(v >> 63) & PRIME); }

// The residue of a signed integer of absolute value below 2^125.
INLINE uint64_t field_of_wide(int128_t v) {
  uint128_t offset = (uint128_t)PRIME << 62;
  return field_reduce((uint128_t)v + offset);
}

INLINE uint64_t field_power(uint64_t base, uint64_t exponent) {
  uint64_t result = 1;
  for (; exponent != 0; exponent >>= 1, base = field_mul(base, base))
    if (exponent & 1) result = field_mul(result, base);
  return result;
}

// --- E --------------------------------------------------------------------------------------------------------------

INLINE lemma_element element_add(lemma_element a, lemma_element b) {
  return (lemma_element){field_add(a.c0, b.c0), field_add(a.c1, b.c1)};
}

INLINE lemma_element element_sub(lemma_element a, lemma_element b) {
  return (lemma_element){field_sub(a.c0, b.c0), field_sub(a.c1, b.c1)};
}

INLINE lemma_element element_times(lemma_element a, uint64_t b) {
  return (lemma_element){field_mul(a.c0, b), field_mul(a.c1, b)};
}

INLINE lemma_element element_mul(lemma_element a, lemma_element b) {
  uint64_t high = field_mul(7, field_mul(a.c1, b.c1));
  return (lemma_element){field_add(field_mul(a.c0, b.c0), high),
                         field_add(field_mul(a.c0, b.c1), field_mul(a.c1, b.c0))};
}

#endif

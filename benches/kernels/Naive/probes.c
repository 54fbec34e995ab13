// What one instruction costs when many of its kind are independent. The assembly keeps compilers from merging them.
#include "naive.h"

#define CHAINS 12
#define STEPS 4096

#define REPEAT(declare, instruction)                                    \
  do {                                                                  \
    declare;                                                            \
    for (int step = 0; step < STEPS; step++) {                          \
      _Pragma("clang loop unroll(full)") for (int k = 0; k < CHAINS; k++) instruction; \
    }                                                                   \
    for (int k = 0; k < CHAINS; k++) __asm__ volatile("" ::"m"(x[k]));  \
  } while (0)

#if defined(__x86_64__)
#include <immintrin.h>

static void scalar(Probe kind) {
  uint64_t factor = 0x9E3779B97F4A7C15;
  switch (kind) {
  case PROBE_WORD:
    for (int step = 0; step < STEPS * CHAINS; step++) {
      uint64_t low = factor, high;
      __asm__ volatile("mulq %2" : "+a"(low), "=d"(high) : "r"(factor) : "cc");
    }
    break;
  case PROBE_DIGITS: {
    uint64_t x[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    for (int step = 0; step < STEPS * CHAINS / 8; step++)
      __asm__ volatile("imulq %8, %0\n\timulq %8, %1\n\timulq %8, %2\n\timulq %8, %3\n\t"
                       "imulq %8, %4\n\timulq %8, %5\n\timulq %8, %6\n\timulq %8, %7"
                       : "+r"(x[0]), "+r"(x[1]), "+r"(x[2]), "+r"(x[3]), "+r"(x[4]), "+r"(x[5]), "+r"(x[6]), "+r"(x[7])
                       : "r"(factor) : "cc");
    break;
  }
  case PROBE_LOGIC: {
    uint64_t x[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    for (int step = 0; step < STEPS * CHAINS / 8; step++)
      __asm__ volatile("xorq %8, %0\n\txorq %8, %1\n\txorq %8, %2\n\txorq %8, %3\n\t"
                       "xorq %8, %4\n\txorq %8, %5\n\txorq %8, %6\n\txorq %8, %7"
                       : "+r"(x[0]), "+r"(x[1]), "+r"(x[2]), "+r"(x[3]), "+r"(x[4]), "+r"(x[5]), "+r"(x[6]), "+r"(x[7])
                       : "r"(factor) : "cc");
    break;
  }
  }
}

#define TWO(text) __asm__ volatile(text : "+x"(x[k]) : "x"(factor))
__attribute__((target("avx2"))) static void avx2(Probe kind) {
  __m256i factor = _mm256_set1_epi64x(0x0123456789ABCDEF);
  switch (kind) {
  case PROBE_WORD: REPEAT(__m256i x[CHAINS] = {factor}, TWO("vpmuludq %1, %0, %0")); break;
  case PROBE_DIGITS: REPEAT(__m256i x[CHAINS] = {factor}, TWO("vpmaddwd %1, %0, %0")); break;
  case PROBE_LOGIC: REPEAT(__m256i x[CHAINS] = {factor}, TWO("vpxor %1, %0, %0")); break;
  }
}

#define THREE(text) __asm__ volatile(text : "+v"(x[k]) : "v"(factor))
__attribute__((target("avx512f,avx512ifma,avx512vnni"))) static void avx512(Probe kind) {
  __m512i factor = _mm512_set1_epi64(0x0123456789ABCDEF);
  switch (kind) {
  case PROBE_WORD: REPEAT(__m512i x[CHAINS] = {factor}, THREE("vpmadd52luq %1, %1, %0")); break;
  case PROBE_DIGITS: REPEAT(__m512i x[CHAINS] = {factor}, THREE("vpdpwssd %1, %1, %0")); break;
  case PROBE_LOGIC: REPEAT(__m512i x[CHAINS] = {factor}, THREE("vpternlogq $0x96, %1, %1, %0")); break;
  }
}

uint64_t probe(Probe kind, int level) {
  level == 2 ? avx512(kind) : level == 1 ? avx2(kind) : scalar(kind);
  return (uint64_t)STEPS * CHAINS;
}
#else
// A word product and its upper half, or plain operations, of as many chains as hide their latency.
uint64_t probe(Probe kind, int level) {
  (void)level;
  uint64_t factor = 0x9E3779B97F4A7C15;
  __asm__ volatile("" : "+r"(factor));
  REPEAT(uint64_t x[CHAINS] = {1}; __asm__ volatile("" ::"m"(x)),
         x[k] = kind == PROBE_LOGIC    ? x[k] ^ factor
                : kind == PROBE_DIGITS ? x[k] * factor
                                       : (uint64_t)((unsigned __int128)x[k] * factor >> 64));
  return (uint64_t)STEPS * CHAINS;
}
#endif

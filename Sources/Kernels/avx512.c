// Level 2: eight words at a time.
#if defined(__x86_64__)
// System headers come before the region, whose functions are compiled for the level.
#include <immintrin.h>
#include <stdlib.h>
#include <string.h>

#include "level.h"

#pragma clang attribute push(                                                                                          \
  __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx512ifma,avx512vnni"))), apply_to = function)

#include "lanes_avx512.h"

#include "all_kernels.h"

#pragma clang attribute pop

const LemmaKernels lemma_avx512_kernels = LEMMA_KERNEL_TABLE;
#endif

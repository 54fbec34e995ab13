// Level 1: four words at a time.
#if defined(__x86_64__)
#include <immintrin.h>

#include "level.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#include "lanes_avx2.h"

#include "all_kernels.h"

#pragma clang attribute pop

const LemmaKernels lemma_avx2_kernels = LEMMA_KERNEL_TABLE;
#endif

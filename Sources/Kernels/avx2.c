// Level 1: four words at a time.
#if defined(__x86_64__)
// System headers come before the region, whose functions are compiled for the level.
#include <immintrin.h>
#include <stdlib.h>
#include <string.h>

#include "level.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#include "lanes_avx2.h"

#include "all_kernels.h"

#pragma clang attribute pop

const LemmaKernels lemma_avx2_kernels = LEMMA_KERNEL_TABLE;
#endif

// Level 0: every kernel one word at a time, for any machine.
#include "level.h"

#include "lanes_scalar.h"

#include "all_kernels.h"

const LemmaKernels lemma_scalar_kernels = LEMMA_KERNEL_TABLE;

#ifndef LEMMA_TWIDDLES_H
#define LEMMA_TWIDDLES_H

#include <stdint.h>

// The constants a of a transform of 2^log_length values, log_length >= 1: entry b < 2^(log_length - 1) is 2^64 a for
// block b of every level (see transform.h). Built at the first call for a length and kept.
const uint64_t *lemma_twiddles(unsigned log_length);

#endif

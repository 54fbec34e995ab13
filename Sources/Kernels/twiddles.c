#include "twiddles.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "goldilocks.h"

#define LONGEST 32

static _Atomic(uint64_t *) tables[LONGEST + 1];

// Block b of a level splits modulo X^n - a^2. With omega_k = 7^((p-1) / 2^k), its a is the product of omega_(i+2)
// over the set bits i of b: the level does not matter, and each bit doubles the table. Entries are kept times 2^64.
static uint64_t *build(unsigned log_length) {
  uint64_t *table = malloc(sizeof(uint64_t) << (log_length - 1));
  if (table == NULL) abort();
  table[0] = EPSILON;  // 2^64
  for (unsigned bit = 0; bit + 1 < log_length; bit++) {
    uint64_t root = field_power(7, (PRIME - 1) >> (bit + 2));
    for (size_t b = 0; b < (size_t)1 << bit; b++) table[((size_t)1 << bit) + b] = field_mul(table[b], root);
  }
  return table;
}

const uint64_t *lemma_twiddles(unsigned log_length) {
  if (log_length < 1 || log_length > LONGEST) abort();
  uint64_t *table = atomic_load_explicit(&tables[log_length], memory_order_acquire);
  if (table != NULL) return table;
  table = build(log_length);
  // Two threads may build the same table; the first to install it wins.
  uint64_t *installed = NULL;
  if (atomic_compare_exchange_strong(&tables[log_length], &installed, table)) return table;
  free(table);
  return installed;
}

// Memory on a system with a libc.
#ifndef __wasm__

#include "verifier_memory.h"

#include <stdlib.h>

void *lemma_allocate(size_t bytes) { return malloc(bytes > 0 ? bytes : 1); }

void lemma_release(void *block) { free(block); }

int lemma_has_room(size_t bytes) {
  // Kept from being optimized away: the answer of malloc is the point.
  void *volatile block = malloc(bytes);
  free(block);
  return block != NULL;
}

#endif

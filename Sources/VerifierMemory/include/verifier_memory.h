// Where the verifier's interface takes its memory from: libc, or the module's own allocator under WebAssembly.
#ifndef VERIFIER_MEMORY_H
#define VERIFIER_MEMORY_H

#include <stddef.h>

/// A block of memory, or NULL when there is none.
void *lemma_allocate(size_t bytes);

/// Gives a block back; NULL is fine.
void lemma_release(void *block);

/// 1 if that many bytes could be taken now, in whatever pieces; they are not kept.
int lemma_has_room(size_t bytes);

#endif

// An allocator for a WebAssembly module that imports nothing: segregated free lists, and neighbours that join when they are free.
//
// The heap is one run of blocks from the end of the data to the end of the memory. A block begins with a header of 8 bytes: its size
// with the header, whether it is in use, and the size of the block before it. Free blocks of 2^c to 2^(c+1) - 1 bytes are in list c.
// Taking and giving back are a few steps each, whatever the heap looks like, so that no input makes them slow. Blocks begin 8 bytes
// before a multiple of 16, so that what they hold begins at one.
#ifdef __wasm__

#include "verifier_memory.h"

#include <stdint.h>

typedef struct Block {
  size_t size;    // a multiple of 16; the lowest bit says that the block is in use
  size_t before;  // size of the block before, 0 for the first
  struct Block *next, *previous;  // of the free list; the user's bytes when in use
} Block;

enum { HEADER = 8, ALIGNMENT = 16, SMALLEST = sizeof(Block), LISTS = 32, PAGE = 65536, TRIES = 8 };
_Static_assert(SMALLEST == ALIGNMENT, "sizes are multiples of 16");

extern unsigned char __heap_base;

static Block *lists[LISTS];
static uint32_t occupied;  // bit c: list c has a block
static Block *last;        // the block that ends the heap
static unsigned char *end; // where the heap ends

static int list_of(size_t size) { return 31 - __builtin_clz((uint32_t)size); }

static Block *after(Block *block) { return (Block *)((unsigned char *)block + (block->size & ~(size_t)1)); }

static void insert(Block *block) {
  int list = list_of(block->size);
  block->previous = NULL;
  block->next = lists[list];
  if (block->next) block->next->previous = block;
  lists[list] = block;
  occupied |= 1u << list;
}

static void withdraw(Block *block) {
  int list = list_of(block->size);
  if (block->next) block->next->previous = block->previous;
  if (block->previous) block->previous->next = block->next;
  else lists[list] = block->next;
  if (!lists[list]) occupied &= ~(1u << list);
}

/// Gives the block a size and tells its neighbour, or the heap's end, of it.
static void resize(Block *block, size_t size) {
  block->size = size;
  unsigned char *following = (unsigned char *)block + size;
  if (following < end) ((Block *)following)->before = size;
  else last = block;
}

/// Joins a block that is in no list with free neighbours, and lists it.
static void settle(Block *block) {
  size_t size = block->size & ~(size_t)1;
  unsigned char *following = (unsigned char *)block + size;
  if (following < end && !(((Block *)following)->size & 1)) {
    withdraw((Block *)following);
    size += ((Block *)following)->size;
  }
  if (block->before) {
    Block *preceding = (Block *)((unsigned char *)block - block->before);
    if (!(preceding->size & 1)) {
      withdraw(preceding);
      size += preceding->size;
      block = preceding;
    }
  }
  resize(block, size);
  insert(block);
}

/// Makes a free block of at least `size` bytes at the end of the heap.
static int grow(size_t size) {
  if (!end) {
    end = (unsigned char *)((((uintptr_t)&__heap_base + HEADER + 15) & ~(uintptr_t)15) - HEADER);
    // The last page may end where the data does, or hold a first block.
    unsigned char *top = (unsigned char *)((size_t)__builtin_wasm_memory_size(0) * PAGE - HEADER);
    size_t here = top > end ? (size_t)(top - end) : 0;
    if (here >= SMALLEST) {
      Block *block = (Block *)end;
      end += here;
      block->size = here;
      block->before = 0;
      last = block;
      insert(block);
      if (here >= size) return 1;
    }
  }
  size_t missing = last && !(last->size & 1) ? size - last->size : size;
  size_t pages = missing / PAGE + (missing % PAGE > 0);
  if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return 0;
  Block *block = (Block *)end;
  block->before = last ? last->size & ~(size_t)1 : 0;
  block->size = pages * PAGE;
  end += pages * PAGE;
  settle(block);
  return 1;
}

/// A listed block of at least `size` bytes, or NULL.
static Block *find(size_t size) {
  int list = list_of(size);
  Block *block = lists[list];
  for (int i = 0; block && i < TRIES; i++, block = block->next)
    if (block->size >= size) return block;
  uint32_t larger = list < 31 ? occupied & ~((2u << list) - 1) : 0;
  if (larger) return lists[__builtin_ctz(larger)];
  // The block at the end may be behind others in its list.
  return last && !(last->size & 1) && last->size >= size ? last : NULL;
}

void *lemma_allocate(size_t bytes) {
  if (bytes > (size_t)1 << 30) return NULL;
  size_t size = (bytes + HEADER + 15) & ~(size_t)15;
  if (size < SMALLEST) size = SMALLEST;
  Block *block = find(size);
  if (!block) {
    if (!grow(size)) return NULL;
    block = find(size);
  }
  withdraw(block);
  size_t rest = block->size - size;
  if (rest >= SMALLEST) {
    resize(block, size);
    Block *remainder = after(block);
    remainder->before = size;
    resize(remainder, rest);
    insert(remainder);
  }
  block->size |= 1;
  return (unsigned char *)block + HEADER;
}

void lemma_release(void *pointer) {
  if (!pointer) return;
  settle((Block *)((unsigned char *)pointer - HEADER));
}

int lemma_has_room(size_t bytes) {
  void *block = lemma_allocate(bytes);
  lemma_release(block);
  return block != NULL;
}

// What compiled Swift asks of a system.

int posix_memalign(void **result, size_t alignment, size_t bytes) {
  if (alignment > 16) return 22;
  *result = lemma_allocate(bytes);
  return *result ? 0 : 12;
}

void free(void *pointer) { lemma_release(pointer); }

void *memset(void *to, int value, size_t count) { return __builtin_memset(to, value, count); }

void *memcpy(void *to, const void *from, size_t count) { return __builtin_memcpy(to, from, count); }

void *memmove(void *to, const void *from, size_t count) { return __builtin_memmove(to, from, count); }

#endif

// Verifies under a limit of memory: tests/memory CASES, lines of: limit in bytes, key, proof, name.
//
// The library's calls of malloc, posix_memalign and free come here (the linker's --wrap), where what is live is counted and what passes
// the limit is refused. A refusal stops the library, and so this program: the limits are those of docs/clients.md.
#include <errno.h>
#include <inttypes.h>
#include <malloc.h>

#include "files.h"
#include "lemma_verifier.h"

void *__real_malloc(size_t bytes);
int __real_posix_memalign(void **block, size_t alignment, size_t bytes);
void __real_free(void *block);

static size_t live, peak, limit = SIZE_MAX;

static void *counted(void *block) {
  if (!block) return NULL;
  live += malloc_usable_size(block);
  if (live > peak) peak = live;
  return block;
}

void *__wrap_malloc(size_t bytes) { return live + bytes > limit ? NULL : counted(__real_malloc(bytes)); }

int __wrap_posix_memalign(void **block, size_t alignment, size_t bytes) {
  if (live + bytes > limit) {
    fprintf(stderr, "passes its limit of %zu bytes\n", limit);
    return ENOMEM;
  }
  int error = __real_posix_memalign(block, alignment, bytes);
  if (!error) counted(*block);
  return error;
}

void __wrap_free(void *block) {
  if (block) live -= malloc_usable_size(block);
  __real_free(block);
}

int main(int count, char **arguments) {
  FILE *list = count == 2 ? fopen(arguments[1], "r") : NULL;
  if (!list) {
    fprintf(stderr, "usage: %s CASES\n", arguments[0]);
    return 2;
  }
  char line[8192], key_path[3072], proof_path[3072];
  int passed = 0, failed = 0;
  while (fgets(line, sizeof line, list)) {
    size_t allowed;
    int name = 0;
    if (sscanf(line, "%zu %3071s %3071s %n", &allowed, key_path, proof_path, &name) != 3) return 2;
    limit = SIZE_MAX;
    file_bytes key = read_file(key_path), proof = read_file(proof_path);
    printf("%zu bytes of files, at most %zu: ", key.length + proof.length, allowed);
    fflush(stdout);
    // From here on the library alone takes memory.
    live = peak = 0;
    limit = allowed;
    lemma_report *report = lemma_verify(key.bytes, key.length, proof.bytes, proof.length);
    limit = SIZE_MAX;
    printf("%zu, code %d: %s", peak, report ? (int)report->rejection : -1, line + name);
    if (report) passed++;
    else failed++;
    lemma_release(report);
    // What is still live was not given back, but for constants that are made once.
    if (live > 4096) {
      printf("%zu bytes are left over\n", live);
      failed++;
    }
    __real_free(key.bytes);
    __real_free(proof.bytes);
  }
  printf("%d passed, %d failed\n", passed, failed);
  return failed > 0 || passed == 0;
}

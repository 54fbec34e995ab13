// Runs the conformance suite: tests/conformance CASES, the list that scripts/expand-conformance writes.
#include <inttypes.h>
#include <string.h>

#include "files.h"
#include "lemma_verifier.h"

static int is_as_expected(const lemma_report *report, uint32_t code, uint32_t has_statement, uint32_t millibits, size_t key, size_t proof) {
  if (report->rejection != code || report->has_statement != has_statement || report->security_millibits != millibits) return 0;
  if (report->key_bytes != key || report->proof_bytes != proof) return 0;
  uint64_t sections = 0;
  for (int i = 0; i < 8; i++) sections += report->sections[i];
  // A valid proof is read to its last byte, a rejected one at most so far.
  return code == LEMMA_VALID ? sections == proof : sections <= proof;
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: %s CASES\n", arguments[0]);
    return 2;
  }
  FILE *list = fopen(arguments[1], "r");
  if (!list) {
    perror(arguments[1]);
    return 2;
  }
  char line[8192], key_path[3072], proof_path[3072];
  int passed = 0, failed = 0;
  while (fgets(line, sizeof line, list)) {
    uint32_t code, has_statement, millibits;
    int name = 0;
    if (sscanf(line, "%" SCNu32 " %" SCNu32 " %" SCNu32 " %3071s %3071s %n", &code, &has_statement, &millibits, key_path, proof_path, &name) != 5) {
      fprintf(stderr, "not a case: %s", line);
      return 2;
    }
    file_bytes key = read_file(key_path), proof = read_file(proof_path);
    lemma_report *report = lemma_verify(key.bytes, key.length, proof.bytes, proof.length);
    if (report && is_as_expected(report, code, has_statement, millibits, key.length, proof.length)) {
      passed++;
    } else {
      failed++;
      printf("code %d instead of %" PRIu32 ": %s", report ? (int)report->rejection : -1, code, line + name);
    }
    lemma_release(report);
    free(key.bytes);
    free(proof.bytes);
  }
  fclose(list);
  printf("%d passed, %d failed\n", passed, failed);
  return failed > 0 || passed == 0;
}

// Runs the conformance suite: tests/conformance CASES, the list that scripts/expand-conformance writes.
#include <string.h>

#include "files.h"
#include "lemma_verifier.h"

static int is_as_expected(lemma_report *report, file_bytes expected) {
  uint64_t sections = 0;
  for (int i = 0; i < 8; i++) sections += report->sections[i];
  // A valid proof is read to its last byte, a rejected one at most so far.
  if (report->rejection == LEMMA_VALID ? sections != report->proof_bytes : sections > report->proof_bytes) return 0;
  if (report->rejection != LEMMA_VALID) memset(report->sections, 0, sizeof report->sections);
  const char *end = lemma_value_name(report) + report->name_bytes;
  size_t length = (size_t)(end - (const char *)report);
  return length == expected.length && memcmp(report, expected.bytes, length) == 0;
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
  char line[8192], key_path[2048], proof_path[2048], report_path[2048];
  int passed = 0, failed = 0;
  while (fgets(line, sizeof line, list)) {
    int name = 0;
    if (sscanf(line, "%2047s %2047s %2047s %n", key_path, proof_path, report_path, &name) != 3) {
      fprintf(stderr, "not a case: %s", line);
      return 2;
    }
    file_bytes key = read_file(key_path), proof = read_file(proof_path), expected = read_file(report_path);
    lemma_report *report = lemma_verify(key.bytes, key.length, proof.bytes, proof.length);
    if (report && is_as_expected(report, expected)) {
      passed++;
    } else {
      failed++;
      printf("another report, of code %d: %s", report ? (int)report->rejection : -1, line + name);
    }
    lemma_release(report);
    free(key.bytes);
    free(proof.bytes);
    free(expected.bytes);
  }
  fclose(list);
  printf("%d passed, %d failed\n", passed, failed);
  return failed > 0 || passed == 0;
}

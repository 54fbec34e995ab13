// Checks a reply against the verifying key of a model: ./example KEY PROOF
#include "files.h"
#include "lemma_verifier.h"

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: %s KEY PROOF\n", arguments[0]);
    return 2;
  }
  file_bytes key = read_file(arguments[1]), proof = read_file(arguments[2]);
  lemma_report *report = lemma_verify(key.bytes, key.length, proof.bytes, proof.length);
  free(key.bytes);
  free(proof.bytes);
  if (!report) {
    fprintf(stderr, "out of memory\n");
    return 2;
  }
  int status = report->rejection != LEMMA_VALID;
  if (status) {
    printf("rejected, code %u\n", report->rejection);
  } else {
    printf("valid, %u.%03u bits\nmodel   ", report->security_millibits / 1000, report->security_millibits % 1000);
    for (int i = 0; i < 32; i++) printf("%02x", report->model[i]);
    printf("\nprompt ");
    for (uint32_t i = 0; i < report->prompt_tokens; i++) printf(" %u", report->tokens[i]);
    printf("\nreply  ");
    for (uint32_t i = 0; i < report->reply_tokens; i++) printf(" %u", report->tokens[report->prompt_tokens + i]);
    printf("\nended   %s\n", report->ending == LEMMA_ENDING_STOP ? "by a stop token" : "at the length asked for");
  }
  lemma_release(report);
  return status;
}

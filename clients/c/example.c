// Checks a proof against the verifying key of a model: ./example KEY PROOF
#include <math.h>

#include "files.h"
#include "lemma_verifier.h"

static void print_list(const uint32_t *list, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) printf(" %u", list[i]);
}

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
    print_list(lemma_prompt(report), report->prompt_tokens);
    if (report->second_segment < report->prompt_tokens) printf("\nsecond  text from row %u on", report->second_segment);
    if (report->kind != LEMMA_KIND_EMBEDDING) {
      printf("\n%s", (const char *[]){"reply  ", "tokens ", "class  "}[report->kind]);
      print_list(lemma_reply(report), report->reply_entries);
    }
    if (report->kind == LEMMA_KIND_TOKENS) {
      printf("\nat rows");
      print_list(lemma_positions(report), report->positions);
    }
    if (report->values > 0) {
      printf("\nvalues ");
      for (uint32_t i = 0; i < report->values; i++) printf(" %.4f", ldexp(lemma_values(report)[i], -(int)report->fraction_bits));
    }
    if (report->kind == LEMMA_KIND_REPLY) {
      printf("\nended   %s", report->ending == LEMMA_ENDING_STOP ? "by a stop token" : "at the length asked for");
    }
    printf("\n");
  }
  lemma_release(report);
  return status;
}

// Keccak-256 of one message of any length.
#include "lanes_scalar.h"

#include "keccak.h"

void lemma_keccak_digest(const uint8_t *data, size_t length, uint8_t out[32]) {
  enum { RATE = RATE_WORDS * 8 };
  uint64_t state[25], words[RATE_WORDS];
  uint8_t last[RATE] = {0};
  keccak_clear(state);
  for (; length >= RATE; data += RATE, length -= RATE) {
    memcpy(words, data, RATE);
    for (int k = 0; k < RATE_WORDS; k++) state[k] ^= words[k];
    keccak_permute(state);
  }
  if (length > 0) memcpy(last, data, length);
  last[length] = 0x01;
  last[RATE - 1] |= 0x80;
  memcpy(words, last, RATE);
  for (int k = 0; k < RATE_WORDS; k++) state[k] ^= words[k];
  keccak_permute(state);
  memcpy(out, state, 32);
}

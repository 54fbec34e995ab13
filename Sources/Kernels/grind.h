// The search for a nonce whose digest starts with enough zero bits.

// Whether the digest, read as a big-endian number, is below 2^(256 - bits).
INLINE int digest_below(const uint8_t digest[32], unsigned bits) {
  if (bits > 256) return 0;
  for (unsigned k = 0; k < bits / 8; k++)
    if (digest[k] != 0) return 0;
  return bits % 8 == 0 || digest[bits / 8] >> (8 - bits % 8) == 0;
}

static int grind(const uint8_t state[32], unsigned bits, uint64_t start, uint64_t count, uint64_t *nonce,
                 uint64_t from) {
  uint64_t groups[4];
  memcpy(groups, state, sizeof groups);
  // 0x04 | state | nonce: words 0 to 4 up to the nonce's first bytes do not change.
  Lanes fixed[4];
  for (int k = 0; k < 4; k++)
    fixed[k] = shifted_word(k == 0 ? prefix(0x04) : broadcast(groups[k - 1]), broadcast(groups[k]));
  uint64_t i = from;
  for (; count - i >= WIDTH; i += WIDTH) {
    uint64_t nonces[WIDTH];
    for (unsigned k = 0; k < WIDTH; k++) nonces[k] = start + i + k;
    Lanes group = byteswap(load(nonces)), a[25];
    keccak_clear(a);
    for (int k = 0; k < 4; k++) a[k] = fixed[k];
    a[4] = shifted_word(broadcast(groups[3]), group);
    a[5] = shifted_word(group, padding_start());
    a[RATE_WORDS - 1] = broadcast(PADDING_END);
    keccak_permute(a);
    uint8_t digests[32 * WIDTH];
    store_digests(digests, a);
    for (unsigned k = 0; k < WIDTH; k++)
      if (digest_below(digests + 32 * k, bits)) {
        *nonce = nonces[k];
        return 1;
      }
  }
  return i < count ? lemma_scalar_kernels.grind(state, bits, start, count, nonce, i) : 0;
}

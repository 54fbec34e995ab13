// Leaves, nodes and nonces: WIDTH messages at a time. Each message is one prefix byte followed by 8-byte groups, so
// word j of a message is the group j shifted up by a byte, with the last byte of the group before at the bottom.

// Word of the message between two groups given as little-endian words.
INLINE Lanes shifted_word(Lanes previous, Lanes next) {
  return inclusive_or(shift_left(next, 8), shift_right(previous, 56));
}

// In place of the group before the first, for a prefix byte.
INLINE Lanes prefix(uint8_t byte) { return broadcast((uint64_t)byte << 56); }

// In place of the group after the last: the first byte of the padding.
INLINE Lanes padding_start(void) { return broadcast(1); }

typedef struct {
  Lanes state[25];
  Lanes previous;
  size_t position;
} Sponge;

INLINE Sponge sponge(uint8_t prefix_byte) {
  Sponge s;
  keccak_clear(s.state);
  s.previous = prefix(prefix_byte);
  s.position = 0;
  return s;
}

INLINE void absorb(Sponge *s, Lanes group) {
  s->state[s->position] = exclusive_or(s->state[s->position], shifted_word(s->previous, group));
  s->previous = group;
  if (++s->position == RATE_WORDS) {
    keccak_permute(s->state);
    s->position = 0;
  }
}

// The padding never needs a block of its own: a message is a byte longer than its groups.
INLINE void finish(Sponge *s) {
  s->state[s->position] = exclusive_or(s->state[s->position], shifted_word(s->previous, padding_start()));
  s->state[RATE_WORDS - 1] = exclusive_or(s->state[RATE_WORDS - 1], broadcast(PADDING_END));
  keccak_permute(s->state);
}

static void hash_leaves(uint8_t *out, const uint64_t *values, size_t words, size_t leaves, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= leaves; i += WIDTH) {
    const uint64_t *first = values + i * words;
    Sponge s = sponge(0x00);
    size_t j = 0;
    for (; j + WIDTH <= words; j += WIDTH) {
      Lanes group[WIDTH];
      load_transposed(group, first + j, words);
      for (size_t k = 0; k < WIDTH; k++) absorb(&s, byteswap(group[k]));
    }
    for (; j < words; j++) {
      uint64_t group[WIDTH];
      for (size_t k = 0; k < WIDTH; k++) group[k] = first[k * words + j];
      absorb(&s, byteswap(load(group)));
    }
    finish(&s);
    store_digests(out + 32 * i, s.state);
  }
  if (i < leaves) lemma_scalar_kernels.hash_leaves(out, values, words, leaves, i);
}

static void hash_nodes(uint8_t *out, const uint8_t *children, size_t nodes, size_t from) {
  size_t i = from;
  for (; i + WIDTH <= nodes; i += WIDTH) {
    Lanes group[8], state[25], previous = prefix(0x01);
    for (int k = 0; k < 8; k += WIDTH) load_transposed(group + k, children + 64 * i + 8 * k, 8);
    keccak_clear(state);
    for (int k = 0; k < 8; k++) {
      state[k] = shifted_word(previous, group[k]);
      previous = group[k];
    }
    state[8] = shifted_word(previous, padding_start());
    state[RATE_WORDS - 1] = broadcast(PADDING_END);
    keccak_permute(state);
    store_digests(out + 32 * i, state);
  }
  if (i < nodes) lemma_scalar_kernels.hash_nodes(out, children, nodes, i);
}

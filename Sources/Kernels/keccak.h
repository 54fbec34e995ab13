// Keccak-f[1600] on WIDTH states at once: word k of every state is in state[k].

// One round: column parities (theta), the move of each word to its new place with its rotation (rho, pi), chi, iota.
INLINE void keccak_round(Lanes a[25], uint64_t constant) {
  Lanes parity[5], change[5], b[25];
  for (int x = 0; x < 5; x++) parity[x] = exclusive_or3(exclusive_or3(a[x], a[x + 5], a[x + 10]), a[x + 15], a[x + 20]);
  for (int x = 0; x < 5; x++) change[x] = rotate_left(parity[(x + 1) % 5], 1);
#define MOVE(to, from, n) b[to] = rotate_left(exclusive_or3(a[from], parity[(from + 4) % 5], change[from % 5]), n)
  b[0] = exclusive_or3(a[0], parity[4], change[0]);
  MOVE(10, 1, 1), MOVE(20, 2, 62), MOVE(5, 3, 28), MOVE(15, 4, 27);
  MOVE(16, 5, 36), MOVE(1, 6, 44), MOVE(11, 7, 6), MOVE(21, 8, 55), MOVE(6, 9, 20);
  MOVE(7, 10, 3), MOVE(17, 11, 10), MOVE(2, 12, 43), MOVE(12, 13, 25), MOVE(22, 14, 39);
  MOVE(23, 15, 41), MOVE(8, 16, 45), MOVE(18, 17, 15), MOVE(3, 18, 21), MOVE(13, 19, 8);
  MOVE(14, 20, 18), MOVE(24, 21, 2), MOVE(9, 22, 61), MOVE(19, 23, 56), MOVE(4, 24, 14);
#undef MOVE
  for (int y = 0; y < 25; y += 5)
    for (int x = 0; x < 5; x++) a[y + x] = chi(b[y + x], b[y + (x + 1) % 5], b[y + (x + 2) % 5]);
  a[0] = exclusive_or(a[0], broadcast(constant));
}

static const uint64_t keccak_constants[24] = {
  0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B,
  0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088,
  0x0000000080008009, 0x000000008000000A, 0x000000008000808B, 0x800000000000008B, 0x8000000000008089,
  0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
  0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

INLINE void keccak_permute(Lanes state[25]) {
  // In a local array the words can live in registers.
  Lanes a[25];
  for (int k = 0; k < 25; k++) a[k] = state[k];
  for (int round = 0; round < 24; round++) keccak_round(a, keccak_constants[round]);
  for (int k = 0; k < 25; k++) state[k] = a[k];
}

// Words a block absorbs, and the two ends of the padding: a byte 0x01 after the message, bit 0x80 in a block's last
// byte.
#define RATE_WORDS 17
#define PADDING_END 0x8000000000000000ULL

INLINE void keccak_clear(Lanes state[25]) {
  for (int k = 0; k < 25; k++) state[k] = broadcast(0);
}

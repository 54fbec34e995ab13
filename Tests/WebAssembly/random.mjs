/** Numbers in [0, 1) from a seed: a test that fails once fails again. */
export function randomNumbers(seed) {
  let state = BigInt(seed) * 0x9e3779b97f4a7c15n + 1n;
  return () => {
    state ^= (state << 13n) & 0xffffffffffffffffn;
    state ^= state >> 7n;
    state ^= (state << 17n) & 0xffffffffffffffffn;
    state &= 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}

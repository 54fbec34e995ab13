// The product of two 128-bit integers, which compilers call by this name where a machine has no such instruction.
#ifdef __wasm__

#include <stdint.h>

__int128 __multi3(__int128 a, __int128 b) {
  uint64_t al = (uint64_t)a, ah = (uint64_t)(a >> 64), bl = (uint64_t)b, bh = (uint64_t)(b >> 64);
  uint64_t a0 = al & 0xffffffff, a1 = al >> 32, b0 = bl & 0xffffffff, b1 = bl >> 32;
  uint64_t low = a0 * b0, middle = a0 * b1 + (low >> 32), other = a1 * b0 + (middle & 0xffffffff);
  uint64_t high = a1 * b1 + (middle >> 32) + (other >> 32) + al * bh + ah * bl;
  return (__int128)((unsigned __int128)high << 64 | (other << 32 | (low & 0xffffffff)));
}

#endif

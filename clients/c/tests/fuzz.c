// The C functions under libFuzzer; scripts/fuzz-clients builds and runs it. LEMMA_FUZZ_KEY and LEMMA_FUZZ_PROOF name a valid pair.
//
// An input is patches to the pair, so that short inputs reach deep: a byte that says which file the rest changes (bit 0 the proof, bit 1
// the key, bit 2 that the statement names the changed key), then 12 bytes each: a place, an operation, a value.
#include <string.h>

#include "files.h"
#include "lemma_verifier.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t length);

static file_bytes valid_key, valid_proof;

static void load(void) {
  if (valid_key.bytes) return;
  const char *key = getenv("LEMMA_FUZZ_KEY"), *proof = getenv("LEMMA_FUZZ_PROOF");
  if (!key || !proof) abort();
  valid_key = read_file(key);
  valid_proof = read_file(proof);
}

/// A copy with patches, in a block just as long, so that a read beyond it is seen.
static file_bytes patched(file_bytes base, const uint8_t *patches, size_t length) {
  size_t size = base.length, room = 2 * base.length + 65536;
  uint8_t *bytes = malloc(room);
  memcpy(bytes, base.bytes, size);
  for (; length >= 12 && size > 16; patches += 12, length -= 12) {
    size_t place = ((size_t)patches[0] << 16 | patches[1] << 8 | patches[2]) % (size - 8);
    const uint8_t *value = patches + 4;
    switch (patches[3] % 10) {
      case 0: bytes[place] ^= 1 << (value[0] % 8); break;
      case 1: memcpy(bytes + place, value, 1); break;
      case 2: memcpy(bytes + place, value, 2); break;
      case 3: memcpy(bytes + place, value, 4); break;
      case 4: memcpy(bytes + place, value, 8); break;
      case 5: size = place; break;
      case 6:
        memmove(bytes + place, bytes + place + 1, size - place - 1);
        size -= 1;
        break;
      case 7:
        if (size + 256 > room) break;
        memmove(bytes + place + value[1], bytes + place, size - place);
        memset(bytes + place, value[0], value[1]);
        size += value[1];
        break;
      case 8: bytes[place] += 1; break;
      default: {
        size_t from = ((size_t)value[4] << 16 | value[5] << 8 | value[6]) % (size - 8), count = value[7];
        if (place + count <= size && from + count <= size) memmove(bytes + place, bytes + from, count);
      }
    }
  }
  uint8_t *exact = malloc(size > 0 ? size : 1);
  memcpy(exact, bytes, size);
  free(bytes);
  return (file_bytes){exact, size};
}

static int is_same(file_bytes a, file_bytes b) { return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0; }

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t length) {
  load();
  if (length == 0) return 0;
  uint8_t mode = input[0];
  size_t half = (length - 1) / 2, middle = (mode & 3) == 3 ? half : length - 1;
  file_bytes key = patched(valid_key, input + 1, mode & 2 ? middle : 0);
  file_bytes proof = patched(valid_proof, mode & 2 ? input + 1 + middle : input + 1, mode & 1 ? length - 1 - (mode & 2 ? middle : 0) : 0);
  if (mode & 4 && proof.length >= 38) lemma_keccak256(key.bytes, key.length, proof.bytes + 6);
  lemma_report *report = lemma_verify(key.bytes, key.length, proof.bytes, proof.length);
  if (!report) abort();
  if (report->rejection == LEMMA_VALID && !(is_same(key, valid_key) && is_same(proof, valid_proof))) abort();
  lemma_release(report);
  free(key.bytes);
  free(proof.bytes);
  return 0;
}

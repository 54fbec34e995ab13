/**
 * A module with the verifier's functions that fails on purpose, written byte by byte: `allocate` gives no memory, `verify`
 * traps, there is no `report`, or it works without `end`.
 */
export function failingModule({ version = 2, failure = null } = {}) {
  const number = (value) => [0x41, value]; // i32.const, below 64
  const unreachable = [0x00];
  const forever = [0x03, 0x40, 0x0c, 0x00, 0x0b, ...unreachable]; // loop, br 0, end
  const verify = { verify: unreachable, end: forever }[failure] ?? number(0);
  const functions = [
    ["lemma_allocate", 1, 1, failure === "allocate" ? number(0) : number(16)],
    ["lemma_release", 1, 0, []],
    ["lemma_verify", 4, 1, verify],
    ["lemma_keccak256", 3, 0, []],
    ["lemma_version", 0, 1, number(version)],
  ];
  const i32 = 0x7f;
  const types = functions.map(([, operands, results]) =>
    [0x60, operands, ...Array(operands).fill(i32), results, ...Array(results).fill(i32)]);
  const exports = functions.map(([name], i) => [...text(name), 0x00, i]);
  const bodies = functions.map(([, , , code]) => [code.length + 2, 0x00, ...code, 0x0b]);
  return Uint8Array.of(
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, types),
    ...section(3, functions.map((_, i) => [i])),
    ...section(5, [[0x00, ...unsigned(16)]]), // 16 pages of 64 KiB
    ...section(7, [...exports, [...text("memory"), 0x02, 0x00]]),
    ...section(10, bodies),
  );
}

const text = (name) => [name.length, ...new TextEncoder().encode(name)];
const unsigned = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)]);

function section(kind, entries) {
  const content = [entries.length, ...entries.flat()];
  return [kind, ...unsigned(content.length), ...content];
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { Instance } from "./module.mjs";
import { randomNumbers } from "./random.mjs";

test("blocks do not overlap, begin at multiples of 16, and keep what is written to them", () => {
  const { exports } = new Instance();
  const random = randomNumbers(5);
  const held = [];
  for (let step = 0; step < 20_000; step += 1) {
    if (held.length > 200 || (held.length > 0 && random() < 0.45)) {
      const [{ address, size, mark }] = held.splice(Math.floor(random() * held.length), 1);
      const block = new Uint8Array(exports.memory.buffer, address, size);
      assert.ok(block.every((byte) => byte === mark), `step ${step}`);
      exports.lemma_release(address);
    } else {
      const size = Math.floor(random() ** 4 * 100_000);
      const address = exports.lemma_allocate(size) >>> 0;
      assert.ok(address > 0 && address % 16 === 0);
      const mark = step & 255;
      new Uint8Array(exports.memory.buffer, address, size).fill(mark);
      held.push({ address, size, mark });
    }
  }
  // All that was held at once is a few megabytes: free neighbours join.
  assert.ok(exports.memory.buffer.byteLength < 16 << 20, `${exports.memory.buffer.byteLength}`);
});

test("given back, all of it is one block again", () => {
  const instance = new Instance();
  const small = Array.from({ length: 5000 }, (_, i) => instance.exports.lemma_allocate(100 + (i % 7)));
  for (const address of [...small.filter((_, i) => i % 2), ...small.filter((_, i) => i % 2 === 0)]) {
    instance.exports.lemma_release(address);
  }
  const before = instance.memoryBytes;
  assert.ok(instance.exports.lemma_allocate(500_000) !== 0);
  assert.equal(instance.memoryBytes, before);
});

test("what is not there is not given, and nothing breaks", () => {
  const { exports } = new Instance();
  assert.equal(exports.lemma_allocate(0xffff_ffff), 0);
  assert.equal(exports.lemma_allocate(0x7fff_ffff), 0);
  const held = [];
  for (;;) {
    const address = exports.lemma_allocate(512 << 20) >>> 0;
    if (address === 0) break;
    held.push(address);
    assert.ok(held.length < 9);
  }
  for (const address of held) exports.lemma_release(address);
  exports.lemma_release(0);
  assert.ok(exports.lemma_allocate(100) !== 0);
});

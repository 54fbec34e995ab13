import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Instance } from "./module.mjs";

const folder = process.env.LEMMA_HOSTILE;

/** Files of an attacker and honest ones, with the bytes that checking them may take: scripts/expand-hostile. */
const limits = folder === undefined ? [] : readFileSync(`${folder}/limits`, "utf8").trim().split("\n").map((line) => {
  const [, limit, key, proof, name] = line.match(/^(\d+) (\S+) (\S+) (.*)$/);
  return { limit: Number(limit), key, proof, name };
});

test("checking takes no more memory than is said, and never traps", { skip: folder === undefined && "LEMMA_HOSTILE is not set" }, () => {
  assert.ok(limits.length > 100);
  for (const { limit, key, proof, name } of limits) {
    const instance = new Instance();
    const [keyBytes, proofBytes] = [readFileSync(key), readFileSync(proof)];
    const before = instance.memoryBytes + keyBytes.length + proofBytes.length;
    const report = instance.verify(keyBytes, proofBytes);
    assert.notEqual(report, null, name);
    // A page more or less, and what lies between blocks.
    const taken = instance.memoryBytes - before;
    assert.ok(taken <= 1.1 * limit + 131_072, `${name}: ${taken} of ${limit} bytes`);
  }
});

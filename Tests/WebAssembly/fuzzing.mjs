// Random and structure-aware changes to the suite's pairs, verified in one instance after the other.

import { Instance } from "./module.mjs";
import { file } from "./suite.mjs";
import { randomNumbers } from "./random.mjs";

const words = [0n, 1n, 2n, 0xffff_ffffn, 1n << 62n, 1n << 63n, 0xffff_ffff_0000_0000n, 0xffff_ffff_0000_0001n, 0xffff_ffff_ffff_ffffn];

/**
 * Verifies `count` inputs, or as many as `seconds` allow. An acceptance, a trap or a missing report throws with the input's number,
 * which with the seed makes it again.
 */
export function fuzz({ seed, count = Infinity, seconds = Infinity, onProgress = () => {} }) {
  const pairs = ["demo", "small", "masked", "classes", "embedding", "translation", "likely"].map((name) => ({ key: file(`${name}.key`), proof: file(`${name}.proof`) }));
  const random = randomNumbers(seed);
  const codes = new Map();
  let instance = new Instance();
  let slowest = 0;
  const end = performance.now() + 1000 * seconds;
  let inputs = 0;
  for (; inputs < count && performance.now() < end; inputs += 1) {
    // What one input leaves behind must not matter to the next; now and then there is nothing left behind.
    if (inputs % 500 === 499) instance = new Instance();
    const pair = pairs[Math.floor(random() * pairs.length)];
    const isKeyChanged = random() < 0.4;
    const key = isKeyChanged ? changed(pair.key, random) : pair.key;
    let proof = !isKeyChanged || random() < 0.3 ? changed(pair.proof, random) : pair.proof;
    if (isKeyChanged && random() < 0.8) proof = named(instance, key, proof);
    const start = performance.now();
    let report;
    try {
      report = instance.verify(key, proof);
    } catch (error) {
      throw new Error(`input ${inputs} of seed ${seed} traps`, { cause: error });
    }
    slowest = Math.max(slowest, performance.now() - start);
    if (report === null) throw new Error(`input ${inputs} of seed ${seed} has no report`);
    if (report.rejection === 0 && !(key.equals(pair.key) && proof.equals(pair.proof))) {
      throw new Error(`input ${inputs} of seed ${seed} is accepted`);
    }
    codes.set(report.rejection, (codes.get(report.rejection) ?? 0) + 1);
    onProgress(inputs);
  }
  return { inputs, slowest, codes };
}

/** A proof whose statement names this key. */
function named(instance, key, proof) {
  if (proof.length < 38) return proof;
  const [data, digest] = [instance.place(key), instance.place(Buffer.alloc(32))];
  instance.exports.lemma_keccak256(data, key.length, digest);
  const result = Buffer.from(proof);
  Buffer.from(instance.exports.memory.buffer, digest, 32).copy(result, 6);
  instance.exports.lemma_release(data);
  instance.exports.lemma_release(digest);
  return result;
}

function changed(original, random) {
  let data = Buffer.from(original);
  const times = 1 + Math.floor(random() ** 3 * 8);
  for (let i = 0; i < times && data.length > 8; i += 1) data = change(data, random);
  return data;
}

/** One change; places near the beginning, where the structure is, are as likely as all others. */
function change(data, random) {
  const below = (n) => Math.floor(random() * n);
  const at = random() < 0.5 ? below(Math.min(data.length - 8, 1200)) : below(data.length - 8);
  switch (below(10)) {
    case 0: data[at] ^= 1 << below(8); return data;
    case 1: data[at] = below(256); return data;
    case 2: data.writeUInt16BE(below(65536), at); return data;
    case 3: data.writeUInt32BE(below(2) ? below(1 << 23) : 0xffff_ffff - below(3), at); return data;
    case 4: data.writeBigUInt64BE(words[below(words.length)], at); return data;
    case 5: return data.subarray(0, at);
    case 6: return Buffer.concat([data.subarray(0, at), data.subarray(at + 1 + below(40))]);
    case 7: return Buffer.concat([data.subarray(0, at), Buffer.alloc(1 + below(200), below(256)), data.subarray(at)]);
    case 8: data[at] = (data[at] + (below(2) ? 1 : 255)) & 255; return data;
    default: {
      const from = below(data.length - 8);
      data.copy(data, at, from, Math.min(data.length, from + 1 + below(300)));
      return data;
    }
  }
}

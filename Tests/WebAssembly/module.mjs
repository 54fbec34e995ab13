// The module as any host sees it, without lemma.js: `make wasm` builds it.

import { readFileSync } from "node:fs";

export const root = new URL("../../", import.meta.url);
export const bytes = readFileSync(new URL("clients/web/lemma-verifier.wasm", root));
export const compiled = new WebAssembly.Module(bytes);

/** One instance, which counts on nothing outside itself. */
export class Instance {
  constructor() {
    this.exports = new WebAssembly.Instance(compiled, {}).exports;
  }

  get memoryBytes() {
    return this.exports.memory.buffer.byteLength;
  }

  place(data) {
    const address = this.exports.lemma_allocate(data.length) >>> 0;
    if (address === 0) throw new Error("no memory");
    new Uint8Array(this.exports.memory.buffer, address, data.length).set(data);
    return address;
  }

  /** The report's fields, or null if memory was short. */
  verify(key, proof) {
    const [keyAddress, proofAddress] = [this.place(key), this.place(proof)];
    const address = this.exports.lemma_verify(keyAddress, key.length, proofAddress, proof.length) >>> 0;
    this.exports.lemma_release(proofAddress);
    this.exports.lemma_release(keyAddress);
    if (address === 0) return null;
    const report = readReport(this.exports.memory.buffer, address);
    this.exports.lemma_release(address);
    return report;
  }
}

function readReport(buffer, address) {
  const view = new DataView(buffer, address);
  const number = (at) => view.getUint32(at, true);
  const digest = (at) => Buffer.from(buffer, address + at, 32).toString("hex");
  const [prompts, replies, positions, values] = [8, 12, 236, 240].map(number);
  const list = (start, count) => Array.from({ length: count }, (_, i) => number(252 + 4 * (start + i)));
  const name = Buffer.from(buffer, address + 252 + 4 * (prompts + replies + positions + values), number(248));
  return {
    rejection: number(0), ending: number(4), prompt: list(0, prompts), reply: list(prompts, replies),
    positions: list(prompts + replies, positions), values: list(prompts + replies + positions, values).map((value) => value | 0),
    form: number(224), kind: number(228), secondSegment: number(232), fractionBits: number(244), valueName: name.toString(),
    securityMillibits: number(16), hasStatement: number(20), keyBytes: number(24), proofBytes: number(28),
    model: digest(32), context: digest(64), tokenizer: digest(96), settings: digest(128), checkpoint: digest(160),
    sections: Array.from({ length: 8 }, (_, i) => number(192 + 4 * i)),
  };
}

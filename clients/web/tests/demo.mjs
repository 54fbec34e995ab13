import { readFileSync } from "node:fs";
const read = (name) => new Uint8Array(readFileSync(new URL(`../demo/${name}`, import.meta.url)));

/** The bundled demo, fresh copies for each test to damage. */
export const demo = {
  get key() {
    return read("verifying.key");
  },
  get proof() {
    return read("reply.proof");
  },
  get tokenizer() {
    const names = ["tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json"];
    return Object.fromEntries(names.map((name) => [name, read(name)]));
  },
};

export const repositoryFile = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url));

/** Pseudo-random 32-bit numbers from a seed, the same on every machine. */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** A list of the instances of WebAssembly modules that are made from now on. */
export function watchInstances() {
  const instances = [];
  WebAssembly.Instance = class extends WebAssembly.Instance {
    constructor(...operands) {
      super(...operands);
      instances.push(this);
    }
  };
  return instances;
}

// How long the module takes on a pair: node Tests/WebAssembly/time.mjs KEY PROOF
//
// The first check includes what the engine has yet to compile. Compare with what `lemma verify` prints.

import { readFileSync } from "node:fs";
import { Instance } from "./module.mjs";

const [key, proof] = process.argv.slice(2).map((path) => readFileSync(path));
const instance = new Instance();
const times = [];
for (let i = 0; i < 15; i += 1) {
  const start = performance.now();
  const report = instance.verify(key, proof);
  times.push(performance.now() - start);
  if (report.rejection !== 0) throw new Error(`rejected, code ${report.rejection}`);
}
const [first, ...others] = times;
others.sort((a, b) => a - b);
console.log(`proof of ${proof.length} bytes, valid; first check ${first.toFixed(1)} ms, ` +
  `later ones ${others[0].toFixed(1)} to ${others[others.length - 1].toFixed(1)} ms, median ${others[others.length >> 1].toFixed(1)} ms; ` +
  `memory ${instance.memoryBytes} bytes`);

// Fuzzes the WebAssembly module: node Tests/WebAssembly/fuzz.mjs SECONDS [SEED]

import { fuzz } from "./fuzzing.mjs";

const [seconds, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
if (!(seconds > 0)) {
  console.error("usage: node Tests/WebAssembly/fuzz.mjs SECONDS [SEED]");
  process.exit(2);
}
console.log(`seed ${seed}`);
const { inputs, slowest, codes } = fuzz({ seed, seconds });
console.log(`${inputs} inputs, none accepted, none trapped, the slowest ${Math.round(slowest)} ms`);
console.log([...codes].sort(([a], [b]) => a - b).map(([code, times]) => `code ${code}: ${times}`).join(", "));

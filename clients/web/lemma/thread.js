// What runs inside the thread of lemma-worker.js: one call after the other, in the order they came.

import { Lemma } from "../lemma.js";

const port =
  typeof globalThis.postMessage === "function"
    ? globalThis
    : (await import("node:worker_threads")).parentPort;
let verifier;

const methods = {
  async load(source) {
    verifier = await Lemma.load(source);
  },
  verify: (...operands) => verifier.verify(...operands),
  keccak256: (bytes) => verifier.keccak256(bytes),
};

async function answer({ call, method, operands }) {
  try {
    port.postMessage({ call, value: await methods[method](...operands) });
  } catch (error) {
    const cause = error.cause ? ` (${error.cause.message ?? error.cause})` : "";
    port.postMessage({ call, failure: `${error.message}${cause}` });
  }
}

let previous = Promise.resolve();
const enqueue = (message) => {
  previous = previous.then(() => answer(message));
};
if (port.addEventListener && port === globalThis) port.addEventListener("message", (e) => enqueue(e.data));
else port.on("message", enqueue);

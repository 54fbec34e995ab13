// The verifier in a thread of its own, so that a page stays responsive: `lemma.js` with promises.
//
//     import { Lemma } from "./lemma-worker.js";
//     const verifier = await Lemma.load();
//     const result = await verifier.verify(key, proof);

import { revived } from "./lemma/result.js";
import { VerifierFailure } from "./lemma.js";

export { Proven, Rejection, Tokenizer, tokenizerFileNames, VerifierFailure } from "./lemma.js";

export class Lemma {
  #worker;
  #waiting = new Map();
  #asked = 0;
  #failure = null;

  /** @private use `load` */
  constructor(worker) {
    this.#worker = worker;
    // Node's threads give the message itself, browsers an event that holds it.
    listen(worker, "message", (message) => this.#answer(message.data ?? message));
    listen(worker, "error", (error) => this.#fail(new VerifierFailure("the worker stopped", { cause: error })));
  }

  /** Starts the thread and loads the verifier there; `source` is as for `lemma.js`, but no response. */
  static async load(source) {
    const script = new URL("lemma/thread.js", import.meta.url);
    const Thread = globalThis.Worker ?? (await import("node:worker_threads")).Worker;
    const verifier = new Lemma(new Thread(script, { type: "module", name: "lemma" }));
    try {
      await verifier.#ask("load", source instanceof URL ? source.href : source);
    } catch (error) {
      verifier.close();
      throw error;
    }
    return verifier;
  }

  /** As in `lemma.js`. */
  async verify(key, proof, files) {
    return revived(await this.#ask("verify", key, proof, files));
  }

  /** As in `lemma.js`. */
  keccak256(bytes) {
    return this.#ask("keccak256", bytes);
  }

  /** Ends the thread, whatever it is doing; unanswered calls fail. */
  close() {
    this.#worker.terminate();
    this.#fail(new VerifierFailure("the verifier was closed"));
  }

  #ask(method, ...operands) {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const call = (this.#asked += 1);
      this.#worker.postMessage({ call, method, operands });
      this.#waiting.set(call, { resolve, reject });
    });
  }

  #answer({ call, value, failure }) {
    const { resolve, reject } = this.#waiting.get(call);
    this.#waiting.delete(call);
    if (failure === undefined) resolve(value);
    else reject(new VerifierFailure(failure));
  }

  #fail(error) {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function listen(target, name, handler) {
  if (target.addEventListener) target.addEventListener(name, handler);
  else target.on(name, handler);
}

// Checks proofs where they are received, in a browser or in node:
//
//     import { Lemma } from "./lemma.js";
//     const verifier = await Lemma.load();
//     const result = verifier.verify(key, proof);
//     if (result.proven) show(result.statement); else explain(result.code, result.sentence);

import { labelsOf } from "./lemma/labels.js";
import { compile } from "./lemma/module.js";
import { Proven, Rejection } from "./lemma/result.js";
import { readReport, reportLength } from "./lemma/report.js";
import { Tokenizer, tokenizerFileNames } from "./lemma/tokenizer.js";

export { Proven, Rejection, Tokenizer, tokenizerFileNames };

/** The version of the module's functions and report. */
const version = 2;

/** The verifier gave no answer, for want of memory: nothing is known about the proof. */
export class VerifierFailure extends Error {
  name = "VerifierFailure";
}

/** The verifier, ready in memory. One serves any number of keys and proofs, one after the other. */
export class Lemma {
  #module;
  #exports;

  /** @private use `load` */
  constructor(module) {
    this.#module = module;
    this.#exports = instantiate(module);
  }

  /** Fetches and compiles the verifier; `source` says from where, if not from beside this file. */
  static async load(source = new URL("lemma-verifier.wasm", import.meta.url)) {
    return new Lemma(await compile(source));
  }

  /**
   * Checks a proof against a verifying key: `Proven` with the statement, or a `Rejection` that says why not.
   *
   * With the tokenizer's files, by name, the result has the text too, if they are the key's; with settings.json, the classes' names.
   */
  verify(key, proof, files = {}) {
    const [keyBytes, proofBytes] = [bytesOf(key, "key"), bytesOf(proof, "proof")];
    const started = performance.now();
    const report = this.#guarded((exports, placed) => {
      const [keyAddress, proofAddress] = [placed(keyBytes), placed(proofBytes)];
      const address =
        exports.lemma_verify(keyAddress, keyBytes.length, proofAddress, proofBytes.length) >>> 0;
      if (address === 0) throw new VerifierFailure("the verifier ran out of memory");
      try {
        // Taken after the call, which may have moved the memory.
        const { buffer } = exports.memory;
        return new Uint8Array(buffer).slice(address, address + reportLength(buffer, address));
      } finally {
        exports.lemma_release(address);
      }
    });
    const milliseconds = performance.now() - started;
    return readReport(report, milliseconds, (statement, provenance) => {
      return { text: this.#textOf(statement, provenance, files), labels: this.labels(files["settings.json"], provenance) };
    });
  }

  #textOf({ kind, prompt, reply }, provenance, files) {
    if (!tokenizerFileNames.some((name) => files[name] !== undefined)) return null;
    const tokenizer = this.tokenizer(files);
    if (tokenizer.digest !== provenance.tokenizer || !tokenizer.isReadable) return null;
    const hasTokens = kind === "reply" || kind === "tokens";
    return { prompt: tokenizer.decode(prompt), reply: hasTokens ? tokenizer.decode(reply) : null };
  }

  /** The names of a model's classes by a package's settings.json; null if the key names another file, or there are none. */
  labels(settings, provenance) {
    if (settings === undefined || this.keccak256(settings) !== provenance.settings) return null;
    return labelsOf(bytesOf(settings, "settings.json"));
  }

  /** The tokenizer that these files, by name, are; `digest` tells whether a key means the same ones. */
  tokenizer(files) {
    return new Tokenizer(files, (bytes) => this.keccak256(bytes));
  }

  /** Keccak-256 as in Ethereum, as hexadecimal digits; of a verifying key it is the model digest. */
  keccak256(bytes) {
    const input = bytesOf(bytes, "bytes");
    return this.#guarded((exports, placed) => {
      const [address, digest] = [placed(input), placed(new Uint8Array(32))];
      exports.lemma_keccak256(address, input.length, digest);
      return hexadecimal(new Uint8Array(exports.memory.buffer, digest, 32));
    });
  }

  /** Runs with a way to place bytes in the verifier's memory, which is given back in every case. */
  #guarded(body) {
    const exports = (this.#exports ??= instantiate(this.#module));
    const blocks = [];
    const placed = (bytes) => {
      // At least one byte, so that address 0 means one thing only.
      const address = exports.lemma_allocate(Math.max(1, bytes.length)) >>> 0;
      if (address === 0) throw new VerifierFailure("the verifier ran out of memory");
      blocks.push(address);
      new Uint8Array(exports.memory.buffer, address, bytes.length).set(bytes);
      return address;
    };
    try {
      const result = body(exports, placed);
      for (const block of blocks.reverse()) exports.lemma_release(block);
      return result;
    } catch (error) {
      // Whatever state a failed instance is in, the next call does not meet it; its memory goes with it.
      this.#exports = undefined;
      if (error instanceof VerifierFailure) throw error;
      throw new VerifierFailure("the verifier stopped", { cause: error });
    }
  }
}

function instantiate(module) {
  const { exports } = new WebAssembly.Instance(module, {});
  exports._initialize?.();
  const found = exports.lemma_version?.();
  if (found !== version) {
    throw new VerifierFailure(`the module speaks version ${found}, this file version ${version}`);
  }
  return exports;
}

function bytesOf(source, name) {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  }
  throw new TypeError(`${name} must be an ArrayBuffer or a view of one`);
}

function hexadecimal(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

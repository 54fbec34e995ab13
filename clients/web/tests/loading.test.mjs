import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { Lemma, VerifierFailure } from "../lemma.js";
import { Lemma as Threaded } from "../lemma-worker.js";
import { demo, watchInstances } from "./demo.mjs";
import { failingModule } from "./failing-module.mjs";

const file = new URL("../lemma-verifier.wasm", import.meta.url);
const bytes = readFileSync(file);
const isProven = (verifier) => verifier.verify(demo.key, demo.proof).proven;

/** A server that names the module's type as given, for as long as the body runs. */
async function serving(headers, status, body) {
  const server = createServer((_, response) => response.writeHead(status, headers).end(bytes));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await body(`http://127.0.0.1:${server.address().port}/lemma-verifier.wasm`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test("the module asks for nothing: no imports", async () => {
  assert.deepEqual(WebAssembly.Module.imports(await WebAssembly.compile(bytes)), []);
});

test("a verifier loads from a file, an address of one, bytes, and a compiled module", async () => {
  for (const source of [undefined, file, file.href, bytes, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)]) {
    assert.ok(isProven(await Lemma.load(source)));
  }
  assert.ok(isProven(await Lemma.load(await WebAssembly.compile(bytes))));
});

test("a verifier loads from a server, whatever type the server names", async () => {
  for (const type of ["application/wasm", "application/wasm; charset=binary", "application/octet-stream", "text/plain"]) {
    await serving({ "Content-Type": type }, 200, async (address) => {
      assert.ok(isProven(await Lemma.load(address)), type);
      assert.ok(isProven(await Lemma.load(await fetch(address))), type);
    });
  }
  await serving({}, 200, async (address) => assert.ok(isProven(await Lemma.load(address))));
  await serving({}, 404, (address) => assert.rejects(Lemma.load(address), /404/));
});

test("another module, or another version, is no verifier", async () => {
  await assert.rejects(Lemma.load(bytes.subarray(0, 1000)), WebAssembly.CompileError);
  await assert.rejects(Lemma.load(failingModule({ version: 1 })), VerifierFailure);
  await assert.rejects(Lemma.load(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)), VerifierFailure);
});

test("a want of memory or a trap is a failure, never a result, and the next call starts anew", async () => {
  for (const failure of ["allocate", "verify", "report"]) {
    const instances = watchInstances();
    const verifier = await Lemma.load(failingModule({ failure }));
    for (let calls = 1; calls <= 3; calls += 1) {
      assert.throws(() => verifier.verify(demo.key, demo.proof), VerifierFailure, failure);
      assert.equal(instances.length, calls);
    }
  }
});

test("in a thread, results are the same, and come in the order they were asked for", async () => {
  const [here, thread] = [await Lemma.load(), await Threaded.load()];
  const damaged = demo.proof;
  damaged[50000] ^= 4;
  try {
    const [proven, rejected, digest] = await Promise.all([
      thread.verify(demo.key, demo.proof, demo.tokenizer), thread.verify(demo.key, damaged), thread.keccak256(demo.key),
    ]);
    const timeless = (result) => ({ ...result, milliseconds: 0 });
    const expected = [here.verify(demo.key, demo.proof, demo.tokenizer), here.verify(demo.key, damaged)];
    assert.deepEqual([proven, rejected].map(timeless), expected.map(timeless));
    assert.deepEqual([proven, rejected].map((result) => result.constructor), expected.map((result) => result.constructor));
    assert.equal(digest, proven.statement.model);
  } finally {
    thread.close();
  }
});

test("a closed thread answers with a failure, and so does one that can not load", async () => {
  const thread = await Threaded.load();
  const unanswered = thread.verify(demo.key, demo.proof);
  thread.close();
  await assert.rejects(unanswered, VerifierFailure);
  await assert.rejects(thread.verify(demo.key, demo.proof), VerifierFailure);
  await assert.rejects(Threaded.load(new URL("missing.wasm", file)), VerifierFailure);
});

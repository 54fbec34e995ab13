import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Lemma, Proven, Rejection } from "../lemma.js";
import { rejections } from "../lemma/rejections.js";
import { demo, randomNumbers, repositoryFile, watchInstances } from "./demo.mjs";

const verifier = await Lemma.load();

test("the bundled demo is proven", () => {
  const result = verifier.verify(demo.key, demo.proof);
  assert.ok(result instanceof Proven);
  assert.equal(result.proven, true);
  assert.ok(result.securityBits >= 100 && result.securityBits < 128, `${result.securityBits} bits`);
  assert.equal(result.keyBytes, demo.key.length);
  assert.equal(result.proofBytes, demo.proof.length);
  assert.equal(result.text, null);
});

test("the statement is what the proof's bytes say", () => {
  // docs/formats.md, section 3, read here a second time.
  const { statement } = verifier.verify(demo.key, demo.proof);
  const file = Buffer.from(demo.proof);
  const list = (at) => Array.from({ length: file.readUInt32BE(at) }, (_, i) => file.readUInt32BE(at + 4 + 4 * i));
  const prompt = list(38);
  const reply = list(42 + 4 * prompt.length);
  const end = 46 + 4 * (prompt.length + reply.length);
  assert.equal(statement.model, file.toString("hex", 6, 38));
  assert.deepEqual(statement.prompt, prompt);
  assert.deepEqual(statement.reply, reply);
  assert.equal(statement.ending, ["stop", "length"][file[end]]);
  assert.equal(statement.context, file.toString("hex", end + 1, end + 33));
});

test("the model digest is the key's hash, and the key's provenance is its last 96 bytes", () => {
  const { statement, provenance } = verifier.verify(demo.key, demo.proof);
  assert.equal(verifier.keccak256(demo.key), statement.model);
  const end = Buffer.from(demo.key).subarray(-96).toString("hex");
  assert.equal(provenance.tokenizer + provenance.settings + provenance.checkpoint, end);
});

test("sections are all of the proof", () => {
  const { sections } = verifier.verify(demo.key, demo.proof);
  assert.equal(Object.values(sections).reduce((sum, bytes) => sum + bytes), demo.proof.length);
  for (const [name, bytes] of Object.entries(sections)) assert.ok(bytes > 0, name);
});

test("Keccak-256 gives Ethereum's digests", () => {
  assert.equal(
    verifier.keccak256(new Uint8Array()), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  assert.equal(
    verifier.keccak256(new TextEncoder().encode("abc")),
    "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
});

test("bytes are taken from buffers and from every view of them", () => {
  const padded = new Uint8Array(demo.proof.length + 7);
  padded.set(demo.proof, 3);
  const inside = new DataView(padded.buffer, 3, demo.proof.length);
  assert.ok(verifier.verify(demo.key.buffer, inside).proven);
  assert.throws(() => verifier.verify("key", demo.proof), TypeError);
  assert.throws(() => verifier.verify(demo.key, undefined), TypeError);
});

test("a rejection says which check failed, and has no statement", () => {
  const proof = demo.proof;
  proof[proof.length - 1] ^= 1;
  const result = verifier.verify(demo.key, proof);
  assert.ok(result instanceof Rejection);
  assert.equal(result.proven, false);
  assert.equal(result.statement, undefined);
  assert.deepEqual([result.name, result.sentence], rejections.get(result.code));
  assert.equal(result.claim.reply.length, verifier.verify(demo.key, demo.proof).statement.reply.length);
});

test("an empty file is truncated, a file of zeros malformed, swapped files too", () => {
  const nothing = new Uint8Array();
  assert.equal(verifier.verify(nothing, nothing).name, "truncated");
  assert.equal(verifier.verify(demo.key, nothing).name, "truncated");
  assert.equal(verifier.verify(new Uint8Array(100), demo.proof).name, "malformedKey");
  assert.equal(verifier.verify(demo.key, new Uint8Array(100)).name, "malformedProof");
  assert.equal(verifier.verify(demo.proof, demo.key).name, "malformedKey");
  assert.equal(verifier.verify(nothing, nothing).claim, null);
});

test("each damaged bit and each cut is rejected", () => {
  const random = randomNumbers(4);
  for (let i = 0; i < 80; i += 1) {
    const [key, proof] = [demo.key, demo.proof];
    const [file, name] = i % 4 === 0 ? [key, "key"] : [proof, "proof"];
    const at = random() % file.length;
    const isCut = i % 8 === 7;
    const damaged = isCut ? file.subarray(0, at) : file;
    if (!isCut) file[at] ^= 1 << random() % 8;
    const result = name === "key" ? verifier.verify(damaged, proof) : verifier.verify(key, damaged);
    assert.equal(result.proven, false, `${name} ${isCut ? "cut at" : "changed at"} ${at}`);
  }
});

test("memory does not grow from one verification to the next", async () => {
  const instances = watchInstances();
  const verifier = await Lemma.load();
  const damaged = demo.proof;
  damaged[100000] ^= 1;
  const sizeAfter = (rounds) => {
    for (let i = 0; i < rounds; i += 1) {
      assert.ok(verifier.verify(demo.key, demo.proof, demo.tokenizer).proven);
      assert.equal(verifier.verify(demo.key, damaged).proven, false);
    }
    assert.equal(instances.length, 1);
    return instances[0].exports.memory.buffer.byteLength;
  };
  assert.equal(sizeAfter(2), sizeAfter(40));
});

test("codes and names are those of the protocol's table, and declared", () => {
  const section = String(repositoryFile("docs/protocol.md")).split("## 14. Rejections")[1].split("**Key.**")[0];
  const documented = new Map();
  for (const [, codes, names] of section.matchAll(/^\| ([\d, -]+) \| ([\w, ]+) \|/gm)) {
    const [first, last] = codes.includes("-") ? codes.split("-").map(Number) : [];
    const numbers = first ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : codes.split(", ").map(Number);
    names.split(", ").forEach((name, i) => documented.set(numbers[i], name.trim()));
  }
  assert.ok(documented.size > 25);
  assert.deepEqual(new Map([...rejections].map(([code, [name]]) => [code, name])), documented);

  const declarations = readFileSync(new URL("../lemma.d.ts", import.meta.url), "utf8");
  const union = declarations.split("type RejectionName =")[1].split(";")[0];
  const declared = [...union.matchAll(/"(\w+)"/g)].map(([, name]) => name);
  assert.deepEqual(declared, [...documented.values(), "unknown"]);
});

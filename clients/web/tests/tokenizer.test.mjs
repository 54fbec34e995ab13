import assert from "node:assert/strict";
import { test } from "node:test";
import { Lemma } from "../lemma.js";
import { demo, repositoryFile } from "./demo.mjs";

const verifier = await Lemma.load();
const families = ["bert", "bert-cased", "llama2", "llama2-newer", "llama3", "qwen2", "smollm2", "t5", "t5-older"];
const encoded = (value) => new TextEncoder().encode(JSON.stringify(value));

test("texts are those of Hugging Face's decoder", () => {
  let checked = 0;
  for (const { name, definition, settings, cases } of JSON.parse(repositoryFile("Tests/Vectors/tokenizer.json"))) {
    const files = { "tokenizer.json": encoded(definition) };
    if (settings) files["tokenizer_config.json"] = encoded(settings);
    const tokenizer = verifier.tokenizer(files);
    assert.ok(tokenizer.isReadable, name);
    for (const { tokens, kept, skipped } of cases) {
      if (kept !== undefined) assert.equal(tokenizer.decode(tokens), kept, `${name} ${tokens}`);
      if (skipped !== undefined) {
        assert.equal(tokenizer.decode(tokens, { specialTokens: "skipped" }), skipped, `${name} ${tokens}`);
      }
      checked += 1;
    }
  }
  assert.ok(checked > 50, `${checked} cases`);
});

test("tokens of every family become the texts that Hugging Face's decoder gives", () => {
  let checked = 0;
  for (const name of families) {
    const { definition, cases } = JSON.parse(repositoryFile(`Tests/Vectors/tokenizers/${name}.json`));
    const tokenizer = verifier.tokenizer({ "tokenizer.json": encoded(definition) });
    assert.ok(tokenizer.isReadable, name);
    // An added token that the library normalizes reads as it was changed there; here it reads as the file writes it.
    const changed = definition.added_tokens.filter(({ normalized, content }) => normalized && /[^\x00-\x7f]/.test(content));
    for (const { encoded: tokens, kept, skipped } of cases) {
      if (changed.some(({ id }) => tokens.includes(id))) continue;
      if (kept !== undefined) assert.equal(tokenizer.decode(tokens), kept, `${name} ${tokens}`);
      if (skipped !== undefined) assert.equal(tokenizer.decode(tokens, { specialTokens: "skipped" }), skipped, `${name} ${tokens}`);
      checked += 1;
    }
  }
  assert.ok(checked > 2000, `${checked} cases`);
});

test("a class comes with its name, and a pair of texts with its words, if the files are those that the key names", () => {
  const file = (name) => repositoryFile(`Tests/Vectors/conformance/${name}`);
  const files = { "vocab.txt": file("vocab.txt"), "settings.json": file("classes.settings.json") };
  const { statement, text, labels } = verifier.verify(file("classes.key"), file("classes.proof"), files);
  assert.equal(text.prompt, "[CLS] the old cat slept. [SEP] not very happy! [SEP]");
  assert.equal(text.reply, null);
  assert.deepEqual(labels, ["anger", "joy", "fear", "calm", "surprise"]);
  assert.equal(labels[statement.reply[0]], "fear");
  const changed = { "settings.json": Buffer.concat([files["settings.json"], Buffer.from(" ")]) };
  assert.equal(verifier.verify(file("classes.key"), file("classes.proof"), changed).labels, null);
  assert.equal(verifier.verify(file("masked.key"), file("masked.proof"), files).labels, null);
  const masked = verifier.verify(file("masked.key"), file("masked.proof"), files);
  // The vocabulary has no "it".
  assert.equal(masked.text.prompt, "[CLS] the [MASK] sat on the mat. [SEP] is [UNK] [MASK]? [SEP]");
});

test("the demo's tokenizer says what transformers says, from either of its vocabularies", () => {
  const { "tokenizer.json": _, ...older } = demo.tokenizer;
  const cases = JSON.parse(repositoryFile("models/demo/tokenizer_cases.json"));
  for (const files of [demo.tokenizer, older]) {
    const tokenizer = verifier.tokenizer(files);
    for (const { text, ids } of cases) assert.equal(tokenizer.decode(ids), text);
  }
});

test("text comes with the result if the files are those that the key names", () => {
  const { text, provenance } = verifier.verify(demo.key, demo.proof, demo.tokenizer);
  assert.equal(verifier.tokenizer(demo.tokenizer).digest, provenance.tokenizer);
  assert.equal(text.prompt, "What is Lemma?<|endoftext|>");
  assert.match(text.reply, /^Lemma is a program that proves .*<\|endoftext\|>$/);
});

test("no text comes from other files, or from some of them", () => {
  const files = demo.tokenizer;
  delete files["merges.txt"];
  assert.equal(verifier.verify(demo.key, demo.proof, files).text, null);
  const changed = demo.tokenizer;
  changed["vocab.json"][100] ^= 1;
  assert.equal(verifier.verify(demo.key, demo.proof, changed).text, null);
  assert.equal(verifier.verify(demo.key, demo.proof, {}).text, null);
});

test("files that are no vocabulary are told as such, whatever they hold", () => {
  const unreadable = [
    {}, { "tokenizer.json": new Uint8Array([0xff, 0xfe]) }, { "tokenizer.json": encoded(null) },
    { "tokenizer.json": encoded({ model: { vocab: { a: "b" } } }) }, { "vocab.json": encoded({ a: 1.5 }) },
    { "tokenizer.json": encoded({ model: { vocab: {} }, added_tokens: [{ id: 1 }] }) },
    { "tokenizer.json": encoded({ model: { vocab: { a: 0 } } }) },
    { "tokenizer.json": encoded({ model: { vocab: { a: 0 } }, decoder: { type: "BPEDecoder" } }) },
    { "tokenizer.json": encoded({ model: { vocab: { a: 0 } }, decoder: { type: "Replace", pattern: { Regex: "a" }, content: "" } }) },
  ];
  for (const files of unreadable) assert.equal(verifier.tokenizer(files).isReadable, false);
  const odd = verifier.tokenizer({ "vocab.json": new TextEncoder().encode('{"__proto__": 0, "a": 1}') });
  assert.equal(odd.decode([1, 0, 2, -1]), "a__proto__");
});

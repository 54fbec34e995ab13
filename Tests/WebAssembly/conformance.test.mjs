import assert from "node:assert/strict";
import { test } from "node:test";
import { compiled, bytes, Instance } from "./module.mjs";
import { cases, edited, file, whole } from "./suite.mjs";

test("the module imports nothing and exports the five functions and its memory", () => {
  assert.deepEqual(WebAssembly.Module.imports(compiled), []);
  assert.deepEqual(WebAssembly.Module.exports(compiled).map(({ name }) => name).sort(), [
    "lemma_allocate", "lemma_keccak256", "lemma_release", "lemma_verify", "lemma_version", "memory"]);
});

test("the module is small", () => {
  assert.ok(bytes.length < 160_000, `${bytes.length} bytes`);
});

test("every case has its outcome, one after the other in one instance", () => {
  const instance = new Instance();
  const wrong = [];
  for (const { name, key, proof, ...expected } of cases) {
    const [keyBytes, proofBytes] = [edited(key), edited(proof)];
    const report = instance.verify(keyBytes, proofBytes);
    const found = [report.rejection, report.hasStatement, report.keyBytes, report.proofBytes];
    const wanted = [expected.rejection, expected.statement ? 1 : 0, keyBytes.length, proofBytes.length];
    if (expected.statement) {
      const { ending, prompt, reply, model, context, tokenizer, settings, checkpoint } = report;
      const { form, kind, secondSegment, positions, values, fractionBits, valueName } = report;
      found.push({
        model, prompt, reply, ending, context, tokenizer, settings, checkpoint,
        form, kind, second_segment: secondSegment, positions, values, fraction_bits: fractionBits, value_name: valueName,
      });
      wanted.push(whole(expected.statement));
    }
    if (expected.rejection === 0) {
      found.push(report.securityMillibits, report.sections);
      wanted.push(expected.security_millibits, [...expected.sections, 0, 0]);
    } else {
      found.push(report.securityMillibits);
      wanted.push(0);
    }
    if (JSON.stringify(found) !== JSON.stringify(wanted)) wrong.push({ name, found, wanted });
  }
  assert.deepEqual(wrong, []);
  assert.ok(cases.length > 500);
});

test("memory that was given back is used again", () => {
  const instance = new Instance();
  const verify = () => instance.verify(file("demo.key"), file("demo.proof"));
  assert.equal(verify().rejection, 0);
  const after = instance.memoryBytes;
  for (let i = 0; i < 20; i += 1) assert.equal(verify().rejection, 0);
  assert.equal(instance.memoryBytes, after);
});

test("Keccak-256 is Ethereum's", () => {
  const instance = new Instance();
  const [data, digest] = [instance.place(Buffer.from("abc")), instance.place(Buffer.alloc(32))];
  instance.exports.lemma_keccak256(data, 3, digest);
  assert.equal(
    Buffer.from(instance.exports.memory.buffer, digest, 32).toString("hex"),
    "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
});

import { Proven, Rejection } from "./result.js";

// Where the fields of a report lie; numbers are unsigned, of 32 bits, lowest byte first.
const field = {
  rejection: 0,
  ending: 4,
  promptTokens: 8,
  replyEntries: 12,
  securityMillibits: 16,
  hasStatement: 20,
  keyBytes: 24,
  proofBytes: 28,
  model: 32,
  context: 64,
  tokenizer: 96,
  settings: 128,
  checkpoint: 160,
  sections: 192,
  form: 224,
  kind: 228,
  secondSegment: 232,
  positions: 236,
  values: 240,
  fractionBits: 244,
  nameBytes: 248,
  lists: 252,
};
const sectionNames = ["head", "lookups", "sumchecks", "columns", "siblings", "rounds"];
const endings = ["stop", "length", "whole"];
const forms = ["decoder", "encoder", "encoder-decoder"];
const kinds = ["reply", "tokens", "class", "embedding"];

/** Bytes of the report that starts at an address. */
export function reportLength(buffer, address) {
  const view = new DataView(buffer, address);
  const counts = [field.promptTokens, field.replyEntries, field.positions, field.values];
  const entries = counts.reduce((sum, offset) => sum + view.getUint32(offset, true), 0);
  return field.lists + 4 * entries + view.getUint32(field.nameBytes, true);
}

/** What a report says. `wordsFor(statement, provenance)` are its text and the classes' labels, each or null. */
export function readReport(bytes, milliseconds, wordsFor) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = (offset) => view.getUint32(offset, true);
  const digest = (offset) =>
    Array.from(bytes.subarray(offset, offset + 32), (b) => b.toString(16).padStart(2, "0")).join("");

  const sizes = { keyBytes: number(field.keyBytes), proofBytes: number(field.proofBytes), milliseconds };
  let [statement, provenance] = [null, null];
  let words = { text: null, labels: null };
  if (number(field.hasStatement) === 1) {
    let place = field.lists;
    const list = (count, read = number) => Array.from({ length: number(count) }, () => read((place += 4) - 4));
    const [prompt, reply, positions] = [field.promptTokens, field.replyEntries, field.positions].map((count) => list(count));
    const integers = Int32Array.from(list(field.values, (offset) => view.getInt32(offset, true)));
    statement = {
      model: digest(field.model),
      form: forms[number(field.form)],
      kind: kinds[number(field.kind)],
      prompt,
      secondSegment: number(field.secondSegment),
      reply,
      positions,
      values: integers.length === 0 ? null : valuesOf(integers, number(field.fractionBits), bytes.subarray(place)),
      ending: endings[number(field.ending)],
      context: digest(field.context),
    };
    provenance = {
      tokenizer: digest(field.tokenizer),
      settings: digest(field.settings),
      checkpoint: digest(field.checkpoint),
    };
    words = wordsFor(statement, provenance);
  }

  const code = number(field.rejection);
  if (code !== 0 || statement === null) {
    return new Rejection({ code, claim: statement, provenance, ...words, ...sizes });
  }
  const sections = Object.fromEntries(
    sectionNames.map((name, i) => [name, number(field.sections + 4 * i)]),
  );
  const securityBits = number(field.securityMillibits) / 1000;
  return new Proven({ statement, provenance, ...words, securityBits, sections, ...sizes });
}

/** Integers as they are stated, and the numbers that they stand for, exactly. */
function valuesOf(integers, fractionBits, name) {
  const numbers = Float64Array.from(integers, (integer) => integer / 2 ** fractionBits);
  return { name: new TextDecoder().decode(name), numbers, integers, fractionBits };
}

import { Proven, Rejection } from "./result.js";

// Where the fields of a report lie; numbers are unsigned, of 32 bits, lowest byte first.
const field = {
  rejection: 0,
  ending: 4,
  promptTokens: 8,
  replyTokens: 12,
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
  tokens: 224,
};
const sectionNames = ["head", "lookups", "sumchecks", "columns", "siblings", "rounds"];

/** Bytes of the report that starts at an address. */
export function reportLength(buffer, address) {
  const view = new DataView(buffer, address);
  const tokens = view.getUint32(field.promptTokens, true) + view.getUint32(field.replyTokens, true);
  return field.tokens + 4 * tokens;
}

/** What a report says. `textOf(statement, provenance)` is the statement's text, or null. */
export function readReport(bytes, milliseconds, textOf) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = (offset) => view.getUint32(offset, true);
  const digest = (offset) =>
    Array.from(bytes.subarray(offset, offset + 32), (b) => b.toString(16).padStart(2, "0")).join("");
  const tokens = (first, count) =>
    Array.from({ length: count }, (_, i) => number(field.tokens + 4 * (first + i)));

  const sizes = { keyBytes: number(field.keyBytes), proofBytes: number(field.proofBytes), milliseconds };
  let [statement, provenance, text] = [null, null, null];
  if (number(field.hasStatement) === 1) {
    const prompt = number(field.promptTokens);
    statement = {
      model: digest(field.model),
      prompt: tokens(0, prompt),
      reply: tokens(prompt, number(field.replyTokens)),
      ending: number(field.ending) === 0 ? "stop" : "length",
      context: digest(field.context),
    };
    provenance = {
      tokenizer: digest(field.tokenizer),
      settings: digest(field.settings),
      checkpoint: digest(field.checkpoint),
    };
    text = textOf(statement, provenance);
  }

  const code = number(field.rejection);
  if (code !== 0 || statement === null) {
    return new Rejection({ code, claim: statement, provenance, text, ...sizes });
  }
  const sections = Object.fromEntries(
    sectionNames.map((name, i) => [name, number(field.sections + 4 * i)]),
  );
  const securityBits = number(field.securityMillibits) / 1000;
  return new Proven({ statement, provenance, text, securityBits, sections, ...sizes });
}

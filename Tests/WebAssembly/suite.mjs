// The conformance suite: Tests/Vectors/conformance/README.md has its format.

import { readFileSync } from "node:fs";

const folder = new URL("../Vectors/conformance/", import.meta.url);
const files = new Map();

export function file(name) {
  if (!files.has(name)) files.set(name, readFileSync(new URL(name, folder)));
  return files.get(name);
}

export const { cases } = JSON.parse(file("cases.json"));

/** A case's statement, with what is left out of a decoder's reply without values. */
export function whole(statement) {
  const plain = {
    form: 0, kind: 0, second_segment: statement.prompt.length, positions: [], values: [], fraction_bits: 0, value_name: "",
  };
  return { ...statement, ...plain, ...statement };
}

/** A file of the suite with a case's edits. */
export function edited({ file: name, edits }) {
  let data = file(name);
  for (const [at, removed, inserted, times] of edits) {
    const piece = Buffer.from(inserted, "hex");
    data = Buffer.concat([data.subarray(0, at), ...Array(times).fill(piece), data.subarray(at + removed)]);
  }
  return data;
}

// Runs the conformance suite where it is imported, through the verifier's thread, and tells what is not as expected.

import { Lemma } from "../lemma-worker.js";

export async function run(folder) {
  const fetched = new Map();
  const read = async (name) => {
    if (!fetched.has(name)) fetched.set(name, new Uint8Array(await (await fetch(`${folder}/${name}`)).arrayBuffer()));
    return fetched.get(name);
  };
  const { cases } = JSON.parse(new TextDecoder().decode(await read("cases.json")));
  const verifier = await Lemma.load();
  const outcome = { cases: cases.length, proven: 0, codes: new Set(), wrong: [] };
  for (const { name, key, proof, ...others } of cases) {
    const expected = ordered(others);
    const result = await verifier.verify(edited(await read(key.file), key.edits), edited(await read(proof.file), proof.edits));
    const found = described(result);
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      outcome.wrong.push(`${name}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
    }
    outcome.proven += result.proven ? 1 : 0;
    outcome.codes.add(found.rejection);
  }
  verifier.close();
  return { ...outcome, codes: [...outcome.codes].sort((a, b) => a - b) };
}

/** `removed` bytes at `at` become `inserted`, so many times; each edit applies to what the ones before left. */
function edited(bytes, edits) {
  for (const [at, removed, inserted, times] of edits) {
    const piece = (inserted.match(/../g) ?? []).map((digits) => parseInt(digits, 16));
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + removed)];
    const whole = new Uint8Array(before.length + piece.length * times + after.length);
    whole.set(before);
    for (let i = 0; i < times; i += 1) whole.set(piece, before.length + i * piece.length);
    whole.set(after, before.length + piece.length * times);
    bytes = whole;
  }
  return bytes;
}

/** A result in the suite's words. */
function described(result) {
  const said = result.statement ?? result.claim;
  return ordered({
    rejection: result.proven ? 0 : result.code,
    statement: said && {
      ...said, ...result.provenance,
      ending: ["stop", "length", "whole"].indexOf(said.ending),
      form: ["decoder", "encoder", "encoder-decoder"].indexOf(said.form),
      kind: ["reply", "tokens", "class", "embedding"].indexOf(said.kind),
      second_segment: said.secondSegment,
      values: Array.from(said.values?.numbers ?? [], (number) => number * 2 ** said.values.fractionBits),
      fraction_bits: said.values?.fractionBits,
      value_name: said.values?.name,
    },
    ...(result.proven && {
      security_millibits: Math.round(1000 * result.securityBits),
      sections: Object.values(result.sections),
    }),
  });
}

function ordered({ rejection, statement, security_millibits, sections }) {
  const { model, prompt, reply, ending, context, tokenizer, settings, checkpoint } = statement ?? {};
  const { form = 0, kind = 0, second_segment = prompt?.length, positions = [], values = [] } = statement ?? {};
  // Of no values, nobody asks what they are.
  const { fraction_bits, value_name } = values.length > 0 ? statement : {};
  return {
    rejection, security_millibits, sections,
    statement: statement ? {
      model, prompt, reply, ending, context, tokenizer, settings, checkpoint,
      form, kind, second_segment, positions, values, fraction_bits, value_name,
    } : null,
  };
}

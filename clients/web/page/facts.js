import { at, make, say } from "./elements.js";
import { count, digest, plural, time } from "./figures.js";

const asked = ({ prompt }) => plural(prompt.length, "token");
const lengths = {
  reply: (statement) => `${asked(statement)} asked, ${count(statement.reply.length)} answered`,
  tokens: (statement) => `${asked(statement)} read, ${count(statement.reply.length)} predicted`,
  class: (statement) => `${asked(statement)} read`,
  embedding: (statement) => `${asked(statement)} read`,
};

let model = null;

/** By which model, how long, how large, how fast. Of a rejected proof, what it claims. */
export function showFacts(result) {
  const statement = result.statement ?? result.claim;
  const rows = [];
  const row = (term, value) => rows.push(make("dt", {}, term), make("dd", {}, value));
  if (statement) {
    row(result.proven ? "Model" : "Claimed", digest(statement.model));
    row("Length", lengths[statement.kind](statement));
    if (statement.ending !== "whole") row("Ended", statement.ending === "stop" ? "at an end-of-text token" : "at its length");
    row("Bound to", /^0+$/.test(statement.context) ? "nothing further" : digest(statement.context));
  }
  row("Proof", plural(result.proofBytes, "byte"));
  row("Key", plural(result.keyBytes, "byte"));
  row("Checked", `in ${time(result.milliseconds)}, on this device`);
  at("facts").replaceChildren(...rows);

  model = statement?.model ?? null;
  compare();
}

/** Whether the model is the one that the reader expects. */
function compare() {
  const expected = at("expected").value.trim().toLowerCase().replace(/^0x/, "").replace(/\s/g, "");
  const answer = at("expected-answer");
  answer.classList.remove("same", "different");
  if (expected === "" || model === null) return say(answer, null);
  if (!/^[0-9a-f]{64}$/.test(expected)) return say(answer, "That is not a digest of 64 hexadecimal digits.");
  answer.classList.add(expected === model ? "same" : "different");
  say(answer, expected === model ? "The same model." : "Another model: the digests differ.");
}

at("expected").addEventListener("input", compare);

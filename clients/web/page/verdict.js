import { at, make, say } from "./elements.js";
import { plural, size, time } from "./figures.js";

/** What is proven of each kind of statement, at a glance and for who listens. */
const sentences = {
  reply: "Given this prompt, the model named below gives exactly this reply.",
  tokens: "In this text, the model named below finds exactly these tokens the likeliest.",
  class: "The model named below puts this text in exactly this class.",
  embedding: "The model named below turns this text into exactly these numbers.",
};
const outcomes = {
  reply: ({ prompt, reply }) => `${plural(reply.length, "reply token")} to ${plural(prompt.length, "prompt token")}`,
  tokens: ({ prompt, reply }) => `${plural(reply.length, "predicted token")} in ${plural(prompt.length, "token")}`,
  class: ({ prompt, reply }) => `class ${reply[0]} for ${plural(prompt.length, "token")}`,
  embedding: ({ prompt, values }) => `${plural(values?.numbers.length ?? 0, "number")} for ${plural(prompt.length, "token")}`,
};

/** The answer, first on the page: proven, or which check failed. */
export function showVerdict(result) {
  const state = result.proven ? "proven" : "rejected";
  const title = result.proven ? "Proven." : "Not proven.";
  const sentence = result.proven ? sentences[result.statement.kind] : result.sentence;
  const check = result.proven ? null : `${result.code} ${result.name}`;
  enter(state, title, sentence, check);
  if (result.proven) showMeasures(result);

  announce(
    result.proven
      ? `Proven: ${outcomes[result.statement.kind](result.statement)}, `
        + `${result.securityBits.toFixed(1)} bits, checked in ${time(result.milliseconds)}.`
      : `Not proven. Failed check ${check}. ${sentence}`,
  );
}

/** No answer: the verifier itself is missing, or could not finish. */
export function showFailure(sentence) {
  enter("failed", "Could not check.", sentence, null);
  announce(`Could not check. ${sentence}`);
}

/** For a check that takes long enough to be noticed. */
export function showWorking() {
  enter("working", "Checking…", null, null);
  announce("Checking.");
}

/** How surely, how large, how fast. */
function showMeasures({ securityBits, proofBytes, milliseconds }) {
  const measure = (term, value) => make("div", {}, make("dt", {}, term), make("dd", {}, value));
  at("measures").replaceChildren(
    measure("security", `${securityBits.toFixed(1)} bits`),
    measure("proof", size(proofBytes)),
    measure("to check", time(milliseconds)),
  );
  at("measures").hidden = false;
}

function enter(state, title, sentence, check) {
  document.body.dataset.state = state;
  document.title = `${title.replace(/[.…]$/, "")} · Lemma`;
  at("verdict").textContent = title;
  say(at("verdict-sentence"), sentence);
  at("verdict-code").textContent = check ?? "";
  at("verdict-check").hidden = check === null;
  at("measures").hidden = true;
}

function announce(text) {
  at("announcement").textContent = text;
}

// What happens on the page: files come in, the verifier answers from its own thread, and the parts of the page show the answer.

import { Lemma } from "../lemma-worker.js";
import { Lemma as Direct } from "../lemma.js";
import { compile } from "../lemma/module.js";
import { hideComposition, showComposition } from "./composition.js";
import { showConversation, showTokenizerNote } from "./conversation.js";
import { armDamage, offerDamage } from "./damage-panel.js";
import { at, say } from "./elements.js";
import { showFacts } from "./facts.js";
import { Files, readDemo, readPicked } from "./files.js";
import { showFailure, showVerdict, showWorking } from "./verdict.js";

const files = new Files();
let verifier = load();
let latest = 0;
let isChecking = false;

/** The verifier in its thread and, of the same module, one here for what is quick: the tokenizer. */
async function load() {
  const module = await compile(new URL("../lemma-verifier.wasm", import.meta.url));
  return Promise.all([Lemma.load(module), Direct.load(module)]);
}

/** Checks proof bytes against the key on the table; the result, or nothing if there was none or a later check overtook it. */
async function check(proof) {
  const turn = (latest += 1);
  if (isChecking) startAnew();
  isChecking = true;
  const slow = setTimeout(showWorking, 300);
  try {
    const [threaded, direct] = await verifier;
    const result = await threaded.verify(files.key.bytes, proof);
    if (turn !== latest) return undefined;
    const words = show(result, direct);
    if (result.proven) offerDamage(proof, result.statement, words, result.sections);
    return result;
  } catch (error) {
    if (turn !== latest) return undefined;
    at("result").hidden = true;
    showFailure(`The verifier gave no answer, so nothing is known about this proof: ${error.message}.`);
    startAnew();
    return undefined;
  } finally {
    clearTimeout(slow);
    if (turn === latest) isChecking = false;
  }
}

/** Ends the thread, whatever it is doing, and starts another. */
function startAnew() {
  verifier.then(([threaded]) => threaded.close(), () => {});
  verifier = load();
  verifier.catch(() => {});
}

function show(result, direct) {
  showVerdict(result);
  at("result").hidden = false;
  showFacts(result);
  if (result.proven) showComposition(result);
  at("composition-note").hidden = result.proven;
  const statement = result.statement ?? result.claim;
  at("conversation").hidden = statement === null;
  if (!statement) return undefined;

  const given = Object.keys(files.tokenizer).length > 0;
  const tokenizer = given ? direct.tokenizer(files.tokenizer) : null;
  const reason = !given ? "absent"
    : tokenizer.digest !== result.provenance.tokenizer ? "different"
      : tokenizer.isReadable ? null : "unreadable";
  const words = {
    tokenizer: reason === null ? tokenizer : null,
    labels: direct.labels(files.settings?.bytes, result.provenance),
  };
  showConversation(statement, result.proven, words.tokenizer, words.labels);
  showTokenizerNote(reason, statement.kind === "class" && words.labels === null);
  return words;
}

/** Takes files in and, once there are both, checks and leads the reader to the answer. */
async function receive(named, notes = []) {
  const unknown = files.take(named);
  files.show();
  if (unknown.length > 0) notes.push(`${unknown.join(", ")}: neither a proof, nor a key, nor a tokenizer’s file.`);
  if (files.proof && !files.key) notes.push("Now the model’s key is missing: verifying.key.");
  if (files.key && !files.proof) notes.push("Now the proof is missing.");
  say(at("files-note"), notes.join(" "));
  if (!files.isComplete) return;
  const result = await check(files.proof.bytes);
  at("damage").hidden = !result?.proven;
  if (!result?.proven) hideComposition();
  at("verdict").focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

async function receivePicked(list) {
  const { named, tooLarge } = await readPicked(list);
  await receive(named, tooLarge.length > 0 ? [`${tooLarge.join(", ")}: far too large for a proof.`] : []);
}

at("picker").addEventListener("change", async ({ target }) => {
  await receivePicked(target.files);
  // So that picking the same file again counts.
  target.value = "";
});

at("demo").addEventListener("click", async () => {
  try {
    const named = await readDemo();
    files.tokenizer = {};
    files.settings = null;
    await receive(named);
  } catch (error) {
    say(at("files-note"), `The demo could not be read: ${error.message}.`);
  }
});

const receiving = (isOver) => document.body.classList.toggle("is-receiving", isOver);
addEventListener("dragover", (event) => {
  event.preventDefault();
  receiving(true);
});
addEventListener("dragleave", ({ relatedTarget }) => relatedTarget === null && receiving(false));
addEventListener("drop", async (event) => {
  event.preventDefault();
  receiving(false);
  await receivePicked(event.dataTransfer.files);
});

armDamage(check);
verifier.catch((error) =>
  showFailure(`The verifier could not be loaded: ${error.message}. Whoever serves this page builds it with “make wasm”.`));

import { at, make, say } from "./elements.js";
import { count } from "./figures.js";

/** A longer list would make the page slow and say no more. */
const mostTokens = 4096;

/** What was asked and answered: as text, if the tokenizer is the key's, else as token numbers. */
export function showConversation(statement, proven, tokenizer) {
  at("prompt").replaceChildren(...spoken(statement.prompt, tokenizer));
  const reply = spoken(statement.reply, tokenizer);
  if (proven) {
    // As at the end of a printed proof; kept on the line of what it follows.
    const last = reply.pop();
    reply.push(make("span", last.localName === "bdi" ? {} : { class: "whole" }, last, "\u00a0",
      make("span", { class: "tombstone", role: "img", "aria-label": "end of what is proven" })));
  }
  at("reply").replaceChildren(...reply);
  at("conversation-caution").hidden = proven;

  at("tokens").hidden = tokenizer === null;
  at("prompt-tokens").replaceChildren(...chips(statement.prompt, tokenizer));
  at("reply-tokens").replaceChildren(...chips(statement.reply, tokenizer));
}

/** Says why there is no text. */
export function showTokenizerNote(reason) {
  say(at("tokenizer-note"), {
    absent: "These are token numbers. Add the tokenizer’s files, which lie beside the key, to read them as text.",
    different: "These are token numbers: the tokenizer’s files are not those that the key names, or some are missing.",
    unreadable: "These are token numbers: this page can not read the tokenizer that the key names.",
  }[reason]);
}

function spoken(tokens, tokenizer) {
  if (!tokenizer) return [make("ol", { class: "tokens" }, ...chips(tokens, null))];
  const shown = tokens.slice(0, mostTokens);
  const parts = [];
  let run = [];
  const endRun = () => {
    if (run.length > 0) parts.push(make("bdi", {}, tokenizer.decode(run)));
    run = [];
  };
  for (const token of shown) {
    if (!tokenizer.isSpecial(token)) {
      run.push(token);
      continue;
    }
    endRun();
    parts.push(make("span", { class: "mark" }, tokenizer.decode([token]).replace(/^<\|(.*)\|>$/, "$1")));
  }
  endRun();
  return [...parts, ...rest(tokens, "span")];
}

function chips(tokens, tokenizer) {
  const shown = tokens.slice(0, mostTokens).map((token) => {
    const number = make("span", { class: "number" }, String(token));
    return tokenizer
      ? make("li", {}, make("span", { class: "piece" }, tokenizer.decode([token])), number)
      : make("li", {}, number);
  });
  return [...shown, ...rest(tokens, "li")];
}

function rest(tokens, tag) {
  const left = tokens.length - mostTokens;
  return left > 0 ? [make(tag, { class: "number" }, `and ${count(left)} more`)] : [];
}

import { make } from "./elements.js";
import { count, percent } from "./figures.js";

/** A longer list would make the page slow and say no more. */
const mostTokens = 4096;

/**
 * Tokens as text, or as numbers if there is no tokenizer. `marked` has the elements that stand for some of them, by place.
 */
export function spoken(tokens, tokenizer, marked = new Map()) {
  if (!tokenizer) return [make("ol", { class: "tokens" }, ...chips(tokens, null, { marked }))];
  const parts = [];
  let run = [];
  const endRun = () => {
    if (run.length > 0) parts.push(make("bdi", {}, tokenizer.decode(run)));
    run = [];
  };
  for (const [i, token] of tokens.slice(0, mostTokens).entries()) {
    const mark = marked.get(i) ?? (tokenizer.isSpecial(token) ? make("span", { class: "mark" }, nameOf(token, tokenizer)) : null);
    if (mark === null) {
      run.push(token);
      continue;
    }
    endRun();
    parts.push(mark);
  }
  endRun();
  return [...parts, ...rest(tokens, "span")];
}

/** A special token's name without what sets it apart from text. */
export const nameOf = (token, tokenizer) => tokenizer.decode([token]).replace(/^<\|(.*)\|>$|^\[(.*)\]$/, "$1$2");

/** Tokens one by one, each with its number and, if there is one for each, its probability. */
export function chips(tokens, tokenizer, { chances = null, marked = new Map() } = {}) {
  const shown = tokens.slice(0, mostTokens).map((token, i) => {
    const parts = [make("span", { class: "number" }, String(token))];
    if (tokenizer) parts.unshift(make("span", { class: "piece" }, tokenizer.decode([token])));
    if (marked.has(i)) parts.splice(0, parts.length, marked.get(i));
    if (chances) parts.push(make("span", { class: "chance" }, percent(chances[i])));
    return make("li", {}, ...parts);
  });
  return [...shown, ...rest(tokens, "li")];
}

function rest(tokens, tag) {
  const left = tokens.length - mostTokens;
  return left > 0 ? [make(tag, { class: "number" }, `and ${count(left)} more`)] : [];
}

import { make } from "./elements.js";
import { count, percent } from "./figures.js";

/** A longer list would make the page slow and say no more. */
const mostTokens = 4096;

/** Tokens as text, or as numbers if there is no tokenizer. Those at the places of `predicted` are shown as what is predicted there. */
export function spoken(tokens, tokenizer, predicted = new Map()) {
  const said = tokens.slice(0, mostTokens).map((token, i) => predicted.get(i) ?? token);
  if (!tokenizer) return [make("ol", { class: "tokens" }, ...chips(said, null, { predicted }), ...rest(tokens, "li"))];
  const parts = [];
  let start = 0;
  const endRun = (end) => {
    if (end > start) parts.push(make("bdi", {}, textAfter(said.slice(0, start), said.slice(start, end), tokenizer)));
  };
  for (const [i, token] of said.entries()) {
    if (!predicted.has(i) && !tokenizer.isSpecial(token)) continue;
    endRun(i);
    start = i + 1;
    const text = textAfter(said.slice(0, i), [token], tokenizer);
    const space = text.match(/^\s*/)[0];
    parts.push(space, make("span", { class: predicted.has(i) ? "predicted" : "mark" }, nameOf(text.slice(space.length))));
  }
  endRun(said.length);
  return [...parts.filter((part) => part !== ""), ...rest(tokens, "span")];
}

/** The text of tokens, with the space before it that the token before them calls for. */
function textAfter(before, tokens, tokenizer) {
  const last = before.slice(-1);
  const [whole, known] = [tokenizer.decode([...last, ...tokens]), tokenizer.decode(last)];
  return whole.startsWith(known) ? whole.slice(known.length) : tokenizer.decode(tokens);
}

/** A special token without what sets it apart from text. */
const nameOf = (text) => text.replace(/^<\|(.+)\|>$|^\[([A-Z]+)\]$/, "$1$2");

/** Tokens one by one, each with its number and, if there is one for each, its probability. */
export function chips(tokens, tokenizer, { chances = null, predicted = new Map() } = {}) {
  const shown = tokens.slice(0, mostTokens).map((token, i) => {
    const number = make("span", { class: predicted.has(i) ? "number predicted" : "number" }, String(token));
    const parts = tokenizer ? [make("span", { class: "piece" }, tokenizer.decode([token])), number] : [number];
    if (chances) parts.push(make("span", { class: "chance" }, percent(chances[i])));
    return make("li", {}, ...parts);
  });
  return [...shown, ...rest(tokens, "li")];
}

function rest(tokens, tag) {
  const left = tokens.length - mostTokens;
  return left > 0 ? [make(tag, { class: "number" }, `and ${count(left)} more`)] : [];
}

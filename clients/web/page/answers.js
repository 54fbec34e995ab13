import { at, draw, make } from "./elements.js";
import { count, percent, plural } from "./figures.js";
import { spoken } from "./tokens.js";

/** More bars, and more numbers, say no more at a glance. */
const mostBars = 24;
const firstNumbers = 8;

/** What each kind of statement says of a prompt: titles of the panel's parts, and the answer's elements. */
export const answers = {
  reply: {
    title: "Asked and answered", prompt: "Prompt", answer: "Reply",
    show: ({ reply }, tokenizer) => spoken(reply, tokenizer),
  },
  tokens: {
    title: "Text and predicted tokens", prompt: "Text", answer: "With the likeliest tokens",
    show: (statement, tokenizer) => filledIn(statement, tokenizer),
  },
  class: {
    title: "Text and class", prompt: "Text", answer: "Class",
    show: ({ reply }, tokenizer, labels) => [make("span", {}, className(reply[0], labels))],
  },
  embedding: {
    title: "Text and embedding", prompt: "Text", answer: "Embedding",
    show: ({ values }) => [make("span", {}, values ? plural(values.numbers.length, "number") : "no numbers")],
  },
};

export const className = (number, labels) => labels?.[number] ?? `Class ${number}`;

/** The text with the predicted tokens where they stand. */
const filledIn = ({ prompt, reply, positions }, tokenizer) =>
  spoken(prompt, tokenizer, new Map(positions.map((row, i) => [row, reply[i]])));

/** The numbers that are stated beside an answer: bars for probabilities, else the first of them and a way to all. */
export function showValues({ kind, reply, positions, values }, tokenizer, labels) {
  const numbers = values?.numbers ?? [];
  const isOneEach = kind !== "embedding" && numbers.length === reply.length;
  const bars = numbers.length === 0 ? []
    : kind === "class" && !isOneEach ? barsOf(numbers, reply[0], labels)
      : kind === "tokens" && isOneEach ? barsAt(numbers, { reply, positions }, tokenizer)
        : kind === "class" ? barsOf(new Map([[reply[0], numbers[0]]]), reply[0], labels) : [];
  at("chances").hidden = bars.length === 0;
  at("chances-caption").textContent = values?.name ?? "";
  at("chances-rows").replaceChildren(...bars);
  showNumbers(values, numbers.length > 0 && bars.length === 0 && !(kind === "reply" && isOneEach));
}

/** A class each, the likeliest first. */
function barsOf(numbers, chosen, labels) {
  const sorted = [...numbers.entries()].sort(([, a], [, b]) => b - a);
  return [
    ...sorted.slice(0, mostBars).map(([number, chance]) => bar(className(number, labels), chance, number === chosen)),
    ...more(sorted.length),
  ];
}

/** A predicted token each, in the order of the text. */
function barsAt(numbers, { reply, positions }, tokenizer) {
  const name = (i) => `row ${positions[i]}: ${tokenizer ? tokenizer.decode([reply[i]]) : reply[i]}`;
  const rows = Array.from(numbers.subarray(0, mostBars), (chance, i) => bar(name(i), chance, false));
  return [...rows, ...more(numbers.length)];
}

function bar(name, chance, isChosen) {
  const width = 100 * Math.min(1, Math.max(0, chance));
  return make("tr", isChosen ? { class: "chosen" } : {},
    make("th", { scope: "row" }, name),
    make("td", { class: "bar" },
      draw("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
        draw("rect", { width: 100, height: 10, class: "room" }), draw("rect", { width, height: 10 }))),
    make("td", {}, percent(chance)));
}

const more = (length) =>
  length > mostBars ? [make("tr", {}, make("td", { colspan: 3, class: "number" }, `and ${count(length - mostBars)} more`))] : [];

function showNumbers(values, isShown) {
  at("numbers").hidden = !isShown;
  if (!isShown) return;
  const numbers = Array.from(values.numbers);
  const left = numbers.length - firstNumbers;
  at("numbers-name").textContent = values.name;
  at("numbers-first").textContent = numbers.slice(0, firstNumbers).map((number) => number.toFixed(4)).join("  ") + (left > 0 ? "  …" : "");
  at("numbers-all").value = JSON.stringify(numbers);
  at("numbers-copied").textContent = "";
}

/** To the clipboard if the page may write to it, else as a selection. */
async function copyNumbers() {
  const all = at("numbers-all");
  const isCopied = await navigator.clipboard?.writeText(all.value).then(() => true, () => false);
  if (!isCopied) {
    at("numbers-details").open = true;
    all.select();
  }
  at("numbers-copied").textContent = isCopied ? "Copied." : "Selected: copy them from here.";
}

at("numbers-copy").addEventListener("click", copyNumbers);

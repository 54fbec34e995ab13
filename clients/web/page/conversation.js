import { answers, showValues } from "./answers.js";
import { at, make, say } from "./elements.js";
import { chips, spoken } from "./tokens.js";

/** What was asked and answered: as text, if the tokenizer is the key's, else as token numbers. */
export function showConversation(statement, proven, tokenizer, labels) {
  const { kind, prompt, secondSegment, reply, values } = statement;
  const { title, prompt: promptTitle, answer: answerTitle, show } = answers[kind];
  const hasTwoTexts = secondSegment > 0 && secondSegment < prompt.length;
  at("conversation-title").textContent = title;
  at("prompt-title").textContent = hasTwoTexts ? "First text" : promptTitle;
  at("prompt").replaceChildren(...spoken(hasTwoTexts ? prompt.slice(0, secondSegment) : prompt, tokenizer));
  at("second").hidden = !hasTwoTexts;
  at("second-text").replaceChildren(...(hasTwoTexts ? spoken(prompt.slice(secondSegment), tokenizer) : []));

  const answer = show(statement, tokenizer, labels);
  if (proven) {
    // As at the end of a printed proof; kept on the line of what it follows.
    const last = answer.pop();
    answer.push(make("span", last.localName === "bdi" ? {} : { class: "whole" }, last, "\u00a0",
      make("span", { class: "tombstone", role: "img", "aria-label": "end of what is proven" })));
  }
  at("reply-title").textContent = answerTitle;
  at("reply").replaceChildren(...answer);
  at("conversation-caution").hidden = proven;
  showValues(statement, tokenizer, labels);

  const hasTokens = kind === "reply" || kind === "tokens";
  const chances = hasTokens && values?.numbers.length === reply.length ? values.numbers : null;
  at("tokens").hidden = tokenizer === null && chances === null;
  at("prompt-tokens-title").textContent = promptTitle;
  at("prompt-tokens").replaceChildren(...chips(prompt, tokenizer));
  at("answer-tokens").hidden = !hasTokens;
  at("reply-tokens").replaceChildren(...(hasTokens ? chips(reply, tokenizer, { chances }) : []));
}

/** Says why there is no text, or no name of a class. */
export function showTokenizerNote(reason, isWithoutLabels) {
  const notes = {
    absent: "These are token numbers. Add the tokenizer’s files, which lie beside the key, to read them as text.",
    different: "These are token numbers: the tokenizer’s files are not those that the key names, or some are missing.",
    unreadable: "These are token numbers: this page can not read the tokenizer that the key names.",
  };
  const labels = isWithoutLabels ? "Classes have numbers: settings.json, which lies beside the key, has their names, if there are any." : "";
  say(at("tokenizer-note"), [notes[reason] ?? "", labels].join(" ").trim());
}

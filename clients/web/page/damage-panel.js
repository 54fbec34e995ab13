import { changeNumber, changeWord, cutEnd, damageByte, nameAnotherClass, nameAnotherModel } from "./damage.js";
import { at, draw } from "./elements.js";
import { count } from "./figures.js";

/** The proof as it is, what it says, and how its bytes are divided; there is one once a proof has been found valid. */
let sound = null;

/** What can be changed in an answer of each kind. */
const answers = {
  reply: {
    name: "Change a word of the reply",
    change: ({ proof, statement, words }) => changeWord(proof, statement, words.tokenizer),
  },
  tokens: {
    name: "Change a predicted token",
    change: ({ proof, statement, words }) => changeWord(proof, statement, words.tokenizer),
  },
  class: { name: "Name another class", change: ({ proof, statement, words }) => nameAnotherClass(proof, statement, words.labels) },
  embedding: { name: "Change a number a little", change: ({ proof, statement }) => changeNumber(proof, statement) },
};

/** Lets the reader damage a proof that holds. `check(bytes)` checks the damaged one and resolves to the result. */
export function armDamage(check) {
  const act = async ({ bytes, done }) => {
    const result = await check(bytes);
    at("damage-outcome").hidden = false;
    at("damage-done").textContent = done;
    at("damage-found").textContent = !result ? "It could not be checked."
      : result.proven ? "It is still proven." : `Not proven: check ${result.code}, ${result.name}.`;
  };
  const ways = {
    answer: () => answers[sound.statement.kind].change(sound),
    model: () => nameAnotherModel(sound.proof),
    cut: () => cutEnd(sound.proof),
    byte: () => damageByte(sound.proof, Number(at("position").value)),
  };
  for (const button of document.querySelectorAll("[data-damage]")) {
    button.addEventListener("click", () => act(ways[button.dataset.damage]()));
  }
  at("restore").addEventListener("click", async () => {
    await check(sound.proof);
    at("damage-outcome").hidden = true;
    // What was focused is gone; the way back in is the first control of this part.
    document.querySelector("[data-damage]").focus();
  });
  at("position").addEventListener("input", () => moveTo(at("position").value));
  at("position-number").addEventListener("input", () => moveTo(at("position-number").value, "typing"));
  at("position-number").addEventListener("change", () => moveTo(at("position-number").value));
}

/** Shows the controls for a proof that holds. */
export function offerDamage(proof, statement, words, sections) {
  sound = { proof, statement, words, regions: regionsOf(sections) };
  at("damage-answer").textContent = answers[statement.kind].name;
  const last = proof.length - 1;
  at("position").max = last;
  at("position-number").max = last;
  at("regions").setAttribute("viewBox", `0 0 ${proof.length} 10`);
  at("regions").setAttribute("preserveAspectRatio", "none");
  at("regions").replaceChildren(
    ...sound.regions.map(({ name, start, end }) =>
      draw("rect", { class: `part-${name}`, x: start, width: end - start, height: 10 })),
  );
  at("damage-outcome").hidden = true;
  moveTo(Math.floor(proof.length / 2));
}

/** Three parts lie one after the other; columns and hashes alternate in what follows them. */
function regionsOf({ head, lookups, sumchecks, columns, siblings, rounds }) {
  const sizes = [
    ["head", "the head", head],
    ["lookups", "the look-ups", lookups],
    ["sumchecks", "the sumchecks", sumchecks],
    ["columns", "the opening", columns + siblings + rounds],
  ];
  let start = 0;
  return sizes.map(([name, words, size]) => ({ name, words, start, end: (start += size) }));
}

function moveTo(wanted, manner) {
  const last = sound.proof.length - 1;
  const position = Math.min(last, Math.max(0, Math.floor(Number(wanted)) || 0));
  at("position").value = position;
  // A number that is being typed is left as it is.
  if (manner !== "typing") at("position-number").value = position;
  const { words } = sound.regions.find(({ end }) => position < end) ?? sound.regions.at(-1);
  at("position-meaning").textContent = `of ${count(sound.proof.length)}, in ${words}`;
  at("position").setAttribute("aria-valuetext", `byte ${count(position)}, in ${words}`);
}

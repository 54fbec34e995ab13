import { at, draw, make } from "./elements.js";
import { count } from "./figures.js";
import { treemap } from "./treemap.js";

/** Parts of a proof in the order of the file, as far as they have one. */
const parts = [
  ["head", "Head", "what is stated, the commitment, and how it is opened"],
  ["lookups", "Look-ups", "ranges, roundings, softmax, GELU, argmax: all values are rows of public tables"],
  ["sumchecks", "Sumchecks", "products and sums, from the reply back to the weights"],
  ["columns", "Columns", "opened samples of the committed weights and values"],
  ["siblings", "Hashes", "that tie the samples to their commitments"],
  ["rounds", "Opening rounds", "that join all claims into one, and the last message"],
];

let sections = null;

/** What a proof that holds is made of, as areas and as a table. */
export function showComposition(result) {
  at("composition").hidden = false;
  sections = result.sections;
  const share = (name) => `${((100 * sections[name]) / result.proofBytes).toFixed(1)}%`;
  at("parts").replaceChildren(
    ...parts.map(([name, title, meaning]) =>
      make("tr", {},
        make("th", { scope: "row" },
          draw("svg", { class: "swatch", viewBox: "0 0 10 10", "aria-hidden": "true" },
            draw("rect", { class: `part-${name}`, width: 10, height: 10 })),
          title, make("small", {}, meaning)),
        make("td", {}, count(sections[name])),
        make("td", {}, share(name)))),
  );
  drawAreas();
}

export function hideComposition() {
  at("composition").hidden = true;
}

function drawAreas() {
  const { width, height } = at("areas").getBoundingClientRect();
  if (!sections || width === 0) return;
  const total = Object.values(sections).reduce((sum, bytes) => sum + bytes, 0);
  const weighted = parts.map(([name, title]) => ({ name, title, weight: sections[name] }));
  at("areas").setAttribute("viewBox", `0 0 ${width} ${height}`);
  at("areas").replaceChildren(
    ...treemap(weighted, width, height).flatMap(({ item, x, y, width, height }) => {
      const area = draw("rect", { class: `part-${item.name}`, x, y, width, height, rx: 3 });
      // A title of n letters is at most about 9 n wide; a label that does not fit is left to the table.
      if (width < 9 * item.title.length + 20 || height < 46) return [area];
      const label = (dy, text, name) => draw("text", { x: x + 10, y: y + dy, class: name }, text);
      return [area, label(22, item.title, "title"), label(40, `${((100 * item.weight) / total).toFixed(1)}%`, "share")];
    }),
  );
}

new ResizeObserver(drawAreas).observe(at("areas"));

import { make } from "./elements.js";

const whole = new Intl.NumberFormat("en");

export const count = (number) => whole.format(number);

export const plural = (number, word) => `${count(number)} ${word}${number === 1 ? "" : "s"}`;

/** Of a probability; one that is not certain is never shown as certain, one that is possible not as impossible. */
export const percent = (chance) =>
  chance >= 0.9995 && chance < 1 ? "> 99.9%"
    : chance > 0 && chance < 0.0005 ? "< 0.1%"
      : `${(100 * chance).toFixed(1)}%`;

export const size = (bytes) =>
  bytes < 1024 ? plural(bytes, "byte")
    : bytes < 1 << 20 ? `${(bytes / 1024).toFixed(1)} KiB`
      : `${(bytes / (1 << 20)).toFixed(1)} MiB`;

export const time = (milliseconds) =>
  milliseconds < 10 ? `${milliseconds.toFixed(1)} ms`
    : milliseconds < 1000 ? `${Math.round(milliseconds)} ms`
      : `${(milliseconds / 1000).toFixed(1)} s`;

/** A digest in groups that the eye can compare; copied, it has no gaps. */
export const digest = (digits) =>
  make("span", { class: "digest" }, ...digits.match(/.{8}/g).map((group) => make("span", {}, group)));

import { make } from "./elements.js";

const whole = new Intl.NumberFormat("en");

export const count = (number) => whole.format(number);

export const plural = (number, word) => `${count(number)} ${word}${number === 1 ? "" : "s"}`;

export const percent = (chance) => `${(100 * chance).toFixed(1)}%`;

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

import { rejections } from "./rejections.js";

/** What is stated is the model's: it was proven, and the proof holds. */
export class Proven {
  proven = true;

  constructor(fields) {
    Object.assign(this, fields);
  }
}

/** The proof does not hold. What it claims is under `claim`, so that it is not taken for a statement. */
export class Rejection {
  proven = false;

  constructor(fields) {
    const [name, sentence] = rejections.get(fields.code) ?? [
      "unknown",
      "The verifier declined for a reason that is newer than this page.",
    ];
    Object.assign(this, { name, sentence }, fields);
  }
}

/** The same result, after a copy between threads has taken its class from it. */
export function revived(fields) {
  return fields.proven ? new Proven(fields) : new Rejection(fields);
}

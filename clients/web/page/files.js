import { tokenizerFileNames } from "../lemma.js";
import { at } from "./elements.js";
import { size } from "./figures.js";

/** Far beyond any proof; a larger file is picked by mistake. */
const mostBytes = 1 << 28;
const magics = { proof: "LMPF", key: "LMKY" };

/** What is on the table: a proof, a key, the tokenizer's files by name, and settings.json for the classes' names. Each is kept until another takes its place. */
export class Files {
  proof = null;
  key = null;
  tokenizer = {};
  settings = null;

  /** Whether there is something to check. */
  get isComplete() {
    return this.proof !== null && this.key !== null;
  }

  /** Takes named bytes, each for what it is; returns the names that are nothing of use. */
  take(named) {
    const unknown = [];
    for (const { name, bytes } of named) {
      const kind = kindOf(name, bytes);
      if (kind === "tokenizer") this.tokenizer[name] = bytes;
      else if (kind) this[kind] = { name, bytes };
      else unknown.push(name);
    }
    return unknown;
  }

  show() {
    const slot = (id, name) => (at(id).querySelector(".name").textContent = name);
    slot("slot-proof", this.proof ? `${this.proof.name}, ${size(this.proof.bytes.length)}` : "none yet");
    slot("slot-key", this.key ? `${this.key.name}, ${size(this.key.bytes.length)}` : "none yet");
    const [first, ...others] = Object.keys(this.tokenizer);
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    slot("slot-tokenizer", first ? first + more : "none, optional");
    slot("slot-settings", this.settings ? this.settings.name : "none, optional");
  }
}

/** By how it begins; a file whose beginning is damaged, by its name. */
function kindOf(name, bytes) {
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic === magics.proof) return "proof";
  if (magic === magics.key) return "key";
  if (tokenizerFileNames.includes(name)) return "tokenizer";
  if (name === "settings.json") return "settings";
  if (name.endsWith(".proof")) return "proof";
  if (name.endsWith(".key")) return "key";
  return null;
}

/** Reads what was picked or dropped, but nothing absurdly large. */
export async function readPicked(fileList) {
  const files = [...fileList];
  const readable = files.filter((file) => file.size <= mostBytes);
  const named = await Promise.all(
    readable.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  return { named, tooLarge: files.filter((file) => file.size > mostBytes).map((file) => file.name) };
}

/** The demo that lies beside this page. */
export async function readDemo() {
  const names = ["reply.proof", "verifying.key", "tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json"];
  return Promise.all(
    names.map(async (name) => {
      const response = await fetch(new URL(`../demo/${name}`, import.meta.url));
      if (!response.ok) throw new Error(`demo/${name}: the server answered ${response.status}`);
      return { name, bytes: new Uint8Array(await response.arrayBuffer()) };
    }),
  );
}

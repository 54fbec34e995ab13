import { byteLevel, stepsOf, wordPieces } from "./token-decoder.js";

/** The files that a key's tokenizer digest covers, in its order. A package has those that its model came with. */
export const tokenizerFileNames = [
  "tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json",
];

/** Turns tokens into text, by tokenizer.json or by the older files of GPT-2 and BERT. */
export class Tokenizer {
  /** As in the key's provenance, if the files are the same. */
  digest;
  /** Whether the files describe a vocabulary that can be decoded here. */
  isReadable = true;

  #texts = new Map();
  #special = new Set();
  #steps = [];

  /** @private use `Lemma.tokenizer` */
  constructor(files, keccak256) {
    const present = tokenizerFileNames.filter((name) => files[name] !== undefined);
    const contents = present.map((name) => [name, asBytes(files[name])]);
    const covered = contents.flatMap(([name, bytes]) => [
      ...new TextEncoder().encode(name),
      0,
      ...fromHexadecimal(keccak256(bytes)),
    ]);
    this.digest = keccak256(Uint8Array.from(covered));
    try {
      this.#read(Object.fromEntries(contents));
    } catch {
      this.isReadable = false;
    }
  }

  #read(files) {
    const parsed = (name) => files[name] && JSON.parse(new TextDecoder().decode(files[name]));
    const description = parsed("tokenizer.json");
    const isOfLines = !description && !files["vocab.json"] && files["vocab.txt"] !== undefined;
    this.#steps = description ? stepsOf(description.decoder) : [isOfLines ? wordPieces("##", true) : byteLevel];
    for (const [text, token] of isOfLines ? linesOf(files["vocab.txt"]) : entriesOf(description?.model.vocab ?? parsed("vocab.json"))) {
      this.#enter(token, text);
      // These are special whether or not a file says so.
      if (text === "<|endoftext|>" || (isOfLines && bertsSpecial.has(text))) this.#special.add(token);
    }
    for (const added of description?.added_tokens ?? []) this.#add(added.id, added);
    const settings = parsed("tokenizer_config.json");
    for (const [token, added] of Object.entries(settings?.added_tokens_decoder ?? {})) {
      this.#add(Number(token), added);
    }
  }

  #enter(token, text) {
    if (!Number.isInteger(token) || typeof text !== "string") throw new TypeError("not a vocabulary");
    this.#texts.set(token, text);
  }

  #add(token, { content, special }) {
    this.#enter(token, content);
    if (special) this.#special.add(token);
  }

  /** The text of tokens. Bytes that are not UTF-8 become U+FFFD, unknown tokens nothing. */
  decode(tokens, { specialTokens = "kept" } = {}) {
    const kept = specialTokens === "kept" ? tokens : tokens.filter((token) => !this.isSpecial(token));
    const texts = kept.map((token) => this.#texts.get(token)).filter((text) => text !== undefined);
    return this.#steps.reduce((texts, step) => step(texts), texts).join("");
  }

  /** Whether a token is a mark such as the end of text, not something written. */
  isSpecial(token) {
    return this.#special.has(token);
  }
}

/** Texts with their tokens: by name, or as a list of texts with their scores. */
const entriesOf = (vocabulary) =>
  Array.isArray(vocabulary) ? vocabulary.map(([text], token) => [text, token]) : Object.entries(vocabulary);

/** BERT's older file has one token a line. */
function linesOf(file) {
  const texts = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file).split("\n");
  return texts.map((text, token) => [text.replace(/\r$/, ""), token]).filter(([text]) => text !== "");
}

const bertsSpecial = new Set(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]);

function asBytes(file) {
  return ArrayBuffer.isView(file)
    ? new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
    : new Uint8Array(file);
}

function fromHexadecimal(digits) {
  return digits.match(/../g).map((pair) => parseInt(pair, 16));
}

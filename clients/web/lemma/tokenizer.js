/** The files that a key's tokenizer digest covers, in its order. A package has those that its model came with. */
export const tokenizerFileNames = ["tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json"];

/** Turns tokens into text: byte-level byte-pair encoding, as GPT-2 has it. */
export class Tokenizer {
  /** As in the key's provenance, if the files are the same. */
  digest;
  /** Whether the files describe a vocabulary that can be decoded here. */
  isReadable = true;

  #bytesOfToken = new Map();
  #special = new Set();

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
    const vocabulary = description ? description.model.vocab : parsed("vocab.json");
    for (const [text, token] of Object.entries(vocabulary)) this.#enter(token, text);
    for (const added of description?.added_tokens ?? []) this.#add(added.id, added);
    const settings = parsed("tokenizer_config.json");
    for (const [token, added] of Object.entries(settings?.added_tokens_decoder ?? {})) {
      this.#add(Number(token), added);
    }
    // GPT-2's tokenizer has this token whether or not a file says that it is special.
    if (Number.isInteger(vocabulary["<|endoftext|>"])) this.#special.add(vocabulary["<|endoftext|>"]);
  }

  #enter(token, text) {
    if (!Number.isInteger(token) || typeof text !== "string") throw new TypeError("not a vocabulary");
    this.#bytesOfToken.set(token, bytesOfText(text));
  }

  #add(token, { content, special }) {
    this.#enter(token, content);
    if (special) this.#special.add(token);
  }

  /** The text of tokens. Bytes that are not UTF-8 become U+FFFD, unknown tokens nothing. */
  decode(tokens, { specialTokens = "kept" } = {}) {
    const kept = specialTokens === "kept" ? tokens : tokens.filter((token) => !this.isSpecial(token));
    const parts = kept.map((token) => this.#bytesOfToken.get(token) ?? []);
    return utf8.decode(Uint8Array.from(parts.flatMap((part) => [...part])));
  }

  /** Whether a token is a mark such as the end of text, not something written. */
  isSpecial(token) {
    return this.#special.has(token);
  }
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The byte of each character of byte-level vocabularies: printable Latin-1 characters stand for themselves, the other 68
 * bytes, in order, are U+0100 onwards.
 */
const byteOfCharacter = new Map();
for (let byte = 0, other = 0x100; byte < 256; byte += 1) {
  const isPrintable =
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  byteOfCharacter.set(String.fromCodePoint(isPrintable ? byte : other++), byte);
}

/** A token with a character outside that alphabet, which is an added one, stands for its own UTF-8. */
function bytesOfText(text) {
  const bytes = Array.from(text, (character) => byteOfCharacter.get(character));
  return bytes.includes(undefined) ? new TextEncoder().encode(text) : Uint8Array.from(bytes);
}

function asBytes(file) {
  return ArrayBuffer.isView(file)
    ? new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
    : new Uint8Array(file);
}

function fromHexadecimal(digits) {
  return digits.match(/../g).map((pair) => parseInt(pair, 16));
}

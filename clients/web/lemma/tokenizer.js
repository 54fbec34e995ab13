/** The files that a key's tokenizer digest covers, in its order. A package has those that its model came with. */
export const tokenizerFileNames = [
  "tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json",
];

/** Turns tokens into text: byte-level byte-pair encoding, as GPT-2 has it, or BERT's word pieces. */
export class Tokenizer {
  /** As in the key's provenance, if the files are the same. */
  digest;
  /** Whether the files describe a vocabulary that can be decoded here. */
  isReadable = true;

  #pieces = new Map();
  #special = new Set();
  #decoder = byteLevel;

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
    this.#decoder = description ? decoderOf(description.decoder) : isOfLines ? wordPieces("##", true) : byteLevel;
    const vocabulary = isOfLines ? linesOf(files["vocab.txt"])
      : Object.entries(description ? description.model.vocab : parsed("vocab.json"));
    for (const [text, token] of vocabulary) {
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
    this.#pieces.set(token, this.#decoder.piece(text));
  }

  #add(token, { content, special }) {
    this.#enter(token, content);
    if (special) this.#special.add(token);
  }

  /** The text of tokens. Bytes that are not UTF-8 become U+FFFD, unknown tokens nothing. */
  decode(tokens, { specialTokens = "kept" } = {}) {
    const kept = specialTokens === "kept" ? tokens : tokens.filter((token) => !this.isSpecial(token));
    return this.#decoder.join(kept.map((token) => this.#pieces.get(token)).filter((piece) => piece !== undefined));
  }

  /** Whether a token is a mark such as the end of text, not something written. */
  isSpecial(token) {
    return this.#special.has(token);
  }
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** What a token is kept as, and how a text is made of that. */
const byteLevel = {
  piece: bytesOfText,
  join: (pieces) => utf8.decode(Uint8Array.from(pieces.flatMap((piece) => [...piece]))),
};

/** A space before each piece but the first, unless it has the prefix of a continuation. */
function wordPieces(prefix, isCleaned) {
  const spaced = (text, i) => (i === 0 ? text : text.startsWith(prefix) ? text.slice(prefix.length) : ` ${text}`);
  const cleaned = (text) => artifacts.reduce((text, [found, meant]) => text.replaceAll(found, meant), text);
  return { piece: (text) => text, join: (pieces) => pieces.map(spaced).map(isCleaned ? cleaned : String).join("") };
}

/** What the library that trained the tokenizer takes for marks of tokenization, in this order. */
const artifacts = [
  [" .", "."], [" ?", "?"], [" !", "!"], [" ,", ","], [" ' ", "'"], [" n't", "n't"],
  [" 'm", "'m"], [" do not", " don't"], [" 's", "'s"], [" 've", "'ve"], [" 're", "'re"],
];

function decoderOf(description) {
  if (description?.type === "ByteLevel") return byteLevel;
  if (description?.type === "WordPiece") return wordPieces(description.prefix ?? "##", description.cleanup ?? true);
  throw new TypeError("not a decoder that is known here");
}

/** BERT's older file has one token a line. */
function linesOf(file) {
  const texts = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file).split("\n");
  return texts.map((text, token) => [text.replace(/\r$/, ""), token]).filter(([text]) => text !== "");
}

const bertsSpecial = new Set(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]);

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

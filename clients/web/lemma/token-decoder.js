// How the texts of tokens become one text: steps, each of which makes another list of texts of one, as tokenizer.json names them.

/** The step of byte-level vocabularies, which older files of GPT-2 do not name. */
export const byteLevel = (tokens) => [utf8.decode(Uint8Array.from(tokens.flatMap(bytesOf)))];

/** A space before each token but the first, unless it has the prefix of a continuation. */
export function wordPieces(prefix, isCleaned) {
  const spaced = (text, i) => (i === 0 ? text : text.startsWith(prefix) ? text.slice(prefix.length) : ` ${text}`);
  const cleaned = (text) => artifacts.reduce((text, [found, meant]) => text.replaceAll(found, meant), text);
  return (tokens) => tokens.map(spaced).map(isCleaned ? cleaned : String);
}

/** The steps of a description, in order; a kind that is not known is an error, since texts would be wrong without it. */
export function stepsOf(description) {
  if (description?.type === "Sequence") return description.decoders.flatMap(stepsOf);
  const step = steps[description?.type];
  if (step === undefined) throw new TypeError("not a decoder that is known here");
  return [step(description)];
}

const steps = {
  __proto__: null,
  ByteLevel: () => byteLevel,
  WordPiece: ({ prefix = "##", cleanup = true }) => wordPieces(prefix, cleanup),
  // Spaces are a visible character, of which the first token's are dropped.
  Metaspace: ({ replacement = "▁", prepend_scheme = "always" }) => (tokens) =>
    tokens.map((text, i) => text.replaceAll(replacement, i === 0 && prepend_scheme !== "never" ? "" : " ")),
  Replace: ({ pattern: { String: found }, content }) => {
    if (typeof found !== "string" || typeof content !== "string") throw new TypeError("not a text");
    return (tokens) => tokens.map((text) => text.replaceAll(found, () => content));
  },
  ByteFallback: () => withBytes,
  Fuse: () => (tokens) => [tokens.join("")],
  Strip: ({ content, start, stop }) => (tokens) => tokens.map((text) => stripped(text, content, start, stop)),
};

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** What the library that trained a tokenizer takes for marks of tokenization, in this order. */
const artifacts = [
  [" .", "."], [" ?", "?"], [" !", "!"], [" ,", ","], [" ' ", "'"], [" n't", "n't"],
  [" 'm", "'m"], [" do not", " don't"], [" 's", "'s"], [" 've", "'ve"], [" 're", "'re"],
];

/** Runs of tokens such as <0x0A> as their text, or as one U+FFFD for each byte if they are not UTF-8. */
function withBytes(tokens) {
  const result = [];
  let run = [];
  const endRun = () => {
    try {
      result.push(strict.decode(Uint8Array.from(run)));
    } catch {
      result.push(...run.map(() => "\ufffd"));
    }
    run = [];
  };
  for (const text of tokens) {
    const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(text);
    if (byte) run.push(parseInt(byte[1], 16));
    else {
      endRun();
      result.push(text);
    }
  }
  endRun();
  return result;
}

/** Without a character at the beginning and the end, at most so many times. */
function stripped(text, content, start, stop) {
  if (content.length !== 1) throw new TypeError("not a character");
  let [from, to] = [0, text.length];
  while (from < start && text[from] === content) from += 1;
  while (to > from && text.length - to < stop && text[to - 1] === content) to -= 1;
  return text.slice(from, to);
}

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
function bytesOf(text) {
  const bytes = Array.from(text, (character) => byteOfCharacter.get(character));
  return bytes.includes(undefined) ? [...new TextEncoder().encode(text)] : bytes;
}

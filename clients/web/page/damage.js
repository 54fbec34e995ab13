import { className } from "./answers.js";

// Ways to damage a proof. Each takes the proof's bytes and returns damaged ones with what was done, or null if it can not.

// docs/formats.md, section 3: magic and version, the model digest, then the two lists of tokens with their counts.
const modelDigest = 6;
const promptCount = 38;

/** Another word in the reply; tokens without text are words too. */
export function changeWord(proof, statement, tokenizer) {
  const { prompt, reply } = statement;
  const pieces = reply.map((token) => tokenizer?.decode([token]) ?? " ");
  const isWord = (i) =>
    pieces[i].startsWith(" ") && !(tokenizer?.isSpecial(reply[i]) ?? false)
    && (pieces[i + 1] === undefined || !/^\p{L}/u.test(pieces[i + 1]));
  // The longest word makes way for the next longest, so that the reply still reads well.
  const words = reply
    .map((token, i) => ({ token, i, text: pieces[i] }))
    .filter(({ i }) => isWord(i))
    .sort((a, b) => b.text.length - a.text.length || a.i - b.i);
  const from = words[0] ?? { token: reply[0], i: 0, text: pieces[0] };
  const to = words.find(({ token }) => token !== from.token) ?? { token: from.token === 0 ? 1 : 0, text: "" };

  const bytes = withNumber(proof, replyStart(statement) + 4 * from.i, to.token);
  const names = tokenizer
    ? `“${from.text.trim()}” now reads “${tokenizer.decode([to.token]).trim()}”`
    : `token ${from.token} is now ${to.token}`;
  return { bytes, done: `In the reply, ${names}.` };
}

/** The first class, or if it is that one, the second. */
export function nameAnotherClass(proof, statement, labels) {
  const [from] = statement.reply;
  const to = from === 0 ? 1 : 0;
  const bytes = withNumber(proof, replyStart(statement), to);
  return { bytes, done: `The proof now names ${className(to, labels)} in place of ${className(from, labels)}.` };
}

/** The first of the stated values, by the smallest step there is. */
export function changeNumber(proof, statement) {
  const { reply, positions, values } = statement;
  // Ending, context and second segment follow the reply, then positions and values with their counts.
  const place = replyStart(statement) + 4 * reply.length + 1 + 32 + 4 + 4 + 4 * positions.length + 4;
  const bytes = withNumber(proof, place, values.integers[0] ^ 1);
  const read = (integer) => integer / 2 ** values.fractionBits;
  return { bytes, done: `The first number was ${read(values.integers[0])} and is ${read(values.integers[0] ^ 1)} now.` };
}

const replyStart = ({ prompt }) => promptCount + 4 + 4 * prompt.length + 4;

function withNumber(proof, place, number) {
  const bytes = proof.slice();
  new DataView(bytes.buffer).setUint32(place, number);
  return bytes;
}

/** One bit of the digest of the model that is named. */
export function nameAnotherModel(proof) {
  const bytes = proof.slice();
  bytes[modelDigest] ^= 1;
  return { bytes, done: "The proof now names a model whose digest differs in one bit." };
}

export function cutEnd(proof) {
  const cut = Math.min(1000, proof.length);
  return { bytes: proof.slice(0, proof.length - cut), done: `The last ${cut} bytes are gone.` };
}

/** The lowest bit of one byte. */
export function damageByte(proof, position) {
  const bytes = proof.slice();
  bytes[position] ^= 1;
  const digits = (byte) => byte.toString(16).padStart(2, "0");
  return {
    bytes,
    done: `Byte ${position.toLocaleString("en")} was ${digits(proof[position])} and is ${digits(bytes[position])} now.`,
  };
}

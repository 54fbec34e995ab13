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

  const place = promptCount + 4 + 4 * prompt.length + 4 + 4 * from.i;
  const bytes = proof.slice();
  new DataView(bytes.buffer).setUint32(place, to.token);
  const names = tokenizer
    ? `“${from.text.trim()}” now reads “${tokenizer.decode([to.token]).trim()}”`
    : `token ${from.token} is now ${to.token}`;
  return { bytes, done: `In the reply, ${names}.` };
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

/** What a proof says: the model with this digest, given the prompt, replies with exactly these tokens, or finds this of it. */
export interface Statement {
  /** The model digest, Keccak-256 of the verifying key, as 64 hexadecimal digits. */
  readonly model: string;
  readonly form: "decoder" | "encoder" | "encoder-decoder";
  /** A greedy reply; or the likeliest tokens at positions of the prompt; or its class; or values alone. */
  readonly kind: "reply" | "tokens" | "class" | "embedding";
  readonly prompt: readonly number[];
  /** The first row of the prompt's second text; the prompt's length if there is one text. */
  readonly secondSegment: number;
  /** Tokens; of a class, its number; of an embedding, nothing. */
  readonly reply: readonly number[];
  /** The rows of the prompt that the reply's tokens stand at, if `kind` is "tokens". */
  readonly positions: readonly number[];
  /** An embedding; or probabilities: of each entry of the reply, or of every class; null if none are stated. */
  readonly values: Values | null;
  /** At one of the model's stop tokens, or because the length was reached; "whole" where there is no end to come to. */
  readonly ending: "stop" | "length" | "whole";
  /** What the proof is bound to, as 64 hexadecimal digits; zeros if to nothing. */
  readonly context: string;
}

/** Stated numbers. */
export interface Values {
  /** What the key calls them: "probabilities", "sentence embedding". For people. */
  readonly name: string;
  /** integers / 2^fractionBits, exactly. */
  readonly numbers: Float64Array;
  /** As they are stated and proven. */
  readonly integers: Int32Array;
  readonly fractionBits: number;
}

/** Digests of what the model was made of, as the key names them; hexadecimal. */
export interface Provenance {
  readonly tokenizer: string;
  readonly settings: string;
  readonly checkpoint: string;
}

/** The statement's tokens as text, by a tokenizer whose digest is the key's. */
export interface Text {
  readonly prompt: string;
  /** Null if the reply is no tokens but a class, or there is none. */
  readonly reply: string | null;
}

/** Bytes of each part of a proof; together, all of it. */
export interface Sections {
  /** Statement, schedule, commitment. */
  readonly head: number;
  readonly lookups: number;
  readonly sumchecks: number;
  /** The opening: columns of the committed vectors, the hashes that lead them to the root, and the rest. */
  readonly columns: number;
  readonly siblings: number;
  readonly rounds: number;
}

interface Examined {
  /** Absent if key and statement could not be read. */
  readonly provenance: Provenance | null;
  /** Absent without the tokenizer's files, or if they are not those that the key names. */
  readonly text: Text | null;
  /** Names of the classes, by number; absent without settings.json, if it is not the one that the key names, or if it has none. */
  readonly labels: readonly string[] | null;
  readonly keyBytes: number;
  readonly proofBytes: number;
  readonly milliseconds: number;
}

/** What is stated is the model's: it was proven, and the proof holds. */
export class Proven implements Examined {
  private constructor();
  readonly proven: true;
  readonly statement: Statement;
  readonly provenance: Provenance;
  readonly text: Text | null;
  readonly labels: readonly string[] | null;
  /** Of soundness, from proven bounds. */
  readonly securityBits: number;
  readonly sections: Sections;
  readonly keyBytes: number;
  readonly proofBytes: number;
  readonly milliseconds: number;
}

export type RejectionName =
  | "truncated" | "trailingBytes" | "notCanonical" | "unknownVersion" | "unknownProfile"
  | "malformedKey" | "malformedStatement" | "malformedProof" | "tooLarge"
  | "anotherModel" | "emptyPromptOrReply" | "tokenOutsideVocabulary" | "contextExceeded" | "wrongEnding"
  | "wrongOutput"
  | "unsoundParameters" | "proofOfWork" | "fractionsDoNotCancel" | "zeroDenominator"
  | "fractionLayer" | "leafNumerators" | "leafDenominators" | "linearRelation" | "sumcheck"
  | "openClaim" | "missingClaim"
  | "claimOutsideOracle" | "merkleRoot" | "finalMessage" | "finalSum"
  | "unknown";

/** The proof does not hold: nothing that it claims is proven. */
export class Rejection implements Examined {
  private constructor();
  readonly proven: false;
  /** As in docs/protocol.md, section 14; never changes its meaning. */
  readonly code: number;
  readonly name: RejectionName;
  /** The reason in plain English. */
  readonly sentence: string;
  /** What the file claims, without proof; absent if it could not be read. */
  readonly claim: Statement | null;
  readonly provenance: Provenance | null;
  readonly text: Text | null;
  readonly labels: readonly string[] | null;
  readonly keyBytes: number;
  readonly proofBytes: number;
  readonly milliseconds: number;
}

export type Result = Proven | Rejection;

/** No answer, for want of memory: nothing is known about the proof. */
export class VerifierFailure extends Error {}

export type Bytes = ArrayBuffer | ArrayBufferView;

export type TokenizerFileName =
  | "tokenizer.json" | "vocab.json" | "merges.txt" | "tokenizer_config.json" | "vocab.txt" | "special_tokens_map.json";

/** Those that the model's package has; all of them are needed, since the key names them together. */
export type TokenizerFiles = { readonly [Name in TokenizerFileName]?: Bytes };

/** What lies in a package beside the key and gives a statement words. */
export type PackageFiles = TokenizerFiles & { readonly "settings.json"?: Bytes };

export const tokenizerFileNames: readonly TokenizerFileName[];

/** Turns tokens into text, by tokenizer.json or by the older files of GPT-2 and BERT. */
export class Tokenizer {
  private constructor();
  /** To compare with `provenance.tokenizer`. */
  readonly digest: string;
  /** Whether the files describe a vocabulary that can be decoded here. */
  readonly isReadable: boolean;
  /** Bytes that are not UTF-8 become U+FFFD, unknown tokens nothing. */
  decode(tokens: readonly number[], options?: { specialTokens?: "kept" | "skipped" }): string;
  isSpecial(token: number): boolean;
}

/** Where the verifier's module is: an address, what was fetched, its bytes, or compiled already. */
export type Source = string | URL | Response | Bytes | WebAssembly.Module;

/** The verifier, ready in memory. One serves any number of keys and proofs, one after the other. */
export class Lemma {
  private constructor();
  /** Fetches and compiles the verifier, from beside this file unless `source` says otherwise. */
  static load(source?: Source): Promise<Lemma>;
  /** Checks a proof against a verifying key. Whatever the bytes, the answer is a result; see `VerifierFailure`. */
  verify(key: Bytes, proof: Bytes, files?: PackageFiles): Result;
  tokenizer(files: TokenizerFiles): Tokenizer;
  /** The names of a model's classes by a package's settings.json; null if the key names another file, or there are none. */
  labels(settings: Bytes | undefined, provenance: Provenance): readonly string[] | null;
  /** Keccak-256 as in Ethereum, in hexadecimal; of a verifying key it is the model digest. */
  keccak256(bytes: Bytes): string;
}

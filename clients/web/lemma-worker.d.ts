import type { Bytes, PackageFiles, Result, Source } from "./lemma.js";

export * from "./lemma.js";

/** The verifier in a thread of its own: as in `lemma.js`, with promises. */
export class Lemma {
  private constructor();
  /** Starts the thread and loads the verifier there. */
  static load(source?: Exclude<Source, Response>): Promise<Lemma>;
  verify(key: Bytes, proof: Bytes, files?: PackageFiles): Promise<Result>;
  keccak256(bytes: Bytes): Promise<string>;
  /** Ends the thread, whatever it is doing; unanswered calls fail. */
  close(): void;
}

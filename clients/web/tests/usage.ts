// Compiled, never run: that the declarations say what an embedder needs, and no more.
import { Lemma, Proven, Rejection, VerifierFailure } from "../lemma.js";
import type { Result, Statement, TokenizerFiles } from "../lemma.js";
import { Lemma as Threaded } from "../lemma-worker.js";

export async function check(key: ArrayBuffer, proof: Uint8Array, files: TokenizerFiles): Promise<string> {
  const verifier: Lemma = await Lemma.load();
  const result: Result = verifier.verify(key, proof, files);
  // @ts-expect-error a rejection has no statement, so an unchecked result can not be taken for one
  result.statement;
  if (result.proven) {
    const proven: Proven = result;
    const bits: number = proven.securityBits + proven.sections.columns;
    const { kind, positions, values }: Statement = proven.statement;
    const largest: number = values === null ? 0 : Math.max(...values.numbers) - values.integers[0];
    // @ts-expect-error whether there are values depends on the model
    values.name;
    // @ts-expect-error no such kind
    if (kind === "image") return "";
    return `${proven.statement.model} ${proven.statement.reply.length} ${bits} ${proven.text?.reply ?? ""} ${positions} ${largest}`;
  }
  const rejection: Rejection = result;
  return `${rejection.code} ${rejection.name} ${rejection.sentence} ${rejection.claim?.ending ?? ""}`;
}

export async function checkInThread(key: Uint8Array, proof: Uint8Array): Promise<boolean> {
  const verifier = await Threaded.load(new URL("https://example.org/lemma-verifier.wasm"));
  try {
    return (await verifier.verify(key, proof)).proven;
  } catch (error) {
    if (error instanceof VerifierFailure) return false;
    throw error;
  } finally {
    verifier.close();
  }
}
// @ts-expect-error results come from the verifier alone
new Rejection({});

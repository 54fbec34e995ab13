import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as module from "../lemma.js";
import * as threaded from "../lemma-worker.js";

const usage = fileURLToPath(new URL("usage.ts", import.meta.url));

test("the declarations compile, and say what an embedder's program needs", () => {
  const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--module", "node16", "--moduleResolution", "node16"];
  try {
    execFileSync("tsc", [...options, usage], { encoding: "utf8" });
  } catch (error) {
    assert.fail(error.stdout || String(error));
  }
});

test("what is declared is what is exported", () => {
  const names = ["Lemma", "Proven", "Rejection", "Tokenizer", "VerifierFailure", "tokenizerFileNames"];
  assert.deepEqual(Object.keys(module).sort(), names);
  assert.deepEqual(Object.keys(threaded).sort(), names);
});

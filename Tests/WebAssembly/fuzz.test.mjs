import assert from "node:assert/strict";
import { test } from "node:test";
import { fuzz } from "./fuzzing.mjs";

test("changed files are rejected, each soon and without a trap", () => {
  const { inputs, slowest } = fuzz({ seed: 1, count: 1500 });
  assert.equal(inputs, 1500);
  assert.ok(slowest < 20_000, `${slowest} ms`);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { treemap } from "../page/treemap.js";
import { randomNumbers } from "./demo.mjs";

const near = (a, b, scale = 1) => Math.abs(a - b) <= 1e-9 * scale;

test("areas are in proportion, fill the box, and do not overlap", () => {
  const random = randomNumbers(7);
  for (let i = 0; i < 200; i += 1) {
    const items = Array.from({ length: 1 + (i % 9) }, (_, name) => ({ name, weight: random() % 1000 }));
    items[0].weight += 1;
    const [width, height] = [50 + random() % 900, 50 + random() % 900];
    const total = items.reduce((sum, { weight }) => sum + weight, 0);
    const placed = treemap(items, width, height);
    assert.equal(placed.length, items.filter(({ weight }) => weight > 0).length);
    for (const [at, one] of placed.entries()) {
      assert.ok(near(one.width * one.height, (one.item.weight / total) * width * height, width * height));
      assert.ok(one.x >= -1e-6 && one.y >= -1e-6 && one.x + one.width <= width + 1e-6 && one.y + one.height <= height + 1e-6);
      for (const other of placed.slice(at + 1)) {
        const apart = one.x + one.width <= other.x + 1e-6 || other.x + other.width <= one.x + 1e-6
          || one.y + one.height <= other.y + 1e-6 || other.y + other.height <= one.y + 1e-6;
        assert.ok(apart, `${JSON.stringify(one)} ${JSON.stringify(other)}`);
      }
    }
  }
});

test("equal items in a square are squares", () => {
  const items = Array.from({ length: 4 }, () => ({ weight: 1 }));
  for (const { width, height } of treemap(items, 100, 100)) assert.deepEqual([width, height], [50, 50]);
});

test("nothing is drawn of nothing", () => {
  assert.deepEqual(treemap([], 100, 100), []);
  assert.deepEqual(treemap([{ weight: 0 }], 100, 100), []);
});

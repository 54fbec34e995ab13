/**
 * Rectangles that fill a box, each with an area in proportion to its item's weight, and as square as the greedy choice of
 * "squarified treemaps" makes them: items, heaviest first, share a strip along the shorter side for as long as that helps.
 */
export function treemap(items, width, height) {
  const waiting = items.filter((item) => item.weight > 0).sort((a, b) => b.weight - a.weight);
  const total = waiting.reduce((sum, item) => sum + item.weight, 0);
  const scale = (width * height) / total;
  let box = { x: 0, y: 0, width, height };
  const placed = [];

  while (waiting.length > 0) {
    const side = Math.min(box.width, box.height);
    let strip = [];
    while (waiting.length > 0) {
      const longer = [...strip, waiting[0]];
      if (strip.length > 0 && elongation(longer, side, scale) > elongation(strip, side, scale)) break;
      strip = longer;
      waiting.shift();
    }
    const depth = (sum(strip) * scale) / side;
    const isUpright = box.width >= box.height;
    let along = 0;
    for (const item of strip) {
      const length = (item.weight * scale) / depth;
      placed.push(isUpright
        ? { item, x: box.x, y: box.y + along, width: depth, height: length }
        : { item, x: box.x + along, y: box.y, width: length, height: depth });
      along += length;
    }
    box = isUpright
      ? { ...box, x: box.x + depth, width: box.width - depth }
      : { ...box, y: box.y + depth, height: box.height - depth };
  }
  return placed;
}

/** Of the longest rectangle in a strip along a side: longer by shorter edge. */
function elongation(strip, side, scale) {
  const depth = (sum(strip) * scale) / side;
  return Math.max(...strip.map((item) => {
    const length = (item.weight * scale) / depth;
    return Math.max(length / depth, depth / length);
  }));
}

const sum = (strip) => strip.reduce((total, item) => total + item.weight, 0);

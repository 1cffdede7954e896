/** @file Equal pieces of an interval, and one height for each from the function on it. */

/** n + 1 ends of n equal pieces of [a, b]. */
export function equal(a, b, n) {
  return Float64Array.from({ length: n + 1 }, (_, k) => (k === n ? b : a + ((b - a) * k) / n));
}

/**
 * One height for each piece: "means", "medians" or "midranges" of samples on it; of a piece
 * without samples the nearest one's value.
 */
export function heightsOf(edges, xs, ys, how) {
  const heights = new Float64Array(edges.length - 1);
  let i = 0;
  for (let k = 0; k < heights.length; k += 1) {
    const last = k === heights.length - 1;
    const begin = i;
    while (i < xs.length && (last || xs[i] < edges[k + 1])) i += 1;
    const inside = Array.from(ys.subarray(begin, i));
    heights[k] = inside.length > 0 ? RULES[how](inside) : ys[Math.min(begin, ys.length - 1)];
  }
  return heights;
}

/** Points inside each piece, `each` of them, away from its ends, where f may jump. */
export function inside(edges, each = 16) {
  return Float64Array.from({ length: (edges.length - 1) * each }, (_, i) => {
    const k = Math.floor(i / each);
    return edges[k] + ((edges[k + 1] - edges[k]) * ((i % each) + 0.5)) / each;
  });
}

const RULES = {
  means: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  medians: (values) => {
    const sorted = values.toSorted((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  },
  midranges: (values) => (Math.min(...values) + Math.max(...values)) / 2,
};

/** A weight so large that windows of neighbouring steps, |z| up to `reach`, do not meet. */
export function steepEnough(length, n, reach = 37) {
  return Number(((2 * reach * n) / length).toPrecision(3));
}

/** Numbers with few digits, for the state that goes into the address. */
export function short(values, digits = 4) {
  return Array.from(values, (value) => Number(value.toPrecision(digits)));
}

/** The largest |network - target| and where, over points that both know. */
export function worst(values, truth, xs) {
  let at = 0;
  let most = 0;
  for (let i = 0; i < values.length; i += 1) {
    const gap = Math.abs(values[i] - truth[i]);
    if (gap > most) {
      most = gap;
      at = xs[i];
    }
  }
  return { most, at };
}

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

/** The middle of the range of f on each piece. */
export function middles(edges, target) {
  return Float64Array.from(ranges(edges, target), ([low, high]) => (low + high) / 2);
}

/** The range of f on each piece: at its samples, and close to both ends of the piece. */
export function ranges(edges, { f, xs, ys, box: [[a, b]] }) {
  const near = 1e-12 * (b - a);
  const ends = Float64Array.from(edges).subarray(1, -1);
  const [before, after] = [-near, near].map((shift) => f(ends.map((edge) => edge + shift)));
  const pieces = edges.length - 1;
  let i = 0;
  return Array.from({ length: pieces }, (_, k) => {
    const isLast = k === pieces - 1;
    const values = [k ? after[k - 1] : ys[0], isLast ? ys[ys.length - 1] : before[k]];
    let [low, high] = [Math.min(...values), Math.max(...values)];
    for (; i < xs.length && (isLast || xs[i] < edges[k + 1] - near); i += 1) {
      if (k && xs[i] < edges[k] + near) continue;
      [low, high] = [Math.min(low, ys[i]), Math.max(high, ys[i])];
    }
    return [low, high];
  });
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

const REACH = 37; // |z| from which a sigmoid is 0 or 1 to the last bit
const CROSSED = 1e-4; // of the domain: twice how far from a jump a network may be that follows it

/** The library's weight of steps: so large that no two windows meet; two digits, rounded up. */
export function steepFor([a, b], cuts, jumps = []) {
  const edges = [a, ...cuts, b];
  let gap = b - a;
  for (let k = 1; k < edges.length; k += 1) {
    const width = edges[k] - edges[k - 1];
    if (width > 1e-12 * (b - a)) gap = Math.min(gap, width);
  }
  if (jumps.length) gap = Math.min(0.98 * gap, CROSSED * (b - a));
  const exact = (2 * REACH) / gap;
  const digit = 10 ** (Math.floor(Math.log10(exact)) - 1);
  return Math.ceil(exact / digit) * digit;
}

/** Whether a place is so close to a jump that a steep network may still cross it there. */
export function besideJumps(jumps, [a, b]) {
  const half = 0.5 * CROSSED * (b - a);
  return (x) => jumps.some(({ at }) => Math.abs(x - at) <= half);
}

/** Numbers with few digits, for the state that goes into the address. */
export function short(values, digits = 4) {
  return Array.from(values, (value) => Number(value.toPrecision(digits)));
}

/** The largest |network - target| and where, over points that both know; some may be left out. */
export function worst(values, truth, xs, leftOut = () => false) {
  let at = 0;
  let most = 0;
  for (let i = 0; i < values.length; i += 1) {
    const gap = Math.abs(values[i] - truth[i]);
    if (gap > most && !leftOut(xs[i])) {
      most = gap;
      at = xs[i];
    }
  }
  return { most, at };
}

/** The mean of |values - truth| over the interval, by trapezoids. */
export function average(xs, values, truth) {
  let sum = 0;
  for (let i = 1; i < xs.length; i += 1) {
    const [before, after] = [i - 1, i].map((k) => Math.abs(values[k] - truth[k]));
    sum += 0.5 * (before + after) * (xs[i] - xs[i - 1]);
  }
  return sum / (xs[xs.length - 1] - xs[0]);
}

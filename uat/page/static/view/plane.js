/** @file Networks of two inputs whose numbers the reader holds: steps, bumps, a tower. */

import { Layer, Network } from "../core/network.js";

/** What each stage of the lesson has: steps in x, steps in y, and whether a neuron asks for all. */
export const STAGES = {
  xstep: { xs: 1, ys: 0 },
  ystep: { xs: 0, ys: 1 },
  xbump: { xs: 2, ys: 0 },
  ybump: { xs: 0, ys: 2 },
  both: { xs: 2, ys: 2 },
  tower: { xs: 2, ys: 2 },
};

/**
 * @param {string} stage one of STAGES
 * @param {Record<"s1" | "s2" | "t1" | "t2" | "w" | "h" | "b", number>} numbers
 *   s: steps in x, t: steps in y, w: their steepness, h: the height of a bump, b: the last bias
 */
export function planeNetwork(stage, numbers) {
  const { s1, s2, t1, t2, w, h, b } = numbers;
  const { xs, ys } = STAGES[stage];
  const rows = [...[s1, s2].slice(0, xs).map((s) => [w, 0, s]),
    ...[t1, t2].slice(0, ys).map((t) => [0, w, t])];
  const hidden = new Layer({
    weights: Float64Array.from(rows.flatMap(([x, y]) => [x, y])), inputs: 2, outputs: rows.length,
    biases: Float64Array.from(rows, ([, , place]) => -w * place), activation: "sigmoid",
  });
  const signs = xs + ys === 1 ? [1] : rows.map((_, i) => (i % 2 === 0 ? h : -h));
  const last = new Layer({
    weights: Float64Array.from(signs), inputs: rows.length, outputs: 1,
    biases: Float64Array.of(stage === "tower" ? b : 0),
    activation: stage === "tower" ? "sigmoid" : "linear",
  });
  return new Network([hidden, last]);
}

/** All points of a grid, row by row: x, y, x, y … */
export function gridPoints(xs, ys) {
  const points = new Float64Array(2 * xs.length * ys.length);
  let at = 0;
  for (const y of ys) {
    for (const x of xs) {
      points[at] = x;
      points[at + 1] = y;
      at += 2;
    }
  }
  return points;
}

/** n evenly spaced places, and around each cut those at the given distances. */
export function gridLines([a, b], n, cuts = [], distances = []) {
  const even = Array.from({ length: n }, (_, i) => a + ((b - a) * i) / (n - 1));
  const close = cuts.flatMap((cut) => distances.map((distance) => cut + distance))
    .filter((x) => x > a && x < b);
  return Float64Array.from([...new Set([...even, ...close])]).sort();
}

/**
 * Save one neuron: kinks whose neurons look both ways can give the slope among themselves, as in
 * uat/constructions/line/partition/balance.py and fewest_neurons.py.
 */

import { fewestLinks } from "./partition.js";

const SHARES = [1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.4]; // of the tolerance: room for tilting
const LITTLE = 1e-3; // of the room: making a link flat is preferred up to that
const MOST_CHOSEN = 20; // kinks of which all subsets are tried, in two halves

/**
 * A polyline within `tol` of all samples, of as few links as can be, and how its neurons look.
 * @returns {{knots: Float64Array, values: Float64Array, left: boolean[] | null}} left: which kinks look
 *   left, where they give the slope as well; null if one neuron more has to give it
 */
export function fewestNeurons(x, y, tol) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of y) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high));
  const [a, b] = [x[0], x[x.length - 1]];
  if (high - low <= 2 * (tol + rounding)) {
    const height = 0.5 * low + 0.5 * high;
    return { knots: Float64Array.of(a, b), values: Float64Array.of(height, height), left: [] };
  }
  const path = fewestLinks(x, y, tol);
  for (const share of SHARES) {
    const narrower = fewestLinks(x, y, tol * (1 - share));
    if (narrower.knots.length > path.knots.length) break;
    const tilted = tilt(narrower, 0.999999 * share * tol);
    if (tilted) return tilted;
  }
  return { ...path, left: null };
}

/** The polyline changed so that its kinks give its slope; null if that takes more than `room`. */
function tilt({ knots, values }, room) {
  const slopes = slopesOf(knots, values);
  const flattest = flattestOf(slopes);
  const left = slopes.slice(1).map((_, k) => k < flattest);
  const flat = Float64Array.from(values);
  const change = 0.5 * Math.abs(values[flattest + 1] - values[flattest]);
  flat[flattest] = flat[flattest + 1] = 0.5 * (values[flattest] + values[flattest + 1]);
  if (change <= LITTLE * room || slopes.length < 2) {
    return change <= room ? { knots, values: flat, left } : null;
  }
  const kinks = slopes.slice(1).map((slope, k) => slope - slopes[k]);
  const turned = nearest(kinks, left, slopes[flattest]);
  const [a, b] = [knots[0], knots[knots.length - 1]];
  if (0.5 * Math.abs(turned.excess) * (b - a) < Math.min(change, room)) {
    const tilted = values.map((value, k) => value - turned.excess * (knots[k] - 0.5 * (a + b)));
    return { knots, values: tilted, left: turned.left };
  }
  return change <= room ? { knots, values: flat, left } : null;
}

export function slopesOf(knots, values) {
  return Array.from(values).slice(1).map((value, k) => (value - values[k]) / (knots[k + 1] - knots[k]));
}

export function flattestOf(slopes) {
  const sizes = slopes.map(Math.abs);
  return sizes.indexOf(Math.min(...sizes));
}

/** Turn some neurons around, so that the excess of slope becomes as small as can be found. */
function nearest(kinks, left, start) {
  let excess = start;
  const turned = kinks.map((kink, k) => (left[k] ? -kink : kink));
  const isTurned = kinks.map(() => false);
  const middle = left.filter(Boolean).length;
  const order = kinks.map((_, k) => k)
    .sort((p, q) => Math.abs(p + 0.5 - middle) - Math.abs(q + 0.5 - middle) || p - q);
  const turn = (k) => {
    isTurned[k] = !isTurned[k];
    excess += turned[k];
    turned[k] = -turned[k];
  };
  if (kinks.length > MOST_CHOSEN) {
    for (const k of order) if (turned[k] * excess < 0 && Math.abs(turned[k]) <= Math.abs(excess)) turn(k);
  }
  const chosen = smallest(turned);
  for (const k of bestSubset(chosen.map((each) => turned[each]), -excess)) turn(chosen[k]);
  return { left: left.map((each, k) => each !== isTurned[k]), excess };
}

/** The smallest changes of slope of both signs: their sums lie close, on both sides of 0. */
function smallest(turned) {
  const sides = [1, -1].map((sign) => turned.map((_, k) => k).filter((k) => sign * turned[k] > 0)
    .sort((p, q) => Math.abs(turned[p]) - Math.abs(turned[q])).slice(0, MOST_CHOSEN / 2));
  return sides.flat();
}

/** Indices of terms that add up nearly to the goal: the nearest of all sums, in two halves. */
function bestSubset(terms, goal) {
  const half = terms.length >> 1;
  const [first, second] = [terms.slice(0, half), terms.slice(half)].map(sums);
  const order = second.map((_, i) => i).sort((p, q) => second[p] - second[q]);
  let best = { miss: Infinity, bits: 0 };
  first.forEach((sum, i) => {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (second[order[middle]] < goal - sum) low = middle + 1;
      else high = middle;
    }
    for (const at of [low - 1, low]) {
      const j = order[at];
      if (j === undefined) continue;
      const miss = Math.abs(sum + second[j] - goal);
      if (miss < best.miss) best = { miss, bits: i | (j << half) };
    }
  });
  return terms.map((_, k) => k).filter((k) => (best.bits >> k) & 1);
}

/** The sums of all subsets; entry i has the terms that are bits of i. */
function sums(terms) {
  return terms.reduce((all, term) => [...all, ...all.map((sum) => sum + term)], [0]);
}

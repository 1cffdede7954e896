/** @file What the exercises ask for, scaled to the reader's function. */

import { fewestLinks } from "../core/partition.js";
import { equal, ranges, worst } from "./fit.js";

const LEAST = 0.02; // of the size of f: no goal is closer than that
const PIECES = [9, 250]; // of a folded line that are asked for
const TRIED = [8, 16]; // numbers of bumps, the best of which sets the goal

/** A goal that is computed once for each function. */
export function once(goal) {
  let [name, value] = [null, null];
  return (target) => {
    const next = JSON.stringify(target.spec);
    if (next !== name) [name, value] = [next, goal(target)];
    return value;
  };
}

/** The goal as it is written, with two digits, and never less than what it was made from. */
export function roundUp(value) {
  if (!(value > 0)) return 0;
  const digit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / digit - 1e-9) * digit).toPrecision(2));
}

/** How large f is: its range, 0 included. */
export function sizeOf({ ys }) {
  const [low, high] = ys.reduce(([a, b], y) => [Math.min(a, y), Math.max(b, y)], [0, 0]);
  return high - low || 1;
}

/**
 * Where f is steepest, as a part of its interval, in hundredths.
 * @returns {{place: number, own: boolean}} own: whether that is a place of its own, and f no line
 */
export function steepest({ f, box: [[a, b]], jumps }) {
  const inside = jumps.map(({ at, size }) => ({ part: (at - a) / (b - a), size })).filter(({ part }) => part > 0.15 && part < 0.85);
  if (inside.length) return { place: Math.round(100 * inside.toSorted((p, q) => q.size - p.size)[0].part) / 100, own: true };
  const values = f(Float64Array.from({ length: 101 }, (_, i) => a + ((b - a) * i) / 100));
  const rise = (i) => Math.abs(values[i + 1] - values[i - 1]);
  const tiny = 1e-9 * values.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  let best = 50;
  for (let i = 15; i <= 85; i += 1) if (rise(i) > rise(best) * (1 + 1e-9) + tiny) best = i;
  const least = Math.min(...Array.from({ length: 71 }, (_, i) => rise(15 + i)));
  return { place: best / 100, own: rise(best) > 1.01 * least + tiny };
}

/** A height for a bump, as high as f is there among its values; never one that can hardly be seen. */
export function heightAt({ f, ys, box: [[a, b]] }, part) {
  const most = ys.reduce((top, y) => Math.max(top, Math.abs(y)), 0) || 1;
  const height = Math.round((24 * f(Float64Array.of(a + part * (b - a)))[0]) / most) / 20;
  return Math.abs(height) < 0.3 ? Math.sign(height || 1) * 0.6 : height;
}

/** The average distance that a stroke has to come to: most of the way from flat to the best. */
export function strokeGoal(target, flat, best) {
  return roundUp(Math.max(best + 0.25 * (flat - best), 1.05 * best, LEAST * sizeOf(target)));
}

/** An error that a few fitted bumps have, and the fewest that have it. */
export function fewBumps(target) {
  const errors = Array.from({ length: TRIED[1] }, (_, i) => halfRange(target, i + 1));
  const best = Math.min(...errors.slice(TRIED[0] - 1));
  const error = roundUp(Math.max(1.01 * best, 0.01 * sizeOf(target)));
  return { error, bumps: 1 + errors.findIndex((each) => each <= error * (1 - 1e-9)) };
}

/** What n fitted bumps are off by. */
function halfRange(target, n) {
  return Math.max(...ranges(equal(...target.box[0], n), target).map(([low, high]) => (high - low) / 2));
}

/** How many straight pieces follow f within a hundredth, where that is a number to fold a line into. */
export function foldedPieces(target) {
  const { x, y } = target.sampled(1e-3 * sizeOf(target));
  const found = fewestLinks(x, y, 0.01 * sizeOf(target)).knots.length - 1;
  return { own: found >= PIECES[0] && found <= PIECES[1], pieces: Math.min(PIECES[1], Math.max(PIECES[0], found)) };
}

/** The straight pieces of a network on [0, 1] whose kinks are at multiples of 1/1024. */
export function pieces(network) {
  const n = 1024;
  const values = network.forward(Float64Array.from({ length: 2 * n }, (_, i) => (i + 0.5) / (2 * n)));
  const slopes = Array.from({ length: n }, (_, i) => values[2 * i + 1] - values[2 * i]);
  return 1 + slopes.filter((slope, i) => i && Math.abs(slope - slopes[i - 1]) > 1e-9).length;
}

/** The largest error of a network at the samples of f. */
export function errorOf(network, { xs, ys, beside }) {
  return worst(network.forward(xs), ys, xs, beside).most;
}

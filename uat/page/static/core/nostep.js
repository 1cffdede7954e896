/** Why an s(z) makes no step, in the words of uat/networks/activations/verdict.py. */

import { general } from "./sampling.js";

const NEAR = 64; // where transitions usually are
const GRID = 2048; // points a side
const MOST_DEGREE = 8;
const RAY = [30, 2000]; // |z| between which a swinging s is looked at
const LOOKS = 4000;
const NOTHING = 1e-6; // of the size of s: a limit below it is 0

export const ROWS = "it compares the neurons of a layer with each other, so it belongs on the last layer only";
export const STRAIGHT = "it is a straight line, and what is added up or composed from straight lines is "
  + "again one: no network of it bends";

/** What is wrong with s, and where; null if it has a finite value at all places looked at. */
export function holeOf(at) {
  const places = Array.from({ length: 2 * GRID + 1 }, (_, k) => ((k - GRID) * NEAR) / GRID);
  const isBad = places.map((z) => !Number.isFinite(at(z)));
  const bad = places.map((_, k) => k).filter((k) => isBad[k]);
  if (!bad.length) return null;
  const nearest = bad.reduce((best, k) => (Math.abs(places[k]) < Math.abs(places[best]) ? k : best));
  const word = Number.isNaN(at(places[nearest])) ? "not a number" : "infinite";
  let [first, last] = [nearest, nearest];
  while (isBad[first - 1]) first -= 1;
  while (isBad[last + 1]) last += 1;
  if (first === last) return `is ${word} at z = ${general(places[first], 6)}`;
  if (first === 0) return `is ${word} for z below ${edge(at, places[last + 1], places[last])}`;
  const left = edge(at, places[first - 1], places[first]);
  if (last + 1 === places.length) return `is ${word} for z above ${left}`;
  return `is ${word} between z = ${left} and ${edge(at, places[last + 1], places[last])}`;
}

function edge(at, good, bad) {
  let [inside, outside] = [good, bad];
  for (let round = 0; round < 60; round += 1) {
    const middle = 0.5 * (inside + outside);
    if (Number.isFinite(at(middle))) inside = middle;
    else outside = middle;
  }
  return Math.abs(outside) < 1e-12 ? "0" : general(outside, 6);
}

/** What there is to say of a polynomial, whose differences of some order vanish; null for others. */
export function polynomialOf(at) {
  let row = Array.from({ length: 25 }, (_, k) => at(k - 12));
  const size = Math.max(...row.map(Math.abs));
  for (let degree = 0; degree <= MOST_DEGREE; degree += 1) {
    const next = row.slice(1).map((value, k) => value - row[k]);
    const few = size * 2 ** degree * 1e-13;
    const isOne = next.every((value) => Math.abs(value) <= few) && [0.37, -5.71, 7.13].every((z) =>
      Math.abs(at(z) - interpolated(at, degree, z)) <= 1e-9 * size);
    if (isOne) return saidOf(degree, at(0));
    row = next;
  }
  return null;
}

/** The polynomial through the values at degree + 1 whole numbers around 0. */
function interpolated(at, degree, z) {
  const knots = Array.from({ length: degree + 1 }, (_, k) => k - (degree >> 1));
  return knots.reduce((sum, knot) => sum + knots.reduce((product, other) =>
    (other === knot ? product : (product * (z - other)) / (knot - other)), at(knot)), 0);
}

function saidOf(degree, value) {
  if (degree === 0) {
    return `it is constant, ${general(value, 6)} for every z: what a neuron says does not depend on x`;
  }
  if (degree === 1) return STRAIGHT;
  return `it is a polynomial of degree ${degree}, and so is every network with one layer of it, however `
    + "wide: these form a space of finite dimension, which is not close to every function (Leshno et "
    + "al. 1993)";
}

/** Why neither s nor the difference of two shifted copies is a step. */
export function whyNoStep(at, { low, high, slopes = [NaN, NaN], size }) {
  if (Number.isFinite(low) && Number.isFinite(high)) {
    return `it tends to ${general(Math.abs(high) < NOTHING * size ? 0 : high, 4)} on both sides: a step `
      + "needs two different limits, and so does a difference of shifted copies";
  }
  if (slopes.every(Number.isFinite) && Math.abs(slopes[0]) > 1e-9) {
    return `it rises by ${general(slopes[0], 4)} per unit of z on both sides: it has no limits, and the `
      + "difference of two shifted copies has two equal ones";
  }
  const sides = [[low, -1, "-∞"], [high, 1, "+∞"]].filter(([limit]) => !Number.isFinite(limit));
  const [[, sign, side]] = sides;
  const values = Array.from({ length: LOOKS }, (_, k) =>
    at(sign * (RAY[0] + ((RAY[1] - RAY[0]) * k) / LOOKS)));
  const [least, most] = [Math.min, Math.max].map((f) => values.reduce((p, q) => f(p, q)));
  if (slopes.every(Number.isFinite)) {
    return `it has no limit as z goes to ${side}, where it still moves from ${general(least, 3)} to `
      + `${general(most, 3)}; and the difference of two shifted copies ends alike on both sides`;
  }
  const grows = Math.abs(at(sign * 1e9)) > 1e6 || Math.abs(at(sign * 1e7)) > 1e6;
  const what = grows ? `it grows without bound as z goes to ${side} and has no limit there`
    : `it goes on swinging between ${general(least, 2)} and ${general(most, 2)} as z goes to ${side} `
      + "and has no limit there";
  return `${what}, nor does the difference of two shifted copies`;
}

/** What a network shall compute: a formula, a stroke of the pen, or samples. */

import { parse } from "./expression.js";

const BESIDE = 2 ** -30; // of the box: how far from such a point f is read instead
const APART = 2 ** -9; // of the box: between the points of a cubic next to such a point
const ALIKE = 1e-6; // of the largest of them: so close a cubic is to f, to stand for it
const NOISE = 1e-9; // of the largest of them: what floats lose less of, is left as it is
const NEARER = Array.from({ length: 90 }, (_, k) => k + 4); // powers of 0.7 of that distance
const NUMBER = /\d+\.?\d*(?:e[+-]?\d+)?/g;

/**
 * A formula of one input or two on a box. Throws ExpressionError.
 * @param {string} text
 * @param {number[][]} box a [low, high] pair for each input
 * @returns {{f: function, names: string[], text: string, box: number[][], read: string}} f takes an
 *   array for each input and returns one; read: how people's notation was read, or ""
 */
export function fromText(text, box) {
  const expression = read(text, box.length);
  const { names, text: plain, typed } = expression;
  const f = (...inputs) => {
    const given = Object.fromEntries(names.map((name, k) => [name, inputs[k]]));
    const values = expression.evaluate(given);
    return typeof values === "number" ? new Float64Array(inputs[0].length).fill(values) : values;
  };
  return {
    f: box.length === 1 ? bridged(filled(f, box[0]), f, plain, box[0]) : f, names, text: plain, box, read: typed ? plain : "",
  };
}

/** A point without a value counts as close to it, as in uat/functions/target/holes.py. */
function filled(f, [low, high]) {
  const at = (x) => f(Float64Array.of(x))[0];
  return (x) => {
    const y = f(x);
    if (!y.some(Number.isNaN)) return y;
    return y.map((value, k) => {
      if (!Number.isNaN(value)) return value;
      const step = (x[k] > 0.5 * (low + high) ? -1 : 1) * BESIDE * (high - low);
      const across = x[k] - step;
      const ends = across >= low && across <= high && Number.isNaN(at(across));
      return ends ? NaN : at(x[k] + step); // on the other side of an end f is no number either
    });
  };
}

/**
 * Where a formula has no value at a point, floats may lose its digits around it, as those of
 * (1 - cos(x))/x^2: there f is read off the cubic through points farther away, if f is like it.
 */
function bridged(f, formula, text, [low, high]) {
  const numbers = (text.match(NUMBER) ?? []).map(Number);
  const likely = [low, high, 0.5 * (low + high), 0, ...numbers, ...numbers.map((x) => -x)];
  const places = likely.filter((x) => x >= low && x <= high && Number.isNaN(formula([x])[0]));
  const cubics = places.map((place) => cubic(f, place, low, high)).filter((each) => each !== null);
  if (!cubics.length) return f;
  return (x) => f(x).map((value, k) => {
    const here = cubics.find(({ place, reach }) => Math.abs(x[k] - place) < reach);
    return here ? here.at(x[k]) : value;
  });
}

function cubic(f, place, low, high) {
  const step = APART * (high - low);
  const sides = place - 2 * step < low ? [1, 2, 3, 4]
    : place + 2 * step > high ? [-4, -3, -2, -1] : [-2, -1, 1, 2];
  const nodes = Float64Array.from(sides, (k) => place + k * step);
  const values = f(nodes);
  const at = (x) => nodes.reduce((sum, node, i) => sum + values[i] * nodes.reduce(
    (share, other, j) => i === j ? share : share * (x - other) / (node - other), 1), 0);
  const size = Math.max(...values.map(Math.abs));
  const isOff = (away, most) => [place - away, place + away].some((x) => x >= low && x <= high
    && !(Math.abs(at(x) - f(Float64Array.of(x))[0]) <= most * size));
  const isNoise = NEARER.some((k) => isOff(step * 0.7 ** k, NOISE));
  return isNoise && !isOff(0.5 * step, ALIKE) ? { place, reach: 0.5 * step, at } : null;
}

/** One input may be called x, t or otherwise; two are x and y. */
function read(text, inputs) {
  if (inputs > 1) return parse(text, { names: ["x", "y", "z"].slice(0, inputs) });
  const free = parse(text);
  return free.names.length === 1 ? free : parse(text, { names: ["x"] });
}

/**
 * A line through points, in any order; points with the same x count as their mean.
 * @param {number[][]} points
 */
export function fromStroke(points) {
  const sorted = merged(points);
  if (sorted.length < 2) throw new Error("A function needs points at two different places at least.");
  const x = Float64Array.from(sorted, (point) => point[0]);
  const y = Float64Array.from(sorted, (point) => point[1]);
  const f = (places) => Float64Array.from(places, (place) => between(x, y, place));
  return { f, names: ["x"], text: "", box: [[x[0], x[x.length - 1]]], points: sorted };
}

function merged(points) {
  const sorted = points.map(([x, y]) => [x, y]).sort((p, q) => p[0] - q[0]);
  const means = [];
  for (let i = 0; i < sorted.length; ) {
    let sum = 0;
    const start = i;
    for (; i < sorted.length && sorted[i][0] === sorted[start][0]; i++) sum += sorted[i][1];
    means.push([sorted[start][0], sum / (i - start)]);
  }
  return means;
}

/** The value at a place of the polyline through x, y; its ends go on level. */
function between(x, y, place) {
  let [low, high] = [0, x.length - 1];
  if (!(place > x[low])) return y[low];
  if (place >= x[high]) return y[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= place) low = middle;
    else high = middle;
  }
  return y[low] + ((y[high] - y[low]) * (place - x[low])) / (x[high] - x[low]);
}

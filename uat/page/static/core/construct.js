/** Pieces become weights and biases, with the formulas of uat/constructions. */

import { activation as named } from "./activations.js";
import { flattestOf, slopesOf } from "./balance.js";
import { Layer, Network } from "./network.js";

const ROOM = 2; // windows between steps and the ends of the domain, in half widths
const GATE = 4; // weights of a second layer, in reaches

/** One neuron that switches at -b/w, read out with weight 1. */
export function step(w, b) {
  const hidden = layer([w], 1, [b], "sigmoid");
  return new Network([hidden, layer([1], 1, [0], "linear")]);
}

/**
 * Nielsen's bumps: two steps for each piece, up by its height and down again.
 * @param {ArrayLike<number>} edges n + 1 ends of pieces
 * @param {ArrayLike<number>} heights n; with a sigmoid output the values that f has
 * @param {object} options steepness; activation; output: "linear" or "sigmoid"; edges: "whole" moves
 *   the outermost steps out of the domain, "nielsen" leaves them on its ends
 */
export function bumps(edges, heights, options) {
  const s = resolve(options.activation);
  const ends = Array.from(edges);
  const margin = options.edges === "nielsen" ? 0 : (ROOM * s.reach) / options.steepness;
  ends[0] -= margin;
  ends[ends.length - 1] += margin;
  const hidden = Array.from(heights, (h) => inverse(h, options.output));
  const places = hidden.flatMap((_, k) => [ends[k], ends[k + 1]]);
  return sum(places, hidden.flatMap((h) => [h, -h]), 0, s, options);
}

/**
 * One step for each cut; the first height is in the output bias. Several staircases are added up.
 * @param {ArrayLike<number> | ArrayLike<number>[]} cuts n places
 * @param {ArrayLike<number> | ArrayLike<number>[]} heights n + 1
 */
export function steps(cuts, heights, options) {
  const isOne = typeof cuts[0] === "number" || cuts.length === 0 || ArrayBuffer.isView(cuts);
  const places = isOne ? [cuts] : cuts;
  const levels = (isOne ? [heights] : heights).map((row) =>
    Array.from(row, (h) => inverse(h, options.output)));
  const rises = levels.flatMap((row) => row.slice(1).map((h, k) => h - row[k]));
  const base = levels.reduce((total, row) => total + row[0], 0);
  return sum(places.flatMap((row) => Array.from(row)), rises, base, resolve(options.activation), options);
}

/**
 * A polyline: one relu neuron for each kink and one for the slope of the flattest link, from which
 * those to the left look left, so that no large numbers cancel.
 * @param {ArrayLike<number>} knots @param {ArrayLike<number>} values
 * @param {boolean[] | null} [left] which kinks look left, where they give the slope as well
 */
export function ramps(knots, values, left = null) {
  const slopes = slopesOf(knots, values);
  const flattest = flattestOf(slopes);
  const kinks = slopes.slice(1).map((slope, k) => slope - slopes[k]);
  const gains = left ? kinks : [slopes[flattest], ...kinks];
  const looks = left ?? [false, ...kinks.map((_, k) => k < flattest)];
  const places = Array.from(knots).slice(left ? 1 : 0, -1);
  const signs = looks.map((isLeft) => (isLeft ? -1 : 1));
  const biases = signs.map((sign, k) => -sign * places[k]);
  let bias = values[0];
  gains.forEach((gain, k) => {
    if (looks[k]) bias -= gain * (places[k] - knots[0]);
  });
  return new Network([layer(signs, 1, biases, "relu"), layer(gains, gains.length, [bias], "linear")]);
}

/**
 * A path of straight links through points: a relu neuron for each link, which all outputs read.
 * @param {ArrayLike<number>} knots n + 1 @param {ArrayLike<number>[]} rows n + 1 values for each output
 */
export function path(knots, rows) {
  const places = Array.from(knots).slice(0, -1);
  const gains = rows.map((values) => {
    const slopes = slopesOf(knots, values);
    return slopes.map((slope, k) => slope - (k ? slopes[k - 1] : 0));
  });
  return new Network([layer(places.map(() => 1), 1, places.map((place) => -place), "relu"),
    layer(gains.flat(), places.length, rows.map((values) => values[0]), "linear")]);
}

/** Neurons s(w x - w p), or pairs of them; a step of limits low and high rises by their difference. */
function sum(places, heights, base, s, { steepness, output = "linear" }) {
  const copies = s.pair ? s.pair.copies : [[0, 1]];
  const rise = s.pair ? s.pair.height : s.high - s.low;
  const low = s.pair ? lowOf(s) : s.low;
  const biases = places.flatMap((place) => copies.map(([offset]) => -steepness * place + offset));
  const weights = heights.flatMap((h) => copies.map(([, sign]) => (h / rise) * sign));
  const total = heights.reduce((a, b) => a + b, 0);
  const hidden = layer(new Array(biases.length).fill(steepness), 1, biases, s);
  return new Network([hidden, layer(weights, biases.length, [base - (low / rise) * total], output)]);
}

/** Where a pair's difference begins: what it is far to the left. */
function lowOf(s) {
  if (s.name === "leaky_relu") return 0.01;
  const far = Float64Array.from(s.pair.copies, ([offset]) => offset - 2 * s.reach);
  const values = s.s(far);
  return s.pair.copies.reduce((total, [, sign], k) => total + sign * values[k], 0);
}

function inverse(h, output) {
  return output === "sigmoid" ? Math.log(h) - Math.log1p(-h) : h;
}

function resolve(activation = "sigmoid") {
  return typeof activation === "string" ? named(activation) : activation;
}

function layer(weights, inputs, biases, activation) {
  return new Layer({
    weights: Float64Array.from(weights), inputs, outputs: biases.length,
    biases: Float64Array.from(biases), activation,
  });
}

/**
 * Towers on grids: a neuron for each box that asks for the four steps on its sides.
 * @param {object | object[]} grids {x: edges, y: edges, heights: row j of y after row, j * nx + i}
 * @param {object} options steepness: [of steps in x, in y]; edges as for `bumps`
 */
export function towers(grids, { steepness, activation, edges = "whole" }) {
  const s = resolve(activation);
  const margin = steepness.map((w) => (edges === "nielsen" ? 0 : (ROOM * s.reach) / w));
  const boxes = (Array.isArray(grids) ? grids : [grids]).flatMap(({ x, y, heights }) => {
    const sides = [widened(x, margin[0]), widened(y, margin[1])];
    const across = x.length - 1;
    return Array.from(heights, (weight, k) => ({
      weight,
      low: [sides[0][k % across], sides[1][Math.floor(k / across)]],
      high: [sides[0][(k % across) + 1], sides[1][Math.floor(k / across) + 1]],
    }));
  });
  return indicators(boxes, 0, s, steepness);
}

function widened(edges, margin) {
  const moved = Array.from(edges);
  moved[0] -= margin;
  moved[moved.length - 1] += margin;
  return moved;
}

/**
 * The same grid without holes: in each strip of x a neuron stands for all that lies beyond a cut in
 * y, with the difference of neighbouring heights for a weight.
 */
export function quadrants({ x, y, heights }, { steepness, activation }) {
  const across = x.length - 1;
  const up = y.length - 1;
  const boxes = [];
  for (let i = 0; i < across; i++) {
    for (let j = 0; j < up; j++) {
      const before = j ? heights[(j - 1) * across + i] : heights[0];
      const weight = heights[j * across + i] - before;
      const low = [i ? x[i] : -Infinity, j ? y[j] : -Infinity];
      const high = [i < across - 1 ? x[i + 1] : Infinity, Infinity];
      const hasSides = i > 0 || j > 0 || high[0] < Infinity;
      if (weight !== 0 && hasSides) boxes.push({ weight, low, high });
    }
  }
  return indicators(boxes, heights[0], resolve(activation), steepness);
}

/** Steps, boxes, read-out, as in uat/constructions/indicators.py; infinite sides are missing ones. */
function indicators(boxes, base, s, steepness) {
  const cuts = [0, 1].map((axis) => {
    const places = boxes.flatMap(({ low, high }) => [low[axis], high[axis]]).filter(Number.isFinite);
    return Float64Array.from(new Set(places)).sort();
  });
  const rise = s.high - s.low;
  const places = [...cuts[0], ...cuts[1]];
  const axisOf = (n) => (n < cuts[0].length ? 0 : 1);
  const first = layer(
    places.flatMap((_, n) => (axisOf(n) ? [0, steepness[1]] : [steepness[0], 0])), 2,
    places.map((place, n) => -steepness[axisOf(n)] * place), s,
  );
  const gate = 2 ** Math.ceil(Math.log2(GATE * s.reach));
  const index = [0, 1].map((axis) => new Map(Array.from(cuts[axis], (place, k) =>
    [place, k + axis * cuts[0].length])));
  const weights = new Float64Array(boxes.length * places.length);
  const biases = boxes.map(({ low, high }, k) => {
    let bias = gate / 2;
    [0, 1].forEach((axis) => {
      [[low[axis], 1], [high[axis], -1]].forEach(([place, sign]) => {
        if (!Number.isFinite(place)) return;
        weights[k * places.length + index[axis].get(place)] += (sign * gate) / rise;
        bias -= (sign * gate * s.low) / rise + (sign > 0 ? gate : 0);
      });
    });
    return bias;
  });
  const heights = boxes.map(({ weight }) => weight / rise);
  const total = heights.reduce((a, b) => a + b, 0);
  return new Network([
    first,
    new Layer({
      weights, inputs: places.length, outputs: boxes.length, biases: Float64Array.from(biases),
      activation: s,
    }),
    layer(heights, boxes.length, [base - s.low * total], "linear"),
  ]);
}

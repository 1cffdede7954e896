/** @file Bumps that an output neuron bends: the hidden layer aims at the inverse sigmoid of f. */

import { bumps } from "../core/construct.js";
import { equal, middles, steepFor, worst } from "./fit.js";
import { plainLayers } from "./plain.js";

const DRAWN = 1000; // places at which curves are drawn

/** n + 1 even places on an interval. */
export function even([a, b], n = DRAWN) {
  return Float64Array.from({ length: n + 1 }, (_, i) => a + ((b - a) * i) / n);
}

/**
 * @param {{n: number}} numbers of the panel
 * @param {object} target of one input
 */
export function inside({ n }, target) {
  const { g, ys: truth, changed } = insideUnit(target);
  const side = target.box[0];
  const edges = equal(...side, n);
  const steepness = steepFor(side, edges.subarray(1, -1), target.jumps);
  const heights = middles(edges, { ...target, f: g, ys: truth });
  const options = { steepness, activation: "sigmoid" };
  const sum = bumps(edges, logit(heights), options);
  const network = bumps(edges, heights, { ...options, output: "sigmoid" });
  const xs = even(side);
  return {
    box: side, changed, places: target.xs, truth, wanted: logit(truth), xs, inner: sum.forward(xs), outer: network.forward(xs),
    sum: plainLayers(sum), layers: plainLayers(network),
    error: worst(network.forward(target.xs), truth, target.xs, target.beside).most,
  };
}

/** ln(y / (1 - y)), number by number. */
export function logit(values) {
  return Float64Array.from(values, (y) => Math.log(y / (1 - y)));
}

/** The target and its samples, or if it leaves 0.01 … 0.99 the same curve squeezed into 0.1 … 0.9. */
export function insideUnit(target) {
  const [low, high] = target.range;
  if (low >= 0.01 && high <= 0.99) return { g: target.f, ys: target.ys, changed: false };
  const squeeze = (y) => 0.1 + (0.8 * (y - low)) / (high - low);
  return { g: (xs) => target.f(xs).map(squeeze), ys: target.ys.map(squeeze), changed: true };
}

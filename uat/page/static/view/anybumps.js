/** @file Equal bumps of any activation on the reader's function. */

import { activation } from "../core/activations.js";
import { bumps } from "../core/construct.js";
import { equal, middles, worst } from "./fit.js";
import { even } from "./inside.js";
import { plainLayers } from "./plain.js";

/**
 * @param {{s: string, w: number, n: number}} numbers of the panel
 * @param {object} target of one input
 */
export function anybumps({ s, w, n }, target) {
  const [[a, b]] = target.box;
  const edges = equal(a, b, n);
  const network = bumps(edges, middles(edges, target), { steepness: w / (b - a), activation: activation(s) });
  const xs = even([a, b]);
  return {
    s, xs, ys: network.forward(xs), layers: plainLayers(network),
    error: worst(network.forward(target.xs), target.ys, target.xs, target.beside).most,
  };
}

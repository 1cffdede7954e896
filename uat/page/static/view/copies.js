/** @file Copies of a staircase, each shifted a little further, and what their sum is off by. */

import { steps } from "../core/construct.js";
import { equal, middles, worst } from "./fit.js";
import { even } from "./inside.js";
import { plainLayers } from "./plain.js";

const N = 30; // pieces of each copy
const CLOSE = [-6, -3, -1, 0, 1, 3, 6]; // around a cut, in units of 1/w: where curves are drawn
export const MOST = 8; // copies

/**
 * @param {{w: number, m: number}} numbers of the panel
 * @param {object} target of one input
 */
export function copies({ w, m }, target) {
  const [a, b] = target.box[0];
  const steepness = w / (b - a);
  const made = Array.from({ length: MOST }, (_, i) => copiesOf(target, i + 1, steepness));
  const { network, cuts, parts } = made[m - 1];
  const close = cuts.flatMap((cut) => CLOSE.map((z) => cut + z / steepness)).filter((x) => x > a && x < b);
  const xs = Float64Array.from([...even([a, b]), ...close]).sort();
  return {
    m, cuts, steepness, xs, layers: plainLayers(network), sum: network.forward(xs),
    curves: m > 1 ? parts.map((copy) => copy.forward(xs).map((value) => value * m)) : [],
    errors: made.map((each) => worst(each.network.forward(target.xs), target.ys, target.xs, target.beside).most),
  };
}

/** M staircases of 1/M of the function, each shifted by a part of a piece; and all in one. */
function copiesOf(target, m, steepness) {
  const [a, b] = target.box[0];
  const width = (b - a) / N;
  const plans = Array.from({ length: m }, (_, j) => {
    const shift = ((j + 1) / m - 1) * width;
    const edges = Float64Array.of(a, ...Array.from(equal(a, b, N), (edge) => edge + shift)
      .filter((edge) => edge > a + 1e-9 && edge < b - 1e-9), b);
    const heights = middles(edges, target).map((y) => y / m);
    return { cuts: edges.subarray(1, -1), heights };
  });
  const options = { steepness, activation: "sigmoid" };
  return {
    parts: plans.map(({ cuts, heights }) => steps(cuts, heights, options)),
    network: steps(plans.map(({ cuts }) => cuts), plans.map(({ heights }) => heights), options),
    cuts: plans.flatMap(({ cuts }) => Array.from(cuts)).sort((x, y) => x - y),
  };
}

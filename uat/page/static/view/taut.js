/** @file The fewest ramps and the fewest steps within a tolerance, from close samples of the function. */

import { fewestNeurons } from "../core/balance.js";
import { ramps, steps } from "../core/construct.js";
import { fewestLinks, fewestSteps } from "../core/partition.js";
import { general, placeText } from "../core/sampling.js";
import { steepFor, worst } from "./fit.js";
import { once } from "./goals.js";
import { plainLayers } from "./plain.js";

const ASKED = 0.03; // of the range of f: for which tolerance the exercise gives its neurons
export const LEAST = 0.001; // of the range of f: the smallest tolerance
const MOST = 2e7; // values of neurons that are computed to measure an error

/**
 * @param {{kind: "ramps" | "steps", tol: number}} numbers tol: in the units of f
 * @param {object} target of one input
 */
export function taut({ kind, tol }, target) {
  const size = sizeOf(target);
  const coarse = target.sampled(Math.min(1e-2 * tol, 1e-3 * size));
  const { cuts, heights } = fewestSteps(coarse.x, coarse.y, tol, coarse.jumps);
  const goal = goalOf(target);
  const found = {
    kind, tol, goal, stairs: cuts.length, kinks: new Float64Array(), layers: null, refused: "",
    next: nextOf(kind, tol, goal, target),
  };
  if (kind === "steps") {
    const steepness = steepFor(target.box[0], cuts, coarse.jumps);
    const network = steps(cuts, heights, { steepness, activation: "sigmoid" });
    return { ...found, ...measured(network, coarse, target.beside), kinks: cuts };
  }
  const fine = target.sampled(Math.min(1e-3 * tol, 1e-3 * size) / 10);
  const refused = jumpTooHigh(fine, tol, target.box[0]);
  if (refused) return { ...found, refused };
  const path = fewestNeurons(fine.x, fine.y, tol);
  const links = fewestLinks(fine.x, fine.y, tol).knots.length - 1;
  const network = ramps(path.knots, path.values, path.left);
  return { ...found, ...measured(network, fine), links, kinks: path.knots };
}

/** What the exercise asks for: links, or steps where f jumps, as many as a few hundredths take. */
const goalOf = once((target) => {
  const kind = target.jumps.length ? "steps" : "ramps";
  return { kind, fewest: fewest(kind, ASKED * sizeOf(target), target) };
});

/** The fewest for a tolerance a tenth less; beyond the slider's end there are none that would do. */
function nextOf(kind, tol, goal, target) {
  const less = 0.9 * tol;
  if (kind !== goal.kind) return NaN;
  return tol < LEAST * 1.01 * sizeOf(target) ? Infinity : fewest(kind, less, target);
}

function fewest(kind, tol, target) {
  if (kind === "steps") {
    const { x, y, jumps } = target.sampled(Math.min(1e-2 * tol, 1e-3 * sizeOf(target)));
    return fewestSteps(x, y, tol, jumps).cuts.length;
  }
  const { x, y } = target.sampled(Math.min(1e-3 * tol, 1e-3 * sizeOf(target)) / 10);
  return fewestLinks(x, y, tol).knots.length - 1;
}

const sizeOf = ({ range: [low, high] }) => high - low;

function measured(network, { x, y }, beside = () => false) {
  const skip = Math.max(1, Math.ceil((x.length * network.neurons) / MOST));
  const [places, truth] = [x, y].map((values) => values.filter((_, i) => i % skip === 0));
  const { most } = worst(network.forward(places), truth, places, beside);
  return { layers: plainLayers(network), error: most };
}

/** Why no continuous network can follow f, in the library's words; "" if one can. */
function jumpTooHigh({ y, jumps }, tol, box) {
  const rounding = 4 * Number.EPSILON * y.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const largest = jumps.reduce((most, jump) => (jump.size > most.size * (1 + 1e-9) ? jump : most), { size: 0 });
  if (!(largest.size > 2 * (tol + rounding))) return "";
  return `f jumps by ${general(largest.size, 3)} at x = ${placeText(largest.at, box)}, and a network of `
    + `ramps is continuous: use steps, or a tolerance of at least ${general(largest.size / 2, 3)}`;
}

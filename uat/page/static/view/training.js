/** @file As many neurons, built and trained: what there is, and what twenty seeds find of it. */

import { fewestNeurons } from "../core/balance.js";
import { ramps, steps } from "../core/construct.js";
import { fewestSteps } from "../core/partition.js";
import { Learner } from "../core/training.js";
import { steepFor, worst } from "./fit.js";
import { even } from "./inside.js";
import { plainLayers } from "./plain.js";

const POINTS = 128; // at which a network learns, in the middles of equal pieces
const ROUND = 50; // steps between two readings
export const STEPS = 2000;
export const SEEDS = 20;
const HALVINGS = 12; // of the tolerance, in search of the least that so many neurons meet

/**
 * The network that is built: relu neurons are a taut string, others are steps.
 * @param {{neurons: number, activation: string}} numbers of the panel
 * @param {object} target of one input
 */
export function built({ neurons, activation }, target) {
  const size = target.range[1] - target.range[0];
  const samples = target.sampled(2e-4 * size);
  let [low, high] = [0, size];
  let best = made(activation, samples, high, target);
  for (let k = 0; k < HALVINGS; k += 1) {
    const middle = (low + high) / 2;
    const next = made(activation, samples, middle, target);
    if (next.neurons > neurons) low = middle;
    else [high, best] = [middle, next];
  }
  return { neurons, activation, ...measured(best, target) };
}

function made(activation, { x, y, jumps }, tol, target) {
  if (activation === "relu") {
    const { knots, values, left } = fewestNeurons(x, y, tol);
    return ramps(knots, values, left);
  }
  const { cuts, heights } = fewestSteps(x, y, tol, jumps);
  return steps(cuts, heights, { steepness: steepFor(target.box[0], cuts, jumps), activation });
}

function measured(network, { xs, ys, beside, box: [side], f }) {
  const places = pointsOn(side);
  const [found, wanted] = [network.forward(places), f(places)];
  const square = found.reduce((sum, y, i) => sum + (y - wanted[i]) ** 2, 0) / POINTS;
  const drawn = even(side, 600);
  return {
    layers: plainLayers(network), error: worst(network.forward(xs), ys, xs, beside).most,
    loss: Math.sqrt(square), xs: drawn, curve: network.forward(drawn),
  };
}

const pointsOn = ([a, b]) =>
  Float64Array.from({ length: POINTS }, (_, i) => a + ((b - a) * (i + 0.5)) / POINTS);

/**
 * Twenty networks, trained side by side.
 * @param {{neurons: number, activation: string, rate: number}} numbers of the panel
 * @param {object} target of one input
 * @param {(so: {losses: number[][]}) => void} told the losses so far, a row for each seed
 */
export function training(numbers, target, told) {
  const xs = pointsOn(target.box[0]);
  const learners = Array.from({ length: SEEDS }, (_, k) =>
    new Learner(xs, target.f(xs), { ...numbers, seed: k + 1 }));
  const losses = learners.map(() => []);
  for (let done = 0; done < STEPS; done += ROUND) {
    learners.forEach((learner, k) => {
      losses[k].push(Math.sqrt(learner.look()));
      for (let i = 0; i < ROUND; i += 1) learner.step();
    });
    told({ numbers, losses });
  }
  learners.forEach((learner, k) => losses[k].push(Math.sqrt(learner.look())));
  const networks = learners.map((learner) => measured(learner.network(), target));
  return { numbers, losses, networks };
}

/** @file As many neurons, built and trained: what there is, and what twenty seeds find of it. */

import { fewestNeurons } from "../core/balance.js";
import { ramps, steps } from "../core/construct.js";
import { fewestSteps } from "../core/partition.js";
import { Learner, random } from "../core/training.js";
import { steepFor, worst } from "./fit.js";
import { even } from "./inside.js";
import { plainLayers } from "./plain.js";

export const POINTS = 128; // at which a network learns, in the middles of equal pieces
const ROUND = 50; // steps between two readings
export const STEPS = 2000;
export const SEEDS = 20;
const HALVINGS = 12; // of the tolerance, in search of the least that so many neurons meet

/**
 * The network that is built: relu neurons are a taut string, others are steps.
 * @param {{neurons: number, activation: string}} numbers of the panel
 * @param {object} target of one input
 */
export function built({ neurons, activation, noise }, target) {
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
  const [places, values] = samplesOf(target, noise);
  return { neurons, activation, places, samples: values, ...measured(best, target, values) };
}

function made(activation, { x, y, jumps }, tol, target) {
  if (activation === "relu") {
    const { knots, values, left } = fewestNeurons(x, y, tol);
    return ramps(knots, values, left);
  }
  const { cuts, heights } = fewestSteps(x, y, tol, jumps);
  return steps(cuts, heights, { steepness: steepFor(target.box[0], cuts, jumps), activation });
}

function measured(network, { xs, ys, beside, box: [side] }, samples) {
  const found = network.forward(pointsOn(side));
  const square = found.reduce((sum, y, i) => sum + (y - samples[i]) ** 2, 0) / POINTS;
  const drawn = even(side, 600);
  return {
    layers: plainLayers(network), error: worst(network.forward(xs), ys, xs, beside).most,
    loss: Math.sqrt(square), xs: drawn, curve: network.forward(drawn),
  };
}

const pointsOn = ([a, b]) =>
  Float64Array.from({ length: POINTS }, (_, i) => a + ((b - a) * (i + 0.5)) / POINTS);

/** What training knows of f. noise: how far a value may be off, as a part of the range of f */
export function samplesOf({ f, box: [side], range: [low, high] }, noise = 0) {
  const places = pointsOn(side);
  const next = random(0);
  return [places, f(places).map((y) => y + noise * (high - low) * next())];
}

/**
 * Twenty networks, trained side by side.
 * @param {{neurons: number, activation: string, rate: number, noise: number, batch: number}} numbers of the panel
 * @param {object} target of one input
 * @param {(so: {losses: number[][]}) => void} told the losses so far, a row for each seed
 */
export function training(numbers, target, told) {
  const [xs, samples] = samplesOf(target, numbers.noise);
  const learners = Array.from({ length: SEEDS }, (_, k) =>
    new Learner(xs, samples, { ...numbers, seed: k + 1 }));
  const losses = learners.map(() => []);
  for (let done = 0; done < STEPS; done += ROUND) {
    learners.forEach((learner, k) => {
      losses[k].push(Math.sqrt(learner.look()));
      for (let i = 0; i < ROUND; i += 1) learner.step();
    });
    told({ numbers, losses });
  }
  learners.forEach((learner, k) => losses[k].push(Math.sqrt(learner.look())));
  const networks = learners.map((learner) => measured(learner.network(), target, samples));
  return { numbers, losses, networks };
}

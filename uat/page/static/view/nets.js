/** @file Small networks whose every number the reader holds: a few steep neurons and their sum. */

import { Layer, Network } from "../core/network.js";

/** The weight of a neuron that counts as a step on an interval of length 1. */
export const STEEP = 1000;

/**
 * One hidden layer of sigmoids that switch at `places`, read out by `weights`.
 * @param {number[]} places @param {number[]} weights
 */
export function sumOfSteps(places, weights, w = STEEP) {
  const n = places.length;
  const hidden = new Layer({
    weights: new Float64Array(n).fill(w), inputs: 1, outputs: n,
    biases: Float64Array.from(places, (s) => -w * s), activation: "sigmoid",
  });
  const sum = new Layer({
    weights: Float64Array.from(weights), inputs: n, outputs: 1, biases: new Float64Array(1),
    activation: "linear",
  });
  return new Network([hidden, sum]);
}

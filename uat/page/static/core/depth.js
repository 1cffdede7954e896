/** Folding: deep networks whose pieces double with every layer (Telgarsky 2015; Yarotsky 2017). */

import { Layer, Network } from "./network.js";

/** k layers of two relu neurons: 2^(k-1) teeth, 2^k straight pieces on [0, 1]. */
export function sawtooth(k) {
  const first = relu([1, 1], 1);
  const again = Array.from({ length: k - 1 }, () => relu([2, -4, 2, -4], 2));
  const output = new Layer({
    weights: Float64Array.of(2, -4), inputs: 2, outputs: 1, biases: new Float64Array(1),
    activation: "linear",
  });
  return new Network([first, ...again, output]);
}

function relu(weights, inputs) {
  return new Layer({
    weights: Float64Array.from(weights), inputs, outputs: 2, biases: Float64Array.of(0, -0.5),
    activation: "relu",
  });
}

/**
 * Hidden neurons for x^2 on [0, 1] within a tolerance.
 *
 * shallow: no relu network of one layer has fewer, one less than the links of the best polyline, of
 * which one of length L is off by L^2/8. deep: x - sum of
 * 4^-k sawtooth(k) over k = 1 … m is off by 4^-(m+1), always upwards, so that half of it can be taken
 * off everywhere; 2 neurons in the first layer, and 3 in each further one, as `uat.constructions.folds.square`.
 */
export function counts(tol) {
  const shallow = Math.ceil(1 / Math.sqrt(8 * tol)) - 1;
  const m = Math.max(1, Math.ceil(Math.log(1 / (2 * tol)) / Math.log(4) - 1));
  return { shallow, deep: 3 * m - 1 };
}

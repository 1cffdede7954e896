/** One hidden layer, trained: gradients of the mean square error, all points at once, and Adam. */

import { Layer, Network } from "./network.js";

const DECAY = [0.9, 0.999]; // of the mean gradient and of its square, as Kingma and Ba have them
const TINY = 1e-8;

/** What the activations that are trained compute, and their slopes from what they computed. */
const UNITS = {
  sigmoid: { s: (z) => 0.5 + 0.5 * Math.tanh(0.5 * z), slope: (s) => s * (1 - s) },
  tanh: { s: Math.tanh, slope: (s) => 1 - s * s },
  relu: { s: (z) => (z > 0 ? z : 0), slope: (s) => (s > 0 ? 1 : 0) },
};

export const TRAINED = Object.keys(UNITS);

/** Numbers that look random in [-1, 1), the same for each seed (mulberry32). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** A network on its way. Inputs and outputs are scaled to -1 … 1 for it, and scaled back in `network`. */
export class Learner {
  /**
   * @param {Float64Array} xs places @param {Float64Array} ys values of f there
   * @param {{neurons: number, activation: string, rate: number, seed: number, batch?: number}} options
   *   rate: of learning; batch: samples that a step looks at, all if it does not say
   */
  constructor(xs, ys, { neurons, activation, rate, seed, batch = xs.length }) {
    Object.assign(this, { neurons, activation, rate, batch, steps: 0, at: xs.length });
    this.order = Uint32Array.from(xs, (_, i) => i);
    const [low, high] = [Math.min(...ys), Math.max(...ys)];
    this.side = [xs[0], xs[xs.length - 1]];
    this.middle = (low + high) / 2;
    this.half = (high - low) / 2 || 1;
    this.xs = xs.map((x) => (2 * (x - this.side[0])) / (this.side[1] - this.side[0]) - 1);
    this.ys = ys.map((y) => (y - this.middle) / this.half);
    const next = random(seed);
    this.next = next;
    // Weights and biases of the hidden neurons, weights of the output, and last its bias.
    this.numbers = Float64Array.from({ length: 3 * neurons + 1 }, (_, i) =>
      next() * (i < 2 * neurons ? 1 : 1 / Math.sqrt(neurons)));
    [this.mean, this.square, this.slopes] = Array.from({ length: 3 }, () => new Float64Array(3 * neurons + 1));
    this.values = new Float64Array(neurons);
  }

  /** The samples of the next step: a batch of those that this round through all has not come to. */
  lot() {
    const { order, batch } = this;
    if (this.at + batch > order.length) {
      this.at = 0;
      if (batch < order.length) order.forEach((own, i) => {
        const k = Math.floor((i + 1) * (this.next() + 1) / 2);
        [order[i], order[k]] = [order[k], own];
      });
    }
    this.at += batch;
    return order.subarray(this.at - batch, this.at);
  }

  /** Mean square error at some samples, in the units of f; the gradient of the scaled one is in `slopes`. */
  look(places = this.order) {
    const { neurons: n, numbers, slopes, values, xs, ys } = this;
    const { s, slope } = UNITS[this.activation];
    slopes.fill(0);
    let loss = 0;
    for (const i of places) {
      const x = xs[i];
      let y = numbers[3 * n];
      for (let k = 0; k < n; k += 1) {
        values[k] = s(numbers[k] * x + numbers[n + k]);
        y += numbers[2 * n + k] * values[k];
      }
      const gap = y - ys[i];
      loss += gap * gap;
      const back = (2 * gap) / places.length;
      slopes[3 * n] += back;
      for (let k = 0; k < n; k += 1) {
        slopes[2 * n + k] += back * values[k];
        const inner = back * numbers[2 * n + k] * slope(values[k]);
        slopes[k] += inner * x;
        slopes[n + k] += inner;
      }
    }
    return (loss / places.length) * this.half ** 2;
  }

  /** One step of Adam. @returns the mean square error at its samples before it */
  step() {
    const loss = this.look(this.lot());
    const { numbers, slopes, mean, square, rate } = this;
    this.steps += 1;
    const [one, two] = DECAY.map((decay) => 1 - decay ** this.steps);
    for (let i = 0; i < numbers.length; i += 1) {
      mean[i] += (1 - DECAY[0]) * (slopes[i] - mean[i]);
      square[i] += (1 - DECAY[1]) * (slopes[i] ** 2 - square[i]);
      numbers[i] -= (rate * (mean[i] / one)) / (Math.sqrt(square[i] / two) + TINY);
    }
    return loss;
  }

  /** The network of the numbers so far, in the units of f. */
  network() {
    const { neurons: n, numbers, side: [a, b], half, middle } = this;
    const [w, c, v] = [0, 1, 2].map((k) => numbers.slice(k * n, (k + 1) * n));
    const scale = 2 / (b - a);
    const hidden = new Layer({
      weights: w.map((each) => scale * each), inputs: 1, outputs: n, activation: this.activation,
      biases: c.map((each, k) => each - w[k] * (scale * a + 1)),
    });
    const sum = new Layer({
      weights: v.map((each) => half * each), inputs: n, outputs: 1, activation: "linear",
      biases: Float64Array.of(half * numbers[3 * n] + middle),
    });
    return new Network([hidden, sum]);
  }
}

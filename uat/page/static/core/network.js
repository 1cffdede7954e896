/** A network is a list of layers; a layer computes s(W x + b), in float64. */

import { activation as named } from "./activations.js";

const BLOCK = 4096; // points whose values are held at once

/** A row of neurons that read the same inputs. */
export class Layer {
  /**
   * @param {object} parts weights: row by row, outputs × inputs; activation: a name, a formula in z,
   *   or what `activation()` returned
   */
  constructor({ weights, inputs, outputs, biases, activation }) {
    if (weights.length !== inputs * outputs || biases.length !== outputs) {
      throw new RangeError(`weights and biases do not fit ${outputs} neurons of ${inputs} inputs`);
    }
    this.weights = weights;
    this.inputs = inputs;
    this.outputs = outputs;
    this.biases = biases;
    this.activation = typeof activation === "string" ? named(activation) : activation;
  }
}

export class Network {
  /** @param {Layer[]} layers from the first hidden one to the output */
  constructor(layers) {
    layers.forEach((layer, k) => {
      if (k && layers[k - 1].outputs !== layer.inputs) throw new RangeError("layers do not fit");
    });
    this.layers = layers;
  }

  /** Hidden neurons, over all layers. */
  get neurons() {
    return this.layers.slice(0, -1).reduce((sum, layer) => sum + layer.outputs, 0);
  }

  /**
   * The outputs at points, both row after row: n × inputs to n × outputs.
   * @param {Float64Array} points
   * @returns {Float64Array}
   */
  forward(points) {
    const { inputs } = this.layers[0];
    const outputs = this.layers.at(-1).outputs;
    const count = points.length / inputs;
    if (count <= BLOCK) return this.block(points, count);
    const values = new Float64Array(count * outputs);
    for (let at = 0; at < count; at += BLOCK) {
      const size = Math.min(BLOCK, count - at);
      const some = points.subarray(at * inputs, (at + size) * inputs);
      values.set(this.block(some, size), at * outputs);
    }
    return values;
  }

  block(points, count) {
    let values = points;
    for (const layer of this.layers) {
      const z = weightedInput(layer, values, count);
      values = layer.activation.name === "linear" ? z : layer.activation.s(z, layer.outputs);
    }
    return values;
  }
}

/** z = W x + b for every point. */
function weightedInput({ weights, inputs, outputs, biases }, values, count) {
  const z = new Float64Array(count * outputs);
  if (inputs === 1) {
    for (let i = 0, at = 0; i < count; i++) {
      const x = values[i];
      for (let j = 0; j < outputs; j++) z[at++] = weights[j] * x + biases[j];
    }
    return z;
  }
  const rows = Array.from({ length: outputs }, (_, j) =>
    present(weights.subarray(j * inputs, (j + 1) * inputs)));
  for (let i = 0, at = 0; i < count; i++) {
    const from = i * inputs;
    for (let j = 0; j < outputs; j++) {
      const places = rows[j];
      const row = j * inputs;
      let sum = 0;
      for (let q = 0; q < places.length; q++) {
        const k = places[q];
        sum += weights[row + k] * values[from + k];
      }
      z[at++] = sum + biases[j];
    }
  }
  return z;
}

/** Where a row of weights is not 0: a neuron of towers reads four of very many steps. */
function present(row) {
  const places = [];
  row.forEach((weight, k) => {
    if (weight !== 0) places.push(k);
  });
  return Uint32Array.from(places);
}

/** The library's own JSON, which `uat load` reads. */
export function toJSON(network) {
  const layers = network.layers.map(({ activation, weights, inputs, outputs, biases }) => ({
    activation: activation.name,
    weights: outputs === 0 ? { shape: [0, inputs], rows: [], columns: [], values: [] }
      : Array.from({ length: outputs }, (_, j) =>
        Array.from(weights.subarray(j * inputs, (j + 1) * inputs))),
    biases: Array.from(biases),
  }));
  return { format: "uat-network", version: 1, layers };
}

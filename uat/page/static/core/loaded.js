/** @file Networks that the library wrote, read again. */

import { Layer, Network } from "./network.js";

/** The network of an object that the library or `toJSON` wrote. Throws an Error for anything else. */
export function fromJSON(data) {
  if (data?.format !== "uat-network" || data.version !== 1 || !Array.isArray(data.layers)) {
    throw new Error("this is no network of uat");
  }
  return new Network(data.layers.map(({ activation, weights, biases }) => {
    const rows = Array.isArray(weights) ? weights : dense(weights);
    const inputs = rows[0]?.length ?? weights.shape?.[1] ?? 0;
    if (!rows.every((row) => row.length === inputs) || typeof activation !== "string") {
      throw new Error("this is no network of uat");
    }
    return new Layer({
      weights: Float64Array.from(rows.flat()), inputs, outputs: rows.length,
      biases: Float64Array.from(biases), activation,
    });
  }));
}

/** Sparse weights, with all their zeros. */
function dense({ shape, rows, columns, values }) {
  const whole = Array.from({ length: shape[0] }, () => new Array(shape[1]).fill(0));
  rows.forEach((row, k) => {
    whole[row][columns[k]] = values[k];
  });
  return whole;
}

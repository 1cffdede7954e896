/** @file Networks as what can go from thread to thread: numbers and names, no functions. */

import { Layer, Network } from "../core/network.js";

/** The layers of a network. */
export function plainLayers(network) {
  return network.layers.map(({ weights, inputs, outputs, biases, activation }) =>
    ({ weights, inputs, outputs, biases, activation: activation.name }));
}

/** The network of such layers. */
export function networkOf(layers) {
  return new Network(layers.map((layer) => new Layer(layer)));
}

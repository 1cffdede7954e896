/** @file Small pictures of what a neuron computes, for the inside of its circle. */

import { Layer, Network } from "../core/network.js";
import { gridPoints } from "./plane.js";

const SIDE = 0.66; // of a circle's radius: half of the square in it
const POINTS = 33;
const CELLS = 12;

/** The output of one hidden neuron, before it is weighed. */
export function hiddenNeuron(network, k) {
  const [{ weights, biases, inputs, activation }] = network.layers;
  return new Network([new Layer({
    weights: weights.slice(k * inputs, (k + 1) * inputs), inputs, outputs: 1, biases: biases.slice(k, k + 1),
    activation,
  })]);
}

/** The network of one hidden neuron alone, with its weight in the sum. */
export function alone(network, k) {
  const weight = new Layer({
    weights: network.layers[1].weights.slice(k, k + 1), inputs: 1, outputs: 1, biases: new Float64Array(1),
    activation: "linear",
  });
  return new Network([...hiddenNeuron(network, k).layers, weight]);
}

/** What each hidden neuron adds to the sum, as curves in circles of radius 1: the first few. */
export function curvesOf(network, [a, b], size) {
  const xs = Float64Array.from({ length: POINTS }, (_, i) => a + ((b - a) * i) / (POINTS - 1));
  const curves = Array.from({ length: size }, (_, k) => alone(network, k).forward(xs));
  return curves.map((ys) => {
    const most = ys.reduce((top, y) => Math.max(top, Math.abs(y)), 0) || 1;
    return line(ys, (i) => i / (POINTS - 1), most);
  });
}

function line(ys, place, most) {
  const points = Array.from(ys, (y, i) =>
    `${(SIDE * (2 * place(i) - 1)).toFixed(2)} ${(-SIDE * (y / most)).toFixed(2)}`);
  return { d: `M${points.join("L")}`, filled: false };
}

/** Where a network of two inputs is above one half. */
export function areaOf(network, x, y) {
  const [xs, ys] = [x, y].map(([a, b]) =>
    Float64Array.from({ length: CELLS }, (_, i) => a + ((b - a) * (i + 0.5)) / CELLS));
  const values = network.forward(gridPoints(xs, ys));
  const size = (2 * SIDE) / CELLS;
  let d = "";
  values.forEach((value, at) => {
    if (value <= 0.5) return;
    const [i, j] = [at % CELLS, Math.floor(at / CELLS)];
    d += `M${(i * size - SIDE).toFixed(3)} ${(SIDE - j * size).toFixed(3)}h${size.toFixed(3)}v${(-size).toFixed(3)}h${(-size).toFixed(3)}z`;
  });
  return { d: d || "M0 0", filled: true };
}

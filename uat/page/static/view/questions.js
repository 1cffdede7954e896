/** @file What each panel asks before it tells, and where the answer comes from. */

import { bumps, path, towers } from "../core/construct.js";
import { sawtooth } from "../core/depth.js";
import { fewestLinks } from "../core/partition.js";
import { equal, middles, steepFor, worst } from "./fit.js";
import { pieces } from "./goals.js";
import { sumOfSteps } from "./nets.js";
import { planeNetwork } from "./plane.js";

const at = (network, ...point) => network.forward(Float64Array.from(point))[0];

/** The largest error of n equal bumps on the reader's function, at samples. */
function errorOf(target, n) {
  const [a, b] = target.box[0];
  const edges = equal(a, b, n);
  const steepness = steepFor([a, b], edges.subarray(1, -1), target.jumps);
  const network = bumps(edges, middles(edges, target), { steepness, activation: "sigmoid" });
  return worst(network.forward(target.xs), target.ys, target.xs, target.beside).most;
}

export const QUESTIONS = {
  neuron: {
    ask: "a neuron has *w* = 20 and *b* = −7. Where is its output one half?",
    min: 0, max: 1, step: 0.01, truth: () => 7 / 20,
    because: "*w x* + *b* is 0 at *x* = 7/20, and there the S is halfway.",
  },
  pair: {
    ask: "two steps, of weight 1.2 at 0.2 and of weight −0.7 at 0.6. How high is their sum at 0.8?",
    min: -2, max: 2, step: 0.1, truth: () => at(sumOfSteps([0.2, 0.6], [1.2, -0.7]), 0.8),
    because: "At 0.8 both have switched, and 1.2 − 0.7 is left.",
  },
  height: {
    ask: "a bump of height 0.6 has its first step at 0.7 and its second at 0.2. How high is the sum "
      + "at 0.45?",
    min: -1, max: 1, step: 0.1, truth: () => at(sumOfSteps([0.7, 0.2], [0.6, -0.6]), 0.45),
    because: "The second step takes 0.6 away before the first one gives it.",
  },
  twobumps: {
    ask: "a bump of 0.7 from 0.1 to 0.5, and one of −0.3 from 0.4 to 0.9. How high is the sum at 0.45?",
    min: -1, max: 1, step: 0.1,
    truth: () => at(sumOfSteps([0.1, 0.5, 0.4, 0.9], [0.7, -0.7, -0.3, 0.3]), 0.45),
    because: "Where bumps overlap they add up.",
  },
  many: {
    ask: "40 bumps instead of 10 on your function. What part of the largest error is left?",
    min: 0, max: 1, step: 0.01,
    truth: ({ target }) => errorOf(target(), 40) / (errorOf(target(), 10) || 1),
    because: "Where f is nearly straight, a piece a quarter as wide is a quarter as high. Where it turns inside of "
      + "a wide piece less is gained, at a jump nothing.",
  },
  output: {
    ask: "the output neuron is a sigmoid. How large must the hidden sum be for an output of 0.9?",
    min: -4, max: 4, step: 0.1, truth: () => Math.log(0.9 / 0.1),
    because: "σ⁻¹(0.9) = ln 9. A linear sum of 0.9 would come out as 0.71.",
  },
  windows: {
    ask: "steps of *w* = 1000 on an interval of length 1. How wide is a window, from a tenth of the step "
      + "to nine tenths?",
    min: 0, max: 0.02, step: 0.0001, digits: 4, truth: () => (2 * Math.log(9)) / 1000,
    because: "σ(z) goes from 0.1 to 0.9 while z goes from −2.2 to 2.2, and z = *w x* + *b*.",
  },
  activation: {
    ask: "20 bumps of relu neurons: those are 0 up to a point and then rise for ever. How many does it take?",
    min: 10, max: 100, step: 1, digits: 0,
    truth: () => bumps(equal(0, 1, 20), new Float64Array(20), { steepness: 800, activation: "relu" }).neurons,
    because: "A bump is two steps, and a step of relus is two of them, one shifted and subtracted.",
  },
  ramps: {
    ask: "a quarter of the tolerance takes four times as many steps. How many times as many links does "
      + "it take for *x*²?",
    min: 1, max: 8, step: 0.1, digits: 1, truth: () => linksOf(0.0001) / linksOf(0.0004),
    because: "A link of half the length is off by a quarter: curves look straight from nearby.",
  },
  outputs: {
    ask: "a network of one input and 20 relu neurons has one output. How many weights and biases more does a second "
      + "output take?",
    min: 0, max: 60, step: 1, digits: 0, truth: () => numbersOf(2) - numbersOf(1),
    because: "A weight for each hidden neuron, and a bias. The hidden layer stays as it is.",
  },
  plane: {
    ask: "a neuron of two inputs has weights 10 and 10 and a bias of −5. On the line *x* = 0.2, at which *y* "
      + "does it switch?",
    min: 0, max: 1, step: 0.01, truth: () => (5 - 10 * 0.2) / 10,
    because: "10·0.2 + 10 *y* − 5 is 0 at *y* = 0.3.",
  },
  inputs2: {
    ask: "a tower with *h* = 6 and *b* = −9. What comes out where both bumps cross?",
    min: 0, max: 1, step: 0.01,
    truth: () => at(planeNetwork("tower", { s1: 0.3, s2: 0.7, t1: 0.3, t2: 0.7, w: 500, h: 6, b: -9 }),
      0.5, 0.5),
    because: "2·6 − 9 = 3, and σ(3) is nearly 1.",
  },
  towers: {
    ask: "a staircase of five steps along *x* needs 5 neurons. How many does a field of 6 × 6 towers need "
      + "in its first layer, with steps on all its sides?",
    min: 0, max: 50, step: 1, digits: 0, truth: () => fieldOf(6).layers[0].outputs,
    because: "Seven sides along *x* and seven along *y*; all towers share them. A second layer has one "
      + "neuron for each of the 36.",
  },
  depth: {
    ask: "every layer of two neurons doubles the pieces. How many straight pieces do 8 layers make?",
    min: 0, max: 600, step: 1, digits: 0, truth: () => pieces(sawtooth(8)),
    because: "16 neurons, 2⁸ pieces. One hidden layer needs at least 255 for them.",
  },
};

/** Weights and biases of a path of 20 links, in some dimensions. */
function numbersOf(outputs) {
  const { layers } = path(equal(0, 1, 20), Array.from({ length: outputs }, () => new Float64Array(21)));
  return layers.reduce((sum, each) => sum + each.weights.length + each.biases.length, 0);
}

/** Links of the taut string for x squared. */
function linksOf(tol) {
  const x = Float64Array.from({ length: 2001 }, (_, i) => i / 2000);
  return fewestLinks(x, x.map((each) => each * each), tol).knots.length - 1;
}

function fieldOf(n) {
  const grid = { x: equal(0, 1, n), y: equal(0, 1, n), heights: new Float64Array(n * n) };
  return towers(grid, { steepness: [1000, 1000], activation: "sigmoid" });
}

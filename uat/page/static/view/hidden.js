/** @file One input, a column of hidden neurons, one sum: the picture that many panels share. */

import { Diagram } from "./diagram.js";
import { curvesOf } from "./thumbs.js";

const INPUT = 8;
const HIDDEN = 48;
const OUTPUT = 91;

/**
 * @param {object} options
 * @param {string} options.label
 * @param {{part?: number, above?: HTMLElement, before?: HTMLElement,
 *   after?: HTMLElement}[]} options.neurons tags above a neuron, on the line to it, and from it
 * @param {string} [options.input] @param {string} [options.output]
 * @param {number} [options.height] of the picture, where 100 is its width
 * @param {HTMLElement} [options.below] a tag under the output
 * @param {import("./link.js").Link} [link]
 */
export function hiddenDiagram(options, link) {
  const { label, neurons, input = "x", output = "Σ", height = 64, below } = options;
  const middle = height / 2;
  const gap = height / neurons.length;
  const ys = neurons.map((_, i) => gap * (i + 0.5));
  const nodes = [
    { id: "in", x: INPUT, y: middle, text: input, kind: "input", radius: 5.5 },
    ...neurons.map(({ part }, i) => ({
      id: `h${i}`, x: HIDDEN, y: ys[i], text: "σ", part, radius: 5.5,
    })),
    { id: "out", x: OUTPUT, y: middle, text: output, kind: "output", radius: 5.5 },
  ];
  const edges = neurons.flatMap(({ part }, i) => [
    { from: "in", to: `h${i}`, part }, { from: `h${i}`, to: "out", part },
  ]);
  const tags = neurons.flatMap(({ above, before, after, part }, i) => [
    above && { element: above, x: HIDDEN, y: ys[i] + (i === 0 ? -6 : 6), part, side: i === 0 ? "over" : "under" },
    before && { element: before, x: (INPUT + HIDDEN) / 2, y: (middle + ys[i]) / 2, part },
    after && { element: after, x: 0.43 * HIDDEN + 0.57 * OUTPUT, part,
      y: 0.43 * ys[i] + 0.57 * middle },
  ]).filter(Boolean);
  if (below) tags.push({ element: below, x: OUTPUT - 4, y: middle + 11 });
  return new Diagram({ label, height, nodes, edges, tags }, link);
}

/** What each hidden neuron adds to the sum, inside of its circle. */
export function drawThumbs(diagram, network, side = [0, 1]) {
  const shown = diagram.nodes.length - 2;
  curvesOf(network, side, shown).forEach((curve, i) => diagram.thumb(`h${i}`, curve));
}

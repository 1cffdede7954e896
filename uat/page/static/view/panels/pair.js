/** @file Two neurons: two steps, and when their weights cancel, a bump. */

import { clamp, p, show } from "../dom.js";
import { Graph } from "../graph.js";
import { drawThumbs, hiddenDiagram } from "../hidden.js";
import { Link, lightNearest } from "../link.js";
import { sumOfSteps } from "../nets.js";
import { body, button, figures } from "../panel.js";
import { scrub } from "../scrub.js";
import { alone } from "../thumbs.js";
import { weights } from "../weights.js";
import { near, tag } from "./neuron.js";

const SCHEMA = { s1: [0.35, 0, 1], s2: [0.7, 0, 1], w1: [0.9, -2, 2], w2: [0.5, -2, 2] };
const KEYS = [["s1", "w1"], ["s2", "w2"]];

/** The panel. */
export function pair(context) {
  let now = context.get(SCHEMA);
  const link = new Link();
  const network = () => sumOfSteps([now.s1, now.s2], [now.w1, now.w2]);
  const scrubs = KEYS.flat().map((key) => scrub({
    label: key[0] === "s" ? `step point ${key}` : `weight ${key}`,
    min: key[0] === "s" ? 0 : -2, max: key[0] === "s" ? 1 : 2, step: key[0] === "s" ? 0.01 : 0.05,
    digits: 2, color: key[0] === "s" ? "step" : "positive",
    change: (value) => context.set({ [key]: value }), done: context.commit,
  }));
  const graph = new Graph({
    label: "Weighted sum of the two neurons", y: [-2.2, 2.2], yLabel: "w₁a₁ + w₂a₂",
  });
  graph.paint = (pen) => {
    const xs = graph.xs([...near(now.s1, 1000), ...near(now.s2, 1000)]);
    pen.curve(xs, network().forward(xs), "network", 3);
    if (link.lit !== null) pen.curve(xs, alone(network(), link.lit).forward(xs), "step", 2, [6, 4]);
  };
  KEYS.forEach(([s, w], i) => {
    const middle = () => sumBefore(now, i) + now[w] / 2;
    let grabbed = null; // the weight, and how high the middle of the step was
    link.attach(graph.handle({
      label: `step ${i + 1}: sideways its place, up and down its weight`, color: "step",
      shape: "both", at: () => [now[s], middle()],
      // What is already there when the other step is passed lifts the middle, not the weight.
      grab: () => { grabbed = { w: now[w], y: middle() }; },
      move: (x, y) => context.set({
        [s]: round(clamp(x, 0, 1), 0.005),
        [w]: round(clamp(grabbed.w + 2 * (y - grabbed.y), -2, 2), 0.05),
      }),
      value: () => now[s], range: [0, 1], keys: [0.01, 0.025], done: context.commit,
    }), i);
  });
  link.listen(() => graph.redraw());
  lightNearest(graph, link, () => [now.s1, now.s2]);
  const diagram = hiddenDiagram({
    label: "One input, two hidden neurons, their weighted sum",
    neurons: KEYS.map((_, i) => ({
      part: i, above: tag(`s${"₁₂"[i]} = `, scrubs[2 * i]),
      after: tag(`w${"₁₂"[i]} = `, scrubs[2 * i + 1]),
    })),
  }, link);
  const rows = figures("The two steps");
  const file = weights(network, "two-neurons");
  return {
    element: body({
      text: [
        p("Two steep neurons, added up: each one is a step at its own place, as high as its " +
          "weight. Take a step and pull it sideways or up and down. Pull the first past the " +
          "second, too: a sum does not care who comes first."),
        p("Now give them opposite weights. The second takes back what the first one gave, and " +
          "between the two stands a bump."),
      ],
      network: diagram.element,
      graph: graph.element,
      controls: [button("Make a bump", () => {
        const h = Math.abs(now.w1) < 0.2 ? 0.8 : now.w1;
        context.set({ w1: h, w2: -h });
        context.commit();
      })],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      KEYS.flat().forEach((key, i) => scrubs[i].show(now[key]));
      diagram.weigh(weigh([now.w1, now.w2]));
      rows.show([["what you see", saying(now)], ["levels", levels(now)]]);
      drawThumbs(diagram, network());
      file.stale();
      graph.redraw();
    },
    network,
  };
}

/** Weights of all edges of a hidden diagram: the input's, then the output's, neuron by neuron. */
export function weigh(outs) {
  return outs.flatMap((w) => [1, w]);
}

/** Round to a multiple. */
export function round(value, step) {
  return Number((Math.round(value / step) * step).toPrecision(12));
}

function sumBefore(now, i) {
  const [s, w] = KEYS[1 - i];
  return now[s] < now[KEYS[i][0]] ? now[w] : 0;
}

function saying(now) {
  if (now.s1 === now.s2) return "both switch at one place";
  if (Math.abs(now.w1 + now.w2) < 1e-9 && now.w1 !== 0) return "a bump";
  return now.s1 < now.s2 ? "the first switches first" : "the second switches first";
}

function levels(now) {
  const first = now.s1 <= now.s2 ? now.w1 : now.w2;
  return `0, then ${show(first)}, then ${show(now.w1 + now.w2)}`;
}

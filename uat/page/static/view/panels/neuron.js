/** @file One neuron: its weight makes the curve steep, its bias says where it rises. */

import { step } from "../../core/construct.js";
import { clamp, h, p, write } from "../dom.js";
import { Graph } from "../graph.js";
import { drawThumbs, hiddenDiagram } from "../hidden.js";
import { body, button, figures } from "../panel.js";
import { scrub } from "../scrub.js";
import { weights } from "../weights.js";

const MOST = 999; // the greatest weight and bias
const SCHEMA = { w: [8, -MOST, MOST], b: [-4, -MOST, MOST] };
const SIDES = {
  "1": "off on the left and on to the right", "-1": "on to the left and off on the right",
  "0": "of which a weight of 0 has neither side",
};
const SHOULDER = 2; // z where the handle for the weight sits

/** The panel. */
export function neuron(context) {
  let now = context.get(SCHEMA);
  const place = () => -now.b / now.w;
  const set = (patch) => context.set(patch);
  const move = (s, w = now.w) => set({ w, b: clamp(Number((-s * w).toPrecision(4)), -MOST, MOST) });
  const number = (label, key, options) => scrub({
    label, min: -MOST, max: MOST, step: 1, digits: 1, ...options,
    change: (value) => set({ [key]: value }), done: context.commit,
  });
  const inText = {
    w: number("weight w", "w", { color: "positive" }),
    b: number("bias b", "b", { step: 0.5, color: "text" }),
    s: scrub({
      label: "step point s", min: -MOST, max: MOST, step: 0.01, digits: 2, color: "step",
      change: (s) => move(s), done: context.commit,
    }),
  };
  const onNet = {
    w: number("weight on the line", "w", { color: "positive" }),
    b: number("bias of the neuron", "b", { step: 0.5, color: "text" }),
  };
  const graph = new Graph({
    label: "Output of the neuron against its input", x: [0, 1], y: [-0.08, 1.08], yLabel: "output",
  });
  graph.paint = (pen) => {
    const s = place();
    if (Number.isFinite(s)) pen.line(s, -1, s, 2, "step", 1.5, [5, 5]);
    const xs = graph.xs(near(s, now.w));
    pen.curve(xs, step(now.w, now.b).forward(xs), "network", 3);
  };
  graph.handle({
    label: "step point, drag sideways", color: "step",
    at: () => (now.w === 0 ? null : [clamp(place(), 0, 1), 0]),
    move: (s) => move(clamp(s, 0, 1)), value: place, range: [0, 1], keys: [0.01, 0],
    done: context.commit,
  });
  graph.handle({
    label: "weight, drag the shoulder of the curve", color: "positive",
    at: () => (now.w > 0 ? [place() + SHOULDER / now.w, 1 / (1 + Math.exp(-SHOULDER))] : null),
    move: (x) => steepen(x - place()), value: () => now.w, range: [-MOST, MOST],
    keys: [0.005, 0], ends: [1, 0], done: context.commit,
  });
  const steepen = (distance) => {
    const w = clamp(SHOULDER / Math.max(distance, 0.002), 1, MOST);
    move(place(), Number(w.toPrecision(3)));
  };
  let grabbed = 0;
  graph.onDrag((x, y, first) => {
    if (now.w === 0) return;
    if (first) grabbed = x - place();
    else move(clamp(x - grabbed, 0, 1));
  }, context.commit);

  const diagram = hiddenDiagram({
    label: "One input, one neuron, one output", height: 40, output: "y",
    neurons: [{ above: tag("b = ", onNet.b), before: tag("w = ", onNet.w) }],
  });
  const sides = h("span");
  const rows = figures("The neuron in figures");
  const file = weights(() => step(now.w, now.b), "neuron");

  return {
    element: body({
      text: [
        p("A neuron multiplies its input by a weight *w* = {w}, adds a bias *b* = {b}, and bends " +
          "the sum *z* into an S, σ(*z*) = 1/(1 + exp(−*z*)). Pull the curve sideways: the bias follows. " +
          "Pull its shoulder: the weight follows.", { w: inText.w.element, b: inText.b.element }),
        p("Make the weight large: then the sum *w x* + *b* runs through the bend of the S within a short " +
          "stretch of *x*, and the S becomes a switch, {sides}. It switches where the sum is zero, at " +
          "*s* = −*b*/*w* = {s}; the bias moves that place, and nothing else. From here on the one number " +
          "*s* stands for both.", { sides, s: inText.s.element }),
      ],
      network: diagram.element,
      graph: graph.element,
      controls: [
        button("Soft: w = 8", () => act(8)), button("Steep: w = 100", () => act(100)),
        button("A step: w = 999", () => act(999)),
      ],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      for (const group of [inText, onNet]) {
        group.w.show(now.w);
        group.b.show(now.b);
      }
      inText.s.show(place());
      write(sides, SIDES[Math.sign(now.w)]);
      diagram.weigh([now.w, 1], 40);
      drawThumbs(diagram, step(now.w, now.b));
      rows.show([["rises over", widths(now.w)], ["formula", `y = σ(${String(now.w).replace("-", "−")} x ${signed(now.b)})`]]);
      file.stale();
      graph.redraw();
    },
    network: () => step(now.w, now.b),
  };

  function act(w) {
    const s = Number.isFinite(place()) ? clamp(place(), 0, 1) : 0.5;
    move(s, w);
    context.commit();
  }
}

/** A tag: words and a number that can be dragged. */
export function tag(text, number) {
  return h("span", { class: "words" }, text, number.element);
}

/** Places close to a steep step, so that its rise is drawn from many points. */
export function near(s, w, size = 12) {
  if (!Number.isFinite(s) || w === 0) return [];
  return Array.from({ length: 49 }, (_, i) => s + ((i - 24) / 24) * Math.abs(size / w));
}

function widths(w) {
  if (w === 0) return "never: it is flat";
  return `${Number((4.4 / Math.abs(w)).toPrecision(2))} (10 % to 90 %)`;
}

function signed(b) {
  return b < 0 ? `− ${-b}` : `+ ${b}`;
}

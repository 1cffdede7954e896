/** @file Bumps of two neurons each, a height for each: one bump, then two side by side. */

import { clamp, lowered, p } from "../dom.js";
import { Graph } from "../graph.js";
import { drawThumbs, hiddenDiagram } from "../hidden.js";
import { Link, lightNearest } from "../link.js";
import { sumOfSteps } from "../nets.js";
import { body, figures } from "../panel.js";
import { scrub } from "../scrub.js";
import { alone } from "../thumbs.js";
import { weights } from "../weights.js";
import { near, tag } from "./neuron.js";
import { round, weigh } from "./pair.js";

const LIMIT = 1.5; // the greatest height
const ONE = { s1: [0.3, 0, 1], s2: [0.65, 0, 1], h1: [0.8, -LIMIT, LIMIT] };
const TWO = {
  s1: [0.1, 0, 1], s2: [0.4, 0, 1], h1: [0.7, -LIMIT, LIMIT],
  s3: [0.55, 0, 1], s4: [0.9, 0, 1], h2: [-0.5, -LIMIT, LIMIT],
};

/** One bump. */
export function height(context) {
  return bumps(context, ONE, "one-bump", [
    p("Two neurons that cancel need one number only: the height *h*. Their weights are *h* and " +
      "−*h*, so the sum goes up by *h* at *s*₁ and comes back at *s*₂. Pull the top of the " +
      "bump, or its sides."),
    p("Below zero it is a dent. Push one side past the other, and the bump turns over."),
  ]);
}

/** Two bumps. */
export function twobumps(context) {
  return bumps(context, TWO, "two-bumps", [
    p("Four neurons make two bumps, each with its own height and its own place. They do not know " +
      "of each other; where they overlap, they add up."),
    p("That is the whole trick. With enough bumps, side by side, a network can be as high as you " +
      "like wherever you like."),
  ]);
}

function bumps(context, schema, name, text) {
  const pairs = Object.keys(schema).length / 3;
  let now = context.get(schema);
  const link = new Link();
  const places = () => Array.from({ length: 2 * pairs }, (_, i) => now[`s${i + 1}`]);
  const outs = () => Array.from({ length: 2 * pairs }, (_, i) =>
    (i % 2 === 0 ? 1 : -1) * now[`h${(i >> 1) + 1}`]);
  const network = () => sumOfSteps(places(), outs());
  const scrubs = Object.fromEntries(Object.keys(schema).flatMap((key) =>
    ["", "again"].map((again) => [key + again, scrubOf(key, again)])));
  function scrubOf(key, again) {
    const isHeight = key[0] === "h";
    return scrub({
      label: isHeight ? `${again ? "minus " : ""}height h${key[1]}` : `step point s${key[1]}`,
      min: isHeight ? -LIMIT : 0, max: isHeight ? LIMIT : 1, step: isHeight ? 0.05 : 0.01,
      digits: 2, color: isHeight ? "bump" : "step",
      change: (value) => context.set({ [key]: again ? -value || 0 : value }),
      done: context.commit,
    });
  }
  const graph = new Graph({
    label: "Weighted sum of the hidden neurons", y: [-1.7, 1.7], yLabel: "sum",
  });
  graph.paint = (pen) => {
    for (let k = 0; k < pairs; k += 1) {
      const [left, right] = [now[`s${2 * k + 1}`], now[`s${2 * k + 2}`]];
      const sign = left <= right ? 1 : -1;
      const lit = link.lit !== null && link.lit >> 1 === k;
      pen.box(left, 0, right, sign * now[`h${k + 1}`], "bump", lit ? 0.4 : 0.18);
    }
    const xs = graph.xs(places().flatMap((s) => near(s, 1000)));
    pen.curve(xs, network().forward(xs), "network", 3);
    if (link.lit !== null) pen.curve(xs, alone(network(), link.lit).forward(xs), "step", 2, [6, 4]);
  };
  link.listen(() => graph.redraw());
  lightNearest(graph, link, places);
  for (let k = 0; k < pairs; k += 1) addHandles(graph, context, link, k, () => now);
  const diagram = hiddenDiagram({
    label: `One input, ${2 * pairs} hidden neurons, their weighted sum`,
    height: pairs === 1 ? 64 : 124,
    neurons: places().map((_, i) => {
      const h = `h${(i >> 1) + 1}`;
      const sub = pairs === 1 ? "" : lowered((i >> 1) + 1);
      return {
        part: i, above: tag(`s${lowered(i + 1)} = `, scrubs[`s${i + 1}`]),
        after: tag(i % 2 === 0 ? `h${sub} = ` : "", scrubs[h + (i % 2 ? "again" : "")]),
      };
    }),
  }, link);
  const rows = figures("The bumps");
  const file = weights(network, name);
  return {
    element: body({
      text, network: diagram.element, graph: graph.element, controls: [],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(schema);
      for (const key of Object.keys(schema)) {
        scrubs[key].show(now[key]);
        scrubs[`${key}again`].show(-now[key] || 0);
      }
      diagram.weigh(weigh(outs()), LIMIT);
      rows.show([["hidden neurons", String(2 * pairs)], ["weight of each on x", "1000"]]);
      drawThumbs(diagram, network());
      file.stale();
      graph.redraw();
    },
    network,
  };
}

function addHandles(graph, context, link, k, now) {
  const h = `h${k + 1}`;
  const sides = [`s${2 * k + 1}`, `s${2 * k + 2}`];
  sides.forEach((s, i) => link.attach(graph.handle({
    label: `side ${i + 1} of bump ${k + 1}`, color: "step",
    at: () => [now()[s], now()[h] / 2],
    move: (x) => context.set({ [s]: round(clamp(x, 0, 1), 0.005) }),
    value: () => now()[s], range: [0, 1], keys: [0.01, 0], done: context.commit,
  }), 2 * k + i));
  graph.handle({
    label: `height of bump ${k + 1}`, color: "bump", shape: "y",
    at: () => {
      const [left, right] = sides.map((s) => now()[s]);
      return [(left + right) / 2, left <= right ? now()[h] : -now()[h]];
    },
    move: (_, y) => {
      const sign = now()[sides[0]] <= now()[sides[1]] ? 1 : -1;
      context.set({ [h]: round(clamp(sign * y, -LIMIT, LIMIT), 0.025) });
    },
    value: () => now()[h], range: [-LIMIT, LIMIT], keys: [0, 0.05], done: context.commit,
  });
}

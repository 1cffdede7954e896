/** @file Relu neurons are ramps; the string pulled taut through a tube needs the fewest of them. */

import { ramps as network } from "../../core/construct.js";
import { fewestLinks, fewestSteps } from "../../core/partition.js";
import { airy } from "../context.js";
import { said } from "../diagram.js";
import { brief, clamp, count, p, show } from "../dom.js";
import { Graph } from "../graph.js";
import { hiddenDiagram } from "../hidden.js";
import { Link } from "../link.js";
import { body, figures, legend, slider } from "../panel.js";
import { weights } from "../weights.js";
import { worst } from "../fit.js";
import { memo } from "./many.js";

const SCHEMA = { tol: [0.05, 0.001, 0.5] }; // as a part of the range of f
const DRAWN = 7; // neurons in the diagram

/** The panel. */
export function ramps(context) {
  let now = context.get(SCHEMA);
  let parts = null;
  const link = new Link();
  const graph = new Graph({ label: "The tube, and the taut string", yLabel: "f and network" });
  const truth = memo((target) => target.ys);
  graph.paint = (pen) => {
    const { target, tol, knots } = parts;
    const ys = truth(target);
    pen.band(target.xs, ys.map((y) => y - tol), ys.map((y) => y + tol), "band", 0.4);
    pen.curve(target.xs, ys, "target", 1.5);
    if (link.lit !== null && knots[link.lit] !== undefined) {
      pen.line(knots[link.lit], graph.y[0], knots[link.lit], graph.y[1], "ramp", 2, [5, 4]);
    }
    const xs = graph.xs(Array.from(knots));
    pen.curve(xs, parts.network.forward(xs), "network", 2.5);
    const values = parts.network.forward(knots);
    if (knots.length < 120) knots.forEach((knot, i) => pen.dot(knot, values[i], "ramp", 4));
  };
  const setTube = (half) => {
    const [low, high] = parts.target.range;
    context.set({ tol: clamp(Number((Math.abs(half) / (high - low)).toPrecision(3)), 0.001, 0.5) });
  };
  const middle = () => {
    const { xs, ys } = parts.target;
    const i = Math.round(xs.length * 0.5);
    return [xs[i], ys[i]];
  };
  graph.handle({
    label: "half width of the tube: the tolerance", color: "band", shape: "y",
    at: () => [middle()[0], middle()[1] + parts.tol],
    move: (_, y) => setTube(Math.max(0, y - middle()[1])),
    value: () => parts.tol, range: [0, 1e6], done: context.commit,
    get keys() { return [0, 0.005 * (graph.y[1] - graph.y[0])]; },
  });
  graph.overlay.addEventListener("pointermove", (event) => {
    const x = graph.at(event)[0];
    const { knots } = parts;
    let best = 0;
    knots.forEach((knot, i) => { if (Math.abs(knot - x) < Math.abs(knots[best] - x)) best = i; });
    link.light(Math.min(best, knots.length - 2));
  });
  graph.overlay.addEventListener("pointerleave", () => link.light(null));
  let inner = new Link(); // of the diagram that is shown; diagrams come and go
  link.listen((lit) => {
    inner.light(lit);
    graph.redraw();
  });
  const holder = document.createElement("div");
  const tolerance = slider({
    label: "tolerance", min: 0.001, max: 0.5, log: true,
    write: (tol) => `± ${brief(tol * (parts.target.range[1] - parts.target.range[0]))}`,
    change: (tol) => context.set({ tol }), done: context.commit,
  });
  const rows = figures("Neurons for this tolerance");
  const file = weights(() => parts.network, "ramps");

  function rebuild() {
    const target = context.target();
    const [low, high] = target.range;
    const tol = now.tol * (high - low);
    const begin = performance.now();
    const { knots, values } = fewestLinks(target.xs, target.ys, tol);
    const took = performance.now() - begin;
    const stairs = fewestSteps(target.xs, target.ys, tol);
    parts = {
      target, tol, knots: Float64Array.from(knots), values, took, stairs: stairs.cuts.length,
      network: network(knots, values),
    };
    graph.setBox(target.box[0], airy(target.range, 0.25));
  }

  let drawn = "";
  function redrawNetwork() {
    const hidden = parts.network.layers[0];
    const outs = Array.from(parts.network.layers[1].weights);
    const key = `${hidden.outputs} ${outs.join(" ")}`;
    if (key === drawn) return;
    drawn = key;
    inner = new Link();
    inner.listen((lit) => link.light(lit));
    const size = Math.min(DRAWN, outs.length);
    const neurons = Array.from({ length: size }, (_, i) => ({
      kind: "relu", part: i, after: outs.length <= DRAWN ? said(show(outs[i], 1)) : null,
    }));
    const diagram = hiddenDiagram({
      label: `One input, ${outs.length} relu neurons, their weighted sum`, neurons, height: 76,
    }, inner);
    diagram.weigh(outs.slice(0, size).flatMap((w, i) => [hidden.weights[i], w]));
    const more = outs.length - size;
    const words = document.createElement("p");
    words.className = "hint";
    const all = count(outs.length);
    if (more > 0) words.textContent = `The first ${size} of ${all} neurons are drawn.`;
    holder.replaceChildren(diagram.element, words);
  }

  return {
    element: body({
      text: [
        p("A relu neuron is zero up to a point and then a straight ramp. A sum of ramps is a " +
          "broken line, with one kink for each neuron. How few will do?"),
        p("Lay a tube of your tolerance around the function, and pull a string taut through it: " +
          "its corners touch the walls, and no broken line in the tube has fewer links. Pull the " +
          "wall of the tube, or the slider."),
      ],
      network: holder,
      graph: [graph.element, legend([["target", "your function"], ["band", "the tube"],
        ["network", "the network"], ["ramp", "kinks: one neuron each"]])],
      controls: [tolerance.element],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      rebuild();
      tolerance.show(now.tol);
      redrawNetwork();
      const { target } = parts;
      const { most } = worst(parts.network.forward(target.xs), target.ys, target.xs);
      rows.show([["ramps", count(parts.network.layers[0].outputs), "ramp"],
        ["steps would be", count(parts.stairs), "step"],
        ["largest error", brief(most, 3), "error"]]);
      file.stale();
      graph.redraw();
    },
    took: () => parts.took,
  };
}

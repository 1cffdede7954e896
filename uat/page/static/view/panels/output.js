/** @file The output neuron bends the sum; the hidden layer has to unbend it beforehand. */

import { bumps } from "../../core/construct.js";
import { airy, spread } from "../context.js";
import { brief, clamp, count, p, show, write } from "../dom.js";
import { equal, middles, steepFor, worst } from "../fit.js";
import { Graph } from "../graph.js";
import { Link } from "../link.js";
import { body, figures, legend, slider } from "../panel.js";
import { weights } from "../weights.js";

const SCHEMA = { n: [20, 1, 300], x: [0.3, 0, 1] };

/** The panel. */
export function output(context) {
  let now = context.get(SCHEMA);
  let parts = null;
  const link = new Link();
  const probe = () => {
    const [a, b] = parts.box;
    return a + (b - a) * now.x;
  };
  const hidden = new Graph({ label: "Sum of the hidden layer", yLabel: "hidden sum" });
  const final = new Graph({ label: "Output of the network", y: [-0.04, 1.04], yLabel: "output" });
  hidden.paint = (pen) => draw(pen, hidden, parts.sum, parts.wanted, (value) => value);
  final.paint = (pen) => draw(pen, final, parts.network, parts.truth);

  function draw(pen, graph, network, truth) {
    pen.curve(parts.xs, truth, "target", 2.5);
    const xs = graph.xs();
    pen.curve(xs, network.forward(xs), "network", 2.5);
    const x = probe();
    const y = network.forward(Float64Array.of(x))[0];
    pen.line(x, graph.y[0], x, y, "step", 1.5, [4, 4]);
    pen.line(graph.x[0], y, x, y, "step", 1.5, [4, 4]);
    pen.dot(x, y, "step", 5);
  }

  for (const graph of [hidden, final]) {
    const go = (x) => {
      const [a, b] = parts.box;
      context.set({ x: clamp(Number(((x - a) / (b - a)).toFixed(3)), 0, 1) });
    };
    graph.onDrag((x) => go(x), context.commit);
    graph.handle({
      label: "input x of the marked value", color: "step", at: () => [probe(), graph.y[0]],
      move: go, value: probe, range: [0, 1], done: context.commit,
      get keys() { return [(parts.box[1] - parts.box[0]) / 100, 0]; },
    });
  }
  const size = slider({
    label: "bumps", min: 1, max: 300, log: true, write: count,
    change: (n) => context.set({ n: Math.round(n) }), done: context.commit,
  });
  const rows = figures("Inside and outside");
  const note = p("");
  note.className = "hint";
  const file = weights(() => parts.network, "sigmoid-output", {
    about: () => context.about(parts.error),
  });

  function rebuild() {
    const target = context.target();
    const { g, changed } = insideUnit(target);
    const [a, b] = target.box[0];
    const truth = g(target.xs);
    const wanted = logit(truth);
    const edges = equal(a, b, now.n);
    const steepness = steepFor([a, b], edges.subarray(1, -1), target.jumps);
    const heights = middles(edges, { ...target, f: g, ys: truth });
    const options = { steepness, activation: "sigmoid" };
    parts = {
      box: [a, b], beside: target.beside, xs: target.xs, truth, wanted,
      sum: bumps(edges, logit(heights), options),
      network: bumps(edges, heights, { ...options, output: "sigmoid" }),
    };
    hidden.setBox([a, b], airy(spread([...spread(wanted), 0])));
    final.setBox([a, b], [-0.04, 1.04]);
    write(note, changed ? "Your function leaves the range from 0 to 1, which no sigmoid " +
      "does; here it is squeezed into 0.1 to 0.9." : "");
  }

  function tell() {
    const x = Float64Array.of(probe());
    const sum = parts.sum.forward(x)[0];
    const made = parts.network.forward(x)[0];
    const { most } = worst(parts.network.forward(parts.xs), parts.truth, parts.xs, parts.beside);
    parts.error = most;
    rows.show([["at x =", show(x[0])], ["hidden sum", show(sum, 3), "network"],
      ["σ of it", show(made, 3), "network"], ["largest error outside (sampled)", brief(most), "error"]]);
  }

  return {
    element: body({
      text: [
        p("So far the output was a plain sum. If the output neuron is a sigmoid too, it bends " +
          "that sum. The way out: let the hidden layer aim at σ⁻¹(*f*), in the first graph, and " +
          "the output neuron turns it into *f*, in the second. Pull the mark and follow one " +
          "value through."),
        p("σ⁻¹(*y*) = ln(*y* / (1 − *y*)) runs from −∞ to ∞, so the function itself has to stay " +
          "between 0 and 1."),
      ],
      network: null,
      graph: [
        sideBySide([hidden.element, final.element]),
        legend([["target", "what it should be"], ["network", "what the network computes"],
          ["step", "one value on its way"]]),
      ],
      controls: [size.element],
      after: [rows.element, note, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      now.n = Math.round(now.n);
      rebuild();
      size.show(now.n);
      tell();
      file.stale();
      hidden.redraw();
      final.redraw();
    },
    link,
  };
}

/** Two graphs in one row, where there is room. */
export function sideBySide(elements) {
  const element = document.createElement("div");
  element.className = "pairs";
  element.append(...elements);
  return element;
}

/** ln(y / (1 - y)), number by number. */
export function logit(values) {
  return Float64Array.from(values, (y) => Math.log(y / (1 - y)));
}

/** The target, or if it leaves 0.01 … 0.99 the same curve squeezed into 0.1 … 0.9. */
export function insideUnit(target) {
  const [low, high] = spread(target.ys);
  if (low >= 0.01 && high <= 0.99) return { g: target.f, changed: false };
  const squeeze = (y) => 0.1 + (0.8 * (y - low)) / (high - low);
  return { g: (xs) => target.f(xs).map(squeeze), changed: true };
}

/** @file Around each step the network is neither here nor there; copies make that harmless. */

import { steps } from "../../core/construct.js";
import { airy } from "../context.js";
import { brief, count, h, p, write } from "../dom.js";
import { equal, middles, worst } from "../fit.js";
import { Graph } from "../graph.js";
import { body, figures, legend, slider } from "../panel.js";
import { scrub } from "../scrub.js";
import { weights } from "../weights.js";
import { sideBySide } from "./output.js";
import { memo } from "./many.js";

const N = 30; // pieces of each copy
const MOST = 8;
const RISE = 4.4; // in units of 1/w: how far it is from a tenth of a step's height to nine tenths
const SCHEMA = { w: [400, 5, 5000], m: [1, 1, MOST] };

/** The panel. */
export function windows(context) {
  let now = context.get(SCHEMA);
  let parts = null;
  const picture = new Graph({
    label: "Copies of the network and their sum", yLabel: "f and network",
  });
  const errors = new Graph({
    label: "Largest error against the number of copies", xLabel: "copies M",
    yLabel: "largest error",
    x: [0.5, MOST + 0.5], xWhole: true,
  });
  picture.paint = (pen) => {
    const { target, copies, network } = parts;
    const half = RISE / 2 / parts.steepness;
    pen.stripes(parts.cuts.map((cut) => [cut - half, cut + half]), "error", 0.13);
    pen.curve(target.xs, target.ys, "target", 2.5);
    const xs = parts.grid(picture);
    if (copies.length > 1) {
      for (const copy of copies) {
        const values = copy.forward(xs).map((value) => value * copies.length);
        pen.curve(xs, values, "ramp", 1);
      }
    }
    pen.curve(xs, network.forward(xs), "network", 3);
  };
  errors.paint = (pen) => {
    parts.errors.forEach((error, i) => {
      const on = i + 1 === now.m;
      pen.box(i + 0.65, 0, i + 1.35, error, on ? "error" : "muted", on ? 0.9 : 0.35);
    });
  };
  const copiesSet = (m) => context.set({ m: Math.min(MOST, Math.max(1, Math.round(m))) });
  errors.onDrag((x) => copiesSet(x), context.commit);
  errors.handle({
    label: "number of copies", color: "error", at: () => [now.m, parts.errors[now.m - 1]],
    move: (x) => copiesSet(x), value: () => now.m, range: [1, MOST], keys: [1, 0],
    done: context.commit,
  });
  const steep = slider({
    label: "steepness w", min: 5, max: 5000, log: true, write: (w) => brief(w, 2),
    change: (w) => context.set({ w }), done: context.commit,
  });
  const inText = scrub({
    label: "copies M", min: 1, max: MOST, step: 1, digits: 0, color: "ramp",
    change: copiesSet, done: context.commit,
  });
  const overlap = h("p", { class: "hint", role: "status" });
  const rows = figures("The windows");
  const file = weights(() => parts.network, "copies", {
    about: () => context.about(parts.errors[now.m - 1]),
  });

  function rebuild() {
    const target = context.target();
    const [a, b] = target.box[0];
    const steepness = now.w / (b - a);
    const made = Array.from({ length: MOST }, (_, i) => copiesOf(target, i + 1, steepness));
    const truth = target.ys;
    const of = made.map(({ network }) => worst(network.forward(target.xs), truth, target.xs).most);
    const { network, copies, cuts } = made[now.m - 1];
    parts = {
      target, network, copies, cuts, steepness, errors: of,
      grid: memo((graph) => graph.xs(cuts.flatMap((cut) =>
        [-6, -3, -1, 0, 1, 3, 6].map((z) => cut + z / steepness)))),
    };
    picture.setBox([a, b], airy(target.range, 0.2));
    errors.setBox([0.5, MOST + 0.5], [0, 1.15 * (Math.max(...of) || 1)]);
  }

  return {
    element: body({
      text: [
        p("A real neuron does not jump. Around every step there is a window, shaded here, in " +
          "which the network is somewhere between two heights. A larger *w* makes the windows " +
          "narrower."),
        p("There is another way. Take *M* = {m} networks, each of 1/*M* of the function, each " +
          "with its steps a little further along (violet, stretched by *M*). Where no two windows " +
          "overlap, at most one of them is in a window at every *x*, and their sum is off by an " +
          "*M*-th of a step only.", { m: inText.element }),
        overlap,
      ],
      graph: [sideBySide([picture.element, errors.element]),
        legend([["target", "your function"], ["network", "the sum: one network"],
          ["ramp", "the copies"], ["error", "windows, and the error"]])],
      controls: [steep.element],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      now.m = Math.round(now.m);
      rebuild();
      steep.show(now.w);
      inText.show(now.m);
      const words = meet(parts) ? "Here windows overlap: a larger w parts them."
        : "Here no two windows overlap.";
      write(overlap, words);
      rows.show([["hidden neurons", count(parts.network.layers[0].outputs)],
        ["width of a window", brief(RISE / parts.steepness)],
        ["largest error (sampled)", brief(parts.errors[now.m - 1]), "error"]]);
      file.stale();
      picture.redraw();
      errors.redraw();
    },
  };
}

/** Whether the windows of two steps overlap. */
function meet({ cuts, steepness }) {
  return cuts.some((cut, k) => k > 0 && cut - cuts[k - 1] < RISE / steepness);
}

/** M staircases of 1/M of the function, each shifted by a part of a piece; and all in one. */
function copiesOf(target, m, steepness) {
  const [a, b] = target.box[0];
  const width = (b - a) / N;
  const plans = Array.from({ length: m }, (_, j) => {
    const shift = ((j + 1) / m - 1) * width;
    const edges = Float64Array.of(a, ...Array.from(equal(a, b, N), (edge) => edge + shift)
      .filter((edge) => edge > a + 1e-9 && edge < b - 1e-9), b);
    const heights = middles(edges, target).map((y) => y / m);
    return { cuts: edges.subarray(1, -1), heights };
  });
  const options = { steepness, activation: "sigmoid" };
  return {
    copies: plans.map(({ cuts, heights }) => steps(cuts, heights, options)),
    network: steps(plans.map(({ cuts }) => cuts), plans.map(({ heights }) => heights), options),
    cuts: plans.flatMap(({ cuts }) => Array.from(cuts)).sort((x, y) => x - y),
  };
}

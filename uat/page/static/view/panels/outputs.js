/** @file Several outputs read one hidden layer: from t come x and y, and a pen draws a curve. */

import { Layer, Network } from "../../core/network.js";
import { axisOf, curveOf, errorOf, NAMES, pathOf } from "../curve.js";
import { Diagram } from "../diagram.js";
import { brief, clamp, count, h, p, put, show } from "../dom.js";
import { equal, short } from "../fit.js";
import { Graph } from "../graph.js";
import { Link, lightNearest } from "../link.js";
import { body, choice, figures, legend, sideBySide, slider } from "../panel.js";
import { curvesOf } from "../thumbs.js";
import { weights } from "../weights.js";

const SIDE = [-1.2, 1.2]; // of the square that is drawn in
const KEPT = 100; // points of a stroke
const DRAWN = 7; // neurons of the picture
const FINE = 300; // links that a curve is drawn of
const SCHEMA = { n: [12, 1, 40], t: [0.3, 0, 1], shape: ["heart", NAMES], drawn: [null] };

/** The panel. */
export function outputs(context) {
  let now = context.get(SCHEMA);
  let [network, curve, stroke, built] = [null, null, null, ""];
  const link = new Link();
  const knots = () => equal(0, 1, now.n);
  const plane = new Graph({ label: "The curve that x and y draw", x: SIDE, y: SIDE, xLabel: "x", yLabel: "y", shape: "even" });
  plane.paint = (pen) => {
    if (stroke) return trail(pen, stroke, "target", 3);
    const ts = equal(0, 1, FINE);
    trail(pen, pairsOf(curve(ts)), "target", 2.5);
    trail(pen, pointsOf(network, knots()), "network", 2.5);
    if (link.lit !== null) arrow(pen, pointsOf(network, knots()), link.lit);
    const [[x, y]] = pointsOf(network, Float64Array.of(now.t));
    return pen.dot(x, y, "step", 6);
  };
  const sides = new Graph({ label: "x and y against t", y: SIDE, xLabel: "t", yLabel: "x and y" });
  sides.paint = (pen) => {
    const ts = equal(0, 1, FINE);
    [0, 1].forEach((axis) => {
      pen.curve(ts, axisOf(curve(ts), axis), "target", 2);
      pen.curve(ts, axisOf(network.forward(ts), axis), "network", 2.5, axis ? [8, 5] : []);
    });
    pen.line(now.t, SIDE[0], now.t, SIDE[1], "step", 1.5, [4, 4]);
    const at = knots()[link.lit ?? -1];
    if (at !== undefined) pen.line(at, SIDE[0], at, SIDE[1], "ramp", 2);
  };
  const go = (t) => context.set({ t: clamp(Number(t.toFixed(3)), 0, 1) });
  sides.onDrag(go, context.commit);
  sides.handle({
    label: "input t of the pen", color: "step", at: () => [now.t, SIDE[0]], move: go, value: () => now.t,
    range: [0, 1], keys: [0.01, 0], done: context.commit,
  });
  plane.onDrag((x, y, first) => {
    stroke = first ? [] : stroke;
    stroke.push([x, y].map((each) => clamp(each, ...SIDE)));
    plane.redraw();
  }, () => {
    const skip = Math.ceil(stroke.length / KEPT);
    const kept = stroke.filter((_, i) => i % skip === 0 || i === stroke.length - 1);
    stroke = null;
    if (kept.length > 2) context.set({ drawn: short(kept.flat(), 3) });
    plane.redraw();
    context.commit();
  }, { scrolls: () => false });
  const redraw = () => [plane, sides].forEach((graph) => graph.redraw());
  link.listen(redraw);
  lightNearest(sides, link, () => knots().subarray(0, -1));
  const size = slider({
    label: "neurons", min: 1, max: 40, write: count,
    change: (n) => context.set({ n }), done: context.commit,
  });
  const kinds = choice("Which curve", NAMES.map((name) => [name, name]), (shape) => {
    context.set({ shape, drawn: null });
    context.commit();
  });
  const rows = figures("One hidden layer, two outputs");
  const holder = h("div");
  const file = weights(() => network, "curve");

  function build() {
    curve = curveOf(now);
    network = pathOf(curve, now.n);
    const next = JSON.stringify([now.n, now.shape, now.drawn]);
    if (built === next) return;
    built = next;
    put(holder, picture(network, link));
    file.stale();
  }

  return {
    element: body({
      text: [
        p("A network may have several outputs. All of them read the same hidden neurons, each with weights of " +
          "its own. Here *t* goes in, *x* and *y* come out, and a pen draws a curve. Draw another one into the " +
          "square, with one stroke, or take one of these."),
        p("Each relu neuron begins at its own *t* and bends the path there. Without it the pen would go straight " +
          "on: its two weights are an arrow. Point at a neuron to see it. Classes are outputs too, one for each, " +
          "and the greatest wins."),
        kinds.element,
      ],
      network: holder,
      graph: [sideBySide([plane.element, sides.element]), legend([["target", "what it should be"],
        ["network", "the network; y is dashed"], ["step", "the pen"], ["ramp", "what a neuron adds"]])],
      controls: [size.element],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      now.n = Math.round(now.n);
      build();
      size.show(now.n);
      kinds.show(now.drawn ? "" : now.shape);
      const [[x, y]] = pointsOf(network, Float64Array.of(now.t));
      rows.show([["hidden neurons", count(now.n)], ["numbers of each output", count(now.n + 1)],
        ["at t =", show(now.t)], ["x and y", `${show(x)}, ${show(y)}`, "step"],
        ["largest error of an output (sampled)", brief(errorOf(network, curve, now.n)), "error"]]);
      redraw();
    },
    network: () => network,
  };
}

/** Points of numbers that take turns. */
const pairsOf = (values) => Array.from({ length: values.length >> 1 }, (_, i) => [values[2 * i], values[2 * i + 1]]);

const pointsOf = (network, ts) => pairsOf(network.forward(ts));

function trail(pen, points, color, width) {
  points.slice(1).forEach((point, i) => pen.line(...points[i], ...point, color, width));
}

/** What neuron k adds: where the pen would be at the next knot without it, and where it is. */
function arrow(pen, points, k) {
  const [at, next] = [points[k], points[k + 1]];
  const straight = k ? at.map((each, axis) => 2 * each - points[k - 1][axis]) : at;
  pen.line(...at, ...straight, "muted", 2, [5, 5]);
  pen.line(...straight, ...next, "ramp", 3);
  pen.dot(...next, "ramp", 5);
}

function picture(network, link) {
  const [hidden, sums] = network.layers;
  const size = Math.min(DRAWN, hidden.outputs);
  const high = (i, n) => (76 / n) * (i + 0.5);
  const neurons = Array.from({ length: size }, (_, i) => ({ id: `h${i}`, x: 48, y: high(i, size), part: i, radius: 5 }));
  const ends = ["x", "y"].map((text, axis) => ({ id: text, x: 91, y: 76 * (0.3 + 0.4 * axis), text, kind: "output", radius: 5.5 }));
  const diagram = new Diagram({
    label: `One input, ${hidden.outputs} hidden neurons, two outputs`, height: 76,
    nodes: [{ id: "t", x: 8, y: 38, text: "t", kind: "input", radius: 5.5 }, ...neurons, ...ends],
    edges: neurons.flatMap(({ id, part }) => [{ from: "t", to: id, part }, ...ends.map((end) => ({ from: id, to: end.id, part }))]),
  }, link);
  diagram.weigh(neurons.flatMap((_, i) => [null, ...[0, 1].map((axis) => sums.weights[axis * hidden.outputs + i])]));
  const sum = new Layer({
    weights: new Float64Array(hidden.outputs).fill(1), inputs: hidden.outputs, outputs: 1, biases: new Float64Array(1),
    activation: "linear",
  });
  curvesOf(new Network([hidden, sum]), [0, 1], size).forEach((each, i) => diagram.thumb(`h${i}`, each));
  return [diagram.element, hidden.outputs > size && h("p", { class: "hint" },
    `The first ${size} of ${count(hidden.outputs)} neurons are drawn.`)];
}

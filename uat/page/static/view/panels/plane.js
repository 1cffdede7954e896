/** @file Two neurons of two inputs and one that reads them: every weight is free, each cuts the plane. */

import { Layer, Network } from "../../core/network.js";
import { clamp, h, p, show } from "../dom.js";
import { Diagram } from "../diagram.js";
import { Graph } from "../graph.js";
import { Link } from "../link.js";
import { body, button, figures, legend } from "../panel.js";
import { gridPoints } from "../plane.js";
import { scrub } from "../scrub.js";
import { areaOf, hiddenNeuron } from "../thumbs.js";
import { weights } from "../weights.js";

const MOST = 60; // the greatest weight and bias
const VIEW = [-0.3, 1.3];
const CELLS = [48, 32]; // in which the output is shown
const ROWS = [
  ["neuron 1", [["u1", "on x", 20], ["v1", "on y", 0], ["c1", "bias", -6]]],
  ["neuron 2", [["u2", "on x", 0], ["v2", "on y", 20], ["c2", "bias", -14]]],
  ["output", [["o1", "on neuron\u00a01", 12], ["o2", "on neuron\u00a02", 12], ["c", "bias", -18]]],
];
const SCHEMA = Object.fromEntries(ROWS.flatMap(([, cells]) =>
  cells.map(([key, , standard]) => [key, [standard, -MOST, MOST]])));
const CORNERS = [[0, 0], [1, 0], [0, 1], [1, 1]];
const GATES = { AND: [12, 12, -18], OR: [12, 12, -6] };

/** The panel. */
export function plane(context) {
  let now = context.get(SCHEMA);
  const link = new Link();
  const graph = new Graph({ label: "The output over both inputs", x: VIEW, y: VIEW, yLabel: "y" });
  const [xs, ys] = CELLS.map((n) => middles(n));
  const cells = gridPoints(xs, ys);
  graph.paint = (pen) => {
    const network = networkOf(now);
    const values = link.lit === null ? network.forward(cells) : hiddenOf(now, link.lit).forward(cells);
    const [wide, high] = CELLS.map((n) => (VIEW[1] - VIEW[0]) / n / 2);
    values.forEach((value, i) => {
      const [x, y] = [cells[2 * i], cells[2 * i + 1]];
      pen.box(x - wide, y + high, x + wide, y - high, link.lit === null ? "network" : "step", 0.45 * value);
    });
    for (const i of [0, 1]) lineOf(pen, numbersOf(now, i), link.lit === i ? 4 : 2);
    const outputs = network.forward(Float64Array.from(CORNERS.flat()));
    CORNERS.forEach(([x, y], i) => {
      pen.dot(x, y, "text", 5);
      pen.words(show(outputs[i]), x, y, "text", { align: "center", shift: [0, y ? -15 : 15] });
    });
  };
  const set = (values) => context.set(Object.fromEntries(Object.entries(values).map(([key, value]) =>
    [key, clamp(Number(value.toPrecision(4)), -MOST, MOST)])));
  [0, 1].forEach((i) => link.attach(graph.handle({
    label: `line of neuron ${i + 1}: where it switches`, color: "step", shape: "both",
    at: () => footOf(numbersOf(now, i)), value: () => numbersOf(now, i)[2], range: [-MOST, MOST],
    text: () => footOf(numbersOf(now, i))?.map((each) => show(each)).join(", ") ?? "none",
    move: (x, y) => {
      const [u, v, c] = through(numbersOf(now, i), x, y);
      set({ [`u${i + 1}`]: u, [`v${i + 1}`]: v, [`c${i + 1}`]: c });
    },
    keys: [0.02, 0.02], done: context.commit,
  }), i));
  link.listen(() => graph.redraw());
  const scrubs = {};
  const table = h("table", { class: "numbers" }, h("tbody", null, ROWS.map(([name, row], i) => {
    const element = h("tr", null, h("th", { scope: "row" }, name), row.map(([key, words]) => {
      scrubs[key] = scrub({
        label: `weight or bias of ${name}: ${words}`, min: -MOST, max: MOST, step: 0.5, digits: 1, color: "positive",
        change: (value) => set({ [key]: value }), done: context.commit,
      });
      return h("td", null, h("span", { class: "told" }, words), h("br"), scrubs[key].element);
    }));
    if (i < 2) link.attach(element, i);
    return element;
  })));
  const diagram = picture(link);
  const rows = figures("The corners");
  const file = weights(() => networkOf(now), "plane");
  const gates = Object.entries(GATES).map(([name, [o1, o2, c]]) => button(name, () => {
    set({ o1, o2, c });
    context.commit();
  }));
  return {
    element: body({
      text: [
        p("A neuron of two inputs adds up *w*₁*x* + *w*₂*y* + *b*. That is zero along a line, and there it " +
          "switches: the weights turn the line, the bias moves it. Take a line by its knob. Pull it " +
          "around the middle, and it turns."),
        p("The output neuron reads both of them and switches once more. Point at a neuron to see what it " +
          "sees alone."),
      ],
      network: h("div", null, diagram.element, table),
      graph: [graph.element, legend([["network", "the output"], ["step", "where a hidden neuron switches"]])],
      controls: gates,
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      for (const [key, each] of Object.entries(scrubs)) each.show(now[key]);
      diagram.weigh([now.u1, now.v1, now.u2, now.v2, now.o1, now.o2], MOST);
      [0, 1].forEach((i) => diagram.thumb(`h${i}`, areaOf(hiddenOf(now, i), VIEW, VIEW)));
      diagram.thumb("out", areaOf(networkOf(now), VIEW, VIEW));
      const outputs = networkOf(now).forward(Float64Array.from(CORNERS.flat()));
      rows.show(CORNERS.map(([x, y], i) => [`at (${x}, ${y})`, show(outputs[i], 3)]));
      file.stale();
      graph.redraw();
    },
    network: () => networkOf(now),
  };
}

const numbersOf = (now, i) => ["u", "v", "c"].map((key) => now[`${key}${i + 1}`]);

function networkOf(now) {
  const output = new Layer({
    weights: Float64Array.of(now.o1, now.o2), inputs: 2, outputs: 1, biases: Float64Array.of(now.c),
    activation: "sigmoid",
  });
  const rows = [0, 1].map((i) => numbersOf(now, i));
  const hidden = new Layer({
    weights: Float64Array.from(rows.flatMap(([u, v]) => [u, v])), inputs: 2, outputs: 2,
    biases: Float64Array.from(rows, ([, , c]) => c), activation: "sigmoid",
  });
  return new Network([hidden, output]);
}

const hiddenOf = (now, i) => hiddenNeuron(networkOf(now), i);

/** The place on a neuron's line that is nearest to the middle; null for a neuron that has no line. */
function footOf([u, v, c]) {
  const size = u * u + v * v;
  if (size === 0) return null;
  const away = (0.5 * u + 0.5 * v + c) / size;
  return [0.5 - away * u, 0.5 - away * v];
}

/** Numbers as steep as these whose line has its foot at (x, y); they are on on the side they were on. */
function through([u, v, c], x, y) {
  const size = Math.hypot(u, v);
  const [aside, up] = [x - 0.5, y - 0.5];
  const far = Math.hypot(aside, up);
  const sign = 0.5 * u + 0.5 * v + c <= 0 ? 1 : -1;
  const [turnedU, turnedV] = far < 0.02 ? [u, v]
    : [aside, up].map((each) => Math.round((10 * sign * size * each) / far) / 10);
  return [turnedU, turnedV, -(turnedU * x + turnedV * y)];
}

/** The line along which a neuron is halfway. */
function lineOf(pen, [u, v, c], width) {
  const [a, b] = VIEW;
  if (u === 0 && v === 0) return;
  if (Math.abs(v) > Math.abs(u)) pen.line(a, -(c + u * a) / v, b, -(c + u * b) / v, "step", width);
  else pen.line(-(c + v * a) / u, a, -(c + v * b) / u, b, "step", width);
}

function middles(n) {
  return Float64Array.from({ length: n }, (_, i) => VIEW[0] + ((VIEW[1] - VIEW[0]) * (i + 0.5)) / n);
}

function picture(link) {
  const radius = 9;
  const nodes = [
    { id: "x", x: 10, y: 15, text: "x", kind: "input", radius: 5.5 },
    { id: "y", x: 10, y: 41, text: "y", kind: "input", radius: 5.5 },
    { id: "h0", x: 50, y: 13, part: 0, radius }, { id: "h1", x: 50, y: 43, part: 1, radius },
    { id: "out", x: 89, y: 28, kind: "output", radius },
  ];
  const edges = [0, 1].flatMap((i) => [{ from: "x", to: `h${i}`, part: i }, { from: "y", to: `h${i}`, part: i }]);
  const last = [0, 1].map((i) => ({ from: `h${i}`, to: "out", part: i }));
  const label = "Two inputs, two hidden neurons, one output";
  return new Diagram({ label, height: 56, nodes, edges: [...edges, ...last] }, link);
}

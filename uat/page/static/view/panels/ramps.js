/** @file Relu neurons are ramps; the string pulled taut through a tube needs the fewest of them. */

import { airy } from "../context.js";
import { said } from "../diagram.js";
import { brief, clamp, count, h, p, set, show, write } from "../dom.js";
import { Graph } from "../graph.js";
import { drawThumbs, hiddenDiagram } from "../hidden.js";
import { Link, lightNearest } from "../link.js";
import { body, choice, figures, legend, slider } from "../panel.js";
import { networkOf } from "../plain.js";
import { alone } from "../thumbs.js";
import { weights } from "../weights.js";
import { Work } from "../work.js";

const SCHEMA = { tol: [0.05, 0.001, 0.5], kind: ["ramps", ["ramps", "steps"]] }; // tol: of f's range
const DRAWN = 7; // neurons in the diagram
const MOST_DOTS = 120;

/** The panel. */
export function ramps(context) {
  let now = context.get(SCHEMA);
  let found = null; // what was computed last
  let network = null;
  const link = new Link();
  const tol = () => {
    const [low, high] = context.target().range;
    return now.tol * (high - low);
  };
  const graph = new Graph({ label: "The tube, and the taut string", yLabel: "f and network" });
  graph.paint = (pen) => {
    const { xs, ys } = context.target();
    const half = tol();
    pen.band(xs, ys.map((y) => y - half), ys.map((y) => y + half), "band", 0.4);
    pen.curve(xs, ys, "target", 1.5);
    if (!network) return;
    const { kinks } = found;
    const places = graph.xs(kinks.length > MOST_DOTS ? [] : Array.from(kinks));
    pen.curve(places, network.forward(places), "network", 2.5);
    if (link.lit !== null && link.lit < network.neurons) {
      pen.curve(places, alone(network, link.lit).forward(places), "ramp", 2, [6, 4]);
    }
    if (now.kind === "steps" || kinks.length > MOST_DOTS) return;
    network.forward(kinks).forEach((value, i) => pen.dot(kinks[i], value, "ramp", 4));
  };
  const middle = () => {
    const { box: [[a, b]], f } = context.target();
    const x = (a + b) / 2;
    return [x, f(Float64Array.of(x))[0]];
  };
  const setTube = (half) => {
    const [low, high] = context.target().range;
    context.set({ tol: clamp(Number((half / (high - low)).toPrecision(3)), 0.001, 0.5) });
  };
  graph.handle({
    label: "half width of the tube: the tolerance", color: "band", shape: "y",
    at: () => [middle()[0], middle()[1] + tol()],
    move: (_, y) => setTube(Math.max(0, y - middle()[1])),
    value: tol, range: [0, 1e6], done: context.commit,
    get keys() { return [0, 0.005 * (graph.y[1] - graph.y[0])]; },
  });
  lightNearest(graph, link, () => (network ? placesOf(network.layers[0]) : []));
  let inner = new Link(); // of the diagram that is shown; diagrams come and go
  link.listen((lit) => {
    inner.light(lit);
    graph.redraw();
  });
  const holder = h("div");
  const tolerance = slider({
    label: "tolerance", min: 0.001, max: 0.5, log: true,
    write: (share) => `± ${brief((share * tol()) / now.tol)}`,
    change: (share) => context.set({ tol: share }), done: context.commit,
  });
  const kinds = choice("What is built", [["ramps", "ramps"], ["steps", "steps"]], (kind) => {
    context.set({ kind });
    context.commit();
  });
  const refused = h("p", { class: "problem", role: "alert" });
  const rows = figures("Neurons for this tolerance");
  const file = weights(() => network, "ramps", { about: () => context.about(found.error) });
  const stage = h("div", null, graph.element, legend([["target", "your function"],
    ["band", "the tube"], ["network", "the network"], ["ramp", "kinks: one neuron each"]]));
  const work = new Work("taut", {
    busy: (on) => set(stage, { "aria-busy": String(on) }),
    done: (result) => {
      found = result;
      network = found.layers && networkOf(found.layers);
      tell();
      graph.redraw();
      context.arrived();
    },
    failed: (reason) => { write(refused, reason); },
  });

  function tell() {
    write(refused, found.refused);
    file.enable(Boolean(network));
    if (network) file.stale();
    redrawNetwork();
    const { links, stairs, error } = found;
    const neurons = network?.neurons;
    const name = network && neurons < links ? "ramps, the fewest" : "ramps, at most";
    rows.show([
      ...(links === undefined ? [] : [["links of the string", count(links)], [name, count(neurons), "ramp"]]),
      [now.kind === "steps" ? "steps" : "steps would be", count(stairs), "step"],
      ["largest error (sampled)", network ? brief(error, 3) : "–", "error"],
    ]);
  }

  let drawn = "";
  function redrawNetwork() {
    const outs = network ? Array.from(network.layers[1].weights) : [];
    const next = `${now.kind} ${outs.join(" ")}`;
    if (next === drawn) return;
    drawn = next;
    inner = new Link();
    inner.listen((lit) => link.light(lit));
    holder.replaceChildren(...(outs.length ? picture(network, outs, inner, graph.x) : []));
  }

  return {
    element: body({
      text: [
        p("A relu neuron is zero up to a point and then a straight ramp. A sum of ramps is a " +
          "broken line, with one kink for each neuron. How few will do?"),
        p("Lay a tube of your tolerance around the function, and pull a string taut through it: " +
          "its corners touch the walls, and no broken line in the tube has fewer links. Pull the " +
          "wall of the tube, or the slider. A string of *n* links takes *n* ramps; now and then its " +
          "kinks give the slope as well, and one ramp less will do."),
        kinds.element, refused,
      ],
      network: holder, graph: stage,
      controls: [tolerance.element],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      const target = context.target();
      graph.setBox(target.box[0], airy(target.range, 0.25));
      tolerance.show(now.tol);
      kinds.show(now.kind);
      graph.redraw();
      work.ask({ kind: now.kind, tol: tol() }, target);
    },
    found: () => (work.isBusy ? null : found),
    network: () => network,
  };
}

/** Where each neuron's own bend or step is. */
function placesOf({ weights: w, biases }) {
  return biases.map((b, i) => -b / w[i]);
}

function picture(network, outs, link, side) {
  const hidden = network.layers[0];
  const size = Math.min(DRAWN, outs.length);
  const neurons = Array.from({ length: size }, (_, i) => ({
    part: i, after: outs.length <= DRAWN ? said(show(outs[i], 1)) : null,
  }));
  const diagram = hiddenDiagram({
    label: `One input, ${outs.length} hidden neurons, their weighted sum`, neurons, height: 76,
  }, link);
  diagram.weigh(outs.slice(0, size).flatMap((w, i) => [hidden.weights[i], w]));
  drawThumbs(diagram, network, side);
  const more = outs.length > size && h("p", { class: "hint" },
    `The first ${size} of ${count(outs.length)} neurons are drawn.`);
  return more ? [diagram.element, more] : [diagram.element];
}

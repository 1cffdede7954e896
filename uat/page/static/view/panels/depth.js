/** @file Depth: every layer folds the line once more; two neurons double the pieces. */

import { counts, sawtooth } from "../../core/depth.js";
import { brief, count, p, raised } from "../dom.js";
import { Diagram } from "../diagram.js";
import { Graph } from "../graph.js";
import { Link } from "../link.js";
import { body, figures, legend, sideBySide, slider } from "../panel.js";
import { weights } from "../weights.js";

const MOST = 8; // layers
const SCHEMA = { k: [3, 1, MOST], tol: [0.001, 1e-9, 0.1] };

/** The panel. */
export function depth(context) {
  let now = context.get(SCHEMA);
  const teeth = new Graph({
    label: "What each layer makes of the line", y: [-0.06, 1.06], yLabel: "output",
  });
  let inner = new Link();
  const link = new Link();
  link.listen((lit) => {
    inner.light(lit);
    teeth.redraw();
  });
  teeth.paint = (pen) => {
    const shown = (link.lit ?? now.k - 1) + 1;
    const pieces = 2 ** shown;
    const kinks = Array.from({ length: pieces + 1 }, (_, i) => i / pieces);
    const xs = teeth.xs(kinks);
    pen.curve(xs, sawtooth(shown).forward(xs), "network", pieces > 128 ? 1 : 2.5);
  };
  const chart = new Graph({
    label: "Neurons for x squared against the tolerance, one hidden layer and many",
    x: [-9, -1], y: [0, 5], xLabel: "tolerance", yLabel: "hidden neurons",
    xPower: (power) => `10${raised(power)}`,
    yPower: (power) => (power < 4 ? count(10 ** power) : `10${raised(power)}`),
  });
  const tols = Array.from({ length: 161 }, (_, i) => 10 ** (-9 + i / 20));
  const lines = tols.map(counts);
  chart.paint = (pen) => {
    const xs = tols.map(Math.log10);
    pen.curve(xs, lines.map(({ shallow }) => Math.log10(shallow)), "step", 2.5);
    pen.curve(xs, lines.map(({ deep }) => Math.log10(deep)), "network", 2.5);
    const { shallow, deep } = counts(now.tol);
    const x = Math.log10(now.tol);
    pen.line(x, chart.y[0], x, chart.y[1], "muted", 1.5, [4, 4]);
    pen.dot(x, Math.log10(shallow), "step", 5);
    pen.dot(x, Math.log10(deep), "network", 5);
  };
  const setTol = (x) => context.set({
    tol: Number((10 ** Math.min(-1, Math.max(-9, x))).toPrecision(3)),
  });
  chart.onDrag((x) => setTol(x), context.commit);
  chart.handle({
    label: "tolerance", color: "error", at: () => [Math.log10(now.tol), 0], move: setTol,
    value: () => Math.log10(now.tol), text: () => brief(now.tol, 2), range: [-9, -1],
    keys: [0.1, 0], done: context.commit,
  });
  const layers = slider({
    label: "layers", min: 1, max: MOST, write: count,
    change: (k) => context.set({ k }), done: context.commit,
  });
  const tolerance = slider({
    label: "tolerance for x²", min: 1e-9, max: 0.1, log: true, write: (tol) => brief(tol, 2),
    change: (tol) => context.set({ tol }), done: context.commit,
  });
  const holder = document.createElement("div");
  const rows = figures("Deep against shallow");
  const file = weights(() => sawtooth(now.k), "sawtooth");
  let drawn = 0;

  return {
    element: body({
      text: [
        p("One hidden layer is enough for everything; it is not always enough to be cheap. Two " +
          "relu neurons fold the line into a tooth. Feed the tooth into the same two neurons " +
          "again and it is folded again: every layer doubles the number of straight pieces. " +
          "Point at a layer to see how far the line is folded there."),
        p("One hidden layer of relu neurons makes at most one piece more than it has neurons. The " +
          "same teeth, added up with weights 4⁻¹, 4⁻², …, make *x*², and from squares come products " +
          "and polynomials. The second graph shows for *x*² what the folded network has, and what " +
          "one layer needs at least. Pull the mark."),
      ],
      network: null,
      graph: [holder, sideBySide([teeth.element, chart.element]),
        legend([["network", "deep"], ["step", "one hidden layer, at least"]])],
      controls: [layers.element, tolerance.element],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      now.k = Math.round(now.k);
      layers.show(now.k);
      tolerance.show(now.tol);
      if (drawn !== now.k) {
        drawn = now.k;
        inner = new Link();
        inner.listen((lit) => link.light(lit));
        holder.replaceChildren(picture(now.k, inner).element);
      }
      const { shallow, deep } = counts(now.tol);
      rows.show([["straight pieces", count(2 ** now.k)],
        ["deep, as here", `${count(2 * now.k)} neurons`, "network"],
        ["one layer, at least", `${count(2 ** now.k - 1)} neurons`, "step"],
        [`x² to ${brief(now.tol, 2)}, deep`, `${count(deep)} neurons`, "network"],
        [`x² to ${brief(now.tol, 2)}, one layer, at least`, `${count(shallow)} neurons`, "step"]]);
      file.stale();
      teeth.redraw();
      chart.redraw();
    },
    network: () => sawtooth(now.k),
  };
}

function picture(k, link) {
  const height = 20;
  const at = (layer) => (100 * (layer + 0.5)) / (k + 2);
  const radius = 2.6;
  const pair = (layer) => [0, 1].map((i) => ({
    id: `${layer} ${i}`, x: at(layer), y: height * (0.28 + 0.44 * i), part: layer - 1, radius,
  }));
  const nodes = [{ id: "x", x: at(0), y: height / 2, text: "x", kind: "input", radius: 4 },
    ...Array.from({ length: k }, (_, i) => pair(i + 1)).flat(),
    { id: "y", x: at(k + 1), y: height / 2, text: "y", kind: "output", radius: 4 }];
  const of = (layer) => (layer === 0 ? ["x"] : layer > k ? ["y"] : [`${layer} 0`, `${layer} 1`]);
  const edges = Array.from({ length: k + 1 }, (_, layer) => of(layer).flatMap((from) =>
    of(layer + 1).map((to) => ({ from, to, part: Math.min(layer, k - 1) })))).flat();
  const label = `${k} layers of two relu neurons`;
  const diagram = new Diagram({ label, height, nodes, edges }, link);
  diagram.element.classList.add("chain");
  return diagram;
}

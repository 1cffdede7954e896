/** @file The output neuron bends the sum; the hidden layer has to unbend it beforehand. */

import { airy, spread } from "../context.js";
import { brief, clamp, count, p, set, show, write } from "../dom.js";
import { Graph } from "../graph.js";
import { body, figures, legend, sideBySide, slider } from "../panel.js";
import { networkOf } from "../plain.js";
import { weights } from "../weights.js";
import { Work } from "../work.js";

const SCHEMA = { n: [20, 1, 300], x: [0.3, 0, 1] };

/** The panel. */
export function output(context) {
  let now = context.get(SCHEMA);
  let parts = null;
  const probe = () => {
    const [a, b] = parts.box;
    return a + (b - a) * now.x;
  };
  const hidden = new Graph({ label: "Sum of the hidden layer", yLabel: "hidden sum" });
  const final = new Graph({ label: "Output of the network", y: [-0.04, 1.04], yLabel: "output" });
  hidden.paint = (pen) => parts && draw(pen, hidden, parts.sum, [parts.wanted, parts.inner]);
  final.paint = (pen) => parts && draw(pen, final, parts.network, [parts.truth, parts.outer]);

  function draw(pen, graph, network, [truth, made]) {
    pen.curve(parts.places, truth, "target", 2.5);
    pen.curve(parts.xs, made, "network", 2.5);
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
      label: "input x of the marked value", color: "step", at: () => parts && [probe(), graph.y[0]],
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

  file.enable(false);
  const stage = sideBySide([hidden.element, final.element]);
  const work = new Work("inside", {
    busy: (on) => set(stage, { "aria-busy": String(on) }),
    done: (found) => {
      parts = { ...found, sum: networkOf(found.sum), network: networkOf(found.layers) };
      hidden.setBox(parts.box, airy(spread([...spread(parts.wanted), 0])));
      final.setBox(parts.box, [-0.04, 1.04]);
      write(note, parts.changed ? "Your function leaves the range from 0 to 1, which no sigmoid " +
        "does; here it is squeezed into 0.1 to 0.9." : "");
      file.enable(true);
      file.stale();
      tell();
    },
    failed: context.say,
  });

  function tell() {
    if (!parts) return;
    const x = Float64Array.of(probe());
    const [sum, made] = [parts.sum, parts.network].map((network) => network.forward(x)[0]);
    rows.show([["at x =", show(x[0])], ["hidden sum", show(sum, 3), "network"],
      ["σ of it", show(made, 3), "network"],
      ["largest error outside (sampled)", brief(parts.error), "error"]]);
    hidden.redraw();
    final.redraw();
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
        stage,
        legend([["target", "what it should be"], ["network", "what the network computes"],
          ["step", "one value on its way"]]),
      ],
      controls: [size.element],
      after: [rows.element, note, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      now.n = Math.round(now.n);
      size.show(now.n);
      work.ask({ n: now.n }, context.target());
      tell();
    },
  };
}

/** @file Around each step the network is neither here nor there; copies make that harmless. */

import { airy } from "../context.js";
import { MOST } from "../copies.js";
import { brief, count, h, p, set, write } from "../dom.js";
import { Graph } from "../graph.js";
import { body, figures, legend, sideBySide, slider } from "../panel.js";
import { networkOf } from "../plain.js";
import { scrub } from "../scrub.js";
import { weights } from "../weights.js";
import { Work } from "../work.js";

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
    const target = context.target();
    pen.curve(target.xs, target.ys, "target", 2.5);
    if (!parts) return;
    const half = RISE / 2 / parts.steepness;
    pen.stripes(parts.cuts.map((cut) => [cut - half, cut + half]), "error", 0.13);
    for (const curve of parts.curves) pen.curve(parts.xs, curve, "ramp", 1);
    pen.curve(parts.xs, parts.sum, "network", 3);
  };
  errors.paint = (pen) => {
    parts?.errors.forEach((error, i) => {
      const on = i + 1 === parts.m;
      pen.box(i + 0.65, 0, i + 1.35, error, on ? "error" : "muted", on ? 0.9 : 0.35);
    });
  };
  const copiesSet = (m) => context.set({ m: Math.min(MOST, Math.max(1, Math.round(m))) });
  errors.onDrag((x) => copiesSet(x), context.commit);
  errors.handle({
    label: "number of copies", color: "error", at: () => parts && [now.m, parts.errors[now.m - 1]],
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
    about: () => context.about(parts.errors[parts.m - 1]),
  });
  file.enable(false);
  const stage = sideBySide([picture.element, errors.element]);
  const work = new Work("copies", {
    busy: (on) => set(stage, { "aria-busy": String(on) }),
    done: (found) => {
      parts = { ...found, network: networkOf(found.layers) };
      tell();
    },
    failed: context.say,
  });

  function tell() {
    write(overlap, meet(parts) ? "Here windows overlap: a larger w parts them." : "Here no two windows overlap.");
    rows.show([["hidden neurons", count(parts.network.neurons)],
      ["width of a window", brief(RISE / parts.steepness)],
      ["largest error (sampled)", brief(parts.errors[parts.m - 1]), "error"]]);
    errors.setBox([0.5, MOST + 0.5], [0, 1.15 * (Math.max(...parts.errors) || 1)]);
    file.enable(true);
    file.stale();
    picture.redraw();
    errors.redraw();
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
        p("A jump of your function is out of reach: a network has none, so right beside it is off by half of " +
          "the jump at least, however many neurons it has. Errors on this page leave out a ten-thousandth of " +
          "the interval around each jump; ramps, which cannot cross even that, refuse."),
      ],
      graph: [stage,
        legend([["target", "your function"], ["network", "the sum: one network"],
          ["ramp", "the copies"], ["error", "windows, and the error"]])],
      controls: [steep.element],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      now.m = Math.round(now.m);
      steep.show(now.w);
      inText.show(now.m);
      const { box, range } = context.target();
      picture.setBox(box[0], airy(range, 0.2));
      work.ask(now, context.target());
      picture.redraw();
      errors.redraw();
    },
  };
}

/** Whether the windows of two steps overlap. */
function meet({ cuts, steepness }) {
  return cuts.some((cut, k) => k > 0 && cut - cuts[k - 1] < RISE / steepness);
}

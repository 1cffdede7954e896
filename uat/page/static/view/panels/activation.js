/** @file Which activations can make a step? Type one, and see the verdict and the network. */

import { activation as named, judge } from "../../core/activations.js";
import { airy } from "../context.js";
import { brief, count, h, p, set, show, write } from "../dom.js";
import { Graph } from "../graph.js";
import { offer } from "../offer.js";
import { body, button, figures, legend, sideBySide, slider } from "../panel.js";
import { networkOf } from "../plain.js";
import { weights } from "../weights.js";
import { Work } from "../work.js";

const EXAMPLES = ["sigmoid", "tanh", "relu", "z/(1 + abs(z))", "atan(z)", "sin(z)", "exp(-z^2)"];
const SCHEMA = { s: ["tanh"], w: [800, 10, 5000], n: [20, 1, 200] };
const VERDICTS = {
  step: "Yes: it has two limits, so a steep neuron is a step.",
  pair: "Yes, in pairs: two neurons, one shifted and subtracted, make a step.",
};

/** The panel. */
export function activation(context) {
  let now = context.get(SCHEMA);
  let parts = {};
  let made = null; // what was computed last
  const shown = () => parts.unit && made?.s === now.s;
  const field = h("input", {
    class: "formula", "aria-label": "activation s(z)", spellcheck: "false", autocomplete: "off",
  });
  const type = (text) => {
    context.set({ s: text.trim().slice(0, 200) });
    context.commit();
  };
  let typing = 0;
  field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => type(field.value), 250);
  });
  const verdict = h("p", { class: "verdict", role: "status" });
  const shape = new Graph({
    label: "The activation s(z)", x: [-10, 10], xLabel: "z", yLabel: "s(z)",
  });
  shape.paint = (pen) => {
    const { curve, low, high } = parts;
    for (const limit of [low, high]) {
      if (Number.isFinite(limit)) pen.line(-10, limit, 10, limit, "step", 1.5, [5, 5]);
    }
    if (curve) pen.curve(curve.xs, curve.ys, "network", 3);
  };
  const result = new Graph({ label: "A network of this activation", yLabel: "f and network" });
  result.paint = (pen) => {
    const target = context.target();
    pen.curve(target.xs, target.ys, "target", 2.5);
    if (shown()) pen.curve(made.xs, made.ys, "network", 2.5);
  };
  const steep = slider({
    label: "steepness w", min: 10, max: 5000, log: true, write: (w) => brief(w, 2),
    change: (w) => context.set({ w }), done: context.commit,
  });
  const size = slider({
    label: "bumps", min: 1, max: 200, log: true, write: count,
    change: (n) => context.set({ n: Math.round(n) }), done: context.commit,
  });
  const rows = figures("Limits");
  const file = weights(() => made.network, "activation", { about: () => context.about(made.error) });
  const stage = sideBySide([shape.element, result.element]);
  const work = new Work("anybumps", {
    busy: (on) => set(stage, { "aria-busy": String(on) }),
    done: (found) => {
      made = { ...found, network: networkOf(found.layers) };
      tell();
      result.redraw();
    },
    failed: context.say,
  });
  let key = "";

  function study() {
    if (key === now.s) return;
    key = now.s;
    parts = { low: NaN, high: NaN };
    try {
      const found = judge(now.s);
      const xs = Float64Array.from({ length: 401 }, (_, i) => -10 + i / 20);
      const unit = found.verdict === "refused" ? null : named(now.s);
      const ys = unit ? unit.s(xs) : shapeOf(now.s, xs);
      Object.assign(parts, found, { unit, curve: ys && { xs, ys } });
    } catch (error) {
      Object.assign(parts, { verdict: "refused", reason: error.message, wrong: error });
    }
  }

  function tell() {
    const { verdict: kind = "refused", reason = "", low, high } = parts;
    const words = kind === "refused" ? `No: ${reason}.` : VERDICTS[kind];
    if (parts.wrong) {
      offer(verdict, parts.wrong, now.s, (s) => {
        field.value = s;
        type(s);
      }, ["z"]);
    } else {
      verdict.dataset.said = "";
      write(verdict, words);
    }
    verdict.classList.toggle("passed", kind !== "refused");
    set(field, { "aria-invalid": String(Boolean(parts.wrong)) });
    rows.show([["limit at −∞", limit(low)], ["limit at ∞", limit(high)],
      ["hidden neurons", shown() ? count(made.network.neurons) : "–"],
      ["largest error (sampled)", shown() ? brief(made.error) : "–", "error"]]);
    file.enable(shown());
    if (shown()) file.stale();
  }

  return {
    element: body({
      text: [
        p("None of this depends on the sigmoid. What a neuron needs to make a step is a limit " +
          "far to the left, another one far to the right, and that the two differ. Type any " +
          "formula in *z*."),
        h("label", { class: "ask" }, "s(z) =", field),
        h("div", { class: "choice", role: "group", "aria-label": "Examples" },
          EXAMPLES.map((text) => button(text, () => type(text)))),
        verdict,
      ],
      graph: [stage,
        legend([["target", "your function"], ["network", "activation, and network"],
          ["step", "limits"]])],
      controls: [size.element, steep.element],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      now.n = Math.round(now.n);
      if (document.activeElement !== field) field.value = now.s;
      study();
      shape.setBox([-10, 10], parts.curve ? airy(bounded(parts.curve.ys), 0.15) : [-1, 1]);
      const { box, range } = context.target();
      result.setBox(box[0], airy(range, 0.3));
      if (parts.unit) work.ask({ s: now.s, w: now.w, n: now.n }, context.target());
      size.show(now.n);
      steep.show(now.w);
      tell();
      shape.redraw();
      result.redraw();
    },
  };
}

/** The curve of a formula that makes no steps, if it can be computed at all. */
function shapeOf(text, xs) {
  try {
    return named(text).s(xs);
  } catch {
    return null;
  }
}

function bounded(ys) {
  const finite = Array.from(ys).filter(Number.isFinite).map((y) => Math.max(-12, Math.min(12, y)));
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  return high - low > 1e-9 ? [low, high] : [low - 1, high + 1];
}

function limit(value) {
  if (Number.isNaN(value) || value === null || value === undefined) return "none";
  return Number.isFinite(value) ? show(value, 3) : show(value);
}

/** @file Two inputs: a step along x, a step along y, bumps, their sum, and a threshold: a tower. */

import { clamp, p, show, write } from "../dom.js";
import { Diagram, said } from "../diagram.js";
import { Link } from "../link.js";
import { body, button, choice, figures, slider } from "../panel.js";
import { STAGES, gridLines, gridPoints, planeNetwork } from "../plane.js";
import { scrub } from "../scrub.js";
import { Surface } from "../surface.js";
import { areaOf, hiddenNeuron } from "../thumbs.js";
import { weights } from "../weights.js";
import { tag } from "./neuron.js";

const LINES = 56;
const SCHEMA = {
  stage: ["xstep", Object.keys(STAGES)], w: [100, 5, 500], h: [1, 0.1, 20], b: [-1.5, -30, 5],
  s1: [0.3, 0, 1], s2: [0.7, 0, 1], t1: [0.3, 0, 1], t2: [0.7, 0, 1],
};
const NAMES = [["xstep", "step in x"], ["ystep", "step in y"], ["xbump", "bump in x"],
  ["ybump", "bump in y"], ["both", "both bumps"], ["tower", "tower"]];
const WORDS = {
  xstep: "A neuron that reads x but not y: a step along x, the same for every y. Its weight on y "
    + "is 0.",
  ystep: "The other way round: it reads y but not x.",
  xbump: "Two of them with opposite weights: a bump along x, a ridge across the whole square.",
  ybump: "The same along y.",
  both: "Both bumps, added up. Where they cross the sum is 2h, on the arms only h: a plus sign, "
    + "and nearly what we want.",
  tower: "One more neuron, which fires only where both bumps are on: h alone must not be enough, "
    + "2h must be. The middle between them is b = −3h/2, and a large h makes the walls steep.",
};
const KEYS = { s1: "s₁", s2: "s₂", t1: "t₁", t2: "t₂" };

/** The panel. */
export function inputs2(context) {
  let now = context.get(SCHEMA);
  const surface = new Surface({ label: "Output over the square of both inputs" });
  const network = () => planeNetwork(now.stage, now);
  const places = () => {
    const { xs, ys } = STAGES[now.stage];
    return [...["s1", "s2"].slice(0, xs), ...["t1", "t2"].slice(0, ys)];
  };
  const set = (patch) => context.set(patch);
  const scrubs = Object.fromEntries(Object.entries(KEYS).map(([key, name]) => [key, scrub({
    label: `step point ${name}`, min: 0, max: 1, step: 0.01, digits: 2, color: "step",
    change: (value) => set({ [key]: value }), done: context.commit,
  })]));
  const stages = choice("What is built", NAMES, (stage) => {
    set(stage === "tower" && now.h < 5 ? { stage, h: 10, b: -15 } : { stage });
    context.commit();
  });
  const number = (key, label, min, max, options) => slider({
    label, min, max, step: 0.1, write: (value) => show(value, 1),
    change: (value) => set({ [key]: value }), done: context.commit, ...options,
  });
  const sliders = {
    w: number("w", "steepness w", 5, 500, { log: true, write: (w) => show(w, 0) }),
    h: number("h", "bump height h", 0.1, 20), b: number("b", "bias b", -30, 5),
  };
  const middle = button("b = −3h/2", () => {
    set({ b: clamp(-1.5 * now.h, -30, 5) });
    context.commit();
  });
  const words = p("");
  const holder = document.createElement("div");
  const rows = figures("Levels");
  const file = weights(network, "two-inputs");
  let drawn = "";
  let diagram = null; // that of the stage
  let link = new Link(); // of the same

  function redrawNetwork() {
    if (drawn !== now.stage) {
      drawn = now.stage;
      link = new Link(); // the diagram of the stage before is gone
      link.listen(() => redrawSurface());
      diagram = picture(places(), scrubs, now.stage, link);
      holder.replaceChildren(diagram.element);
    }
    places().forEach((key) => scrubs[key].show(now[key]));
    places().forEach((key, i) => diagram.thumb(key, areaOf(hiddenNeuron(network(), i), [0, 1], [0, 1])));
    if (now.stage === "tower") diagram.thumb("out", areaOf(network(), [0, 1], [0, 1]));
  }

  function redrawSurface() {
    const around = [-3 / now.w, 0, 3 / now.w];
    const lines = (keys) => gridLines([0, 1], LINES - 6, keys.map((key) => now[key]), around);
    const xs = lines(places().filter((key) => key[0] === "s"));
    const ys = lines(places().filter((key) => key[0] === "t"));
    const { lit } = link;
    const shown = lit === null ? network() : hiddenNeuron(network(), lit);
    const zs = shown.forward(gridPoints(xs, ys));
    surface.show({ xs, ys, zs, z: lit === null ? heightsOf(now) : [0, 1] });
  }

  return {
    element: body({
      text: [
        p("With two inputs a neuron still switches once, now along a line. Go from left to right " +
          "through the stages, and turn the surface by dragging it. Point at a neuron to see it alone."),
        stages.element, words,
      ],
      network: holder, graph: surface.element,
      controls: [sliders.w.element, sliders.h.element, sliders.b.element, middle],
      after: [rows.element, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      const { stage } = now;
      stages.show(stage);
      write(words, WORDS[stage]);
      Object.entries(sliders).forEach(([key, each]) => each.show(now[key]));
      sliders.h.element.hidden = stage.endsWith("step");
      sliders.b.element.hidden = stage !== "tower";
      middle.hidden = stage !== "tower";
      redrawNetwork();
      redrawSurface();
      rows.show(levels(now));
      file.stale();
    },
    surface,
  };
}

function heightsOf({ stage, h }) {
  if (stage.endsWith("step") || stage === "tower") return [0, 1];
  return stage === "both" ? [0, 2 * h] : [0, Math.max(1, h)];
}

function levels({ stage, h, b }) {
  const bent = (z) => show(1 / (1 + Math.exp(-z)), 3);
  if (stage.endsWith("step")) return [["levels", "0 and 1"], ["hidden neurons", "1"]];
  if (stage.endsWith("bump")) return [["levels", `0 and ${show(h, 1)}`], ["hidden neurons", "2"]];
  if (stage === "both") {
    const top = ["where they cross", show(2 * h, 1), "tower"];
    return [["outside", "0"], ["on an arm", show(h, 1)], top];
  }
  return [["outside, σ(b)", bent(b)], ["on an arm, σ(h + b)", bent(h + b)],
    ["where they cross, σ(2h + b)", bent(2 * h + b), "tower"]];
}

function picture(keys, scrubs, stage, link) {
  const n = keys.length;
  const height = n > 2 ? 92 : 76;
  const ys = keys.map((_, i) => (height / n) * (i + 0.5) + (n > 1 ? 4 : 0));
  const signs = ["h", "−h"];
  const nodes = [
    { id: "x", x: 10, y: height * 0.28, text: "x", kind: "input", radius: 5.5 },
    { id: "y", x: 10, y: height * 0.78, text: "y", kind: "input", radius: 5.5 },
    ...keys.map((key, i) => ({ id: key, x: 50, y: ys[i], text: "σ", part: i, radius: 5.5 })),
    {
      id: "out", x: 90, y: height / 2, text: stage === "tower" ? "σ" : "Σ", kind: "output",
      radius: 5.5,
    },
  ];
  const edges = keys.flatMap((key, i) => [
    { from: key[0] === "s" ? "x" : "y", to: key, part: i }, { from: key, to: "out", part: i },
  ]);
  const tags = keys.flatMap((key, i) => [
    { element: tag(`${KEYS[key]} = `, scrubs[key]), x: 50, y: ys[i] - 9.5, part: i },
    n > 1 && { element: said(signs[i % 2]), x: 71, y: ys[i] * 0.47 + height * 0.5 * 0.53, part: i },
  ]).filter(Boolean);
  if (stage === "tower") tags.push({ element: said("b"), x: 90, y: height / 2 - 10 });
  const label = `Two inputs, ${n} hidden neurons, one output`;
  const diagram = new Diagram({ label, height, nodes, edges, tags }, link);
  diagram.weigh(keys.flatMap((_, i) => [1, i % 2 === 0 ? 1 : -1]));
  return diagram;
}

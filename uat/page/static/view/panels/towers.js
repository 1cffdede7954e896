/** @file Towers side by side make a function of two inputs; where their corners meet are holes. */

import { quadrants, towers as build } from "../../core/construct.js";
import { brief, clamp, count, h, p } from "../dom.js";
import { equal } from "../fit.js";
import { body, choice, figures, slider } from "../panel.js";
import { gridLines, gridPoints } from "../plane.js";
import { sentence } from "../source.js";
import { Surface } from "../surface.js";
import { weights } from "../weights.js";
import { sideBySide } from "./output.js";

const LINES = 30;
const CLOSE = [-8, -4, -2, -1, 0, 1, 2, 4, 8]; // around a cut, in units of 1/w
const SCHEMA = {
  kind: ["field", ["two", "field", "copies", "quadrants"]],
  n: [6, 2, 10], m: [3, 1, 5],
  w: [80, 20, 2000], // of a step, on a tile of width 1
};
const KINDS = [["two", "two towers"], ["field", "a field of towers"],
  ["copies", "shifted copies"], ["quadrants", "quadrants"]];
const WORDS = {
  two: "Two towers, one high and one low: each has four steps and one neuron that asks for all of "
    + "them. A last neuron adds them up.",
  field: "A tower on every tile, as high as the function is there. Look at the corners: where four "
    + "towers meet none of them is on, and the network falls to 0 in a narrow hole. Steeper steps "
    + "make it narrower, never shallower.",
  copies: "Several fields, each of a part of the function, shifted along the diagonal: where one "
    + "has its hole the others stand. The holes are as many times shallower.",
  quadrants: "Another way: a neuron for each corner that is on from there to the far end, and says "
    + "how much the function changes. Where corners meet, all of them still agree. No holes.",
};

/** The panel. */
export function towers(context) {
  let now = context.get(SCHEMA);
  let parts = null;
  let key = "";
  const turned = (eye) => {
    ideal.eye = eye;
    made.eye = eye;
    ideal.redraw();
    made.redraw();
  };
  const ideal = new Surface({ label: "Your function of x and y", turned });
  const made = new Surface({ label: "The network", turned });
  const kinds = choice("What is built", KINDS, (kind) => {
    context.set({ kind });
    context.commit();
  });
  const size = slider({
    label: "tiles a side", min: 2, max: 10, write: count,
    change: (n) => context.set({ n }), done: context.commit,
  });
  const copies = slider({
    label: "copies M", min: 1, max: 5, write: count,
    change: (m) => context.set({ m }), done: context.commit,
  });
  const steep = slider({
    label: "steepness w", min: 20, max: 2000, log: true, write: (w) => brief(w, 2),
    change: (w) => context.set({ w }), done: context.commit,
  });
  const words = p("");
  const field = formula(context);
  const rows = figures("The network in figures");
  const file = weights(() => parts.network, "towers");

  function rebuild() {
    const target = context.target2();
    const next = JSON.stringify([now, target.name]);
    if (next === key) return;
    key = next;
    parts = make(now, target);
    const { box } = target;
    const lines = box.map((side, axis) => gridLines(side, LINES, parts.cuts[axis],
      CLOSE.map((z) => z * parts.width[axis])));
    const points = gridPoints(...lines);
    const zs = parts.network.forward(points);
    const truth = parts.truth(points);
    const z = rangeOf(zs, truth);
    made.show({ xs: lines[0], ys: lines[1], zs, z });
    const even = box.map((side) => gridLines(side, 50));
    ideal.show({ xs: even[0], ys: even[1], zs: parts.truth(gridPoints(...even)), z });
    parts.error = zs.reduce((most, value, i) => Math.max(most, Math.abs(value - truth[i])), 0);
  }

  return {
    element: body({
      text: [
        p("Towers are to two inputs what bumps are to one. Tile the rectangle, put a tower on " +
          "each tile. Turn either surface; the other turns with it."),
        field.element, kinds.element, words,
      ],
      graph: [sideBySide([titled("what is wanted", ideal), titled("the network", made)])],
      controls: [size.element, copies.element, steep.element],
      after: [rows.element, file.element],
    }),
    render(state) {
      now = context.get(SCHEMA);
      now.n = Math.round(now.n);
      now.m = Math.round(now.m);
      field.render(state);
      kinds.show(now.kind);
      words.textContent = WORDS[now.kind];
      size.show(now.n);
      copies.show(now.m);
      steep.show(now.w);
      size.element.hidden = now.kind === "two";
      copies.element.hidden = now.kind !== "copies";
      rebuild();
      const error = ["largest error, corners included", brief(parts.error), "error"];
      rows.show([["hidden neurons", count(parts.network.neurons)],
        ...(now.kind === "two" ? [] : [error])]);
      file.stale();
    },
    surface: made,
  };
}

function titled(text, surface) {
  return h("figure", null, surface.element, h("figcaption", null, text));
}

/** The reader's function of two inputs. */
function formula(context) {
  const input = h("input", {
    class: "formula", "aria-label": "f(x, y)", spellcheck: "false", autocomplete: "off",
  });
  const problem = h("p", { class: "problem", role: "alert" });
  const change = (patch) => {
    context.setTarget(patch);
    if (!context.error2()) context.commit();
  };
  let typing = 0;
  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => change({ f2: input.value.trim() }), 300);
  });
  const entries = context.catalogue.filter((entry) => entry.inputs === 2);
  const list = h("select", {
    "aria-label": "Functions of two inputs to choose from",
    onchange: () => {
      const entry = entries.find(({ name }) => name === list.value);
      if (entry) change({ f2: entry.text, box2: entry.box.flat() });
    },
  }, h("option", { value: "" }, "Choose …"),
  entries.map(({ name }) => h("option", { value: name }, name)));
  return {
    element: h("div", null, h("label", { class: "ask" }, "f(x, y) =", input, list), problem),
    render() {
      const target = context.target2();
      const error = context.error2();
      if (document.activeElement !== input) input.value = target.text;
      list.value = entries.find(({ text }) => text === target.text)?.name ?? "";
      problem.textContent = error ? sentence(error) : "";
    },
  };
}

function make({ kind, n, m, w }, target) {
  const truth = (points) => {
    const pick = (axis) => points.filter((_, i) => i % 2 === axis);
    return Float64Array.from(target.f(pick(0), pick(1)));
  };
  if (kind === "two") return two(target.box, w);
  const lengths = target.box.map(([a, b]) => b - a);
  const steepness = lengths.map((length) => (w * n) / length);
  const shifts = kind === "copies" ? Array.from({ length: m }, (_, j) => (j + 1) / m - 1) : [0];
  const grids = shifts.map((shift) => gridOf(target.box, n, shift, truth, shifts.length));
  const options = { steepness, activation: "sigmoid" };
  const network = kind === "quadrants" ? quadrants(grids[0], options) : build(grids, options);
  return {
    network, truth, width: steepness.map((each) => 1 / each),
    cuts: ["x", "y"].map((axis) => grids.flatMap((grid) => Array.from(grid[axis].subarray(1, -1)))),
  };
}

/** Two towers in the corners of the rectangle. */
function two(box, w) {
  const at = ([a, b], parts) => Float64Array.from(parts, (part) => a + (b - a) * part);
  const steepness = box.map(([a, b]) => (4 * w) / (b - a));
  const places = [[[0.15, 0.45], [0.15, 0.45], 0.9], [[0.6, 0.85], [0.55, 0.85], 0.5]];
  const grids = places.map(([x, y, height]) =>
    ({ x: at(box[0], x), y: at(box[1], y), heights: Float64Array.of(height) }));
  const network = build(grids, { steepness, activation: "sigmoid", edges: "nielsen" });
  const truth = (points) => Float64Array.from({ length: points.length / 2 }, (_, i) =>
    grids.reduce((sum, { x, y, heights }) => {
      const [u, v] = [points[2 * i], points[2 * i + 1]];
      return sum + (u >= x[0] && u <= x[1] && v >= y[0] && v <= y[1] ? heights[0] : 0);
    }, 0));
  return {
    network, truth, width: steepness.map((each) => 1 / each),
    cuts: ["x", "y"].map((axis) => grids.flatMap((grid) => Array.from(grid[axis]))),
  };
}

/** Tiles, shifted by a part of a tile; heights: the middle of f's range on 25 points of each. */
function gridOf(box, n, shift, truth, parts) {
  const [x, y] = box.map(([a, b]) => {
    const inner = Array.from(equal(a, b, n), (edge) => edge + (shift * (b - a)) / n)
      .filter((edge) => edge > a + 1e-9 * (b - a) && edge < b - 1e-9 * (b - a));
    return Float64Array.of(a, ...inner, b);
  });
  const heights = new Float64Array((x.length - 1) * (y.length - 1));
  for (let j = 0; j + 1 < y.length; j += 1) {
    for (let i = 0; i + 1 < x.length; i += 1) {
      const inside = (edges, k) => Float64Array.from({ length: 5 }, (_, q) =>
        edges[k] + ((edges[k + 1] - edges[k]) * clamp(q / 4, 0.02, 0.98)));
      const values = truth(gridPoints(inside(x, i), inside(y, j)));
      heights[j * (x.length - 1) + i] = (Math.min(...values) + Math.max(...values)) / 2 / parts;
    }
  }
  return { x, y, heights };
}

function rangeOf(...lists) {
  let [low, high] = [0, 0];
  for (const list of lists) {
    for (const value of list) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return high > low ? [low, high] : [low, low + 1];
}

/** @file Many bumps: heights dragged one by one or drawn with one stroke; a table of weights. */

import { bumps } from "../../core/construct.js";
import { airy, spread } from "../context.js";
import { brief, count, p } from "../dom.js";
import { Fan } from "../fan.js";
import { equal, middles, short, steepFor, worst } from "../fit.js";
import { Heights } from "../heights.js";
import { Link } from "../link.js";
import { body, button, figures, legend, slider, soon } from "../panel.js";
import { scrub } from "../scrub.js";
import { weights } from "../weights.js";

const MOST = 1000;
const PAUSE = 300; // milliseconds between two readings of the figures while many bumps are dragged
const FEW = 100; // bumps that are few enough to do without that pause
const SCHEMA = { n: [10, 1, MOST], h: [null], edits: [null], f: [""] };

/** The panel. */
export function many(context) {
  const link = new Link();
  let now = null; // what is shown: edges, heights, network
  let key = "";
  const told = soon(() => tell(), () => (now?.heights.length > FEW ? PAUSE : 0));
  const board = new Heights({
    label: "The network, the function, and bumps whose heights you draw", yLabel: "f and network",
    link, changed: told, done: () => keep(),
  });
  const fan = new Fan({ label: "The network: a pair of hidden neurons for each bump", link });
  const size = slider({
    label: "bumps", min: 1, max: MOST, log: true, write: count,
    change: (n) => context.set({ n: Math.round(n), h: null, edits: null }), done: context.commit,
  });
  const inText = scrub({
    label: "height of the lit bump", min: -1e3, max: 1e3, step: 0.01, digits: 2, color: "bump",
    change: (value) => {
      board.setHeight(board.selected, value);
      board.graph.redraw();
      told();
    },
    done: () => keep(),
  });
  const rows = figures("The network in figures");
  const file = weights(() => now.network, "bumps", {
    about: () => context.about(now.error),
    edit: (layer, kind, index, value) => {
      const before = context.get(SCHEMA).edits ?? [];
      const edits = [...before, layer, kind === "biases" ? 1 : 0, index, value];
      context.set({ edits });
      context.commit();
    },
  });
  link.listen(() => told());

  /** Heights go into the state; weights that the reader typed stay, but for those pulled since. */
  function keep() {
    const pulled = board.pulled;
    const given = context.get(SCHEMA).edits;
    const edits = given && rows4(given).filter(([layer, bias, index]) =>
      layer !== 1 || bias || !pulled.has(index >> 1)).flat();
    context.set({ h: board.kept(), edits, f: context.target().name.slice(0, 300) });
    if (apply(now.network, edits)) board.renewAll();
    key = keyOf(context.get(SCHEMA), context.target());
    context.commit();
  }

  function tell() {
    if (!now) return;
    const { xs, ys } = board.values();
    const truth = now.truth(xs);
    const { most, at } = worst(ys, truth, xs, now.beside);
    now.error = most;
    rows.show([
      ["hidden neurons", count(2 * now.heights.length)],
      ["largest error (sampled)", `${brief(most)} at x = ${brief(at)}`, "error"],
      ["weight of each on x", brief(now.steepness, 3)],
    ]);
    inText.show(now.heights[board.selected]);
    fan.show(now.heights, now.greatest);
    file.stale();
  }

  function rebuild(state, target) {
    const [a, b] = target.box[0];
    const edges = equal(a, b, state.n);
    const own = state.h?.length === state.n && state.f === target.name.slice(0, 300);
    const heights = own ? Float64Array.from(state.h) : middles(edges, target);
    const steepness = steepFor([a, b], edges.subarray(1, -1), target.jumps);
    const network = bumps(edges, heights, { steepness, activation: "sigmoid" });
    const edited = apply(network, state.edits);
    const y = airy(spread([...target.range, 0]), 0.2);
    now = {
      edges, heights, network, y, xs: target.xs, ys: target.ys,
      steepness, local: !edited, beside: target.beside, truth: memo(target.f), greatest: y[1] - y[0],
    };
    board.show(now);
  }

  const fit = (isFlat) => {
    const target = context.target();
    const { n } = context.get(SCHEMA);
    const heights = isFlat ? new Float64Array(n) : middles(equal(...target.box[0], n), target);
    context.set({ h: short(heights), f: target.name.slice(0, 300), edits: null });
    context.commit();
  };

  return {
    element: body({
      text: [
        p("Cut the interval into equal pieces and put a bump on each, as high as your function " +
          "is there. Pull a top up or down, or draw the whole function with one stroke. The bump " +
          "under your pointer is {h} high, and its two neurons have that weight, plus and minus.",
        { h: inText.element }),
        p("Why do more bumps help? On a narrower piece a continuous function changes less, and the bump on it is " +
          "off by half of that change at most. So it can be met within any tolerance, and the number of neurons " +
          "is the price."),
      ],
      network: fan.element,
      graph: [board.graph.element,
        legend([["target", "your function"], ["network", "the network"], ["bump", "its bumps"]])],
      controls: [size.element, button("Fit", () => fit(false)),
        button("Flat", () => fit(true))],
      after: [rows.element, file.element],
    }),
    render() {
      const state = context.get(SCHEMA);
      state.n = Math.round(state.n);
      const target = context.target();
      const next = keyOf(state, target);
      if (next !== key) {
        key = next;
        rebuild(state, target);
      }
      size.show(state.n);
      tell();
    },
    network: () => now.network,
    error: () => now.error,
  };
}

function keyOf(state, target) {
  return JSON.stringify([state.n, state.h, state.edits, target.name]);
}

/** Weights that the reader typed: layer, whether a bias, index, value, over and over. */
function apply(network, edits) {
  let any = false;
  for (const [layer, bias, index, value] of rows4(edits ?? [])) {
    const numbers = network.layers[layer]?.[bias ? "biases" : "weights"];
    if (numbers && index >= 0 && index < numbers.length) {
      numbers[index] = value;
      any = true;
    }
  }
  return any;
}

function rows4(list) {
  return Array.from({ length: list.length >> 2 }, (_, i) => list.slice(4 * i, 4 * i + 4));
}

/** A function of an array that remembers the last array, by identity. */
export function memo(f) {
  let last = null;
  let values = null;
  return (xs) => {
    if (xs !== last) values = f(xs);
    last = xs;
    return values;
  };
}

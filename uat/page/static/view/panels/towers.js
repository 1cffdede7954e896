/** @file Towers side by side make a function of two inputs; where their corners meet are holes. */

import { brief, count, h, p, set, write } from "../dom.js";
import { offer } from "../offer.js";
import { body, button, choice, figures, sideBySide, slider } from "../panel.js";
import { networkOf } from "../plain.js";
import { Surface } from "../surface.js";
import { weights } from "../weights.js";
import { Work } from "../work.js";

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
  const file = weights(() => parts.network, "towers", {
    about: () => (parts.kind === "two" ? {} : context.about2(parts.error)),
  });
  file.enable(false);

  const stop = button("Stop", () => work.stop());
  const waits = h("p", { class: "waits", role: "status", hidden: true }, "Computing … ", stop);
  const stage = sideBySide([titled("what is wanted", ideal), titled("the network", made)]);
  const work = new Work("field", {
    busy: (on) => {
      set(stage, { "aria-busy": String(on) });
      waits.hidden = !on;
    },
    done: (found) => {
      parts = { ...found, network: networkOf(found.layers) };
      file.enable(true);
      made.show(parts.made);
      ideal.show(parts.ideal);
      tell();
      context.arrived();
    },
    failed: context.say,
  });

  function tell() {
    const { network, error, kind } = parts;
    rows.show([["hidden neurons", count(network.neurons)],
      ...(kind === "two" ? [] : [["largest error, corners included (sampled)", brief(error), "error"]])]);
    file.stale();
  }

  return {
    element: body({
      text: [
        p("Towers are to two inputs what bumps are to one. Tile the rectangle, put a tower on " +
          "each tile. Turn either surface; the other turns with it. Why two hidden layers? A step reaches " +
          "across the whole square; only a neuron that reads four of them can be on at one tile alone. One " +
          "layer will do as well, but with ridges in many directions."),
        field.element, kinds.element, words,
      ],
      graph: [stage, waits],
      controls: [size.element, copies.element, steep.element],
      after: [rows.element, file.element],
    }),
    render(state) {
      now = context.get(SCHEMA);
      now.n = Math.round(now.n);
      now.m = Math.round(now.m);
      field.render(state);
      kinds.show(now.kind);
      write(words, WORDS[now.kind]);
      size.show(now.n);
      copies.show(now.m);
      steep.show(now.w);
      size.element.hidden = now.kind === "two";
      copies.element.hidden = now.kind !== "copies";
      work.ask(now, context.target2());
    },
    found: () => (work.isBusy ? null : parts),
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
    render(state) {
      const target = context.target2();
      const error = context.error2();
      if (document.activeElement !== input) input.value = target.text;
      list.value = entries.find(({ text }) => text === target.text)?.name ?? "";
      offer(problem, error, state.f2 ?? "", (f2) => {
        input.value = f2;
        change({ f2 });
        input.focus();
      }, ["x", "y"]);
    },
  };
}

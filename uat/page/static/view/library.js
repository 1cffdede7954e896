/** @file Buttons that call the library itself, and what it answers, in place. */

import { Asked } from "./ask.js";
import { h, p, put, set, write } from "./dom.js";
import { sentence } from "./offer.js";
import { button, choice } from "./panel.js";
import { showComparison, showFilm, showNetwork } from "./answer.js";

const BUILT = {
  one: [["steps", "Fewest steps"], ["ramps", "Ramps"]],
  two: [["quadrants", "Quadrants"], ["towers", "Towers"]],
};
const CHAPTERS = { one: "staircase", two: "surface" };
const SCHEMA = {
  of: ["one", ["one", "two"]], goal: ["tolerance", ["tolerance", "neurons"]], size: [""],
  last: ["steps", ["steps", "ramps", "quadrants", "towers"]], train: [false], chapter: [""],
};
const STANDARD = { of: "one", box: [-1, 1, -1, 1], text: "sin(3*x)*cos(2*y)" };

/** The panel. */
export function library(context) {
  const { chapters } = JSON.parse(document.getElementById("library-data").textContent);
  let now = context.get(SCHEMA);
  let state = {};
  let asked = null;
  let clicked = null; // the button that has begun what is running
  const change = (patch) => {
    context.set(patch);
    context.commit();
  };
  const of = choice("The function", [["one", "f(x), as above"], ["two", "f(x, y), as in the towers"]],
    (key) => change({ of: key, last: BUILT[key][0][0], chapter: "" }));
  const goal = h("select", {
    "aria-label": "What is given", onchange: () => change({ goal: goal.value }),
  }, h("option", { value: "tolerance" }, "tolerance"),
  h("option", { value: "neurons" }, "neurons, at most"));
  const size = h("input", {
    class: "end", id: "library-size", inputmode: "decimal", autocomplete: "off",
    "aria-label": "Tolerance, or number of neurons",
    onchange: () => change({ size: size.value.trim() }),
  });
  const builders = Object.values(BUILT).flat().map(([key, words]) => button(words, () => {
    change({ last: key });
    build(key, false);
  }, { "data-build": key }));
  const prove = button("", () => build(now.last, true));
  const train = h("input", {
    type: "checkbox", id: "library-train", onchange: () => change({ train: train.checked }),
  });
  const chapter = h("select", {
    "aria-label": "The chapter of the film", onchange: () => change({ chapter: chapter.value }),
  }, Object.keys(chapters).map((name) => h("option", { value: name }, name)));
  const compare = button("Compare", () => run("compare",
    () => ({ ...about(), ...given(), train: now.train }), showComparison));
  const film = button("Film", () => run("render",
    () => ({ ...about(), ...(now.goal === "tolerance" ? given() : {}), chapter: chapter.value }),
    (data) => showFilm(data, asked)));
  const bar = h("progress", { "aria-label": "How far the library is", hidden: true });
  const told = h("span", { class: "told", role: "status" });
  const cancel = button("Cancel", () => asked?.cancel(), { hidden: true });
  const problem = h("p", { class: "problem", role: "alert" });
  const hint = h("p", { class: "hint" });
  const plot = h("p", { class: "hint" });
  const result = h("div", { class: "answer" });
  const workers = [...builders, prove, compare, film];
  addEventListener("pagehide", () => { if (!cancel.hidden) asked.cancel(); });

  /** The function as the library takes it. */
  function about() {
    if (now.of === "one") return { formula: state.f, box: [state.box] };
    const box = state.box2 ?? STANDARD.box;
    return { formula: state.f2 ?? STANDARD.text, box: [box.slice(0, 2), box.slice(2)] };
  }

  /** The tolerance or the neurons, if there is a number; a word that is none is shown, not sent. */
  function given() {
    const text = size.value.trim().replace(",", ".");
    const value = Number(text);
    if (text === "") return {};
    if (Number.isFinite(value)) return { [now.goal]: value };
    throw new Error(`The ${now.goal} must be a number.`);
  }

  function build(construction, proven) {
    const target = now.of === "one" ? context.target() : null;
    return run("approximate", () => ({ ...about(), ...given(), construction, prove: proven }),
      (data) => showNetwork(data, target));
  }

  /** Send an order, say how far it is, show the result. */
  async function run(task, order, show) {
    write(problem, "");
    try {
      asked = new Asked(task, order(), tell);
      busy(true);
      tell({ state: "waiting" });
      const data = await asked.result();
      if (data) put(result, show(data));
      write(told, data ? `Done: ${result.querySelector("h3").textContent}.` : "Cancelled.");
    } catch (error) {
      write(told, "");
      write(problem, sentence(error));
    } finally {
      busy(false);
    }
  }

  function tell({ stage, done, total }) {
    if (total) set(bar, { value: done, max: total });
    else bar.removeAttribute("value");
    const share = total ? `${Math.floor((100 * done) / total)} %` : "";
    write(told, share || `${stage ?? "starting"} …`);
  }

  /** The focus goes from the button to Cancel, and back: what is disabled or hidden has none. */
  function busy(on) {
    const held = document.activeElement;
    if (on) clicked = workers.includes(held) ? held : null;
    set(bar, { hidden: !on });
    set(cancel, { hidden: !on });
    if (on) cancel.focus({ preventScroll: true });
    for (const each of workers) each.disabled = on;
    set(result, { "aria-busy": String(on) });
    if (on) return;
    enable();
    if (held === cancel) clicked?.focus({ preventScroll: true });
  }

  function enable() {
    const drawn = now.of === "one" && Boolean(state.data);
    if (cancel.hidden) for (const each of workers) each.disabled = drawn;
    write(hint, drawn ? "The library takes formulas: type one above." : "");
  }

  return {
    element: h("div", { class: "body" },
      h("div", { class: "prose" }, p("This page comes from the library itself. These buttons call " +
        "it, on your own machine, with the formula that is above. What it answers is shown here.")),
      of.element,
      h("div", { class: "controls" },
        h("span", { class: "buttons" }, h("label", { for: "library-size" }, "for"), goal, size),
        h("span", { class: "buttons" }, builders, prove)),
      h("div", { class: "controls" },
        h("span", { class: "buttons" }, compare,
          h("label", { class: "check" }, train, "also train networks")),
        h("span", { class: "buttons" }, film, chapter)),
      plot, hint,
      h("div", { class: "controls running" }, cancel, bar, told),
      problem, result),
    render(next) {
      state = next;
      now = context.get(SCHEMA);
      of.show(now.of);
      goal.value = now.goal;
      if (document.activeElement !== size) size.value = now.size;
      set(size, { placeholder: now.goal === "tolerance" ? "1 %" : "100" });
      const kinds = BUILT[now.of].map(([key]) => key);
      for (const each of builders) set(each, { hidden: !kinds.includes(each.dataset.build) });
      write(prove, `Prove the ${now.last}`);
      train.checked = now.train;
      chapter.value = Object.hasOwn(chapters, now.chapter) ? now.chapter : CHAPTERS[now.of];
      write(plot, `${chapter.value}: ${chapters[chapter.value] ?? ""}.`);
      enable();
    },
  };
}

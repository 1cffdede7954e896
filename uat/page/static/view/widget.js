/** @file The bumps of the page in a notebook: what the reader does goes into a model, and back. */

import { bumps } from "../core/construct.js";
import { airy, spread, Targets } from "./context.js";
import { brief, count, h, p, put, set, write } from "./dom.js";
import { Fan } from "./fan.js";
import { average, equal, heightsOf, inside, worst } from "./fit.js";
import { Heights } from "./heights.js";
import { Link } from "./link.js";
import { button, figures, legend, slider, soon } from "./panel.js";
import { sentence } from "./offer.js";
import { memo } from "./panels/many.js";
import { scrub } from "./scrub.js";
import { constant } from "./source.js";
import { theme } from "./theme.js";

const MOST = 1000;
const REACH = 37; // |z| from which a sigmoid is 0 or 1 to the last bit
const PAUSE = 100; // milliseconds between two messages while a bump is dragged
const TRAITS = ["heights", "function", "box", "tolerance", "_samples"];

/**
 * Draw a model of anywidget in an element; `uat.widget` has the other end.
 * @param {{model: object, el: HTMLElement}} given @param {string} style of the shadow tree
 * @returns {() => void} what undoes it
 */
export function render({ model, el }, style) {
  // Lumino's mark: keys typed in here are no commands of JupyterLab.
  const host = h("div", { "data-lm-suppress-shortcuts": "true" });
  const root = host.attachShadow({ mode: "open" });
  root.append(h("style", null, style));
  put(el, host);
  theme.at(host);
  const forget = asAround(host);
  const view = new View(model, root);
  const changed = (event) => view.arrive(event);
  for (const name of TRAITS) model.on(`change:${name}`, changed);
  view.show();
  host.addEventListener("keydown", (event) => event.stopPropagation());
  return () => {
    for (const name of TRAITS) model.off(`change:${name}`, changed);
    forget();
  };
}

class View {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.owed = false; // whether the model has yet to be sent the heights that are shown
    this.targets = new Targets([]);
    this.told = soon(() => this.tell());
    this.arrive = soon(() => this.follow());
    const sending = soon(() => this.send(), () => PAUSE);
    const link = new Link();
    this.board = new Heights({
      label: "The network, the function, and bumps whose heights you draw",
      yLabel: "f and network", link,
      changed: () => {
        this.owed = true;
        this.told();
        sending();
      },
      done: () => this.send(),
    });
    const draw = this.board.graph.paint;
    this.board.graph.paint = (pen) => {
      this.band(pen);
      draw(pen);
    };
    this.fan = new Fan({ label: "The network: a pair of hidden neurons for each bump", link });
    this.rows = figures("The network in figures");
    this.size = slider({
      label: "bumps", min: 1, max: MOST, log: true, write: count,
      change: (n) => this.resize(Math.round(n)), done: () => this.send(),
    });
    this.exact = scrub({
      label: "height of the lit bump", min: -1e3, max: 1e3, step: 0.01, digits: 2, color: "bump",
      change: (value) => {
        this.owed = true;
        this.board.setHeight(this.board.selected, value);
        this.board.graph.redraw();
        this.told();
      },
      done: () => this.send(),
    });
    link.listen(() => this.told());
    this.build();
  }

  build() {
    this.text = h("input", {
      class: "formula", "aria-label": "f(x)", spellcheck: "false", autocomplete: "off",
    });
    this.ends = ["left", "right"].map((side) => h("input", {
      class: "end", "aria-label": `${side} end of the interval`, spellcheck: "false",
      autocomplete: "off",
    }));
    for (const input of [this.text, ...this.ends]) {
      input.addEventListener("change", () => this.read());
    }
    this.problem = h("p", { class: "problem", role: "alert" });
    this.names = h("div");
    this.verdict = h("p", { class: "verdict", role: "status" });
    this.root.append(h("div", { class: "uat" },
      h("div", { class: "bar" }, h("label", { "aria-hidden": "true" }, "f(x) ="), this.text,
        h("span", { class: "interval" }, "from", this.ends[0], "to", this.ends[1])),
      this.problem,
      h("div", { class: "stage" }, this.fan.element, h("div", { class: "column" },
        this.board.graph.element, this.names)),
      h("div", { class: "controls" }, this.size.element,
        button("Fit", () => this.set(this.fitted(this.now.heights.length))),
        button("Flat", () => this.set(new Float64Array(this.now.heights.length)))),
      p("Pull a bump up or down, or draw them all with one stroke. The lit bump is {h} high.",
        { h: this.exact.element }),
      this.rows.element, this.verdict));
  }

  /** The model has changed: by Python, by another view, or by this one. */
  follow() {
    const { model, now, board } = this;
    if (board.last) return; // a stroke is being drawn; where it ends, its heights are sent
    // The model's heights are older than these, which it will be sent.
    if (this.owed && this.others() === this.shown) return;
    const given = model.get("heights");
    const same = given.length === now.heights.length && given.every((y, k) => y === now.heights[k]);
    if (!same || this.others() !== this.shown) this.show();
  }

  /** Everything but the heights, to see whether it has changed. */
  others() {
    return JSON.stringify(TRAITS.slice(1).map((name) => this.model.get(name)));
  }

  /** Take everything from the model. */
  show() {
    const { model, targets } = this;
    const [text, box] = [model.get("function"), model.get("box")];
    targets.read({ f: text, box, data: text ? null : model.get("_samples") });
    this.shown = this.others();
    this.owed = false;
    this.truth = memo(targets.one.f);
    this.choose(Float64Array.from(model.get("heights")));
    const { activeElement } = this.root;
    if (activeElement !== this.text) this.text.value = text;
    set(this.text, { placeholder: text ? null : "made in Python; type a formula here" });
    this.ends.forEach((end, i) => {
      end.disabled = !text;
      if (activeElement !== end) end.value = String(Number(box[i].toPrecision(8)));
    });
    put(this.names, legend([["target", "the function"], ["network", "the network"],
      ["bump", "its bumps"], ...(model.get("tolerance") ? [["band", "the tolerance"]] : [])]));
    this.complain(targets.errors.one);
  }

  /** Other bumps, as Python builds them: the same pieces and weights, to the last bit. */
  choose(heights) {
    const [a, b] = this.model.get("box");
    const n = heights.length;
    const edges = equal(a, b, n);
    const steepness = (2 * REACH * n) / (b - a);
    const { xs, ys, range } = this.targets.one;
    const y = airy(spread([...range, 0, ...heights]), 0.2);
    this.now = { edges, heights, steepness, xs, ys, y, local: true };
    this.now.network = bumps(edges, heights, { steepness, activation: "sigmoid" });
    this.board.show(this.now);
    this.tell();
  }

  /** So many bumps; what was drawn by hand is lost only if their number changes. */
  resize(n) {
    if (n === this.now.heights.length) return;
    this.owed = true;
    this.choose(this.fitted(n));
  }

  set(heights) {
    this.choose(heights);
    this.send();
  }

  send() {
    this.owed = false;
    const heights = Array.from(this.now.heights);
    if (!heights.every(Number.isFinite)) return;
    this.model.set("heights", heights);
    this.model.save_changes();
  }

  fitted(n) {
    const edges = equal(...this.model.get("box"), n);
    const points = inside(edges);
    return heightsOf(edges, points, this.targets.one.f(points), "midranges");
  }

  /** A formula or an interval was typed; the model has it only if it can be computed. */
  read() {
    const text = this.text.value.trim();
    if (!text) return;
    const box = this.ends.map((end) => constant(end.value));
    if (!box.every(Number.isFinite) || box[0] >= box[1]) {
      this.complain(new Error("The interval goes from a number to a greater one."));
      return;
    }
    const before = this.model.get("box");
    const kept = box.map((end, i) => (end === Number(before[i].toPrecision(8)) ? before[i] : end));
    const trial = new Targets([]);
    trial.read({ f: text, box: kept, data: null });
    this.complain(trial.errors.one);
    if (trial.errors.one) return;
    this.model.set("function", text);
    this.model.set("box", kept);
    this.model.save_changes();
  }

  complain(error) {
    write(this.problem, error ? sentence(error) : "");
    set(this.text, { "aria-invalid": String(Boolean(error)) });
  }

  /** Where the network has to be for the tolerance. */
  band(pen) {
    const tol = this.model.get("tolerance");
    if (!tol || !this.now) return;
    const { xs, ys } = this.now;
    pen.band(xs, ys.map((y) => y - tol), ys.map((y) => y + tol), "band", 0.4);
  }

  tell() {
    const { board, now } = this;
    const { xs, ys } = board.values();
    const truth = this.truth(xs);
    const { most, at } = worst(ys, truth, xs);
    const tol = this.model.get("tolerance");
    this.rows.show([
      ["hidden neurons", count(2 * now.heights.length)],
      ["largest deviation (sampled)", `${brief(most)} at x = ${brief(at)}`, "error"],
      ["average deviation (sampled)", brief(average(xs, ys, truth)), "error"],
      ...(tol ? [["tolerance", brief(tol)]] : []),
    ]);
    const met = Boolean(tol) && most <= tol;
    const words = tol ? `The network is ${met ? "" : "not "}within the tolerance.` : "";
    write(this.verdict, words);
    this.verdict.classList.toggle("passed", met);
    this.size.show(now.heights.length);
    this.exact.show(now.heights[board.selected]);
    this.fan.show(now.heights, now.y[1] - now.y[0]);
  }
}

/** Be dark where the notebook is dark, whatever the system prefers. */
function asAround(host) {
  const look = () => theme.choose(isDark(host.parentElement) ? "dark" : "light");
  const again = () => requestAnimationFrame(look);
  const watcher = new MutationObserver(again);
  for (const node of [document.documentElement, document.body]) {
    watcher.observe(node, { attributes: true });
  }
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", again);
  look();
  return () => {
    watcher.disconnect();
    system.removeEventListener("change", again);
  };
}

/** Whether the nearest background that is not transparent is dark. */
function isDark(node) {
  for (let each = node; each; each = each.parentElement) {
    const numbers = getComputedStyle(each).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
    const [red, green, blue, alpha = 1] = numbers;
    if (numbers.length >= 3 && alpha > 0.5) return 0.3 * red + 0.6 * green + 0.1 * blue < 128;
  }
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return scheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches;
}

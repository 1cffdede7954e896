/** @file The reader's function: typed, chosen, drawn with one stroke, or pasted as samples. */

import { parse } from "../core/expression.js";
import { fromCSV } from "../core/samples.js";
import { airy } from "./context.js";
import { brief, count, h, p, put, set, write } from "./dom.js";
import { Graph } from "./graph.js";
import { offer, sentence } from "./offer.js";
import { button } from "./panel.js";

const KEPT = 256; // points of a stroke that are remembered
const MOST_BYTES = 2e6; // of a file

/** The bar at the top of the page. */
export function source(app) {
  const text = h("input", { id: "f", class: "formula", spellcheck: "false", autocomplete: "off" });
  const ends = ["left end of the interval", "right end of the interval"].map((name) => h("input", {
    class: "end", "aria-label": name,
    inputmode: "text", spellcheck: "false", autocomplete: "off",
  }));
  const choices = h("select", { "aria-label": "Functions to choose from" },
    h("option", { value: "" }, "Choose …"),
    app.targets.catalogue.filter((entry) => (entry.inputs ?? 1) === 1)
      .map((entry) => h("option", { value: entry.name }, entry.name)));
  const problem = h("p", { class: "problem", role: "alert" });
  const told = h("p", { class: "hint" });
  const drawing = stroke(app);
  let of = { data: null, told: [] }; // the samples that were read, and what was left out of them
  const use = (found) => {
    write(problem, "");
    of = found;
    app.patch({ data: found.data });
    app.commit();
  };
  const pasted = samples(use, (error) => write(problem, sentence(error)));
  const change = (patch) => {
    app.patch(patch);
    if (!app.targets.errors.one) app.commit();
  };
  const read = () => {
    const box = ends.map((end) => constant(end.value));
    const wrong = box.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0 || box[0] >= box[1]) {
      write(problem, "The interval goes from a number to a greater one.");
      return;
    }
    change({ f: text.value.trim(), box, data: null });
  };
  for (const input of [text, ...ends]) input.addEventListener("change", read);
  let typing = 0;
  text.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(read, 250);
  });
  choices.addEventListener("change", () => {
    const entry = app.targets.catalogue.find(({ name }) => name === choices.value);
    if (entry) change({ f: entry.text, box: entry.box.flat(), data: null });
  });
  const element = h("section", { class: "source", "aria-label": "Your function" },
    h("div", { class: "bar" },
      h("label", { for: "f" }, "f(x) ="), text,
      h("span", { class: "interval" }, "from", ends[0], "to", ends[1]), choices,
      h("span", { class: "buttons" }, app.undo, app.redo)),
    problem, told,
    h("details", null, h("summary", null, "Draw it, or give samples"),
      p("Draw a function with one stroke from left to right; or paste lines of x and y, choose a file of "
        + "them, or drop one here."),
      h("div", { class: "own" }, drawing.element, pasted.element)));
  pasted.dropped(element);
  return {
    element,
    render(state) {
      if (document.activeElement !== text) text.value = state.data ? "" : state.f;
      set(text, { placeholder: state.data ? "drawn by hand; type a formula here" : "sin(2*pi*x)" });
      ends.forEach((end, i) => {
        if (document.activeElement === end) return;
        end.value = String(Number(app.targets.one.box[0][i].toPrecision(8)));
      });
      const known = app.targets.catalogue.find(({ text: each }) => each === state.f);
      choices.value = known && !state.data ? known.name : "";
      const error = app.targets.errors.one;
      offer(problem, error, state.f, (formula) => {
        text.value = formula;
        read();
        text.focus();
      });
      set(text, { "aria-invalid": String(Boolean(error)) });
      const { read: asRead, unresolved, xs } = app.targets.one;
      const { at, size } = app.targets.one.jumps.toSorted((p, q) => q.size - p.size)[0] ?? {};
      const left = String(state.data) === String(of.data) ? of.told : [];
      put(told, state.data ? "The function is your stroke or your samples, joined by lines."
        : asRead && !error ? `Read as ${asRead}` : null, left.map((each) => [" ", each]), unresolved && " ", unresolved
        ? `This function varies faster than the ${count(xs.length)} samples by which this page measures `
          + "errors: they are larger than it says." : null, size && " ", size
        ? `Your function jumps by ${brief(size, 3)} at x = ${brief(at, 3)}: right beside it no network is closer than ${brief(size / 2, 3)}. `
          + "Errors leave out a ten-thousandth of the interval around that place." : null);
      drawing.render();
    },
  };
}

/** A number, or a formula without variables such as 2*pi. */
export function constant(text) {
  try {
    return Number(parse(text, { names: [] }).evaluate({}));
  } catch {
    return NaN;
  }
}

/** The graph that the reader draws on. */
function stroke(app) {
  const graph = new Graph({ label: "Draw your function here", shape: "flat", yLabel: "f" });
  let line = [];
  graph.paint = (pen) => {
    const { xs, ys } = app.targets.one;
    pen.curve(xs, ys, "target", 2.5, line.length ? [4, 4] : []);
    if (line.length) pen.curve(line.map(([x]) => x), line.map(([, y]) => y), "target", 3);
  };
  graph.onDrag((x, y, first) => {
    const [a, b] = graph.x;
    if (first) line = [];
    const at = [Math.min(b, Math.max(a, x)), Math.min(graph.y[1], Math.max(graph.y[0], y))];
    const last = line.at(-1);
    if (last && at[0] < last[0]) line = line.filter(([before]) => before < at[0]);
    if (!last || at[0] !== last[0]) line.push(at);
    graph.redraw();
  }, () => {
    const kept = thinned(line);
    line = [];
    if (kept.length < 2) return graph.redraw();
    const [a, b] = graph.x;
    kept[0][0] = a;
    kept.at(-1)[0] = b;
    app.patch({ data: kept.flat().map((value) => Number(value.toPrecision(5))) });
    return app.commit();
  });
  return {
    element: graph.element,
    render() {
      const { box, range } = app.targets.one;
      graph.setBox(box[0], airy(range, 0.3));
      graph.redraw();
    },
  };
}

function thinned(line) {
  const skip = Math.max(1, Math.ceil(line.length / KEPT));
  return line.filter((_, i) => i % skip === 0 || i === line.length - 1);
}

/** The field for pasted samples, and files of them. */
function samples(use, failed) {
  const field = h("textarea", {
    rows: 5, "aria-label": "Samples, one line for each: x, y",
    placeholder: "0, 0.1\n0.5, 0.9\n1, 0.4", spellcheck: "false",
  });
  const take = (text) => {
    try {
      const { points, told } = fromCSV(text);
      const kept = thinned(points);
      const few = kept.length < points.length
        ? [`${kept.length} of ${points.length} samples are kept, as a link can hold.`] : [];
      use({ data: kept.flat(), told: [...told, ...few] });
    } catch (error) {
      failed(error);
    }
  };
  const open = async (file) => {
    try {
      if (file) take(await textOf(file));
    } catch (error) {
      failed(error);
    }
  };
  const chosen = h("input", {
    type: "file", accept: ".csv,.tsv,.txt,.dat,text/*", "aria-label": "A file of samples",
    onchange: () => {
      open(chosen.files[0]);
      chosen.value = "";
    },
  });
  return {
    element: h("div", { class: "paste" }, field,
      h("span", { class: "buttons" }, button("Use these samples", () => take(field.value)), chosen)),
    /** Let files be dropped on an element. */
    dropped(element) {
      element.addEventListener("dragover", (event) => event.preventDefault());
      element.addEventListener("drop", (event) => {
        if (!event.dataTransfer.files.length) return;
        event.preventDefault();
        open(event.dataTransfer.files[0]);
      });
    },
  };
}

/** What stands in a file of text; one that is not UTF-8 is as Windows writes it. */
async function textOf(file) {
  if (file.size > MOST_BYTES) throw new Error(`This file is larger than ${MOST_BYTES / 1e6} MB.`);
  const bytes = await file.arrayBuffer();
  if (new Uint8Array(bytes).includes(0)) throw new Error("This file is no text: save the table as CSV.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** @file What all panels are made of: a heading, sentences, a stage, controls. */

import { brief, clamp, h, put, set, write } from "./dom.js";

/**
 * The body of a panel: words first, then the network and its graph, then the controls.
 * @param {{text: Node[], network?: Node | null, graph: Node, controls?: (Node | null)[],
 *   after?: (Node | null)[]}} parts
 */
export function body({ text, network = null, graph, controls = [], after = [] }) {
  return h("div", { class: "body" },
    h("div", { class: "prose" }, text),
    h("div", { class: network ? "stage" : "stage single" }, network,
      h("div", { class: "column" }, graph)),
    controls.length > 0 && h("div", { class: "controls" }, controls),
    after);
}

/** Two graphs in one row, where there is room. */
export function sideBySide(elements) {
  return h("div", { class: "pairs" }, elements);
}

/** A button. */
export function button(text, click, attributes = {}) {
  return h("button", { type: "button", onclick: click, ...attributes }, text);
}

/**
 * A slider with its name and its number.
 * @param {{label: string, min: number, max: number, step?: number, log?: boolean,
 *   write?: (value: number) => string, change: (value: number) => void, done: () => void}} options
 */
export function slider(options) {
  const { label, min, max, step = 1, log = false, write: said = (value) => brief(value, 3) } = options;
  const inner = log ? Math.log10 : (value) => value;
  const input = h("input", {
    type: "range", "aria-label": label, step: log ? (inner(max) - inner(min)) / 200 : step,
    min: inner(min), max: inner(max),
  });
  const output = h("output");
  const value = () => {
    const raw = Number(input.value);
    return log ? clamp(Number((10 ** raw).toPrecision(3)), min, max) : raw;
  };
  input.addEventListener("input", () => options.change(value()));
  input.addEventListener("change", () => options.done());
  return {
    element: h("label", { class: "slider" }, h("span", null, label), input, output),
    show(number) {
      // What reads the same stays where it is: keys move it by less than a whole number.
      if (said(number) !== said(value())) input.value = String(inner(number));
      write(output, said(number));
      set(input, { "aria-valuetext": said(number) });
    },
  };
}

/**
 * A choice of one among a few, as a row of buttons.
 * @param {string} label @param {[string, string][]} entries key and words
 */
export function choice(label, entries, change) {
  const buttons = entries.map(([key, words]) =>
    button(words, () => change(key), { "aria-pressed": "false" }));
  return {
    element: h("div", { class: "choice", role: "group", "aria-label": label }, buttons),
    show(key) {
      entries.forEach(([name], i) => set(buttons[i], { "aria-pressed": String(name === key) }));
    },
  };
}

/** Figures under a stage: names and what they are. Only the words that differ are written. */
export function figures(label) {
  const element = h("dl", { class: "figures", "aria-label": label });
  let cells = [];
  return {
    element,
    /** @param {[string, string, string?][]} rows name, figure, colour */
    show(rows) {
      if (rows.length !== cells.length) {
        cells = rows.map(() => [h("dt"), h("dd")]);
        put(element, cells.map((pair) => h("div", null, pair)));
      }
      rows.forEach(([name, figure, color], i) => {
        write(cells[i][0], name);
        write(cells[i][1], figure);
        const shade = color ? `var(--words-${color}, var(--${color}))` : "";
        if (cells[i][1].style.color !== shade) cells[i][1].style.color = shade;
      });
    },
  };
}

/** The names of the curves in a graph. */
export function legend(entries) {
  return h("p", { class: "legend" }, entries.map(([color, words]) => {
    const mark = h("span", { class: "mark", "aria-hidden": "true" });
    mark.style.background = `var(--${color})`;
    return h("span", { class: "entry" }, mark, words);
  }));
}

/** Call `draw` in the next frame, once however often asked for, and not twice in `pause()` ms. */
export function soon(draw, pause = () => 0) {
  let waiting = 0;
  let last = -Infinity;
  const tick = (now) => {
    if (now - last < pause()) {
      waiting = requestAnimationFrame(tick);
      return;
    }
    waiting = 0;
    last = now;
    draw();
  };
  return () => { waiting ||= requestAnimationFrame(tick); };
}

/** @file A number in a sentence that is dragged sideways, stepped by keys, or typed (Enter, a tap). */

import { clamp, h, set, show } from "./dom.js";
import { follow } from "./follow.js";

const PIXELS = 4; // a drag of so many pixels is one step
const MOVES = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
};

/**
 * @typedef {object} ScrubOptions
 * @property {string} label what the number is, for those who do not see it
 * @property {number} min
 * @property {number} max
 * @property {number} [step] one key press, and PIXELS of dragging
 * @property {boolean} [log] steps multiply: one is a twentieth of the value
 * @property {number} [digits] decimals shown
 * @property {string} [color] name of a colour
 * @property {(value: number) => void} change while it moves
 * @property {() => void} [done] when it has come to rest
 */

/**
 * @param {ScrubOptions} options
 * @returns {{element: HTMLElement, show: (value: number) => void}}
 */
export function scrub(options) {
  const { label, min, max, step = 1, log = false, digits = 1, done = () => {} } = options;
  const element = h("span", {
    class: "scrub", role: "slider", tabindex: 0, "aria-label": label,
    "aria-valuemin": min, "aria-valuemax": max, title: "Drag sideways, or press Enter to type",
  });
  if (options.color) element.style.color = `var(--words-${options.color}, var(--${options.color}))`;
  let value = NaN;

  const change = (next, exact = false) => {
    const rounded = log || exact ? next : Math.round(next / step) * step;
    const held = clamp(Number(rounded.toPrecision(log && !exact ? 3 : 12)), min, max);
    if (held !== value) options.change(held);
  };
  const moved = (from, steps) => (log ? from * 1.05 ** steps : from + steps * step);
  const update = (next) => {
    if (next === value) return;
    value = next;
    const text = show(value, digits);
    element.textContent = text;
    set(element, { "aria-valuenow": value, "aria-valuetext": text });
  };

  let from = null; // the value, and the pixel, where a drag began
  follow(element, {
    begin: (event) => { from = { value, x: event.clientX }; },
    move: (event) => change(moved(from.value, (event.clientX - from.x) / PIXELS)),
    done, scrolls: () => true, tap: () => type(element, value, change, done),
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter") return type(element, value, change, done);
    const steps = (MOVES[event.key] ?? 0) * (event.shiftKey ? 10 : 1);
    if (steps !== 0) change(moved(value, steps));
    else if (event.key === "Home") change(min);
    else if (event.key === "End") change(max);
    else return undefined;
    event.preventDefault();
    return done();
  });
  element.addEventListener("dblclick", () => type(element, value, change, done));
  return { element, show: update };
}

function type(element, value, change, done) {
  const input = h("input", {
    class: "typed", inputmode: "decimal", "aria-label": element.getAttribute("aria-label"),
    value: String(Number(value.toPrecision(8))),
  });
  let open = true;
  const close = (keep) => {
    if (!open) return;
    open = false;
    const typed = Number(input.value.replace("−", "-").replace(",", "."));
    input.replaceWith(element);
    if (!keep || input.value.trim() === "" || !Number.isFinite(typed)) return;
    change(typed, true);
    done();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    close(event.key === "Enter");
    element.focus();
  });
  input.addEventListener("blur", () => close(true));
  element.replaceWith(input);
  input.select();
}

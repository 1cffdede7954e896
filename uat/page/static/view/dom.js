/** @file Elements are made in one call; what is text stays text, in the reader's language. */

import { t } from "./language.js";

const SAID = new Set(["aria-label", "aria-valuetext", "placeholder", "title"]); // attributes with words
const WRITTEN = new WeakMap(); // what was written last, before it was translated
const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. Attributes that begin with "on" are listeners; null children are left out. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Set attributes: false and null remove one, true leaves it empty. */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : SAID.has(name) ? t(`${value}`) : `${value}`);
  }
  return node;
}

/** Replace all children. */
export function put(node, ...children) {
  WRITTEN.delete(node);
  node.replaceChildren();
  return fill(node, null, children);
}

/** Let a node say something else; one that says it already is left alone. */
export function write(node, text) {
  if (WRITTEN.get(node) === text) return;
  WRITTEN.set(node, text);
  node.textContent = t(text);
}

/**
 * Text with *variables* in italics and {slots} that are elements.
 * @returns {(Node | string)[]}
 */
export function rich(text, slots = {}) {
  const whole = t(text).replace(/ ([=+]) /g, "\u00a0$1\u00a0");
  return whole.split(/(\*[^*]+\*|\{\w+\}[.,:;]?|--\w+)/).filter(Boolean).map((part) => {
    if (part.startsWith("*")) return h("i", { class: "var" }, part.slice(1, -1).replace(" ", "\u00a0"));
    if (part.startsWith("--")) return option(part);
    const [, name, mark] = /^\{(\w+)\}(.?)$/.exec(part) ?? [];
    if (!slots[name]) return part;
    return mark ? h("span", { class: slots[name].matches(".scrub") && "whole" }, slots[name], mark) : slots[name];
  });
}

/** An option of a command, never broken behind its hyphens. */
export const option = (name) => h("span", { class: "whole" }, name);

/** A paragraph of rich text. */
export function p(text, slots) {
  return h("p", null, ...rich(text, slots));
}

/** A number as people write it: a true minus sign, and no more digits than asked for. */
export function show(value, digits = 2) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "–";
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** A number to some significant digits, never in powers of ten where plain digits will do. */
export function brief(value, digits = 2) {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value)) return show(value, 0);
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa, power] = value.toExponential(digits - 1).split("e");
    return `${mantissa.replace("-", "−")}·10${raised(Number(power))}`;
  }
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return show(value, decimals);
}

/** A whole number with thin spaces between thousands. */
export function count(value) {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** One name, or its plural. */
export function plural(number, name, names = `${name}s`) {
  return `${count(number)} ${number === 1 ? name : names}`;
}

/** An exponent in raised digits. */
export function raised(power) {
  return [...String(power)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])).join("");
}

/** An index in lowered digits. */
export function lowered(index) {
  return [...String(index)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("");
}

/** value, but not outside low … high. */
export function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}

function fill(node, attributes, children) {
  if (attributes) set(node, attributes);
  const all = children.flat(Infinity).filter(present);
  node.append(...all.map((child) => (typeof child === "string" ? t(child) : child)));
  return node;
}

function present(child) {
  return child !== null && child !== undefined && child !== false;
}

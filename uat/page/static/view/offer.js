/** @file What is wrong with a formula, and buttons that write what is meant instead. */

import { hints } from "../core/hints.js";
import { h, put } from "./dom.js";
import { t } from "./language.js";
import { button } from "./panel.js";

/** What is wrong, and where. */
export function sentence(error) {
  const { message, column } = error;
  return t(message) + (Number.isInteger(column) ? t(` (at character ${column})`) : "");
}

/**
 * @param {HTMLElement} problem where it is said
 * @param {Error | null} error
 * @param {string} text what was typed
 * @param {(text: string) => void} use take a formula instead
 * @param {string[]} [names] of the inputs
 */
export function offer(problem, error, text, use, names) {
  const words = error ? sentence(error) : "";
  if (problem.dataset.said === `${words} ${text}`) return; // do not take a button from under a hand
  problem.dataset.said = `${words} ${text}`;
  const found = error ? hints(text, error, names) : [];
  put(problem, words, found.length > 0 && h("span", { class: "offers" },
    found.map((each) => button(each, () => use(each), { "aria-label": `Write ${each}` }))));
}

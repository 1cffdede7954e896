/** The words of a formula, from uat/functions/expression/vocabulary.py, and what was probably meant. */

import { DATA } from "./words.js";

const MANY = 1000000;

/** Name: [fewest arguments, most arguments]. */
export const FUNCTIONS = DATA.FUNCTIONS;
export const ALIASES = DATA.ALIASES;
export const CONSTANTS = DATA.CONSTANTS;
export const WORDS = DATA.WORDS;

export const has = (object, key) => Object.hasOwn(object, key);

/** Whether it is a word of Python, which means nothing here. */
export const isKeyword = (word) => DATA.KEYWORDS.includes(word);

export const isFunction = (name) => has(FUNCTIONS, name) || has(ALIASES, name);

/** Whether a function may have so many arguments that the most of them is never named. */
export const takesMany = (most) => most === MANY;

/**
 * A question after what was probably meant by an unknown name, or "": a slip of the keys.
 * @param {string} name
 * @param {string[]} inputs
 */
export function suggestion(name, inputs) {
  if (name.length > 24) return "";
  const words = [...inputs, ...CONSTANTS, ...Object.keys(FUNCTIONS), ...Object.keys(ALIASES)];
  const lower = name.toLowerCase();
  if (lower === "true" || lower === "false") return `did you mean ${Number(lower === "true")}?`;
  const word = words.includes(lower) ? lower : nearest(lower, words);
  return word ? `did you mean ${word}?` : "";
}

/** The first word within one edit (two for six letters or more) that has the same digits. */
function nearest(name, words) {
  if (name.length < 2 || DATA.UNKNOWN.includes(name)) return "";
  const digits = (word) => word.replace(/[^0-9]/g, "");
  let best = "";
  let fewest = Infinity;
  for (const word of words) {
    if (word.length < 2 || digits(word) !== digits(name)) continue;
    const count = edits(name, word);
    if (count < fewest) [fewest, best] = [count, word];
  }
  return fewest <= (name.length < 6 ? 1 : 2) ? best : "";
}

/** How many letters to add, drop, change, or swap with their neighbour to turn a into b. */
function edits(a, b) {
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const last = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1] + Number(a[i - 1] !== b[j - 1]);
      let best = Math.min(last[j] + 1, row[j - 1] + 1, change);
      const swapped = j > 1 && i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, before[j - 2] + 1);
      row.push(best);
    }
    before = last;
  }
  return row[b.length];
}

/** Every name in a formula becomes a word of ours, as in uat/functions/expression/names.py. */

import { ExpressionError, token } from "./tokens.js";
import { ALIASES, CONSTANTS, FUNCTIONS, WORDS, has, isFunction } from "./vocabulary.js";
import { DATA } from "./words.js";
import { written } from "./written.js";

const { ALSO_TOLD, IN_MODULE, MACROS, MODULES, SYNONYMS, TOLD, UNIT_STEPS } = DATA;
const LONGEST = 24;
const BASE = /^log_?([1-9][0-9]?)$/;

export const isIndexed = (word) => /^x[1-9][0-9]?$/.test(word);
export const isTold = (word) => has(TOLD, word) || has(ALSO_TOLD, word);
export const isMacro = (word) => has(MACROS, word) || (BASE.test(word) && !isFunction(word));

/**
 * The tokens with the names that we know them by; names run together become several.
 * @param {object[]} typed
 * @param {string[] | null} names the inputs, or null if they are still to be found
 */
export function resolved(typed, names) {
  const tokens = asNumber(inModules(typed));
  const single = tokens.filter(({ kind, word }) => kind === "name" && word.length === 1 && word !== "_");
  const free = new Set(single.map(({ word }) => word));
  const inputs = new Set(names ?? ["x", "y", "z", ...free].filter((word) => !CONSTANTS.includes(word)));
  const count = (letters) => letters.filter((letter) => free.has(letter)).length;
  const lower = names === null && !count(["x", "y", "z"]) && count(["X", "Y", "Z"]) !== 1;
  requireCountedFromOne(tokens, names);
  return tokens.flatMap((each, place) => {
    const called = ["(", "["].includes(tokens[place + 1]?.word);
    let next = each;
    const given = inputs.has(each.word) && !free.has(each.word);
    if (called && UNIT_STEPS.includes(each.word) && !given) next = { ...each, word: "unitstep" };
    const kept = inputs.has(next.word) && !(lower && "XYZ".includes(next.word));
    if (next.kind !== "name" || kept) return [next];
    const word = known(next, called, lower, names);
    return word ? [{ ...next, word }] : apart(next, called, inputs, names === null);
  });
}

/** PI(), as spreadsheets write it, loses its brackets. */
function asNumber(tokens) {
  const word = (k) => tokens[k]?.word;
  const isCall = (k) => word(k)?.toLowerCase() === "pi" && word(k + 1) === "(" && word(k + 2) === ")";
  return tokens.filter((_, k) => !isCall(k - 1) && !isCall(k - 2));
}

/** np.sin is one name; what differs in that module gets the name of what it is here. */
function inModules(tokens) {
  const out = [];
  for (let at = 0; at < tokens.length; ) {
    let next = tokens[at++];
    if (next.kind === "name" && /^_[0-9]+$/.test(tokens[at]?.word ?? "")) {
      next = { ...next, word: next.word + tokens[at++].word };
    }
    let last = next;
    const isModule = next.kind === "name" && has(MODULES, next.word);
    while (isModule && tokens[at]?.word === "." && tokens[at + 1]?.kind === "name") {
      last = tokens[at + 1];
      at += 2;
    }
    if (last === next) {
      out.push(next);
      continue;
    }
    const module = MODULES[next.word];
    let word = has(IN_MODULE[module], last.word) ? IN_MODULE[module][last.word] : last.word;
    if (module === "math" && word === "log" && hasComma(tokens, at)) word = "log to a base";
    out.push(token("name", `${next.text}.${last.text}`, word, next.column));
  }
  return out;
}

function hasComma(tokens, place) {
  let depth = 0;
  for (const { word } of tokens.slice(place)) {
    depth += Number(word === "(") - Number(word === ")");
    if (depth === 0 || (depth === 1 && word === ",")) return depth === 1;
  }
  return false;
}

function known({ text, word }, called, lower, names) {
  const small = word.toLowerCase();
  if (isFunction(word) || CONSTANTS.includes(word) || WORDS.includes(word)) return word;
  if (names === null && isIndexed(word)) return word;
  const ours = isFunction(small) || CONSTANTS.includes(small) || WORDS.includes(small);
  if (word.length > 1 && ours) return small;
  if (has(SYNONYMS, small)) return SYNONYMS[small];
  if (text.includes(".") && has(MACROS, word)) return word;
  if ((has(MACROS, small) || isTold(small)) && (called || small.length > 1)) return small;
  const base = BASE.exec(small);
  if (base) return { 2: "log2", 10: "log10", 1: "" }[base[1]] ?? small;
  const index = /^[xX]_?([1-9][0-9]?)$/.exec(word);
  if (names === null && index && (lower || word[0] === "x")) return `x${index[1]}`;
  return lower && ["x", "y", "z"].includes(small) ? small : "";
}

/** `xy` as x y, `cos2x` as cos 2 x; the name itself if it is not made of known words. */
function apart(whole, called, inputs, inferred) {
  const { word, text, column } = whole;
  if (word.length > LONGEST || word.length < 2 || text.includes(".")) return [whole];
  const found = [];
  for (const parts of splits(word, called, inputs, inferred, true)) if (found.push(parts) > 1) break;
  if (!found.length) return [whole];
  if (found.length > 1) {
    const [first, second] = found.map(spelled);
    const sentence = `${whole.shown} can be read in two ways: write ${first} or ${second}`;
    throw new ExpressionError(sentence, column);
  }
  let at = column;
  return found[0].map((part) => {
    const made = token(/^[0-9]/.test(part) ? "number" : "name", part, part, at);
    at += part.length;
    return made;
  });
}

function* splits(word, called, inputs, inferred, first) {
  for (let size = 1; size < word.length + Number(!first); size++) {
    const [head, rest] = [word.slice(0, size), word.slice(size)];
    const [digits] = /^[0-9]*/.exec(rest);
    const indexed = inferred && isIndexed(head) && !digits;
    const value = inputs.has(head) || CONSTANTS.includes(head) || indexed;
    const unary = isFunction(head) && String(FUNCTIONS[ALIASES[head] ?? head]) === "1,1";
    if (!(value || unary) || (value && digits)) continue;
    if (!rest) {
      if (value || called) yield [head];
      continue;
    }
    const number = unary ? digits : "";
    if (number && number.length === rest.length) continue;
    for (const tail of splits(rest.slice(number.length), called, inputs, inferred, false)) {
      yield number ? [head, number, ...tail] : [head, ...tail];
    }
  }
}

function spelled(parts) {
  let out = "";
  let open = 0;
  parts.forEach((part, k) => {
    const times = k && !isFunction(parts[k - 1]) ? "*" : "";
    out += isFunction(part) ? `${times}${part}(` : `${times}${part}`;
    open += Number(isFunction(part));
  });
  return out + ")".repeat(open);
}

const indexOf = ({ word }) => Number(word.replace(/^[x_]+/, ""));

/** Throws ExpressionError for x0, x1 and for x[0], x[1]: here the first input is x1. */
function requireCountedFromOne(plain, names) {
  const tokens = indexed(plain);
  const inBrackets = tokens.length < plain.length;
  const isCounted = ({ kind, word }) => kind === "name" && /^x_?[0-9]+$/.test(word);
  const letters = tokens.some(({ kind, word }) => kind === "name" && ["x", "y", "z"].includes(word));
  const all = tokens.filter(isCounted);
  const found = new Set(all.map(({ word }) => word));
  const first = all.find((each) => all.every((other) => indexOf(each) <= indexOf(other)));
  const shift = Number(first && indexOf(first) === 0);
  if (!first || letters || !(inBrackets || (names === null && shift && found.size > 1))) return;
  const shifted = tokens.map((each) =>
    found.has(each.word) ? { ...each, word: `x${indexOf(each) + shift}` } : each);
  let sentence = `inputs are counted from 1: write ${written(shifted)}`;
  if (sentence.length > 100) {
    sentence = "inputs are counted from 1: write x1 for x0, x2 for x1, and so on";
  }
  throw new ExpressionError(sentence, first.column);
}

/** x[0] as one name. */
function indexed(tokens) {
  const out = [];
  for (const each of tokens) {
    out.push(each);
    const [x, begin, index, end] = out.slice(-4);
    const isIndex = x?.word === "x" && begin?.word === "[" && end?.word === "]";
    if (isIndex && /^[0-9]+$/.test(index.word)) out.splice(-4, 4, { ...x, word: `x${index.word}` });
  }
  return out;
}

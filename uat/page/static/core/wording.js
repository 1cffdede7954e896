/** What to say about a token out of place, in the words of uat/functions/expression/wording.py. */

import { decimal, plainly, told } from "./macros.js";
import { isMacro, isTold } from "./names.js";
import {
  ALIASES, CONSTANTS, FUNCTIONS, has, isFunction, isKeyword, suggestion, takesMany,
} from "./vocabulary.js";
import { DATA } from "./words.js";

const { ADVICE, ALSO_TOLD, MACROS } = DATA;
const PERCENT = "% is the remainder of a division: write 0.5 for 50 %";
const WHERE = "write a if condition else b, or where(condition, a, b)";

/** A character that no formula has. */
export function wrong({ kind, text }) {
  if (kind === "latex") return ADVICE["\\"];
  if (kind === "arrow") {
    return "an arrow stands behind the inputs, as in x -> x^2, or (x, y) -> x*y";
  }
  if (has(ADVICE, text)) return ADVICE[text];
  if (/^[\x20-\x7e]+$/.test(text)) return `${text} has no meaning in a formula`;
  const code = `U+${text.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  if (/^\p{L}/u.test(text)) {
    return `${text} (${code}) is not one of the letters a to z of which names are made: ` +
      "write one of them for it, such as t";
  }
  const isPrintable = !/^[\p{C}\p{Z}]/u.test(text);
  return `the character ${isPrintable ? `${text} (${code})` : code} has no place in a formula`;
}

/** A sign, bracket or word where a value should begin. opened: the innermost open bracket. */
export function missingValue({ before, token }, opened) {
  if (token.word === "if") return WHERE;
  if (token.word === ")" && !opened) return "this bracket closes nothing";
  if (token.word === ")" && opened === before) return "there is nothing in these brackets";
  if (before.word === "%") return PERCENT;
  if (!before.text) return `something is missing before ${token.shown}`;
  return `something is missing between ${before.shown} and ${token.shown}`;
}

/** A formula that ends too early. */
export const missingAfter = (last) =>
  last.word === "%" ? PERCENT : `something is missing after ${last.text}`;

/** A comma outside a function's brackets. unbracketed: it could part several values in some. */
export function strayComma({ before, after }, unbracketedList) {
  if (before.kind === "number" && after.kind === "number" && /^[0-9]+$/.test(before.text)) {
    return decimal(before.text, after.text);
  }
  if (unbracketedList) return "several values stand in brackets: write (a, b)";
  return "a comma belongs between the arguments of a function";
}

/** A function without its bracket. */
export function unbracketed({ token }) {
  const word = ALIASES[token.word] ?? token.word;
  const [fewest] = has(FUNCTIONS, word) ? FUNCTIONS[word] : has(MACROS, word) ? MACROS[word] : [1];
  const args = fewest > 1 ? [..."abc"].slice(0, fewest).join(", ") : "x";
  return `${token.shown} needs its argument in brackets: write ${token.shown}(${args})`;
}

/** A function with too few arguments, or too many. */
export function wrongCount(token, [fewest, most], count) {
  let wanted = fewest === most ? plainly(fewest) : `${fewest} or more arguments`;
  if (fewest < most && !takesMany(most)) wanted = `${fewest} or ${most} arguments`;
  return `${token.text} takes ${wanted}, not ${count}`;
}

/** A name that is neither a word of ours nor an input. tokens: the whole formula. */
export function unknown({ before, token, after }, names, inferred, tokens) {
  const name = token.text;
  if (["i", "j", "I", "im"].includes(name) && inferred) {
    return `unknown name ${name}: ${name} needs a number; values are real, and exp(i*x) is the pair ` +
      "(cos(x), sin(x)) of its real and its imaginary part";
  }
  if (isKeyword(name) && name !== "True" && name !== "False") return `${name} has no meaning in a formula`;
  if (isTold(token.word)) return told(has(ALSO_TOLD, token.word) ? ALSO_TOLD[token.word] : token.word);
  if (isMacro(token.word)) return unbracketed({ token });
  if (name.startsWith("\\")) {
    if (!DATA.GREEK.includes(name.slice(1))) return ADVICE["\\"];
    if (after.word === "(") return `the function ${name} is unknown: write what it computes`;
    return `${name} is no name here: write one letter for it, such as t`;
  }
  if (before.word === "//") {
    return `unknown name ${token.shown}: // is a division, and a formula has no comments`;
  }
  let known = inferred ? [...names, ...["x", "y", "z"].filter((letter) => !names.includes(letter))] : names;
  const found = tokens.filter(({ kind, word }) => kind === "name" && !isFunction(word));
  if (inferred && found.some(({ word }) => /[xyz]/.test(word))) known = ["x", "y", "z"];
  if (!known.length) return `unknown name ${token.shown}: write a number`;
  if (inferred && coefficients(name, known, after.word === "(").length) {
    const all = tokens.filter(({ kind }) => kind === "name").flatMap(({ word }) => coefficients(word, known, false));
    return `unknown name ${name}: ${numbersFor([...new Set(all)])}`;
  }
  const hint = takenApart(name, known, after.word === "(") || suggestion(name, known);
  if (hint) return `unknown name ${token.shown}: ${hint}`;
  if (!inferred) return `unknown name ${token.shown}: the inputs here are ${names.join(", ")}`;
  if (/^[A-Z]{1,2}[0-9]+$/.test(name)) return `unknown name ${name}: write x for a cell of a spreadsheet`;
  if (after.word === "(" && !/^[a-z]$/.test(name)) {
    const first = Object.keys(FUNCTIONS).slice(0, 11).join(", ");
    return `unknown function ${token.shown}: there are ${first}, …`;
  }
  return `unknown name ${token.shown}: inputs are called x, y, z or x1, x2, …`;
}

/** The a of ax or a*x, which needs a number; nothing for a name that holds no such letter. */
function coefficients(name, known, called) {
  if (!/^[a-z]{1,4}$/.test(name) || (called && name.length > 2) || isFunction(name)) return [];
  const letters = [...name];
  if (name.length > 1 && !letters.some((letter) => known.includes(letter))) return [];
  return letters.filter((letter) => !known.includes(letter) && !CONSTANTS.includes(letter));
}

function numbersFor(letters) {
  if (letters.length === 1) return `${letters[0]} needs a number: write one for it, as in 2*x`;
  return `${letters.slice(0, -1).join(", ")} and ${letters.at(-1)} need numbers: write them, as in 2*x`;
}

const write = (writing) => `write ${writing}`;
const either = (one, other) => `write ${one} or ${other}`;

/** What to write for sin2 or x2, in which the number may be a power or a factor. */
function takenApart(name, known, called) {
  const [, word, number] = /^([a-z]+)([1-9][0-9]*)$/.exec(name) ?? [];
  if (word && isFunction(word) && FUNCTIONS[ALIASES[word] ?? word][0] > 1) return "";
  if (word && isFunction(word) && !called) return write(`${word}(${number})`);
  if (word && isFunction(word)) return either(`${word}(x)^${number}`, `${word}(${number}*x)`);
  return word && known.includes(word) ? either(`${word}^${number}`, `${number}*${word}`) : "";
}

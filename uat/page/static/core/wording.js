/** What to say about a token out of place, in the words of uat/expression/wording.py. */

import { FUNCTIONS, WORDS, isFunction, isKeyword, suggestion, takesMany } from "./vocabulary.js";

export const AFTER_LIST =
  "nothing may follow several values: write the sign inside, as in (a + 1, b + 1)";

const BRACKETS = "write round brackets ( )";
const QUOTES = "text in quotes has no place in a formula";
const EQUAL = "write == to compare; a formula assigns nothing";
const WHERE = "write a if condition else b, or where(condition, a, b)";
const LINE = "write the formula on one line";

const ADVICE = {
  "=": EQUAL, ":=": EQUAL, "=>": "write >=", "=<": "write <=", "&&": "write and", "&": "write and",
  "||": "write or", "|": "write abs(x) for the absolute value",
  "!": "write not in front of a condition, != to compare, gamma(x + 1) for a factorial",
  "~": "write not", ".": "a point belongs inside a number, such as 0.5",
  "[": BRACKETS, "]": BRACKETS, "{": BRACKETS, "}": BRACKETS, "'": QUOTES, '"': QUOTES,
  ":": WHERE, "?": WHERE, ";": "arguments are separated by commas", "\n": LINE, "\r": LINE,
  "√": "write sqrt(x)", "∞": "write a number: infinity has no place in a formula",
  "°": "angles are in radians: write x*pi/180",
};

/** A character that no formula has. */
export function wrong(token, wantsOperand) {
  const { text } = token;
  if (text === "||" && wantsOperand) return ADVICE["|"];
  if (Object.hasOwn(ADVICE, text)) return ADVICE[text];
  if (/^[\x20-\x7e]+$/.test(text)) return `${text} has no meaning in a formula`;
  const code = `U+${text.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  if (/^\p{L}/u.test(text)) {
    return `${text} (${code}) is not one of the letters a to z of which names are made`;
  }
  const isPrintable = !/^[\p{C}\p{Z}]/u.test(text);
  return `the character ${isPrintable ? `${text} (${code})` : code} has no place in a formula`;
}

/** A sign, bracket or word where a value should begin. opened: the innermost open bracket. */
export function missingValue({ before, token }, opened) {
  if (token.word === "if") return WHERE;
  if (token.word === ")" && !opened) return "this bracket closes nothing";
  if (token.word === ")" && opened === before) return "there is nothing in these brackets";
  if (!before.text) return `something is missing before ${token.shown}`;
  return `something is missing between ${before.shown} and ${token.shown}`;
}

/** A value right after a value. */
export function missingSign({ before, token, after }) {
  if (token.kind === "name" && isKeyword(token.word)) return `${token.shown} has no meaning in a formula`;
  if (before.kind === "number" && token.word.startsWith("_")) return "write numbers without _";
  if (before.kind === "number" && token.kind === "number") return "a sign is missing between two numbers";
  if (before.kind === "name" && token.word === "(" && [...before.text].length > 1) {
    return `${before.shown} is not a function: write ${before.shown}*(…)`;
  }
  if (before.kind === "raised") return `a sign is missing in front of ${token.shown}`;
  const left = before.word === ")" ? "(…)" : before.shown;
  const called = after.word === "(" && isFunction(token.word);
  const right = token.word === "(" ? "(…)" : called ? `${token.shown}(…)` : token.shown;
  return `a sign is missing: write ${left}*${right}`;
}

/** A comma outside a function's brackets. unbracketed: it could part several values in some. */
export function strayComma({ before, after }, unbracketedList) {
  if (before.kind === "number" && after.kind === "number" && /^[0-9]+$/.test(before.text)) {
    return `decimals have a point: write ${before.shown}.${after.shown}`;
  }
  if (unbracketedList) return "several values stand in brackets: write (a, b)";
  return "a comma belongs between the arguments of a function";
}

/** A function without its bracket. */
export function unbracketed({ token, after }) {
  if (after.kind === "raised" || after.word === "**") {
    return `the power comes last: write ${token.shown}(x)^2`;
  }
  if ((after.kind === "name" || after.kind === "number") && !WORDS.includes(after.word)) {
    return `write ${token.shown}(${after.shown})`;
  }
  return `${token.shown} needs its argument in brackets: write ${token.shown}(x)`;
}

/** A function with too few arguments, or too many. */
export function wrongCount(token, [fewest, most], count) {
  let wanted = fewest === most ? `${fewest}` : `${fewest} or more`;
  if (fewest < most && !takesMany(most)) wanted = `${fewest} or ${most}`;
  return `${token.text} takes ${wanted} ${wanted === "1" ? "argument" : "arguments"}, not ${count}`;
}

/** A name that is neither a word of ours nor an input. */
export function unknown({ token, after }, names, inferred) {
  if (isKeyword(token.text) && token.text !== "True" && token.text !== "False") {
    return `${token.text} has no meaning in a formula`;
  }
  const more = inferred ? ["x", "y", "z"].filter((name) => !names.includes(name)) : [];
  const hint = suggestion(token.text, [...names, ...more]);
  if (hint) return `unknown name ${token.shown}: did you mean ${hint}?`;
  if (!inferred) {
    const inputs = names.length ? `the inputs here are ${names.join(", ")}` : "write a number";
    return `unknown name ${token.shown}: ${inputs}`;
  }
  if (after.word === "(" && !/^[a-z]$/.test(token.text)) {
    const first = Object.keys(FUNCTIONS).slice(0, 11).join(", ");
    return `unknown function ${token.shown}: there are ${first}, …`;
  }
  return `unknown name ${token.shown}: inputs are called x, y, z or x1, x2, …`;
}

/** What stands in front of a formula, as in uat/functions/expression/heading.py: y =, f(x) =, x ↦, lambda x:. */

import { CONSTANTS, WORDS, isFunction, isKeyword } from "./vocabulary.js";
import { DATA } from "./words.js";

const { CALLED } = DATA;

const QUOTES = ["'", '"', "`", "“", "”", "‘", "’"];
const EQUALS = ["=", ":="];
const RESULTS = ["y", "z", "f", "g", "h", "w"];

/**
 * Take quotes, a semicolon at the end, and the heading off a formula.
 * @returns {{tokens: object[], names: string[] | null}} names: the inputs that the heading names
 */
export function withoutHeading(typed) {
  let tokens = typed;
  if (tokens.length > 2 && QUOTES.includes(tokens[0].text) && QUOTES.includes(tokens.at(-1).text)) {
    tokens = tokens.slice(1, -1);
  }
  if (tokens.length > 1 && tokens.at(-1).text === ";") tokens = tokens.slice(0, -1);
  if (tokens.length > 1 && tokens[0].word === "=") tokens = tokens.slice(1);
  if (!tokens.length) return { tokens, names: null };
  if (["lambda", "function", "@"].includes(tokens[0].word)) return lambda(tokens);
  return arrow(tokens) ?? equation(tokens) ?? { tokens, names: null };
}

function lambda(tokens) {
  if (tokens[0].word === "lambda") {
    const [names, end] = namesFrom(tokens, 1);
    if (names.length && tokens[end]?.word === ":") return { tokens: tokens.slice(end + 1), names };
  } else {
    const [names, end] = inBrackets(tokens, 1);
    if (names.length) return { tokens: tokens.slice(end), names };
  }
  return { tokens, names: null };
}

function arrow(tokens) {
  const start = tokens.length > 2 && isName(tokens[0]) && tokens[1].text === ":" ? 2 : 0;
  let [names, end] = inBrackets(tokens, start);
  if (!names.length) [names, end] = namesFrom(tokens, start);
  if (!names.length || end + 1 >= tokens.length) return null;
  const body = tokens.slice(end + 1);
  const turned = tokens[end].text === "=>";
  if (turned && !body.some(({ word }) => names.includes(word))) return null;
  return tokens[end].kind === "arrow" || turned ? { tokens: body, names } : null;
}

function equation(tokens) {
  if (!isName(tokens[0])) return null;
  const name = tokens[0].word;
  const [names, after] = inBrackets(tokens, 1);
  const end = names.length ? after : 1;
  const body = tokens.slice(end + 1);
  const isOne = EQUALS.includes(tokens[end]?.word) && !body.some(({ text }) => EQUALS.includes(text));
  if (!body.length || !isOne) return null;
  if (names.length) return names.includes(name) ? null : { tokens: body, names };
  const free = body.filter(isName).map(({ word }) => word);
  const defines = !free.includes(name) && name !== "x" && !/^[xX]_*[0-9]+_*$/.test(name);
  return defines && (free.length || RESULTS.includes(name)) ? { tokens: body, names: null } : null;
}

const isName = ({ kind, word }) =>
  kind === "name" && /^[A-Za-z]/.test(word) && !CALLED.includes(word) && !isKeyword(word) &&
  !isFunction(word) && !CONSTANTS.includes(word) && !WORDS.includes(word);

function inBrackets(tokens, start) {
  if (tokens[start]?.word !== "(") return [[], start];
  const [names, end] = namesFrom(tokens, start + 1);
  return names.length && tokens[end]?.word === ")" ? [names, end + 1] : [[], start];
}

function namesFrom(tokens, start) {
  const names = [];
  for (let at = start; at < tokens.length; at += 2) {
    if (!isName(tokens[at]) || names.includes(tokens[at].word)) break;
    names.push(tokens[at].word);
    if (tokens[at + 1]?.word !== ",") return [names, at + 1];
  }
  return [[], start];
}

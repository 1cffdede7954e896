/** What stands in front of a formula, as in uat/functions/expression/heading.py: y =, f(x) =, x ↦, lambda x:. */

import { step } from "./groups.js";
import { touch } from "./tokens.js";
import { CONSTANTS, WORDS, isFunction, isKeyword } from "./vocabulary.js";
import { DATA } from "./words.js";

const { CALLED } = DATA;

const QUOTES = ["'", '"', "`", "“", "”", "‘", "’"];
const DECLARED = ["const", "let", "var", "return"];
const EQUALS = ["=", ":="];
const RESULTS = ["y", "z", "f", "g", "h", "w"];

/**
 * Take quotes, a semicolon at the end, and the heading off a formula.
 * @returns {{tokens: object[], names: string[] | null}} names: the inputs that the heading names
 */
export function withoutHeading(typed) {
  let tokens = typed;
  while (tokens.length > 2 && QUOTES.includes(tokens[0].text) && QUOTES.includes(tokens.at(-1).text)) {
    tokens = tokens.slice(1, -1);
  }
  const marks = tokens.reduce((depth, each) => depth + step(each), 0) ? [";"] : [";", ",", "."];
  while (tokens.length > 1 && marks.includes(tokens.at(-1).text) && tokens.at(-2).text !== ".") {
    tokens = tokens.slice(0, -1);
  }
  while (tokens.length > 1 && ["=", ...DECLARED].includes(tokens[0].word)) tokens = tokens.slice(1);
  if (tokens.length > 2 && tokens[0].text === "@" && tokens[1].text === ".") tokens = tokens.slice(2);
  if (!tokens.length) return { tokens, names: null };
  if (["lambda", "function", "@", "def"].includes(tokens[0].word)) return lambda(tokens);
  const found = arrow(tokens) ?? slot(tokens) ?? equation(assigned(tokens));
  if (found?.names === null && found.tokens.length) return withoutHeading(found.tokens);
  return found ?? { tokens, names: null };
}

function lambda(tokens) {
  if (tokens[0].word === "lambda") {
    const [names, end] = namesFrom(tokens, 1);
    if (names.length && tokens[end]?.word === ":") return { tokens: tokens.slice(end + 1), names };
    return { tokens, names: null };
  }
  const start = tokens.length > 2 && isName(tokens[1]) ? 2 : 1;
  const [names, after] = inBrackets(tokens, start);
  const colon = tokens[0].word === "def" && names.length && tokens[after]?.word === ":";
  let body = bodyOf(tokens.slice(after + Number(Boolean(colon))));
  if (start === 2 && body.length > 1 && body.at(-1).word === "end") body = body.slice(0, -1);
  return names.length && body.length ? { tokens: body, names } : { tokens, names: null };
}

/** What { return …; } returns. */
function bodyOf(typed) {
  let tokens = typed.filter(({ text }) => text !== "\r" && text !== "\n");
  if (tokens.length > 2 && tokens[0].text === "{" && tokens.at(-1).text === "}") tokens = tokens.slice(1, -1);
  if (tokens.length > 1 && tokens[0].word === "return") tokens = tokens.slice(1);
  return tokens.length > 1 && tokens.at(-1).text === ";" ? tokens.slice(0, -1) : tokens;
}

/** #^2 &, a function of Mathematica without a name for its input. */
function slot(tokens) {
  if (tokens.at(-1).text !== "&" || !tokens.some(({ text }) => text === "#")) return null;
  const x = tokens.slice(0, -1).map((each) => (each.text === "#" ? { ...each, kind: "name", word: "x" } : each));
  return { tokens: x, names: ["x"] };
}

/** y <- x^2, with blanks around the arrow, as y = x^2. */
function assigned(tokens) {
  const [name, less, minus, first] = tokens;
  if (!first || less.text !== "<" || minus.text !== "-") return tokens;
  if (touch(name, less) || !touch(less, minus) || touch(minus, first)) return tokens;
  return [name, { ...less, text: "=", word: "=" }, ...tokens.slice(3)];
}

function arrow(tokens) {
  const start = tokens.length > 2 && isName(tokens[0]) && tokens[1].text === ":" ? 2 : 0;
  let [names, end] = inBrackets(tokens, start);
  if (!names.length) [names, end] = namesFrom(tokens, start);
  if (!names.length || end + 1 >= tokens.length) return null;
  const body = bodyOf(tokens.slice(end + 1));
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
  const isOne = EQUALS.includes(tokens[end]?.word) && !outside(body).some(({ text }) => EQUALS.includes(text));
  if (!body.length || !isOne) return null;
  if (names.length) return names.includes(name) ? null : { tokens: body, names };
  const free = body.filter(isName).map(({ word }) => word);
  const defines = !free.includes(name) && name !== "x" && !/^[xX]_*[0-9]+_*$/.test(name);
  return defines && (free.length || RESULTS.includes(name)) ? { tokens: body, names: null } : null;
}

/** What stands in no bracket. */
function outside(tokens) {
  let depth = 0;
  return tokens.filter((each) => {
    depth += step(each);
    return depth <= 0;
  });
}

const isName = ({ kind, word }) =>
  kind === "name" && /^[A-Za-z]/.test(word) && !CALLED.includes(word) && !isKeyword(word) &&
  !isFunction(word) && !CONSTANTS.includes(word) && !WORDS.includes(word);

function inBrackets(tokens, start) {
  const close = { "(": ")", "[": "]" }[tokens[start]?.word];
  if (!close) return [[], start];
  let [names, end] = namesFrom(tokens, start + 1);
  if (close === "]") names = names.filter((name) => name.endsWith("_")).map((name) => name.slice(0, -1));
  return names.length && tokens[end]?.word === close ? [names, end + 1] : [[], start];
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

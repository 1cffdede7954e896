/** Cases as people write them, as in uat/functions/expression/cases.py: {x<0: a, b}, Piecewise, IFS. */

import { call, endOf, inside, parted } from "./groups.js";
import { ExpressionError, token } from "./tokens.js";
import { DATA } from "./words.js";
import { written } from "./written.js";

const SIGNS = ["<", "<=", ">", ">=", "==", "!="];
const PAIRS = ["ifs", "which", "piecewise"];
const ZERO = token("number", "0", "0", 0);

/** Cases as where(condition, a, b). Throws ExpressionError where no value is given. */
export function withCases(typed) {
  let tokens = typed;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const next = tokens[at];
    const begin = at + Number(next.kind === "name");
    const mayBe = next.text === "{" || [...PAIRS, "select", "if"].includes(next.word.toLowerCase());
    const end = mayBe && begin < tokens.length ? endOf(tokens, begin) : -1;
    const cases = end < 0 ? null : found(next, tokens.slice(begin, end + 1));
    if (cases?.rows.length) {
      tokens = [...tokens.slice(0, at), ...chosen(cases, next), ...tokens.slice(end + 1)];
    }
  }
  return tokens;
}

function found(next, group) {
  const parts = parted(group.slice(1, -1), [","]);
  if (next.text === "{") {
    const pairs = parts.map((part) => parted(part, [":"]));
    const rows = pairs.filter((pair) => pair.length === 2);
    const alone = pairs.filter((pair) => pair.length === 1);
    if (!rows.length || alone.length > 1 || (alone.length && pairs.at(-1).length === 2)) return null;
    return { rows, other: alone.length ? alone[0][0] : null };
  }
  const word = next.word.toLowerCase();
  if (next.kind !== "name" || (parts.length < 2 && word !== "piecewise")) return null;
  if (word === "if" && group[0].text === "[" && parts.length === 3) {
    return { rows: [[parts[0], parts[1]]], other: parts[2] };
  }
  return [...PAIRS, "select"].includes(word) ? called(word, parts) : null;
}

const zip = (one, other) => one.slice(0, other.length).map((each, k) => [each, other[k]]);

function called(word, parts) {
  const lists = parts.map(inside).filter((inner) => inner).map((inner) => parted(inner, [","]));
  const pairsOnly = lists.length === parts.length && lists.every((pair) => pair.length === 2);
  if (word === "piecewise" && lists.length && pairsOnly && parts[0][0].text === "(") {
    return { rows: lists.map(([value, condition]) => [condition, value]), other: null };
  }
  const first = inside(parts[0]);
  const rows = parted(first ?? [], [","]).map(inside);
  if (word === "piecewise" && first?.length && parts[0][0].text === "{" && !rows.includes(null)) {
    const pairs = rows.map((row) => parted(row, [","])).filter((pair) => pair.length === 2);
    const other = parts.length === 2 ? parts[1] : [ZERO];
    return { rows: pairs.map(([value, condition]) => [condition, value]), other };
  }
  if (lists.length === 2) {
    const [conditions, values] = lists;
    let other = word === "select" && parts.length === 3 ? parts[2] : [ZERO];
    if (values.length === conditions.length + 1) other = values.at(-1);
    return { rows: zip(conditions, values), other };
  }
  if (lists.length || word === "select") return null;
  const even = parts.filter((_, k) => k % 2 === 0);
  return { rows: zip(even, parts.filter((_, k) => k % 2)), other: parts.length % 2 ? parts.at(-1) : null };
}

/** The cases, the last of which is the rest if the others leave nothing else. */
function chosen(cases, like) {
  const rows = cases.rows.map(([condition, value]) => [condition.map(compared), value]);
  let { other } = cases;
  const conditions = rows.map(([condition]) => condition);
  if (other === null && (isRest(conditions.at(-1)) || (rows.length > 1 && covers(conditions)))) {
    [, other] = rows.pop();
  }
  let out = other ?? [ZERO];
  for (const [condition, value] of rows.reverse()) out = call("where", [condition, value, out], like);
  if (other !== null) return out;
  const sentence = "no value is given where none of the conditions holds: write " +
    `${written(out)}, with the value there for 0, or choose a domain without it`;
  throw new ExpressionError(sentence, like.column);
}

const compared = (each) => (each.word === "=" ? { ...each, kind: "sign", word: "==" } : each);

const isRest = (condition) =>
  condition.length === 1 && DATA.ELSE.includes(condition[0].word.toLowerCase());

/** Whether one of the conditions holds wherever one looks; false for what is not understood. */
function covers(conditions) {
  const chains = conditions.map(chainOf);
  const texts = chains.flatMap((chain) => chain.filter((_, k) => k % 2 === 0));
  const things = [...new Set(texts.filter((text) => numberOf(text) === null))].sort();
  const numbers = [...new Set(texts.map(numberOf).filter((n) => n !== null))].sort((a, b) => a - b);
  if (chains.some((chain) => !chain.length)) return false;
  if (things.length !== (numbers.length ? 1 : 2)) return false;
  let tried;
  if (numbers.length) {
    const middle = numbers.slice(1).map((n, k) => (n + numbers[k]) / 2);
    const places = [numbers[0] - 1, ...numbers, ...middle, numbers.at(-1) + 1];
    tried = places.map((place) => ({ [things[0]]: place }));
  } else {
    tried = [[0, 1], [1, 0], [1, 1]].map(([a, b]) => ({ [things[0]]: a, [things[1]]: b }));
  }
  return tried.every((at) => chains.some((chain) => holds(chain, at)));
}

function chainOf(condition) {
  const chain = [""];
  let depth = 0;
  for (const { word } of condition) {
    depth += Number(word === "(") - Number(word === ")");
    if (depth === 0 && ["and", "or", "not"].includes(word)) return [];
    if (depth === 0 && SIGNS.includes(word)) chain.push(word, "");
    else chain[chain.length - 1] += word;
  }
  return chain.length > 1 && chain.every((text) => text) ? chain : [];
}

const numberOf = (text) => (/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : null);

function holds(chain, at) {
  const values = chain.filter((_, k) => k % 2 === 0).map((text) => at[text] ?? Number(text));
  return chain.filter((_, k) => k % 2).every((sign, k) => {
    const [a, b] = [values[k], values[k + 1]];
    return { "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a === b, "!=": a !== b }[sign];
  });
}

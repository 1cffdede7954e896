/** What other languages write becomes ours, as in uat/functions/expression/spelled.py. */

import { endOf, inRound, inside, parted, step } from "./groups.js";
import { ExpressionError, NOTHING, sign, token, touch } from "./tokens.js";
import { has, isFunction } from "./vocabulary.js";
import { DATA } from "./words.js";
import { endsValue, written } from "./written.js";

const COMPARED = ["==", "!=", "<", "<=", ">", ">=", "not"];
const SET = ["∈", "in"];
const BEFORE_DOMAIN = ["for", "when", "für", "falls", "wenn", "where", "with"];
const isDigits = (text) => /^[0-9]+$/.test(text ?? "");

/** Throws ExpressionError for derivatives, integrals, limits and domains. */
export function respelled(typed, names) {
  requireNoOperation(typed, names);
  const steps = [small, conditional, withCommas, round, junctions, negations];
  const tokens = steps.reduce((read, next) => next(read), typed);
  ofADomain(tokens);
  return tokens;
}

function requireNoOperation(tokens, names) {
  tokens.forEach((next, place) => {
    const [slash, below, more] = [1, 2, 3].map((k) => tokens[place + k] ?? NOTHING);
    const what = names.includes(next.word) ? "" :
      operation(tokens[place - 1] ?? NOTHING, next, slash, below, more);
    if (!what) return;
    throw new ExpressionError(DATA.WORKED_OUT[what], next.column);
  });
}

/** Whether d/dx, f'(x), diff(x^2, x), \int or lim is a derivative or the like. */
function operation(before, next, slash, below, more) {
  if (/^d[a-z]?$/.test(next.word) && slash.word === "/" && more.text) {
    return /^d[a-z]$/.test(below.word) ? "derivative" : "";
  }
  if (["'", "’", "′"].includes(next.text) && endsValue(before) && touch(before, next)) {
    return ["", "(", "+", "-", "="].includes(slash.text) ? "derivative" : "";
  }
  const bare = next.word.split("_")[0].toLowerCase();
  const called = ["(", "["].includes(slash.text) || !/^[A-Za-z_0-9]+$/.test(next.text) || bare === "lim";
  const indexed = next.word.includes("_");
  if (bare === "int" && !(next.text.startsWith("\\") || indexed)) return "";
  return (called || indexed) && has(DATA.OPERATIONS, bare) ? DATA.OPERATIONS[bare] : "";
}

/** eˣ as e^x, and 1½ as 1.5. */
function small(tokens) {
  const out = [];
  for (const next of tokens) {
    const last = out.at(-1) ?? NOTHING;
    if (next.kind === "small") {
      out.push(token("sign", "^", "**", next.column), ...inRound(plain(next), next));
    } else if ("½¼¾⅕⅖⅗⅘⅛⅜⅝⅞".includes(next.text) && isDigits(last.text) && touch(last, next)) {
      out[out.length - 1] = token("number", last.text + next.text, `${last.word}${next.word.slice(1)}`, last.column);
    } else if (next.text === "∜") {
      out.push(token("raised", "⁴", "4", next.column), token(next.kind, "√", "√", next.column + 1));
    } else if (next.text === "." && out.at(-1)?.text === "." && out.at(-2)?.text === ".") {
      out.splice(-2, 2, token("wrong", "…", "…", next.column - 2));
    } else out.push(next);
  }
  return out;
}

/** Small letters and digits as a formula of their own; ˣ² is a power again. */
function plain({ word, column }) {
  const out = [];
  for (const piece of word.match(/[0-9]+|./gu)) {
    if (isDigits(piece) && out.length && endsValue(out.at(-1))) out.push(token("raised", piece, piece, column));
    else if ("+-()".includes(piece)) out.push(token("sign", piece, piece, column));
    else out.push(token(isDigits(piece) ? "number" : "name", piece, piece, column));
  }
  return out;
}

/** f(a; 1,5) as f(a, 1.5): where arguments have a semicolon, decimals have a comma. */
function withCommas(tokens) {
  let depth = 0;
  const found = tokens.some(({ text, word }) => {
    depth += Number(word === "(") - Number(word === ")");
    return text === ";" && depth > 0;
  });
  if (!found) return tokens;
  const out = [];
  tokens.forEach((next, place) => {
    const [whole, comma] = [tokens[place - 2], out.at(-1)];
    const decimal = comma?.text === "," && tokens[place - 1].text === "," && next.kind === "number" && isDigits(whole?.text) &&
      touch(whole, comma) && touch(comma, next);
    if (next.text === ";") out.push(sign(",", next));
    else if (decimal) {
      const [one] = out.splice(-2, 2);
      out.push(token("number", `${one.text},${next.text}`, `${one.text}.${next.word}`, one.column));
    } else out.push(next);
  });
  return out;
}

/** What means something else behind the = of a spreadsheet gets a name of its own. */
export function asInASheet(tokens) {
  if (tokens[0]?.text !== "=") return tokens;
  if (tokens[1]?.word === "-" && tokens[3]?.word === "**") {
    const [a, b] = [written(tokens.slice(2, 3)), written(tokens.slice(4))];
    const sentence = `a spreadsheet takes the sign first: write (-${a})^${b} as there, or -(${a}^${b})`;
    throw new ExpressionError(sentence, tokens[1].column);
  }
  return tokens.map((next, k) => {
    const name = next.word.toLowerCase();
    const known = next.kind === "name" && has(DATA.SHEET, name) && tokens[k + 1]?.word === "(";
    return known ? { ...next, word: DATA.SHEET[name] } : next;
  });
}

/** if c then a else b, a if c otherwise b, and a wenn c sonst b as a if c else b. */
function conditional(tokens) {
  const words = tokens.map(({ word }) => word.toLowerCase());
  const place = words.findIndex((word, k) => DATA.ELSE.includes(word) && k > 2);
  const begin = words.findIndex((word) => word === "if" || word === "wenn");
  const calls = begin === 0 && words[1] === "(" && !words.includes("then");
  if (begin < 0 || begin >= place || calls) return tokens;
  const [if_, else_] = [[begin, "if"], [place, "else"]].map(([k, word]) =>
    token("name", word, word, tokens[k].column));
  if (begin > 0) {
    return [
      ...tokens.slice(0, begin), if_, ...tokens.slice(begin + 1, place), else_, ...tokens.slice(place + 1),
    ];
  }
  const then = words.slice(0, place).findIndex((word) => ["then", "dann", ":"].includes(word));
  const rest = tokens.slice(place + 1 + Number(words[place + 1] === ":"));
  if (then <= 0 || !rest.length || words.filter((word) => word === "if").length > 1) return tokens;
  const parts = [tokens.slice(then + 1, place), tokens.slice(1, then), rest].map((part) => inRound(part, if_));
  return [...parts[0], if_, ...parts[1], else_, ...parts[2]];
}

/** max{x, 0} with round brackets, and sin.(x) without the point. */
function round(tokens) {
  const out = [...tokens];
  tokens.slice(0, -1).forEach((next, place) => {
    if (next.kind !== "name" || !isFunction(next.word.toLowerCase()) || tokens[place + 1].text !== "{") return;
    const end = endOf(tokens, place + 1);
    if (end <= 0) return;
    out[place + 1] = sign("(", out[place + 1]);
    out[end] = sign(")", out[end]);
  });
  return out.filter(({ text }, k) =>
    !(text === "." && out[k + 1]?.word === "(" && out[k - 1]?.kind === "name"));
}

const JUNCTIONS = { "&": "and", "|": "or", and: "and", und: "and", or: "or", oder: "or" };

/** AND(a, b) as (a and b), and (a) & (b) as (a) and (b). */
function junctions(typed) {
  let tokens = typed;
  for (let at = tokens.length - 2; at >= 0; at--) {
    const next = tokens[at];
    const key = has(JUNCTIONS, next.text) ? next.text : next.word.toLowerCase();
    const end = has(JUNCTIONS, key) && ["(", "["].includes(tokens[at + 1].text) ? endOf(tokens, at + 1) : -1;
    if (end < 0) continue;
    const joint = token("name", JUNCTIONS[key], JUNCTIONS[key], next.column);
    const parts = parted(tokens.slice(at + 2, end), [","]);
    if (next.kind === "name" && parts.length > 1 && !endsValue(tokens[at - 1])) {
      const inner = parts.flatMap((part) => [joint, ...inRound(part, next)]).slice(1);
      tokens = [...tokens.slice(0, at), ...inRound(inner, next), ...tokens.slice(end + 1)];
    } else if (["&", "|"].includes(next.text) && holdsComparison(tokens, at, end)) {
      tokens = [...tokens.slice(0, at), joint, ...tokens.slice(at + 1)];
    }
  }
  return tokens;
}

/** Whether conditions in brackets stand on both sides. */
function holdsComparison(tokens, at, end) {
  if (!at || tokens[at - 1].word !== ")") return false;
  let begin = at - 1;
  while (begin >= 0 && endOf(tokens, begin) !== at - 1) begin--;
  const sides = [tokens.slice(begin < 0 ? at : begin, at), tokens.slice(at + 1, end)];
  return sides.every((side) => side.some(({ word }) => COMPARED.includes(word)));
}

/** !(x > 0) and ~(x > 0) as (not (x > 0)). */
function negations(typed) {
  let tokens = typed;
  for (let at = tokens.length - 2; at >= 0; at--) {
    const next = tokens[at];
    if (!"!~¬".includes(next.text) || tokens[at + 1].word !== "(" || endsValue(tokens[at - 1])) continue;
    const end = endOf(tokens, at + 1);
    if (end <= 0) continue;
    const inner = [token("name", "not", "not", next.column), ...tokens.slice(at + 1, end + 1)];
    tokens = [...tokens.slice(0, at), ...inRound(inner, next), ...tokens.slice(end + 1)];
  }
  return tokens;
}

/** Throws ExpressionError for x^2, 0 < x < 1 and x^2 {x > 0}, with the formula alone. */
function ofADomain(tokens) {
  for (const at of endsOf(tokens)) {
    const rest = tokens.slice(at + 1).map(({ word }) => word);
    const opens = tokens[at].text === "{";
    const any = (words) => rest.some((word) => words.includes(word));
    const listed = any([","]) && (opens || !any(SET));
    const chooses = !opens && any(["?", "else"]);
    if (!at || listed || chooses || !any([...COMPARED, ...SET])) continue;
    const told = interval(tokens.slice(at + 1).filter(({ text }) => !"{}".includes(text)));
    const alone = written(tokens.slice(0, at));
    const sentence = `a formula has no domain: write ${alone}, and choose it apart${told}`;
    throw new ExpressionError(sentence, tokens[at].column);
  }
}

/** Where a domain may begin: behind the last comma, the first word or brace. */
function endsOf(tokens) {
  let depth = 0;
  const found = {};
  tokens.forEach((each, at) => {
    if (depth === 0 && each.word === ",") found[","] = at;
    else if (depth === 0 && (each.text === "{" || BEFORE_DOMAIN.includes(each.word))) {
      found[each.text === "{" ? "{" : ""] ??= at;
    }
    depth += step(each);
  });
  return Object.values(found).sort((a, b) => a - b);
}

/** How to choose a < x < b, or x in [a, b]; or any domain. */
function interval(tokens) {
  const chain = parted(tokens, ["<", "<=", "≤"]);
  const held = tokens.length > 2 && SET.includes(tokens[1].word) ? inside(tokens.slice(2)) : null;
  let ends = chain.length === 3 ? [chain[0], chain[2]] : [];
  if (held?.length) ends = parted(held, [","]);
  if (ends.length !== 2 || !ends.every((end) => end.length)) return "";
  const [a, b] = ends.map(written);
  return `, from ${a} to ${b} (-d ${a}:${b})`;
}

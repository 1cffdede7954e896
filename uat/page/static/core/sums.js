/** Sums of finitely many terms are written out, as in uat/functions/expression/sums.py. */

import { endOf, inRound, inside, parted, step } from "./groups.js";
import { ExpressionError, MOST_TOKENS, sign, token } from "./tokens.js";
import { has } from "./vocabulary.js";
import { DATA } from "./words.js";

const { SUM_ENDS, SUM_SIGNS, MOST_TERMS, TOO_LONG, UNREAD } = DATA;

/** Throws ExpressionError for a sum that has no end, or none that is read. */
export function withSums(typed) {
  let tokens = typed;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const next = tokens[at];
    const word = next.kind === "name" ? next.word.toLowerCase() : next.text;
    const behindPoint = at > 0 && tokens[at - 1].text === ".";
    const ofModule = at > 1 && behindPoint && has(DATA.MODULES, tokens[at - 2].word);
    if (!has(SUM_SIGNS, word) || (behindPoint && !ofModule) || at + 1 >= tokens.length) continue;
    const read = byLimits(tokens, at) ?? byCall(tokens, at);
    if (!read) throw new ExpressionError(UNREAD, next.column);
    const out = read.parts ?? terms(read, next);
    if (ofModule) at -= 2;
    const whole = inRound(joined(out, SUM_SIGNS[word], next), next);
    tokens = [...tokens.slice(0, at), ...whole, ...tokens.slice(read.end)];
  }
  return tokens;
}

function joined(parts, mark, like) {
  const out = parts.flatMap((term, k) => [...(k ? [sign(mark, like)] : []), ...inRound(term, like)]);
  const nothing = mark === "+" ? "0" : "1";
  return out.length ? out : [token("number", nothing, nothing, like.column)];
}

function terms({ body, name, first, last }, like) {
  const count = last - first + 1;
  if (count > MOST_TERMS || count * body.length > MOST_TOKENS) {
    throw new ExpressionError(TOO_LONG, like.column);
  }
  const out = [];
  for (let n = first; n <= last; n++) out.push(body.flatMap((each) => counted(each, name, n)));
  return out;
}

/** A number for the name that counts, also in nx, which is n*x. */
function counted(each, name, n) {
  const { kind, word, column } = each;
  if (kind !== "name" || !word.includes(name)) return [each];
  const letters = [...word];
  if (word !== name && !letters.every((letter) => "xyzt".includes(letter) || letter === name)) return [each];
  return (word === name ? [name] : letters).flatMap((letter) => {
    if (letter !== name) return [{ ...each, text: letter, word: letter }];
    const digits = String(Math.abs(n));
    return inRound([...(n < 0 ? [sign("-", each)] : []), token("number", digits, digits, column)], each);
  });
}

/** sum_{n=1}^5 and what follows, up to the next sum or bracket. */
function byLimits(tokens, at) {
  const begin = at + 1 + Number(tokens[at + 1].word === "_");
  const end = begin < tokens.length ? endOf(tokens, begin) : -1;
  const lower = end > 0 ? tokens.slice(begin + 1, end) : [];
  if (lower.length < 3 || lower[0].kind !== "name" || lower[1].word !== "=") return null;
  const [upper, after] = raised(tokens, end + 1);
  const [first, last] = [whole(lower.slice(2)), whole(upper)];
  const stop = endOfTerm(tokens, after);
  if (first === null || last === null || stop === after) {
    throw new ExpressionError(UNREAD, tokens[at].column);
  }
  if (["+", "-"].includes(tokens[stop]?.word)) {
    const sentence = "this can be read in two ways: put what is summed in brackets, and the sum too";
    throw new ExpressionError(sentence, tokens[at].column);
  }
  return { body: tokens.slice(after, stop), name: lower[0].word, first, last, end: stop };
}

function raised(tokens, at) {
  if (tokens[at]?.kind === "raised") return [[tokens[at]], at + 1];
  if (at + 1 >= tokens.length || tokens[at].word !== "**") return [[], at];
  if (!["(", "{"].includes(tokens[at + 1].text)) return [[tokens[at + 1]], at + 2];
  const end = endOf(tokens, at + 1);
  return end < 0 ? [[], at] : [tokens.slice(at + 2, end), end + 1];
}

function endOfTerm(tokens, at) {
  let depth = 0;
  for (let place = at; place < tokens.length; place++) {
    depth += step(tokens[place]);
    if (depth < 0 || (depth === 0 && place > at && SUM_ENDS.includes(tokens[place].word))) return place;
  }
  return tokens.length;
}

/** sum(… for n in range(…)), Sum[…, {n, 1, 5}], sum(…, n, 1, 5), sum(a, b). */
function byCall(tokens, at) {
  const end = endOf(tokens, at + 1);
  if (end < 0 || !["(", "["].includes(tokens[at + 1].text)) return null;
  let inner = tokens.slice(at + 2, end);
  for (let held = inside(inner); held; held = inside(inner)) inner = held;
  const place = inner.findIndex(({ word }) => word === "for");
  if (place >= 0) {
    const range = inRange(inner.slice(place + 1));
    return range && { body: inner.slice(0, place), ...range, end: end + 1 };
  }
  let parts = parted(inner, [","]);
  const limits = parts.length === 2 ? inside(parts[1]) : null;
  if (limits) parts = [parts[0], ...parted(limits, [","])];
  if (parts.length === 4 && parts[1].length === 1 && parts[1][0].kind === "name") {
    const [first, last] = [whole(parts[2]), whole(parts[3])];
    if (first === null || last === null) return null;
    return { body: parts[0], name: parts[1][0].word, first, last, end: end + 1 };
  }
  return parts.length > 1 && parts.every((part) => part.length) ? { parts, end: end + 1 } : null;
}

function inRange(tokens) {
  const words = tokens.map(({ word }) => word);
  if (words.length < 6 || words.slice(1, 4).join(" ") !== "in range (") return null;
  if (endOf(tokens, 3) !== tokens.length - 1) return null;
  const ends = parted(tokens.slice(4, -1), [","]).map(whole);
  if (ends.length > 2 || ends.includes(null)) return null;
  const [first, end] = [0, ...ends].slice(-2);
  return { name: words[0], first, last: end - 1 };
}

function whole(tokens) {
  const text = (inside(tokens) ?? tokens).map(({ word }) => word).join("");
  return /^-?[0-9]{1,6}$/.test(text) ? Number(text) : null;
}

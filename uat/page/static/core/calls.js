/** Functions as people write them, as in uat/functions/expression/calls.py: sin x, sin²x, sin⁻¹(x), √x. */

import { inverse, isOneValue, joined, macro, requireCount } from "./macros.js";
import { sign, token, touch } from "./tokens.js";
import { ALIASES, CONSTANTS, FUNCTIONS, has, isFunction } from "./vocabulary.js";
import { DATA } from "./words.js";
import { written } from "./written.js";

const FACTORS = ["*", "/", "//", "%"];
const isInverse = (power) => power.length === 2 && power[0].word === "-" && power[1].word === "1";

/** Write a function of ours with its bracket; the reader stands at its name. */
export function called(reader, out) {
  const name = reader.next();
  const { opened, inner, closed } = bracket(reader);
  if (closed) requireCount(reader, name, parted(inner));
  out.push(name, sign("(", opened), ...inner);
  if (closed) out.push(sign(")", closed));
}

/** Write a function that has a power of its own, or an argument without a bracket. */
export function bareCall(reader, out) {
  const name = reader.next();
  const kept = reader.at;
  const power = powerOfFunction(reader);
  const withBracket = power.length && ["(", "["].includes(reader.peek().word);
  const args = withBracket ? argumentsOf(reader) : bareArguments(reader, name, power);
  if (!args.length) {
    reader.at = kept;
    if (reader.peek().word === "**" && name.word === "exp") {
      out.push({ ...name, word: "e" });
      return;
    }
    if (reader.peek().word === "**" || reader.peek().kind === "raised") {
      throw reader.told(`the power comes last, as in ${name.shown}(x)^2`, name);
    }
    out.push(name);
  } else if (isInverse(power)) {
    out.push(...inverse(reader, name, args));
  } else {
    out.push(...raised(reader, [name, sign("(", name), ...joined(args, name), sign(")", name)], power));
  }
}

/** Write what a function of elsewhere computes; one that has several meanings is told. */
export function callMacro(reader, out) {
  const name = reader.next();
  const kept = reader.at;
  const power = powerOfFunction(reader);
  const withBracket = ["(", "["].includes(reader.peek().word);
  const args = withBracket ? argumentsOf(reader) : bareArguments(reader, name, power);
  if (!args.every((argument) => argument.length)) {
    throw reader.told(`${name.shown} lacks an argument`, name);
  }
  if (!args.length) {
    reader.at = kept;
    out.push(name);
  } else if (isInverse(power)) {
    out.push(...inverse(reader, name, args));
  } else {
    const made = macro(reader, name, args);
    const whole = isOneValue(made) ? made : [sign("(", name), ...made, sign(")", name)];
    out.push(...raised(reader, whole, power));
  }
}

/** x.clip(0, 1) as clip(x, 0, 1); the reader stands at the point. */
export function method(reader, value) {
  reader.next();
  const name = reader.next();
  const args = [value, ...argumentsOf(reader)];
  if (isFunction(name.word)) return [name, sign("(", name), ...joined(args, name), sign(")", name)];
  const made = macro(reader, name, args);
  return isOneValue(made) ? made : [sign("(", name), ...made, sign(")", name)];
}

/** The power of a function behind its bracket, in brackets where one more power follows. */
function raised(reader, made, power) {
  if (!power.length) return made;
  const whole = [...made, sign("**", power[0]), ...power];
  const onceMore = reader.peek().kind === "raised" || reader.peek().word === "**";
  return onceMore ? [sign("(", power[0]), ...whole, sign(")", power[0])] : whole;
}

/** Write √x, of one value; the reader stands behind the sign. */
export function radical(reader, out, word) {
  const mark = reader.peek(-1);
  if (!reader.beginsValue()) {
    const call = `${word}(x)`;
    throw reader.told(`write ${call}`, mark);
  }
  const first = reader.peek();
  const bare = ["number", "name"].includes(first.kind) && !isFunction(first.word);
  let argument = [];
  if (bare) argument.push(reader.next());
  else if (first.word === "(") argument = joined(argumentsOf(reader), mark);
  else reader.value(argument);
  if (bare) requireEnd(reader, mark, callText(word, ""), argument, { quotients: false });
  out.push(token("name", word, word, mark.column), sign("(", mark), ...argument, sign(")", mark));
}

function bracket(reader) {
  const opened = reader.next();
  const end = opened.word === "(" ? ")" : "]";
  const inner = reader.level([end]);
  return { opened, inner, closed: reader.peek().word === end ? reader.next() : null };
}

function argumentsOf(reader) {
  const { opened, inner, closed } = bracket(reader);
  if (!closed) throw reader.told("this bracket is never closed", opened);
  return parted(inner);
}

function parted(inner) {
  const parts = inner.length ? [[]] : [];
  let depth = 0;
  for (const each of inner) {
    depth += Number(each.word === "(") - Number(each.word === ")");
    if (each.word === "," && depth === 0) parts.push([]);
    else parts.at(-1).push(each);
  }
  return parts;
}

/** The 2 of sin^2(x) or the -1 of sin⁻¹(x), taken; nothing taken if there is none. */
function powerOfFunction(reader) {
  const kept = reader.at;
  if (reader.peek().kind === "raised") {
    const next = reader.next();
    if (reader.peek().text === "√" && touch(next, reader.peek())) {
      throw reader.told(`put ${next.text}√ in brackets, or the power behind`, next);
    }
    const number = token("number", next.word, next.word.replace(/^-/, ""), next.column);
    return next.word.startsWith("-") ? [sign("-", next), number] : [number];
  }
  if (reader.peek().word !== "**") return [];
  reader.next();
  const inBrackets = reader.peek().word === "(";
  if (inBrackets) reader.next();
  const power = reader.peek().word === "-" ? [reader.next()] : [];
  if (reader.peek().kind === "number" && /^[0-9]+$/.test(reader.peek().word)) {
    power.push(reader.next());
    if (!inBrackets) return power;
    if (reader.peek().word === ")") {
      reader.next();
      return power;
    }
  }
  reader.at = kept;
  return [];
}

/** How a call is written; `then`: a power of its value. */
const callText = (word, power) => (argument, then = "") => {
  const made = `${word}(${argument})${power}`;
  return then && power ? `(${made})${then}` : `${made}${then}`;
};

/** The 2x of sin 2x: numbers and constants, then one name, bracket or function. */
function bareArguments(reader, name, power) {
  const word = ALIASES[name.word] ?? name.word;
  const up = power.length ? `^${written(power)}` : "";
  const inverted = up === "^-1" && has(DATA.INVERSES, word);
  const call = inverted ? callText(DATA.INVERSES[word], "") : callText(name.word, up);
  if (isFunction(word) && FUNCTIONS[word][0] > 1) return [];
  const argument = [];
  if (reader.peek().word === "-" && touch(reader.peek(), reader.peek(1))) argument.push(reader.next());
  const first = reader.peek();
  while (reader.beginsValue()) {
    const next = reader.peek();
    const isNumber = next.kind === "number" || CONSTANTS.includes(next.word);
    const factors = argument.some(({ kind }) => kind === "number" || kind === "name");
    const isCall = next.kind === "name" && isFunction(next.word);
    if (isCall && factors) break;
    if (factors) argument.push(sign("*", next));
    if (isNumber || (next.kind === "name" && !isCall)) argument.push(reader.next());
    else reader.value(argument);
    if (!isNumber) break;
  }
  if (!argument.some(({ kind }) => kind === "number" || kind === "name")) {
    reader.at -= argument.length;
    return [];
  }
  const based = name.word === "log" && ["2", "10"].includes(first.word) && argument.length > 1;
  if (based && first.column + [...first.text].length < reader.peek(-1).column) {
    const rest = written(argument.slice(2));
    throw reader.twoWays(first, call(written(argument)), callText(`log${first.word}`, up)(rest));
  }
  const constant = argument.every(({ kind, word: each }) => kind !== "name" || CONSTANTS.includes(each));
  requireEnd(reader, name, call, argument, { constant });
  return [argument];
}

/** Throws ExpressionError if what follows a bare argument may belong to it, or may not. */
function requireEnd(reader, mark, call, argument, { quotients = true, constant = false }) {
  const next = reader.peek();
  const kept = reader.at;
  const a = written(argument);
  if (next.word === "**" || next.kind === "raised" || next.text === "!") {
    const power = [reader.next()];
    if (next.word === "**") {
      if (reader.peek().word === "-") power.push(reader.next());
      if (reader.beginsValue()) reader.value(power);
    }
    const up = written(power);
    throw reader.twoWays(mark, call(a + up), call(a, up));
  }
  if (quotients && FACTORS.includes(next.word)) {
    reader.next();
    if (reader.beginsValue() && !isFunction(reader.peek().word)) {
      const right = [];
      reader.factor(right);
      const more = `${next.word}${written(right)}`;
      throw reader.twoWays(mark, call(a + more), call(a) + more);
    }
    reader.at = kept;
  }
  if (reader.beginsValue() && next.word !== "|" && next.word !== "||") {
    if (isFunction(next.word) && !constant) return;
    const right = [];
    reader.factor(right);
    reader.run(right);
    const b = written(right);
    throw reader.twoWays(mark, call(`${a}*${b}`), `${call(a)}*${b}`);
  }
}

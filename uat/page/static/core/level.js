/** What stands between two brackets, of which signs may be left out; as in uat/functions/expression/level.py. */

import { told } from "./macros.js";
import { NOTHING, isPlain, sign, token, touch } from "./tokens.js";
import { CONSTANTS, isFunction } from "./vocabulary.js";
import { written } from "./written.js";

const JOINED = ["==", "!=", "<", "<=", ">", ">=", "and", "or", "if", "else"];
const QUOTIENTS = ["/", "//", "%"];
const INFIX = ["mod", "xor", "div"];
const COMPARE = "write == to compare; a formula assigns nothing";

/** What stands between two brackets, and where in it sums, terms and factors began. */
export class Level {
  constructor(reader, ends) {
    Object.assign(this, { reader, ends, out: [], piece: 0, whole: 0, term: 0, factor: 0 });
    Object.assign(this, { power: null, before: "", modulo: -1, barred: false });
  }

  read() {
    let wants = true;
    for (;;) {
      const next = this.reader.peek();
      if (next === NOTHING || next.word === ")") break;
      if (wants) wants = !this.operand(next);
      else if (this.ends.includes(next.word) || this.ends.includes(next.text)) break;
      else if (next.word === "||") wants = this.operator({ ...next, kind: "sign", word: "or" });
      else if (this.reader.beginsValue() && !this.isInfix(next)) this.times(next);
      else wants = this.operator(next);
    }
    return this.out;
  }

  operand(next) {
    if (!this.reader.beginsValue()) {
      this.out.push(this.reader.next());
      if (next.word === ",") this.beginPiece(true);
      return false;
    }
    this.factor = this.out.length;
    this.barred = this.barred && next.word !== "|" && next.word !== "||";
    this.power = this.reader.factor(this.out);
    return true;
  }

  beginPiece(whole) {
    this.piece = this.term = this.out.length;
    Object.assign(this, { before: "", modulo: -1, power: null });
    if (whole) this.whole = this.out.length;
  }

  /** A product without its sign. */
  times(next) {
    const { reader, out } = this;
    if (["|", "||"].includes(next.word) && this.barred) {
      throw reader.told("these bars can be paired in two ways: write abs( )", next);
    }
    this.barred = this.barred || wasBar(out);
    const last = out.at(-1);
    const hexadecimal = last.text === "0" && touch(last, next) && next.kind === "name";
    const isUnknown = last.kind === "name" && !CONSTANTS.includes(last.word) && !reader.isInput(last.word);
    if ((next.kind === "number" && !isUnknown) || next.word.startsWith("_") || hexadecimal) {
      throw reader.told(numberAfter(last, next), next);
    }
    if (isUnknown && next.word === "(") {
      reader.value(out);
      return;
    }
    const following = [];
    const power = reader.factor(following);
    if (this.power && this.power.end === out.length) this.requireClearPower(next, following);
    if (QUOTIENTS.includes(this.before)) {
      reader.run(following);
      const above = written(out.slice(this.term, this.factor - 1));
      const slash = out[this.factor - 1].word;
      const [left, right] = [written(out.slice(this.factor)), written(following)];
      const quotient = `(${above}${slash}${left})`;
      throw reader.twoWays(next, `${above}${slash}(${left}*${right})`, `${quotient}*${right}`);
    }
    out.push(sign("*", next));
    const shift = out.length;
    this.factor = shift;
    out.push(...following);
    this.power = power && {
      base: power.base + shift, exponent: power.exponent + shift, end: power.end + shift,
    };
    this.before = "*";
  }

  /** e^2x may be e^2*x or e^(2*x); x^2y and e^x sin(x) are clear. */
  requireClearPower(next, following) {
    const { out, power } = this;
    const whole = out.slice(power.base, power.exponent);
    const base = whole.slice(0, whole.findLastIndex(({ word }) => word === "**"));
    const exponent = out.slice(power.exponent);
    if (exponent.length > 1) return;
    const constant =
      base.length === 1 && (base[0].kind === "number" || CONSTANTS.includes(base[0].word));
    const isNumber = exponent[0].kind === "number";
    const [first] = following;
    if (isFunction(first.word) && !(isNumber && constant)) return;
    if (isNumber && !constant && first.word === "(") return;
    const other = first.kind === "name" && base.length === 1 && first.word !== base[0].word &&
      !CONSTANTS.includes(first.word);
    if (isNumber && /^[0-9]+$/.test(exponent[0].word) && !constant && other) return;
    this.reader.run(following);
    const minus = out[power.exponent - 1].word === "-" ? "-" : "";
    const [left, right] = [written(base), written(following)];
    const up = minus + written(exponent);
    throw this.reader.twoWays(next, `${left}^${up}*${right}`, `${left}^(${up}*${right})`);
  }

  /** Whether x mod 2 is meant, and not a product with a function called mod. */
  isInfix(next) {
    if (next.kind !== "name" || !INFIX.includes(next.word)) return false;
    return this.reader.peek(1).word !== "(" || this.reader.commas() < 1;
  }

  /** Write what follows a value; return whether another value must follow. */
  operator(next) {
    const { reader, out } = this;
    if (next.kind === "name" && INFIX.includes(next.word)) return this.infix(reader.next());
    if (next.text === "?") return this.choice(next);
    if (["=", ":="].includes(next.word) && reader.depth === 1 && this.whole === 0) {
      throw this.equation(next);
    }
    if (next.text === "%" && out.at(-1).kind === "number") this.requireNoPercent(next);
    if (this.modulo >= 0 && ["+", "-", "*", ...QUOTIENTS].includes(next.word)) this.remainder(next);
    out.push(next);
    reader.next();
    if (next.word === "," || JOINED.includes(next.word)) this.beginPiece(next.word === ",");
    else if (next.word === "+" || next.word === "-") this.term = out.length;
    this.before = next.word;
    return true;
  }

  /** Throws ExpressionError for 50% x, which is half of x, or 50 % x. */
  requireNoPercent(next) {
    const { reader, out } = this;
    const [number, after] = [out.at(-1), reader.peek(1)];
    if (!touch(number, next) || after === NOTHING || touch(next, after)) return;
    reader.next();
    if (reader.beginsValue()) {
      const right = [];
      reader.factor(right);
      const of = written(right);
      throw reader.twoWays(next, `${number.word}/100*${of}`, `mod(${number.word}, ${of})`);
    }
    reader.at -= 1;
  }

  infix(next) {
    const { reader, out } = this;
    if (next.word === "mod" && this.term === this.piece) {
      out.push(sign("%", next));
      this.modulo = out.length;
      this.before = "%";
      return true;
    }
    const left = out.slice(this.piece);
    const read = reader.level([...this.ends, ","]);
    const right = read.length ? read : [token("name", "y", "y", next.column)];
    const [a, b] = [written(left), written(right)];
    if (next.word === "mod") {
      const last = written(out.slice(this.term));
      const first = written(out.slice(this.piece, this.term));
      throw reader.twoWays(next, `mod(${a}, ${b})`, `${first} mod(${last}, ${b})`);
    }
    if (next.word === "xor") {
      const whole = out.slice(this.whole);
      const one = written(whole);
      const conditions = [...whole, ...right].some(({ word }) => JOINED.includes(word));
      throw reader.told(conditions ? `write (${one}) != (${b})` : told("xor", one, b), next);
    }
    const wrap = (part) => ([...part].length > 1 ? `(${part})` : part);
    throw reader.told(told("div", wrap(a), wrap(b)), next);
  }

  /** x mod 1 + 2 may be mod(x, 1) + 2 or mod(x, 1 + 2). */
  remainder(next) {
    const { reader, out } = this;
    const a = written(out.slice(this.piece, this.modulo - 1));
    const b = written(out.slice(this.modulo));
    reader.next();
    const rest = ` ${next.word} ${written(reader.level([...this.ends, ","]))}`;
    throw reader.twoWays(next, `mod(${a}, ${b})${rest}`, `mod(${a}, ${b}${rest})`);
  }

  /** c ? a : b, of which the condition is all that stands before. */
  choice(next) {
    const { reader, out } = this;
    const condition = out.slice(this.whole);
    reader.next();
    const chosen = reader.level([":", ","]);
    if (reader.peek().text !== ":") {
      throw reader.told("write a if condition else b, or where(condition, a, b)", next);
    }
    const colon = reader.next();
    const other = reader.level([...this.ends, ","]);
    const parts = [chosen, condition, other].map((part) => inBrackets(part, next));
    const words = [token("name", "if", "if", next.column), token("name", "else", "else", colon.column)];
    out.length = this.whole;
    out.push(...parts[0], words[0], ...parts[1], words[1], ...parts[2]);
    return false;
  }

  equation(next) {
    const { reader, out } = this;
    if (out.some(({ word }) => word === "if")) return reader.told(COMPARE, next);
    reader.next();
    const right = reader.level([]);
    const compares = [...right, ...out].some(
      ({ kind, word }) => kind === "wrong" || JOINED.includes(word));
    if (!right.length || compares) return reader.told(COMPARE, next);
    const [a, b] = [written(out), written(right)];
    const minus = right.some(({ word }) => word === "+" || word === "-") ? `(${b})` : b;
    return reader.told(`an equation is no function: write ${a} - ${minus}, which is 0 where it holds, or ` +
      `${a} < ${b} for a region`, next);
  }
}

/** Whether the bracket that ends here is that of bars: its name was not typed. */
function wasBar(out) {
  let depth = 0;
  for (let place = out.length - 1; place > 0; place--) {
    depth += Number(out[place].word === ")") - Number(out[place].word === "(");
    if (depth === 0) return out[place - 1].word === "abs" && out[place - 1].column === out[place].column;
  }
  return false;
}

/** What to say of a number right behind a value, or of a name right behind 0. */
function numberAfter(before, next) {
  if (next.word.startsWith("_")) {
    const one = "write where(condition, 1, 0) for what is 1 where a condition holds";
    return next.word === "_" ? one : "write numbers without _";
  }
  if (next.kind !== "number") return "write numbers in decimal digits: 16 for 0x10";
  if (before.kind === "number" && !isPlain(next)) {
    return `a sign is missing: write ${before.shown} + ${next.word} or ${before.shown}*${next.word}`;
  }
  if (before.kind === "number") return "a sign is missing between two numbers";
  const left = before.word === ")" ? "(…)" : before.shown;
  return `a sign is missing: write ${left}*${next.shown} or ${left}^${next.shown}`;
}

const inBrackets = (tokens, like) =>
  tokens.some(({ word }) => word === "if") ? [sign("(", like), ...tokens, sign(")", like)] : tokens;

/** The notations that people type become plain tokens, as in uat/functions/expression/reading.py. */

import { bareCall, callMacro, called, method, radical } from "./calls.js";
import { withCases } from "./cases.js";
import { withoutHeading } from "./heading.js";
import { isLatex, withoutLatex } from "./latex.js";
import { Level } from "./level.js";
import { isOneValue, macro } from "./macros.js";
import { isIndexed, isMacro, isTold, resolved } from "./names.js";
import { asInASheet, respelled } from "./spelled.js";
import { withSums } from "./sums.js";
import { EMPTY, ExpressionError, NOTHING, isPlain, requireFew, sign, token, touch } from "./tokens.js";
import { WORDS, has, isFunction } from "./vocabulary.js";
import { DATA } from "./words.js";

const DEEPEST = 64;
const MOST_NESTED = 100;
const AROUND = { "⌊": ["floor", "⌋"], "⌈": ["ceil", "⌉"] };
const ROOTS = { "√": "sqrt", "∛": "cbrt" };

/**
 * The formula in the plain grammar, as far as it can be read. Throws ExpressionError.
 * @param {object[]} typed
 * @param {string[] | null} given the inputs, or null if they are still to be found
 * @returns {{tokens: object[], names: string[] | null, changed: boolean}} names: those of a heading
 */
export function readNotation(typed, given) {
  const headed = withoutHeading(asInASheet(isLatex(typed) ? withoutLatex(typed) : typed));
  const { names } = headed;
  const known = given ?? names ?? [];
  const tokens = withCases(withSums(respelled(headed.tokens, known), known));
  const reader = new Reader(resolved(tokens, given ?? names), given ?? names);
  let plain = reader.level([]);
  plain.push(...reader.tokens.slice(reader.at));
  const wrapped = plain.length && typed[0].word !== "(" && plain[0].word === "(" && isOneValue(plain);
  if (wrapped) plain = plain.slice(1, -1);
  if (!plain.length) throw new ExpressionError(EMPTY, 1);
  requireFew(plain);
  const same = plain.length === typed.length && plain.every(({ word }, k) => word === typed[k].word);
  return { tokens: plain, names, changed: !(same && typed.every(isPlain)) };
}

/** One pass over the tokens; each method writes what it reads at the end of a list. */
class Reader {
  constructor(tokens, names) {
    Object.assign(this, { tokens: tokens.flatMap(fraction), names, at: 0, depth: 0, nested: 0 });
  }

  peek(ahead = 0) {
    return this.tokens[this.at + ahead] ?? NOTHING;
  }

  next() {
    return this.tokens[this.at++];
  }

  told(sentence, { column }) {
    return new ExpressionError(sentence, column);
  }

  twoWays(next, one, other) {
    return this.told(`this can be read in two ways: write ${one} or ${other}`, next);
  }

  beginsValue() {
    const { kind, text, word } = this.peek();
    if (kind === "name") return !WORDS.includes(word) || this.isIf();
    if (kind === "number" || ["(", "|", "||"].includes(word)) return true;
    if (kind === "raised") return this.peek(1).text === "√";
    return Object.hasOwn(AROUND, text) || Object.hasOwn(ROOTS, text);
  }

  /** Whether this is if(condition, a, b), as spreadsheets have it. */
  isIf() {
    return this.peek().word === "if" && this.peek(1).word === "(" && this.commas() === 2;
  }

  /** How many commas the bracket after this token has of its own. */
  commas() {
    let [depth, count] = [0, 0];
    for (let place = this.at + 1; place < this.tokens.length; place++) {
      const { word } = this.tokens[place];
      depth += Number(word === "(") - Number(word === ")");
      count += Number(depth === 1 && word === ",");
      if (depth === 0) return count;
    }
    return -1;
  }

  isInput(word) {
    if (this.names) return this.names.includes(word);
    return [...word].length === 1 || isIndexed(word);
  }

  /** Read up to a closing bracket, or one of `ends` after a value; neither is taken. */
  level(ends) {
    this.depth += 1;
    if (this.depth > DEEPEST) {
      throw this.told(`brackets may be at most ${DEEPEST - 1} deep`, this.peek(-1));
    }
    const out = new Level(this, ends).read();
    this.depth -= 1;
    return out;
  }

  /** Write a value with its powers; return the last power: where its parts are. */
  factor(out) {
    let power = null;
    const base = out.length;
    this.value(out);
    while (this.peek().word === "**") {
      out.push(this.next());
      while (["+", "-"].includes(this.peek().word)) out.push(this.next());
      if (!this.beginsValue()) return null;
      const exponent = out.length;
      this.value(out);
      power = { base, exponent, end: out.length };
    }
    return power;
  }

  /** Write a number, a name, a bracket, or a function of its argument, with ² and !. */
  value(out) {
    const begin = out.length;
    const next = this.peek();
    this.nested += 1;
    if (this.nested > MOST_NESTED) throw this.told("the formula is nested too deep", next);
    if (next.word === "|" || next.word === "||") this.bars(out);
    else if (Object.hasOwn(AROUND, next.text)) this.around(out);
    else if (Object.hasOwn(ROOTS, next.text)) radical(this, out, ROOTS[this.next().text]);
    else if (next.kind === "raised") this.indexedRoot(out);
    else if (this.isIf()) this.where(out);
    else if (next.kind === "name" && isFunction(next.word)) {
      if (["(", "["].includes(this.peek(1).word)) called(this, out);
      else bareCall(this, out);
    } else if (next.kind === "name" && this.isElsewhere(next.word)) callMacro(this, out);
    else {
      out.push(this.next());
      if (next.word === "(") this.restOfBrackets(out);
    }
    while (this.peek().text === "!" || this.peek().kind === "raised" || this.isMethod()) {
      if (this.isMethod()) {
        out.push(...method(this, out.splice(begin)));
        continue;
      }
      const mark = this.next();
      if (mark.kind === "raised" && this.peek().text === "√" && touch(mark, this.peek())) {
        throw this.told(`write a sign in front of ${mark.text}√, or behind ${mark.text}`, mark);
      }
      if (mark.kind === "raised") out.push(mark);
      else out.push(...this.factorial(out.splice(begin), mark));
    }
    this.nested -= 1;
  }

  /** Write the other factors of a product without signs, so that a hint holds all of it. */
  run(out) {
    while (this.beginsValue() && !["mod", "xor", "div"].includes(this.peek().word)) {
      out.push(sign("*", this.peek()));
      this.factor(out);
    }
  }

  /** ³√x as cbrt(x). */
  indexedRoot(out) {
    const [index, mark] = [this.next(), this.next()];
    const inner = [];
    radical(this, inner, "sqrt");
    const number = [token("number", index.word, index.word, index.column)];
    out.push(...macro(this, { ...mark, word: "root" }, [inner.slice(2, -1), number]));
  }

  where(out) {
    this.tokens[this.at] = { ...this.peek(), word: "where" };
    called(this, out);
  }

  /** Whether x.sin() follows, a function of what stands before the point. */
  isMethod() {
    const { kind, word } = this.peek(1);
    const known = kind === "name" && (isFunction(word) || has(DATA.MACROS, word)) &&
      !DATA.NO_METHODS.includes(word);
    return this.peek().text === "." && known && this.peek(2).word === "(";
  }

  isElsewhere(word) {
    return (isMacro(word) || isTold(word)) && !this.names?.includes(word);
  }

  restOfBrackets(out) {
    out.push(...this.level([]));
    if (this.peek().word === ")") out.push(this.next());
  }

  factorial(of, mark) {
    if (this.peek().text === "!") {
      throw this.told("a double factorial has no place in a formula", mark);
    }
    const one = token("number", "1", "1", mark.column);
    const name = token("name", "gamma", "gamma", mark.column);
    return [name, sign("(", mark), ...of, sign("+", mark), one, sign(")", mark)];
  }

  /** |x| as abs(x). */
  bars(out) {
    const bar = this.next();
    if (this.peek().text === ">" && touch(bar, this.peek())) throw this.told(DATA.ADVICE["|>"], bar);
    if (bar.word === "||") this.tokens.splice(this.at - 1, 1, ...halves(bar));
    const inner = this.level(["|", "||"]);
    const end = this.peek();
    if (end.word !== "|" && end.word !== "||") {
      const sentence = "this bar is never closed: write abs(x) for the absolute value, or the word or between conditions";
      throw this.told(sentence, bar);
    }
    if (end.word === "||") this.tokens.splice(this.at, 1, ...halves(end));
    this.next();
    out.push(token("name", "abs", "abs", bar.column), sign("(", bar), ...inner, sign(")", end));
  }

  /** ⌊x⌋ as floor(x). */
  around(out) {
    const begin = this.next();
    const [word, end] = AROUND[begin.text];
    const inner = this.level([end]);
    if (this.peek().text !== end) {
      throw this.told(`this bracket is never closed: write ${word}(x)`, begin);
    }
    const name = token("name", word, word, begin.column);
    out.push(name, sign("(", begin), ...inner, sign(")", this.next()));
  }
}

const halves = ({ column }) => [token("wrong", "|", "|", column), token("wrong", "|", "|", column + 1)];

/** ⅓ as a bracket of its own, because 0.333… is not the same number. */
function fraction(each) {
  if (each.kind !== "number" || !each.word.includes("/")) return [each];
  const [over, under] = each.word.split("/").map((digit) => token("number", digit, digit, each.column));
  return [sign("(", each), over, sign("/", each), under, sign(")", each)];
}

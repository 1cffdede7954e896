/** Every token must stand where a formula allows it; the first one that does not is the error. */

import { isIndexed } from "./names.js";
import { ExpressionError, NOTHING } from "./tokens.js";
import { ALIASES, CONSTANTS, FUNCTIONS, WORDS, isFunction } from "./vocabulary.js";
import {
  missingAfter, missingValue, strayComma, unbracketed, unknown, wrong, wrongCount,
} from "./wording.js";

const DEEPEST_BRACKETS = 64;
const INFIX = new Set(
  ["+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or"],
);
const BEFORE_NOT = new Set(["", "(", ",", "and", "or", "not", "if", "else"]);

/** The inputs of a formula, from the names in it; see uat/functions/expression/grammar.py. */
export function inferNames(tokens) {
  const isFree = (name) => !isFunction(name) && !CONSTANTS.includes(name) && !WORDS.includes(name);
  const free = tokens.filter((t) => t.kind === "name" && isFree(t.word)).map((t) => t.word);
  const letters = ["x", "y", "z"].filter((name) => free.includes(name));
  if (letters.length) return letters;
  const indexed = free.filter(isIndexed).map((n) => Number(n.slice(1)));
  if (indexed.length) return Array.from({ length: Math.max(...indexed) }, (_, i) => `x${i + 1}`);
  return [free.find((name) => name.length === 1 && name !== "_") ?? "x"];
}

/**
 * Throws ExpressionError at the first token that is unknown or out of place.
 * @param {object[]} tokens
 * @param {string[]} names the inputs
 * @param {boolean} inferred whether they come from `inferNames`
 */
export function check(tokens, names, inferred) {
  new Check(tokens, names, inferred).run();
}

/** One pass over the tokens, with a stack of open brackets. */
class Check {
  constructor(tokens, names, inferred) {
    Object.assign(this, { tokens, names, inferred });
    this.open = [{ opened: null, callee: null, commas: 0, condition: null }];
    this.place = 0;
    this.wantsOperand = true;
  }

  run() {
    this.tokens.forEach((token, place) => {
      this.place = place;
      if (["wrong", "latex", "arrow"].includes(token.kind)) throw this.error(wrong(token), token);
      if (this.wantsOperand) this.operand(token);
      else this.operator(token);
    });
    this.end();
  }

  get bracket() {
    return this.open[this.open.length - 1];
  }

  get spot() {
    const { tokens, place } = this;
    const before = place ? tokens[place - 1] : NOTHING;
    return { before, token: tokens[place], after: tokens[place + 1] ?? NOTHING };
  }

  error(sentence, token) {
    return new ExpressionError(sentence, token.column);
  }

  operand(token) {
    if (token.kind === "number") {
      this.wantsOperand = false;
    } else if (token.kind === "raised") {
      throw this.error(`the power ${token.text} has nothing in front of it`, token);
    } else if (token.word === "(") {
      this.push(token);
    } else if (token.word === "not") {
      if (!BEFORE_NOT.has(this.spot.before.word)) {
        throw this.error("put the condition in brackets: (not …)", token);
      }
    } else if (token.kind === "name" && !WORDS.includes(token.word)) {
      this.name(token);
    } else if (token.word !== "+" && token.word !== "-") {
      throw this.error(missingValue(this.spot, this.bracket.opened), token);
    }
  }

  name(token) {
    if (isFunction(token.word)) {
      const { after } = this.spot;
      if (after.word !== "(" && after.kind === "wrong" && /^\p{L}/u.test(after.text)) {
        throw this.error(wrong(after), after);
      }
      if (after.word !== "(") throw this.error(unbracketed(this.spot), token);
    } else if (this.names.includes(token.word) || CONSTANTS.includes(token.word)) {
      this.wantsOperand = false;
    } else {
      throw this.error(unknown(this.spot, this.names, this.inferred, this.tokens), token);
    }
  }

  push(token) {
    const { before } = this.spot;
    const callee = before.kind === "name" && isFunction(before.word) ? before : null;
    this.open.push({ opened: token, callee, commas: 0, condition: null });
    if (this.open.length > DEEPEST_BRACKETS) {
      throw this.error(`brackets may be at most ${DEEPEST_BRACKETS - 1} deep`, token);
    }
  }

  operator(token) {
    const { bracket, spot } = this;
    if (INFIX.has(token.word)) {
      if (token.word === "**" && spot.before.kind === "raised") {
        throw this.error("put the power below it in brackets, as in (x²)^3", token);
      }
      this.wantsOperand = true;
    } else if (token.kind === "raised") {
      if (spot.before.kind === "raised") throw this.error("put the power below it in brackets", token);
    } else if (token.word === "if") {
      if (bracket.condition) throw this.error("put the inner a if c else b in brackets", token);
      bracket.condition = token;
      this.wantsOperand = true;
    } else if (token.word === "else") {
      if (!bracket.condition) throw this.error("else without if: write a if condition else b", token);
      bracket.condition = null;
      this.wantsOperand = true;
    } else if (token.word === ",") {
      this.comma(token);
    } else if (token.word === ")") {
      this.close(token);
    } else if (token.word === "not") {
      throw this.error("write and, or, or != in front of not", token);
    } else {
      throw this.error(`a sign is missing in front of ${token.shown}`, token);
    }
  }

  comma(token) {
    this.noOpenCondition();
    if (!this.bracket.callee) throw this.error(strayComma(this.spot, false), token);
    this.bracket.commas += 1;
    this.wantsOperand = true;
  }

  close(token) {
    const { opened, callee, commas } = this.bracket;
    if (!opened) throw this.error("this bracket closes nothing", token);
    this.noOpenCondition();
    if (callee) this.countArguments(callee, commas + 1);
    this.open.pop();
  }

  end() {
    const last = this.tokens[this.tokens.length - 1];
    const { opened } = this.bracket;
    if (opened && (!this.wantsOperand || last === opened)) {
      throw this.error("this bracket is never closed", opened);
    }
    if (this.wantsOperand) throw this.error(missingAfter(last), last);
    this.noOpenCondition();
  }

  noOpenCondition() {
    const { condition } = this.bracket;
    if (condition) throw this.error("if without else: write a if condition else b", condition);
  }

  countArguments(callee, count) {
    const range = FUNCTIONS[ALIASES[callee.word] ?? callee.word];
    if (count < range[0] || count > range[1]) {
      throw this.error(wrongCount(callee, range, count), callee);
    }
  }
}

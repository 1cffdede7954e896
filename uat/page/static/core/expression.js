/** A formula that has been read: the same grammar, values and errors as uat/functions/expression. */

import { NUMERIC, compare } from "./functions.js";
import { check, inferNames } from "./grammar.js";
import { ExpressionError, plainLetters, readTokens } from "./tokens.js";
import { readNotation } from "./reading.js";
import { buildTree } from "./tree.js";
import { written } from "./written.js";

export { ExpressionError } from "./tokens.js";

const CONSTANTS = { pi: Math.PI, e: Math.E, tau: 2 * Math.PI };

/** A formula of some inputs. */
export class Expression {
  /**
   * @param {string} text in the plain grammar
   * @param {string[]} names
   * @param {object} tree
   * @param {string} typed what was read, where that is not in the plain grammar; else ""
   */
  constructor(text, names, tree, typed = "") {
    this.text = text;
    this.typed = typed;
    this.names = names;
    this.at = compile(tree, names);
  }

  /**
   * The values at numbers or arrays, one for each input by its name.
   * @param {Object<string, number | Float64Array>} inputs
   * @returns {number | Float64Array}
   */
  evaluate(inputs) {
    const given = this.names.map((name) => inputs[name]);
    const long = given.find((value) => typeof value !== "number" && value !== undefined);
    const point = given.map((value) => (typeof value === "number" ? value : 0));
    if (long === undefined) return this.at(point);
    const values = new Float64Array(long.length);
    const moving = given.flatMap((value, k) => (typeof value === "number" ? [] : [[k, value]]));
    for (let i = 0; i < values.length; i++) {
      for (const [k, value] of moving) point[k] = value[i];
      values[i] = this.at(point);
    }
    return values;
  }
}

/**
 * Read a formula. Throws ExpressionError, which knows the column.
 * @param {string} text
 * @param {{names?: string[]}} [options] names: the inputs in order; by default those that occur
 */
export function parse(text, { names } = {}) {
  if (typeof text !== "string") throw new TypeError("a formula is text");
  const plain = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  const { tokens, names: own, changed: reads } = readNotation(readTokens(plain), names ?? null);
  const changed = reads || plainLetters(plain) !== plain;
  const given = names ?? own;
  const allowed = given ?? inferNames(tokens);
  check(tokens, allowed, !given);
  const tree = buildTree(tokens);
  return new Expression(changed ? written(tokens) : plain, allowed, tree, changed ? plain : "");
}

/** A function of a point, an array with a number for each input. */
function compile(tree, names) {
  if ("number" in tree) {
    const { number } = tree;
    return () => number;
  }
  if ("name" in tree) {
    const place = names.indexOf(tree.name);
    if (place >= 0) return (point) => point[place];
    const value = CONSTANTS[tree.name];
    return () => value;
  }
  const parts = tree.args.map((part) => compile(part, names));
  return tree.signs ? chain(tree.signs.map(compare), parts) : applied(tree.apply, parts);
}

/** 0 < x < 1 is 1 where every link holds, else 0. */
function chain(links, parts) {
  return (point) => {
    let every = 1;
    let left = parts[0](point);
    links.forEach((link, k) => {
      const right = parts[k + 1](point);
      every *= link(left, right);
      left = right;
    });
    return every;
  };
}

function applied(name, parts) {
  const [a, b, c] = parts;
  switch (name) {
    case "add":
      return fold(parts, (x, y) => x + y);
    case "multiply":
      return fold(parts, (x, y) => x * y);
    case "min":
      return fold(parts, NUMERIC.min);
    case "max":
      return fold(parts, NUMERIC.max);
    case "where":
      return (point) => (a(point) !== 0 ? b(point) : c(point));
    case "all_of":
      return (point) => Number(parts.every((part) => part(point) !== 0));
    case "any_of":
      return (point) => Number(parts.some((part) => part(point) !== 0));
    default: {
      const f = NUMERIC[name];
      if (parts.length === 1) return (point) => f(a(point));
      if (parts.length === 2) return (point) => f(a(point), b(point));
      return (point) => f(a(point), b(point), c(point));
    }
  }
}

function fold(parts, f) {
  const [first, ...rest] = parts;
  if (rest.length === 1) {
    const [second] = rest;
    return (point) => f(first(point), second(point));
  }
  return (point) => {
    let value = first(point);
    for (const part of rest) value = f(value, part(point));
    return value;
  };
}

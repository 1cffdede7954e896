/**
 * The tree of a formula whose tokens passed `check`, with the ranks that signs have in Python.
 *
 * A node is {number}, {name}, {apply, args} or {signs, args} for a chain such as 0 < x <= 1. The
 * names of `apply` are those of the vocabulary, and add, multiply, negate, divide, floor_divide,
 * all_of, any_of, negation.
 */

import { ExpressionError } from "./tokens.js";
import { ALIASES, isFunction } from "./vocabulary.js";

const DEEPEST_TREE = 100;
const TOO_DEEP = `the formula is nested more than ${DEEPEST_TREE} deep`;
const QUOTIENTS = { "/": "divide", "//": "floor_divide", "%": "mod" };
const COMPARISONS = new Set(["<", "<=", ">", ">=", "==", "!="]);

/** @param {object[]} tokens */
export function buildTree(tokens) {
  const tree = build(new Reader(tokens).whole(), 1, tokens);
  if (depth(tree) > DEEPEST_TREE) throw new ExpressionError(TOO_DEEP, 1);
  return tree;
}

/** How many nodes the longest way down has. */
function depth(tree) {
  let deepest = 0;
  for (let level = [tree]; level.length; level = level.flatMap((node) => node.args ?? [])) deepest++;
  return deepest;
}

/** Reads tokens into nodes {kind, start, …}, one method for each rank of signs. */
class Reader {
  constructor(tokens) {
    this.tokens = tokens;
    this.at = 0;
  }

  get word() {
    const token = this.tokens[this.at];
    return token && token.kind !== "number" ? token.word : "";
  }

  whole() {
    const start = this.at;
    const chosen = this.either();
    if (this.word !== "if") return chosen;
    this.at++;
    const condition = this.either();
    this.at++; // else
    return { kind: "call", callee: "where", args: [condition, chosen, this.whole()], start };
  }

  either() {
    return this.joined("or", "any_of", () => this.both());
  }

  both() {
    return this.joined("and", "all_of", () => this.negated());
  }

  joined(word, callee, next) {
    const start = this.at;
    const args = [next()];
    while (this.word === word) {
      this.at++;
      args.push(next());
    }
    return args.length > 1 ? { kind: "call", callee, args, start } : args[0];
  }

  negated() {
    const start = this.at;
    if (this.word !== "not") return this.compared();
    this.at++;
    return { kind: "call", callee: "negation", args: [this.negated()], start };
  }

  compared() {
    const start = this.at;
    const args = [this.sum()];
    const signs = [];
    while (COMPARISONS.has(this.word)) {
      signs.push(this.tokens[this.at++].word);
      args.push(this.sum());
    }
    return signs.length ? { kind: "compare", signs, args, start } : args[0];
  }

  sum() {
    return this.chain("sum", ["+", "-"], () => this.product());
  }

  product() {
    return this.chain("product", ["*", "/", "//", "%"], () => this.signed());
  }

  /** A chain of signs of one rank: the first operand, and pairs of sign and operand. */
  chain(kind, signs, next) {
    const start = this.at;
    const first = next();
    const rest = [];
    while (signs.includes(this.word)) {
      const sign = this.tokens[this.at++].word;
      rest.push([sign, next()]);
    }
    return rest.length ? { kind, first, rest, start } : first;
  }

  signed() {
    const start = this.at;
    const sign = this.word;
    if (sign !== "+" && sign !== "-") return this.power();
    this.at++;
    const operand = this.signed();
    if (sign === "+") return { kind: "plus", operand, start };
    return { kind: "call", callee: "negate", args: [operand], start };
  }

  power() {
    const start = this.at;
    const base = this.value();
    const token = this.tokens[this.at];
    if (token?.kind === "raised") {
      this.at++;
      const exponent = { kind: "number", value: Number(token.word), start: this.at - 1 };
      return { kind: "call", callee: "power", args: [base, exponent], start };
    }
    if (this.word !== "**") return base;
    this.at++;
    return { kind: "call", callee: "power", args: [base, this.signed()], start };
  }

  value() {
    const start = this.at;
    const token = this.tokens[this.at++];
    if (token.kind === "number") return { kind: "number", value: Number(token.word), start };
    if (token.word === "(") {
      const inner = this.whole();
      this.at++;
      return inner;
    }
    if (!isFunction(token.word)) return { kind: "name", name: token.word, start };
    this.at++; // the bracket
    const args = [this.whole()];
    while (this.word === ",") {
      this.at++;
      args.push(this.whole());
    }
    this.at++;
    return { kind: "call", callee: ALIASES[token.word] ?? token.word, args, start };
  }
}

/** Nodes become the tree; x - y is add(x, negate(y)), and long sums and products are one node. */
function build(node, level, tokens) {
  if (level > DEEPEST_TREE) throw new ExpressionError(TOO_DEEP, tokens[node.start].column);
  const down = (child) => build(child, level + 1, tokens);
  switch (node.kind) {
    case "number":
      return { number: node.value };
    case "name":
      return { name: node.name };
    case "plus":
      return down(node.operand);
    case "compare":
      return { signs: node.signs, args: node.args.map(down) };
    case "sum":
      return sum(down(node.first), node.rest, down);
    case "product":
      return product(down(node.first), node.rest, down);
    default:
      return { apply: node.callee, args: node.args.map(down) };
  }
}

function sum(first, rest, down) {
  const args = first.apply === "add" ? [...first.args] : [first];
  for (const [sign, operand] of rest) {
    const term = down(operand);
    args.push(sign === "+" ? term : { apply: "negate", args: [term] });
  }
  return { apply: "add", args };
}

function product(first, rest, down) {
  let made = first;
  for (const [sign, operand] of rest) {
    const factor = down(operand);
    if (sign !== "*") made = { apply: QUOTIENTS[sign], args: [made, factor] };
    else if (made.apply === "multiply") made = { apply: "multiply", args: [...made.args, factor] };
    else made = { apply: "multiply", args: [made, factor] };
  }
  return made;
}

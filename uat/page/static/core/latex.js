/** The common part of LaTeX becomes plain tokens, as in uat/functions/expression/latex.py. */

import { inside, parted } from "./groups.js";
import { sign, token } from "./tokens.js";
import { DATA } from "./words.js";

const FRACTIONS = ["\\frac", "\\dfrac", "\\tfrac", "\\cfrac"];
const NAMED = ["\\operatorname", "\\mathrm", "\\text", "\\textrm", "\\mathit"];
const IN_ROWS = ["cases", "dcases", "rcases", "array", "matrix"];
const DEEPEST = 64;

/** Whether there is a command, a dollar sign, or a group after ^ or _. */
export function isLatex(tokens) {
  const group = tokens.some(({ text }, k) => {
    const before = tokens[k - 1];
    return text === "{" && before && (before.word === "**" || before.text.endsWith("_"));
  });
  return group || tokens.some(({ kind, text }) => kind === "latex" || text === "$");
}

/** The same formula without LaTeX; what is not known stays, to be reported. */
export function withoutLatex(tokens) {
  let inner = tokens;
  while (inner.length > 2 && inner[0].text === "$" && inner.at(-1).text === "$") {
    inner = inner.slice(1, -1);
  }
  if (inner[0].text === "\\(" && !inner.some(({ text }) => text === "\\)")) {
    const name = token("name", "\\", "function", inner[0].column);
    inner = [name, sign("(", inner[0]), ...inner.slice(1)];
  }
  while (inner.length > 1 && inner.at(-1).text === "\\\\") inner = inner.slice(0, -1);
  return new Converter(inner).until("", 0);
}

const bracketed = (inner, like) =>
  inner.length === 1 ? inner : [sign("(", like), ...inner, sign(")", like)];

/** A value and its condition turned round: x & x > 0 is x > 0: x. */
function caseOf(row, like) {
  const place = ["&", ","].map((mark) => row.findLastIndex(({ text }) => text === mark)).find((k) => k >= 0);
  const value = trimmed(row.slice(0, place ?? row.length));
  let condition = trimmed(row.slice((place ?? row.length) + 1));
  const held = inside(condition);
  condition = trimmed(held?.length ? held : condition);
  while (condition.length && DATA.IF.includes(condition[0].word.toLowerCase())) condition = condition.slice(1);
  return condition.length ? [...condition, token("wrong", ":", ":", like.column), ...value] : value;
}

function trimmed(tokens) {
  let end = tokens.length;
  while (end && [",", ".", ";", "&"].includes(tokens[end - 1].text)) end--;
  return tokens.slice(0, end);
}

/** Reads tokens from left to right, one method for each form with groups. */
class Converter {
  constructor(tokens) {
    this.tokens = tokens;
    this.at = 0;
  }

  until(end, depth) {
    const out = [];
    while (this.at < this.tokens.length) {
      const next = this.tokens[this.at++];
      if (end && next.text === end) return out;
      if (depth > DEEPEST) out.push(next);
      else out.push(...this.one(next, out, depth));
    }
    return out;
  }

  one(next, out, depth) {
    if (FRACTIONS.includes(next.text)) {
      const over = this.operand(next, depth);
      const under = over.length ? this.operand(next, depth) : [];
      return under.length ? bracketed([...over, sign("/", next), ...under], next) : [next, ...over];
    }
    if (["\\begin", "\\end"].includes(next.text) && this.isNext("{")) {
      if (out.at(-1)?.text === "{") out.pop();
      return this.environment(next, depth);
    }
    if (next.text === "\\operatorname" && this.isNext("*")) this.at += 1;
    if (next.text === "\\right" && this.isNext(".")) this.at += 1;
    if ((next.text === "&" && this.isNext("=")) || (next.text === "$" && depth)) return [];
    if (next.text === "\\sqrt" && this.isNext("[")) {
      return this.root(next, this.group(next, depth, "]"), depth);
    }
    if (NAMED.includes(next.text) && this.isNext("{")) return this.group(next, depth);
    if (next.text === "{") {
      if (this.subscript(out)) return [];
      const before = out.at(-1);
      const inner = this.until("}", depth + 1);
      if (before?.kind === "name" && before.text.startsWith("\\")) {
        return [sign("(", next), ...inner, sign(")", next)];
      }
      return before?.word === "**" ? this.exponent(inner, out, next) : bracketed(inner, next);
    }
    return next.kind === "latex" ? this.command(next) : [next];
  }

  /** Half a fraction: a group, a command, or one sign, as the 1 of \frac12. */
  operand(next, depth) {
    if (this.isNext("{")) return this.group(next, depth);
    const one = this.tokens[this.at];
    if (!one) return [];
    if (/^[A-Za-z0-9]{2,}$/.test(one.text)) {
      const [first, rest] = [one.text[0], one.text.slice(1)];
      this.tokens = [...this.tokens];
      this.tokens[this.at] = token(one.kind, rest, rest, one.column + 1);
      return [token(one.kind, first, first, one.column)];
    }
    this.at += 1;
    return ["name", "number", "latex"].includes(one.kind) ? this.one(one, [], depth + 1) : [];
  }

  /** \begin{cases} as {condition: value, …}; other environments are left away. */
  environment(next, depth) {
    const name = this.group(next, depth).map(({ text }) => text).join("");
    if (next.text === "\\end" || !IN_ROWS.includes(name)) return [];
    if (name === "array" && this.isNext("{")) this.group(next, depth);
    const inner = this.until("\\end", depth + 1);
    if (this.isNext("{")) this.group(next, depth);
    const rows = parted(inner, ["\\\\"]).filter((row) => row.length);
    const cases = rows.flatMap((row) => [...caseOf(row, next), sign(",", next)]).slice(0, -1);
    const [begin, end] = ["{", "}"].map((text) => token("wrong", text, text, next.column));
    return rows.length ? [begin, ...cases, end] : [end];
  }

  exponent(inner, out, like) {
    if (inner.length === 1 && /^[0-9]+$/.test(inner[0].word)) {
      out.pop();
      return [token("raised", inner[0].text, inner[0].word, like.column)];
    }
    return [sign("(", like), ...inner, sign(")", like)];
  }

  root(like, index, depth) {
    const inner = this.isNext("{") ? this.group(like, depth) : [];
    const name = token("name", like.text, "root", like.column);
    return [name, sign("(", like), ...inner, sign(",", like), ...index, sign(")", like)];
  }

  command(next) {
    const word = next.text.slice(1);
    if (!Object.hasOwn(DATA.LATEX, word)) {
      return /^[A-Za-z]+$/.test(word) ? [token("name", next.text, word, next.column)] : [next];
    }
    const meaning = DATA.LATEX[word];
    if (!meaning) return [];
    let kind = "sign";
    if (["pi", "tau"].includes(meaning)) kind = "name";
    else if ("↦→".includes(meaning)) kind = "arrow";
    else if (meaning === "mod") kind = "name";
    else if ("|⌊⌋⌈⌉{}¬∞∈…".includes(meaning)) kind = "wrong";
    return [token(kind, meaning, meaning, next.column)];
  }

  /** Take {1} after x_ into the name before it. */
  subscript(out) {
    const [inside, end] = this.tokens.slice(this.at, this.at + 2);
    const last = out.at(-1);
    if (last?.kind !== "name" || !last.word.endsWith("_")) return false;
    if (end?.text !== "}" || !["number", "name"].includes(inside.kind)) return false;
    this.at += 2;
    const parts = [out.pop()];
    if (parts[0].word === "_" && out.at(-1)?.kind === "name") parts.unshift(out.pop());
    const word = parts.map((part) => part.word).join("") + inside.word;
    out.push(token("name", word, word, parts[0].column));
    return true;
  }

  isNext(text) {
    return this.tokens[this.at]?.text === text;
  }

  group(next, depth, end = "}") {
    this.at += 1;
    return bracketed(this.until(end, depth + 1), next);
  }
}

/** The common part of LaTeX becomes plain tokens, as in uat/functions/expression/latex.py. */

import { sign, token } from "./tokens.js";
import { DATA } from "./words.js";

const FRACTIONS = ["\\frac", "\\dfrac", "\\tfrac", "\\cfrac"];
const NAMED = ["\\operatorname", "\\mathrm", "\\text", "\\textrm", "\\mathit"];
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
  return new Converter(inner).until("", 0);
}

const bracketed = (inner, like) =>
  inner.length === 1 ? inner : [sign("(", like), ...inner, sign(")", like)];

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
      if (!this.isNext("{")) return [next];
      const over = this.group(next, depth);
      if (!this.isNext("{")) return [next, ...over];
      return bracketed([...over, sign("/", next), ...this.group(next, depth)], next);
    }
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
    else if ("|⌊⌋⌈⌉{}".includes(meaning)) kind = "wrong";
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

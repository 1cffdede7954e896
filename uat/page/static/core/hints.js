/** What a sentence about a formula tells to write, put into the formula: each of these can be read. */

import { parse } from "./expression.js";

const MOST = 3;
const SPACED = /[\s()*]/g;

/**
 * Formulas that would do instead; none where the sentence names no words to write.
 * @param {string} text what was typed
 * @param {{message: string, column?: number}} error
 * @param {string[] | undefined} names the inputs; by default those that occur
 * @returns {string[]}
 */
export function hints(text, error, names) {
  const found = [...new Set(candidates(text, error))].filter((each) => isRead(each, names));
  return found.slice(0, MOST);
}

function candidates(text, { message, column }) {
  const at = (column ?? 1) - 1;
  if (message.startsWith("decimals have a point")) return [text.replace(/(\d),(\d)/g, "$1.$2")];
  if (message === "this bracket is never closed") {
    const closed = [1, 2, 3].map((brackets) => text + ")".repeat(brackets));
    return closed.filter((each) => isRead(each)).slice(0, 1);
  }
  const [, told] = /\bwrite (.*)$/.exec(message) ?? [];
  if (!told) return [];
  const writings = told.split(/, which is 0 where it holds, or | for a region|, or | or /).filter(Boolean);
  if (message.startsWith("an equation")) return writings;
  const [, name] = /^unknown (?:name|function) (\S+?):/.exec(message) ?? [];
  if (name && text.startsWith(name, at)) {
    const [before, after] = [text.slice(0, at).trimEnd(), text.slice(at + name.length).trimStart()];
    const isPart = /[\^*/-]$/.test(before) || /^[\^*/!]/.test(after);
    return writings.map((each) => `${text.slice(0, at)}${isPart ? `(${each})` : each}`
      + text.slice(at + name.length));
  }
  return writings.flatMap((each) => rewritten(text, each, at));
}

/** The formula with a part around a place written otherwise: with brackets and signs, but the same. */
function rewritten(text, writing, at) {
  const wanted = writing.replace(SPACED, "");
  for (let begin = 0; begin <= at; begin += 1) {
    for (let end = text.length; end > at; end -= 1) {
      const part = text.slice(begin, end);
      const isWhole = count(part, "(") === count(part, ")") && part.trim() === part;
      if (isWhole && part.replace(SPACED, "") === wanted) {
        return [text.slice(0, begin) + writing + text.slice(end)];
      }
    }
  }
  return [];
}

const count = (text, sign) => text.split(sign).length;

function isRead(text, names) {
  try {
    parse(text, { names });
    return true;
  } catch {
    return false;
  }
}

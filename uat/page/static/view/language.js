/**
 * @file The reader's language. The program speaks English; where its words become a part of the page
 * they are looked up. A text without a translation stays English.
 */

import { HOLED, LANGUAGES, WHOLE } from "./texts.js";

/** What each language calls itself. */
export const NAMES = { en: "English", de: "Deutsch", es: "Español" };

/** The languages that this page knows. */
export const KNOWN = ["en", ...LANGUAGES];

const HOLE = /\{(\d)\}/g; // what differs from time to time: the first, the second …
const FEW = 8; // characters
let whole = null; // texts without holes, by their marks
let patterns = []; // texts with holes, those that say most first

/** Speak another language from now on: what is written already stays. */
export function speak(name) {
  document.documentElement.lang = name;
  const column = KNOWN.indexOf(name);
  const of = (columns) => columns[0].map((text, row) => [text, columns[column][row]]);
  whole = column > 0 ? new Map(of(WHOLE)) : null;
  patterns = column > 0 ? of(HOLED).sort(([p], [q]) => q.length - p.length)
    .map(([text, other]) => [patternOf(text), other]) : [];
}

/** A text of the page in the reader's language; what stood in its holes is translated as well. */
export function t(text) {
  if (!whole || !/\p{L}/u.test(text)) return text;
  const [, before, words, after] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  return before + (found(words) ?? words) + after;
}

/** A text that is known, or sentences that all are, or what a text with holes fits; else undefined. */
function found(words) {
  const known = whole.get(markOf(words));
  if (known !== undefined) return known;
  const sentences = words.split(/(?<=[.?!]) (?=\p{Lu})/u);
  const others = sentences.length > 1 ? sentences.map(found) : [undefined];
  return others.includes(undefined) ? filled(words) : others.join(" ");
}

function filled(words) {
  for (const [pattern, other] of patterns) {
    const holes = pattern.exec(words);
    if (holes) return other.replace(HOLE, (_, place) => t(holes[place]));
  }
  return undefined;
}

/** What stands for a text without holes, which the program holds already: see uat/page/texts.py. */
function markOf(text) {
  let mark = 0;
  for (let i = 0; i < text.length; i += 1) mark = (Math.imul(mark, 31) + text.charCodeAt(i)) >>> 0;
  return mark.toString(36);
}

/** What says little and begins with a hole, such as "{1} of {2}", has room there for numbers only. */
function patternOf(text) {
  const parts = text.split(/\{\d\}/);
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const first = parts[0] === "" && parts.join("").length < FEW ? "([^A-Za-z]*?)" : "(.*?)";
  return new RegExp(`^${escaped[0]}${first}${escaped.slice(1).join("(.*?)")}$`, "s");
}

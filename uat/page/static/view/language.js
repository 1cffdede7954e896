/**
 * @file The reader's language. The program speaks English; where its words become a part of the page
 * they are looked up. A text without a translation stays English.
 */

import { LANGUAGES, TEXTS } from "./texts.js";

/** What each language calls itself. */
export const NAMES = { en: "English", de: "Deutsch", es: "Español" };

/** The languages that this page knows. */
export const KNOWN = ["en", ...LANGUAGES];

const HOLE = /\{(\d)\}/g; // what differs from time to time: the first, the second …
let whole = null; // texts without holes
let patterns = []; // texts with holes, those that say most first

/** Speak another language from now on: what is written already stays. */
export function speak(name) {
  document.documentElement.lang = name;
  const column = KNOWN.indexOf(name);
  const rows = TEXTS.map((row) => [row[0], row[column]]);
  whole = column > 0 ? new Map(rows.filter(([text]) => !holed(text))) : null;
  patterns = rows.filter(([text]) => holed(text)).map(([text, other]) => [patternOf(text), other])
    .sort(([p], [q]) => q.source.length - p.source.length);
}

/** A text of the page in the reader's language; what stood in its holes is translated as well. */
export function t(text) {
  if (!whole) return text;
  const [, before, words, after] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  return before + (whole.get(words) ?? filled(words)) + after;
}

function filled(words) {
  if (!/\p{L}/u.test(words)) return words;
  for (const [pattern, other] of patterns) {
    const found = pattern.exec(words);
    if (found) return other.replace(HOLE, (_, place) => t(found[place]));
  }
  return words;
}

const holed = (text) => text.search(HOLE) >= 0;

function patternOf(text) {
  const parts = text.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.*?)")}$`, "s");
}

/** Tokens become text again, as in uat/functions/expression/written.py. */

import { WORDS, isFunction } from "./vocabulary.js";

const SPACED = new Set(["//", "%", "==", "!=", "<", "<=", ">", ">=", "+", "-"]);

/** The formula of these tokens, as it would be typed. */
export function written(tokens) {
  let text = "";
  tokens.forEach((token, place) => {
    text += piece(token, tokens[place - 1], text);
  });
  return text.trim();
}

/** Whether a value ends with this token, so that a sign after it joins two. */
export function endsValue(token) {
  if (!token) return false;
  const named = token.kind === "name" && !WORDS.includes(token.word) && !isFunction(token.word);
  return named || token.kind === "number" || token.kind === "raised" || [")", "!"].includes(token.word);
}

function piece(token, before, text) {
  if (token.kind === "raised") return `^${token.word}`;
  if (WORDS.includes(token.word)) return `${!text || /[( ]$/.test(text) ? "" : " "}${token.word} `;
  if (token.word === ",") return ", ";
  if (SPACED.has(token.word) && endsValue(before)) return ` ${token.word} `;
  return token.word === "**" ? "^" : token.word;
}

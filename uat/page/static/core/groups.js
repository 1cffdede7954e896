/** Brackets of any kind among tokens that nobody has read yet, as in uat/functions/expression/groups.py. */

import { sign, token } from "./tokens.js";

export const CLOSING = { "(": ")", "[": "]", "{": "}" };
const DEEPEST = 64;
const ENDS = Object.values(CLOSING);

/** How a token changes the depth of brackets. */
export const step = ({ text }) => Number(Object.hasOwn(CLOSING, text)) - Number(ENDS.includes(text));

/** The place of the bracket that closes the one at a place; -1 if none does. */
export function endOf(tokens, at) {
  if (!tokens[at] || !Object.hasOwn(CLOSING, tokens[at].text)) return -1;
  const stack = [];
  for (let place = at; place < tokens.length; place++) {
    const { text } = tokens[place];
    if (Object.hasOwn(CLOSING, text)) {
      if (stack.push(CLOSING[text]) > DEEPEST) return -1;
    } else if (ENDS.includes(text)) {
      if (!stack.length || stack.pop() !== text) return -1;
      if (!stack.length) return place;
    }
  }
  return -1;
}

/** Tokens split at signs that stand in no bracket. */
export function parted(tokens, at) {
  let depth = 0;
  const parts = [[]];
  for (const each of tokens) {
    depth += step(each);
    if (depth === 0 && at.includes(each.text)) parts.push([]);
    else parts.at(-1).push(each);
  }
  return parts;
}

/** What one pair of brackets around all of the tokens holds; null without one. */
export function inside(tokens) {
  const whole = tokens.length && Object.hasOwn(CLOSING, tokens[0].text) && endOf(tokens, 0) === tokens.length - 1;
  return whole ? tokens.slice(1, -1) : null;
}

/** A call of a function of ours, at the place of another token. */
export const call = (name, args, like) => [
  token("name", name, name, like.column),
  ...args.flatMap((argument, place) => [sign(place ? "," : "(", like), ...argument]),
  sign(")", like),
];

export const inRound = (tokens, like) => [sign("(", like), ...tokens, sign(")", like)];

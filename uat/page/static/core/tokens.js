/** A formula is a row of tokens: numbers, names, signs, and what does not belong there. */

import { DATA } from "./words.js";

/** A formula that cannot be read. `column`: where, counted in characters from 1. */
export class ExpressionError extends Error {
  /**
   * @param {string} sentence what is wrong, and what to write instead
   * @param {number} column
   */
  constructor(sentence, column) {
    super(sentence);
    this.name = "ExpressionError";
    this.column = column;
  }
}

export const MOST_CHARACTERS = 10000;
export const MOST_TOKENS = 4000;
export const EMPTY = "the formula is empty: write one such as sin(2*pi*x)";

const { LETTERS, MEANING, PLAIN, RAISED, SMALL, SUBSCRIPT } = DATA;
const TOKEN = new RegExp(
  Object.entries(DATA.PATTERNS).map(([kind, pattern]) => `(?<${kind}>${pattern})`).join("|"), "gu",
);
const SUBSCRIPTED = new RegExp(`[${SUBSCRIPT}]+$`, "u");

/** Beyond the ends of a formula. */
export const NOTHING = { kind: "sign", text: "", word: "", column: 0, shown: "" };

/**
 * The tokens of a formula, in order; what does not belong there has the kind "wrong".
 * @param {string} text
 * @returns {{kind: string, text: string, word: string, column: number, shown: string}[]}
 */
export function readTokens(text) {
  const length = [...text].length;
  if (length > MOST_CHARACTERS) {
    const most = grouped(MOST_CHARACTERS);
    throw new ExpressionError(`the formula has ${grouped(length)} characters; the most is ${most}`, 1);
  }
  const tokens = [];
  let column = 1;
  for (const match of plainLetters(text).matchAll(TOKEN)) {
    const kind = Object.keys(match.groups).find((key) => match.groups[key] !== undefined);
    if (kind !== "blank") tokens.push(typed(kind, match[0], column));
    column += [...match[0]].length;
    if (tokens.length > MOST_TOKENS) requireFew(tokens);
  }
  if (!tokens.length) throw new ExpressionError(EMPTY, 1);
  return tokens;
}

/** Letters that look like those of ASCII are these; each stays where it is. */
export const plainLetters = (text) => [...text].map((char) => {
  const code = char.codePointAt(0);
  if (!DATA.LOOK_ALIKE.some(([low, high]) => low <= code && code <= high)) return char;
  const plain = char.normalize("NFKC");
  return /^[\0-\x7f]$/.test(plain) ? plain : char;
}).join("");

/** Throws ExpressionError for more tokens than a formula may have. */
export function requireFew(tokens) {
  if (tokens.length <= MOST_TOKENS) return;
  const sentence = `the formula has more than ${grouped(MOST_TOKENS)} numbers, names and signs`;
  throw new ExpressionError(sentence, tokens[MOST_TOKENS].column);
}

/** A token; `text` as typed, `word` what it means. */
export function token(kind, text, word, column) {
  const characters = [...text];
  const shown = characters.length <= 24 ? text : `${characters.slice(0, 23).join("")}…`;
  return { kind, text, word, column, shown };
}

/** A sign that was not typed, at the place of another token. */
export const sign = (word, like) => token("sign", word, word, like.column);

/** Whether a token is spelled as in the plain grammar. */
export const isPlain = ({ kind, text, word }) =>
  kind === "raised" ? !"⁺⁻".includes(text[0]) : word === text || PLAIN.includes(text);

/** Whether there is no blank between two tokens that follow each other. */
export const touch = (one, other) => one.column + [...one.text].length === other.column;

function typed(kind, text, column) {
  if (kind === "raised" || kind === "small") {
    const word = [...text].map((char) => SMALL[[...RAISED].indexOf(char)]).join("");
    return token(kind, text, kind === "raised" ? word.replace(/^\+/, "") : word, column);
  }
  if (kind === "name" && SUBSCRIPTED.test(text)) {
    const plain = text.replace(SUBSCRIPTED, "");
    const digits = [...text.slice(plain.length)].map((char) => [...SUBSCRIPT].indexOf(char));
    return token(kind, text, `${plain}_${digits.join("")}`, column);
  }
  if (LETTERS.includes(text)) return token("name", text, MEANING[text], column);
  return token(kind, text, Object.hasOwn(MEANING, text) ? MEANING[text] : text, column);
}

const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

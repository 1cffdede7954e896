/** A formula is a row of tokens: numbers, names, signs, and what does not belong there. */

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

const TOKEN = new RegExp(
  "(?<blank>[ \\t]+)" +
    "|(?<number>(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)" +
    "|(?<name>[A-Za-z_][A-Za-z_0-9]*)" +
    "|(?<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)" +
    "|(?<sign>\\*\\*|//|==|!=|<=|>=|[-+*/%^<>(),πτ×·⋅÷−–≤≥≠])" +
    "|(?<wrong>:=|=>|=<|&&|\\|\\||[^])",
  "gu",
);

const MEANING = {
  "^": "**", "π": "pi", "τ": "tau", "×": "*", "·": "*", "⋅": "*", "÷": "/", "−": "-", "–": "-",
  "≤": "<=", "≥": ">=", "≠": "!=",
};
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

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
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.keys(match.groups).find((key) => match.groups[key] !== undefined);
    if (kind !== "blank") tokens.push(token(kind, match[0], column));
    column += [...match[0]].length;
    if (tokens.length > MOST_TOKENS) {
      const sentence = `the formula has more than ${grouped(MOST_TOKENS)} numbers, names and signs`;
      throw new ExpressionError(sentence, tokens[MOST_TOKENS].column);
    }
  }
  if (!tokens.length) {
    throw new ExpressionError("the formula is empty: write one such as sin(2*pi*x)", 1);
  }
  return tokens;
}

function token(kind, text, column) {
  const characters = [...text];
  const shown = characters.length <= 24 ? text : `${characters.slice(0, 23).join("")}…`;
  if (kind === "raised") {
    const word = characters.map((char) => RAISED.indexOf(char)).join("");
    return { kind, text, word, column, shown };
  }
  if (text === "π" || text === "τ") return { kind: "name", text, word: MEANING[text], column, shown };
  return { kind, text, word: Object.hasOwn(MEANING, text) ? MEANING[text] : text, column, shown };
}

const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** The words of a formula, as in uat/expression/vocabulary.py, and what was probably meant. */

const MANY = 1000000;

/** Name: [fewest arguments, most arguments]. */
export const FUNCTIONS = {
  sin: [1, 1], cos: [1, 1], tan: [1, 1], exp: [1, 1], log: [1, 1], sqrt: [1, 1], abs: [1, 1],
  sign: [1, 1], min: [2, MANY], max: [2, MANY], where: [3, 3], floor: [1, 1], ceil: [1, 1],
  round: [1, 1], mod: [2, 2], cbrt: [1, 1], log2: [1, 1], log10: [1, 1], log1p: [1, 1],
  expm1: [1, 1], asin: [1, 1], acos: [1, 1], atan: [1, 1], atan2: [2, 2], hypot: [2, 2],
  sinh: [1, 1], cosh: [1, 1], tanh: [1, 1], asinh: [1, 1], acosh: [1, 1], atanh: [1, 1],
  cot: [1, 1], sec: [1, 1], csc: [1, 1], sinc: [1, 1], erf: [1, 1], erfc: [1, 1], gamma: [1, 1],
  heaviside: [1, 2], sigmoid: [1, 1], relu: [1, 1], clip: [3, 3], power: [2, 2],
};

export const ALIASES = {
  ln: "log", sgn: "sign", step: "heaviside", pow: "power", arcsin: "asin", arccos: "acos",
  arctan: "atan", arctan2: "atan2", arcsinh: "asinh", arccosh: "acosh", arctanh: "atanh",
  arsinh: "asinh", arcosh: "acosh", artanh: "atanh",
};

export const CONSTANTS = ["pi", "e", "tau"];
export const WORDS = ["and", "or", "not", "if", "else"];

const FOREIGN = {
  sine: "sin", sinus: "sin", cosine: "cos", cosinus: "cos", tangent: "tan", logarithm: "log",
  root: "sqrt", sen: "sin", tg: "tan", ctg: "cot", cotg: "cot", cosec: "csc", arctg: "atan", sh: "sinh",
  ch: "cosh", th: "tanh", fabs: "abs", raiz: "sqrt", log_2: "log2", ceiling: "ceil",
  trunc: "floor", int: "floor", fmod: "mod", iif: "where", piecewise: "where", maximum: "max",
  minimum: "min", exponential: "exp", sigma: "sigmoid", logistic: "sigmoid", factorial: "gamma",
  true: "1", false: "0",
};

// Words of Python, which mean nothing here.
const KEYWORDS = (
  "False None True and as assert async await break class continue def del elif else except " +
  "finally for from global if import in is lambda nonlocal not or pass raise return try while " +
  "with yield"
).split(" ");

export const isKeyword = (word) => KEYWORDS.includes(word);

const has = (object, key) => Object.hasOwn(object, key);

export const isFunction = (name) => has(FUNCTIONS, name) || has(ALIASES, name);

/** Whether a function may have so many arguments that the most of them is never named. */
export const takesMany = (most) => most === MANY;

/**
 * What was probably meant by an unknown name, or "".
 * @param {string} name
 * @param {string[]} inputs
 */
export function suggestion(name, inputs) {
  if (name.length > 24) return "";
  const words = [...inputs, ...CONSTANTS, ...Object.keys(FUNCTIONS), ...Object.keys(ALIASES)];
  const lower = name.toLowerCase();
  if (words.includes(lower)) return lower;
  if (has(FOREIGN, lower)) return FOREIGN[lower];
  return splitName(name, inputs, words) || nearest(lower, words);
}

/** `xy` as x*y, `sinx` as sin(x), `xsin` as x*sin, `x2` as x^2, if the name is known words. */
function splitName(name, inputs, words) {
  if ([...name].every((letter) => inputs.includes(letter))) return [...name].join("*");
  const values = [...inputs, ...CONSTANTS];
  for (const word of words) {
    if (!name.startsWith(word) || name.length === word.length) continue;
    const rest = name.slice(word.length);
    if (isFunction(word) && values.includes(rest)) return `${word}(${rest})`;
    if (!isFunction(word) && (values.includes(rest) || isFunction(rest))) return `${word}*${rest}`;
    if (inputs.includes(word) && /^[0-9]+$/.test(rest)) return `${word}^${rest}`;
  }
  return "";
}

/** The first word within one edit (two for five letters or more); never for a single letter. */
function nearest(name, words) {
  if (name.length < 2) return "";
  let best = "";
  let fewest = Infinity;
  for (const word of words) {
    if (word.length < 2) continue;
    const count = edits(name, word);
    if (count < fewest) [fewest, best] = [count, word];
  }
  return fewest <= (name.length < 5 ? 1 : 2) ? best : "";
}

/** How many letters to add, drop, change, or swap with their neighbour to turn a into b. */
function edits(a, b) {
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const last = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1] + Number(a[i - 1] !== b[j - 1]);
      let best = Math.min(last[j] + 1, row[j - 1] + 1, change);
      const swapped = j > 1 && i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, before[j - 2] + 1);
      row.push(best);
    }
    before = last;
  }
  return row[b.length];
}

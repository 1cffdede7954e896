/** What functions of elsewhere compute, written with ours, as in uat/functions/expression/macros.py. */

import { readTokens, sign, token } from "./tokens.js";
import { ALIASES, FUNCTIONS, has, isFunction } from "./vocabulary.js";
import { DATA } from "./words.js";
import { written } from "./written.js";

const { ALSO_TOLD, INVERSES, MACROS, TOLD } = DATA;
const BACK = { log: "exp({})", exp: "log({})", sqrt: "({})^2", log2: "2^({})" };

/** The formula of a function of elsewhere. Throws ExpressionError where usage differs. */
export function macro(reader, name, given) {
  let { word } = name;
  let args = given;
  const key = ALSO_TOLD[word] ?? word;
  if (has(TOLD, key)) {
    if (key === "root" && args.length === 2 && isWhole(args[1])) return root(args, name);
    throw reader.told(told(key, ...args.map(written)), name);
  }
  if (word.startsWith("log") && !has(MACROS, word)) {
    const base = word.replace(/[log_]+/, "");
    args = [...args, [token("number", base, base, name.column)]];
    word = "log to a base";
  }
  const [count, template] = MACROS[word];
  if (args.length !== count) {
    throw reader.told(`${name.shown} takes ${plainly(count)}, not ${args.length}`, name);
  }
  return filled(template, args, name);
}

/** How many arguments. */
export const plainly = (count) => (count === 1 ? "1 argument" : `${count} arguments`);

/** The sentence about a word of which usage differs. */
export const told = (key, a = "x", b = "y") => TOLD[key].replace(/\{a\}/g, () => a).replace(/\{b\}/g, () => b);

/** A template with its arguments, each in brackets where it needs them. */
function filled(template, args, like) {
  const tokens = readTokens(template);
  const ends = [undefined, "(", ",", ")"];
  return tokens.flatMap((each, place) => {
    if (each.kind !== "name" || !["a", "b"].includes(each.word)) {
      return [{ ...each, column: like.column }];
    }
    const argument = args["ab".indexOf(each.word)];
    const inside = ends.includes(tokens[place - 1]?.word) && ends.includes(tokens[place + 1]?.word);
    if (inside || isOneValue(argument)) return argument;
    return [sign("(", like), ...argument, sign(")", like)];
  });
}

/** Whether they are one token, one bracket, or one function with its bracket. */
export function isOneValue(tokens) {
  let depth = 0;
  for (let place = isFunction(tokens[0].word) ? 1 : 0; place < tokens.length; place++) {
    depth += Number(tokens[place].word === "(") - Number(tokens[place].word === ")");
    if (depth === 0) return place === tokens.length - 1;
  }
  return false;
}

/** asin(x) for sin^-1(x); what may also be 1/f is told. */
export function inverse(reader, name, args) {
  const word = ALIASES[name.word] ?? name.word;
  const of = written(joined(args, name));
  if (!has(INVERSES, word)) {
    const also = has(BACK, word) ? `, or ${BACK[word].replace("{}", () => of)} for the inverse function` : "";
    throw reader.told(`write 1/${word}(${of}) for the reciprocal${also}`, name);
  }
  const known = { ...name, word: INVERSES[word] };
  if (!isFunction(known.word)) return macro(reader, known, args);
  return [known, sign("(", name), ...joined(args, name), sign(")", name)];
}

/** Throws ExpressionError with what to write for arguments that only other programs take. */
export function requireCount(reader, name, args) {
  const word = ALIASES[name.word] ?? name.word;
  if (args.length <= FUNCTIONS[word][1]) return;
  args.slice(1).forEach((other, k) => {
    const last = args[k].at(-1);
    if (last && other[0] && isDecimal(last, other[0])) {
      throw reader.told(decimal(last.text, other[0].text), last);
    }
  });
  if (args.length !== 2) return;
  let [a, b] = args.map(written);
  const wrong = (writing) => reader.told(`${name.text} takes 1 argument, not 2: write ${writing}`, name);
  if (word === "log") {
    const given = args[1].length > 2 && b.includes("=") ? args[1].slice(2) : args[1];
    if (given !== args[1]) b = b.slice(b.indexOf("=") + 1).trim();
    const [base, of] = isWhole(args[0]) && !isWhole(given) ? [a, b] : [b, a];
    const to = { 2: `log2(${of})`, 10: `log10(${of})` }[base] ?? `log(${of})/log(${base})`;
    throw wrong(`${to}, the logarithm of ${of} to base ${base}`);
  }
  if (word === "round" && isWhole(args[1])) {
    const scale = 10 ** Math.min(Number(b), 9);
    throw wrong(`round(${scale}*(${a}))/${scale}`);
  }
  if (word === "atan" && name.text === "ArcTan") [a, b] = [b, a];
  if (word === "atan") {
    throw wrong(`atan2(${a}, ${b}), the angle of the point (${b}, ${a})`);
  }
}

function isDecimal(one, other) {
  const digits = one.kind === "number" && other.kind === "number" && /^[0-9]+$/.test(one.text);
  return digits && one.column + one.text.length + 1 === other.column;
}

/** What to say of 0,5, or of 1,000, which may be a thousand. */
export function decimal(before, after) {
  const point = `${before}.${after}`;
  if (/^[0-9]{3}$/.test(after) && before.replace(/^0+/, "")) {
    return `a comma parts arguments: write ${before + after} for a thousand, ${point} for a decimal`;
  }
  return `decimals have a point: write ${point}`;
}

const isWhole = (argument) =>
  argument.length === 1 && argument[0].kind === "number" && /^[0-9]+$/.test(argument[0].word);

/** The root of a whole index; an odd one of a negative number is negative. */
function root(args, like) {
  const index = args[1][0].word.replace(/^0+(?=.)/, "");
  const odd = "13579".includes(index.at(-1));
  const general = odd ? `sign(a)*abs(a)^(1/${index})` : `a^(1/${index})`;
  return filled({ 1: "a", 2: "sqrt(a)", 3: "cbrt(a)" }[index] ?? general, args, like);
}

/** Arguments with commas between them. */
export const joined = (args, like) =>
  args.flatMap((argument, place) => (place ? [sign(",", like), ...argument] : argument));

/** @file A network of one input and one layer of sigmoids, to take away: formula, program, commands. */

import { brief } from "./dom.js";

const TERMS = 6; // of a sum that are written out

/** The neurons of such a network, {w, b, v} each, and the bias c of their sum. */
function partsOf({ layers: [hidden, sum] }) {
  const rows = Array.from(hidden.biases, (b, i) => ({ w: hidden.weights[i], b, v: sum.weights[i] }));
  return { rows, c: sum.biases[0] };
}

/** The sum as a formula; of many terms the first ones and the last. */
export function formulaOf(network) {
  const { rows, c } = partsOf(network);
  const terms = rows.map(({ w, b, v }) => `${signed(v)} σ(${brief(w, 3)} x ${signed(b)})`);
  if (terms.length > TERMS) terms.splice(TERMS - 1, terms.length - TERMS, "+ …");
  return `y = ${terms.join(" ").replace(/^\+ /, "")}${c ? ` ${signed(c)}` : ""}`;
}

function signed(value) {
  return `${value < 0 ? "−" : "+"} ${brief(Math.abs(value), 3)}`;
}

/** A Python program that needs no library; its weights are the network's to the last bit. */
export function pythonOf(network, { text, box: [[a, b]] }) {
  const { rows, c } = partsOf(network);
  const list = (key) => `[${rows.map((row) => literal(row[key])).join(", ")}]`;
  return [
    `# ${rows.length} neurons for f(x) = ${text.replace(/\s+/g, " ")}`,
    "from math import tanh", "",
    `W = ${list("w")}`, `B = ${list("b")}`, `V = ${list("v")}`, `C = ${literal(c)}`, "", "",
    "def sigmoid(z):", "    return (1 + tanh(z / 2)) / 2", "", "",
    "def network(x):", "    return C + sum(v * sigmoid(w * x + b) for w, b, v in zip(W, B, V))", "", "",
    'if __name__ == "__main__":', "    for k in range(11):",
    `        x = ${literal(a)} + ${literal(b - a)} * k / 10`, "        print(x, network(x))", "",
  ].join("\n");
}

function literal(value) {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value);
}

/** The library's commands: a network of as many neurons for this function, and a film of it. */
export function commandsOf({ spec, box: [[a, b]] }, neurons) {
  const f = `--function=${spec.data ? "mine.csv" : quoted(spec.f)}${spec.data ? "" : ` -d ${a}:${b}`}`;
  return [
    `uat approximate ${f} --with bumps --neurons ${neurons} --save mine.json --plot mine.png`,
    `uat render staircase ${f}`,
  ];
}

/** A word of a command line. */
function quoted(text) {
  return /["$`\\!]/.test(text) ? `'${text.replace(/'/g, "'\\''")}'` : `"${text}"`;
}

/** The points of a drawn function, as the library reads them. */
export function samplesOf({ spec: { data } }) {
  const rows = Array.from({ length: data.length >> 1 }, (_, i) => `${data[2 * i]},${data[2 * i + 1]}`);
  return ["x,f", ...rows, ""].join("\n");
}

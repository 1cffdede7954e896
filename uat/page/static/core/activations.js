/** Which s(z) make steps: named ones with exact limits, and typed ones, whose limits are found. */

import { parse } from "./expression.js";
import { ROWS, STRAIGHT, holeOf, polynomialOf, whyNoStep } from "./nostep.js";
import { ALIASES, NAMED } from "./named.js";

const SLOW_REACH = 1e8; // |z| from which an s that never saturates counts as settled

/**
 * An activation by its name or as a formula in z.
 * @param {string} text
 * @returns {{name: string, s: (z: Float64Array, outputs?: number) => Float64Array, low: number,
 *   high: number, reach: number, pair?: {height: number, copies: number[][]}}}
 *   reach: |z| from which a step counts as done. pair: for an s of which it takes two shifted copies
 *   to make a step, what is added to the z of each, and its sign. Throws ExpressionError.
 */
export function activation(text) {
  const name = known(text);
  if (name === "softmax") return { name, s: softmax, low: NaN, high: NaN, reach: SLOW_REACH };
  if (!name) return study(text).made;
  const { f, formula, kind, ...rest } = NAMED[name];
  const s = f ?? valueOf(formula);
  return { name, ...rest, s: (z) => z.map((value) => s(value)) };
}

/**
 * Whether an s makes steps, and why. Throws ExpressionError for what cannot be read.
 * @param {string} text
 * @returns {{verdict: "step" | "pair" | "refused", reason: string, low: number, high: number}}
 */
export function judge(text) {
  const name = known(text);
  if (!name) return study(text);
  if (name === "softmax") return { verdict: "refused", reason: ROWS, low: NaN, high: NaN };
  const { low, high, kind } = NAMED[name];
  if (kind === "refused") return { verdict: kind, reason: STRAIGHT, low, high };
  return { verdict: kind === "pair" ? kind : "step", reason: "", low, high };
}

/** A formula in z as a function. */
function valueOf(text) {
  const expression = parse(text, { names: ["z"] });
  return (z) => expression.evaluate({ z });
}

function known(text) {
  const plain = text.trim().toLowerCase().replace(/[-\s]+/g, "_");
  const name = Object.hasOwn(ALIASES, plain) ? ALIASES[plain] : plain;
  if (name === "softmax") return name;
  if (Object.hasOwn(NAMED, name)) return name;
  return Object.keys(NAMED).find((key) => key.replace("_", "") === name.replace("_", ""));
}

/** Probabilities of each row; the largest score is subtracted, so that nothing overflows. */
function softmax(z, outputs) {
  const shares = new Float64Array(z.length);
  for (let at = 0; at < z.length; at += outputs) {
    const row = z.subarray(at, at + outputs);
    const top = Math.max(...row);
    let sum = 0;
    row.forEach((score, k) => {
      shares[at + k] = Math.exp(score - top);
      sum += shares[at + k];
    });
    for (let k = 0; k < outputs; k++) shares[at + k] /= sum;
  }
  return shares;
}

const RAY = [30, 41.3, 57.9, 97, 183, 311, 503, 691, 2e3, 1.7e4, 3.1e5, 2.3e6, 4.1e7, 7e8];
const SETTLED = 1e-6; // of the size of s: how far apart values far out may be that have a limit
const DONE = 1e-9;
const LEAST = 5; // values on a ray without which nothing is said

/** A typed s: its limits, or those of s(z + 1/2) - s(z - 1/2), found on both rays. */
function study(text) {
  const at = valueOf(text);
  const hole = holeOf(at);
  if (hole) return refused(text, at, `it ${hole}; a neuron needs a value everywhere`);
  const polynomial = polynomialOf(at);
  if (polynomial) return refused(text, at, polynomial);
  const near = Array.from({ length: 801 }, (_, k) => (k - 400) / 40).map(at);
  const size = Math.max(...near.map(Math.abs), 1e-300);
  const [left, right] = [-1, 1].map((side) => limit(at, side, size));
  if (!left || !right) return refused(text, at, "it has no value far from 0");
  const reach = Math.min(left.far, right.far);
  const s = (z) => at(Math.min(Math.max(z, -left.far), right.far));
  const [low, high] = [left.value, right.value];
  if (Number.isFinite(low) && Number.isFinite(high)) {
    if (Math.abs(high - low) <= SETTLED * size) {
      return refused(text, s, whyNoStep(s, { low, high, size }), low, high);
    }
    const made = { name: text, s: (z) => z.map((value) => s(value)), low, high, reach: settled(s, low, high) };
    return { verdict: "step", reason: "", low, high, made };
  }
  const rise = (z) => at(z + 0.5) - at(z - 0.5);
  const [slow, fast] = [-1, 1].map((side) => limit(rise, side, 1));
  const slopes = [slow?.value ?? NaN, fast?.value ?? NaN];
  if (!slopes.every(Number.isFinite)) {
    return refused(text, s, whyNoStep(s, { low, high, slopes, size }), low, high);
  }
  const height = slopes[1] - slopes[0];
  if (Math.abs(height) <= SETTLED * (Math.abs(slopes[0]) + Math.abs(slopes[1]))) {
    return refused(text, s, whyNoStep(s, { low, high, slopes, size }), low, high);
  }
  const line = (z) => continued(at, z, reach, slopes);
  const copies = [[0.5, 1], [-0.5, -1]];
  const far = settled((z) => rise(Math.min(Math.max(z, 1 - reach), reach - 1)), ...slopes);
  const made = { name: text, s: (z) => z.map(line), low, high, reach: far, pair: { height, copies } };
  return { verdict: "pair", reason: "", low, high, made };
}

/** Beyond the reach of float64 an s that runs into lines goes on along them. */
function continued(at, z, reach, [left, right]) {
  if (z > reach) return at(reach) + right * (z - reach);
  return z < -reach ? at(-reach) + left * (z + reach) : at(z);
}

/** The value far out on one side: {value, far}, infinite or NaN if there is none; null if nothing is. */
function limit(at, side, size) {
  const values = [];
  for (const z of RAY) {
    const value = at(side * z);
    if (!Number.isFinite(value)) break;
    values.push(value);
  }
  if (values.length < LEAST) return null;
  const last = values.slice(-4);
  const spread = Math.max(...last) - Math.min(...last);
  const far = RAY[values.length - 1];
  if (spread <= SETTLED * Math.max(size, Math.abs(last[3])) * 4) return { value: last[3], far };
  const grows = last.every((value, k) => !k || Math.abs(value) > Math.abs(last[k - 1]));
  return { value: grows ? Math.sign(last[3]) * Infinity : NaN, far };
}

/** From which |z| on a step is within a billionth of its limits. */
function settled(s, low, high) {
  const near = DONE * Math.abs(high - low);
  const isDone = (z) => Math.abs(s(z) - high) <= near && Math.abs(s(-z) - low) <= near;
  for (let z = 1; z <= 64; z += 0.5) if ([1, 1.31, 1.77, 2.9, 7.3].every((k) => isDone(k * z))) return z;
  return SLOW_REACH;
}

function refused(text, f, reason, low = NaN, high = NaN) {
  const made = { name: text, s: (z) => z.map(f), low, high, reach: SLOW_REACH };
  return { verdict: "refused", reason, low, high, made };
}

/** @file Round numbers along an axis. */

import { brief, show } from "./dom.js";

const MOST = 7; // decimals that are written out
const STEPS = [1, 2, 2.5, 5, 10];

/**
 * Round places between low and high, about `wanted` of them, and how to write them.
 * @param {boolean} [whole] whole numbers only
 * @returns {{places: number[], write: (value: number) => string}}
 */
export function ticks(low, high, wanted, whole = false) {
  const rough = Math.max((high - low) / Math.max(1, wanted), whole ? 1 : 0);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * STEPS.find((factor) => factor * power >= rough * 0.999
    && !(whole && (factor * power) % 1 > 0));
  const places = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1) {
    places.push(k * step);
  }
  const digits = Math.max(0, Math.ceil(-Math.log10(step) + (step / power === 2.5 ? 1 : 0) - 1e-9));
  return { places, write: (value) => (digits > MOST ? brief(value) : show(value, digits)) };
}

/** Powers of ten between low and high, for logarithmic axes whose units are log10. */
export function powers(low, high, wanted, write) {
  const skip = Math.max(1, Math.ceil((high - low) / wanted));
  const places = [];
  for (let k = Math.ceil(low); k <= high + 1e-9; k += skip) places.push(k);
  return { places, write };
}

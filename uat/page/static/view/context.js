/** @file What a panel may ask of the page: its own numbers, and the reader's function. */

import { fromStroke, fromText } from "../core/target.js";
import { clamp } from "./dom.js";
import { gridLines, gridPoints } from "./plane.js";

const SAMPLES = 2000;
const GRID = 51; // lines a side on which a function of two inputs must be finite

/** The reader's functions, read once for each text. */
export class Targets {
  constructor(catalogue) {
    this.catalogue = catalogue;
    this.kept = new Map();
    this.errors = {};
  }

  /** Take over the functions of a state; a formula that is wrong leaves the last good one. */
  read(state) {
    const { data } = state;
    this.one = this.take("one", data ? ["data", ...data] : [state.f, ...state.box],
      () => (data ? fromStroke(points(data)) : fromText(state.f, [state.box])), "x");
    const box = state.box2 ?? [-1, 1, -1, 1];
    const text = state.f2 ?? "sin(3*x)*cos(2*y)";
    this.two = this.take("two", [text, ...box],
      () => fromText(text, [box.slice(0, 2), box.slice(2)]), "x*y");
  }

  take(which, key, make, spare) {
    const name = `${which} ${key.join(" ")}`;
    const last = this[which];
    if (last?.name === name) return last;
    try {
      this.errors[which] = null;
      return { ...plain(make()), name };
    } catch (error) {
      this.errors[which] = error;
      const box = which === "one" ? [[0, 1]] : [[-1, 1], [-1, 1]];
      return last ?? { ...plain(fromText(spare, box)), name };
    }
  }
}

function plain(target) {
  const { f, names, text, read } = target;
  const box = Array.isArray(target.box[0]) ? target.box : [target.box];
  const result = { f, names, text, box, read };
  if (box.length === 1) {
    const [a, b] = box[0];
    result.xs = Float64Array.from({ length: SAMPLES + 1 }, (_, i) => a + ((b - a) * i) / SAMPLES);
    result.ys = f(result.xs);
    finite(result);
    result.range = spread(result.ys);
  } else {
    finiteOnGrid(result);
  }
  return result;
}

function finiteOnGrid({ f, box }) {
  const [xs, ys] = box.map((side) => gridLines(side, GRID));
  const points = gridPoints(xs, ys);
  const [x, y] = [0, 1].map((axis) => points.filter((_, i) => i % 2 === axis));
  const bad = f(x, y).findIndex((z) => !Number.isFinite(z));
  if (bad < 0) return;
  const [u, v] = [x, y].map((places) => Number(places[bad].toPrecision(3)));
  throw new Error(`f is not finite at x = ${u}, y = ${v}.`);
}

function finite({ xs, ys }) {
  const bad = ys.findIndex((y) => !Number.isFinite(y));
  if (bad >= 0) throw new Error(`f is not finite at x = ${Number(xs[bad].toPrecision(3))}.`);
}

/** Lowest and highest value, never the same. */
export function spread(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low > 1e-12 * Math.max(1, Math.abs(high)) ? [low, high] : [low - 0.5, high + 0.5];
}

/** A range with some air around it. */
export function airy([low, high], part = 0.15) {
  const air = part * (high - low);
  return [low - air, high + air];
}

function points(data) {
  return Array.from({ length: data.length >> 1 }, (_, i) => [data[2 * i], data[2 * i + 1]]);
}

/** The context of one panel. */
export function contextOf(app, name) {
  return {
    /** The panel's numbers, each as the schema wants it: [default, low, high], or a choice. */
    get: (schema) => checked(schema, app.state.panels?.[name] ?? {}),
    set: (patch) => app.patch(patch, name),
    commit: () => app.commit(),
    say: (text) => app.say(text),
    target: () => app.targets.one,
    target2: () => app.targets.two,
    catalogue: app.targets.catalogue,
    setTarget: (patch) => app.patch(patch),
    error2: () => app.targets.errors.two,
  };
}

function checked(schema, given) {
  return Object.fromEntries(Object.entries(schema).map(([key, rule]) =>
    [key, check(rule, given[key])]));
}

function check([standard, low, high], value) {
  if (Array.isArray(low)) return low.includes(value) ? value : standard;
  if (typeof standard === "number") {
    return Number.isFinite(value) ? clamp(value, low, high) : standard;
  }
  if (standard === null || Array.isArray(standard)) {
    return Array.isArray(value) && value.every(Number.isFinite) ? value : standard;
  }
  return typeof value === typeof standard ? value : standard;
}

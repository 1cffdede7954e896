/** @file What a panel may ask of the page: its own numbers, and the reader's function. */

import { placeText, sample } from "../core/sampling.js";
import { fromStroke, fromText } from "../core/target.js";
import { clamp } from "./dom.js";
import { besideJumps } from "./fit.js";
import { gridLines, gridPoints } from "./plane.js";

const SHARE = 1e-3; // of the range of f: how closely what is drawn and measured follows it
const MOST = 2 ** 13; // samples of what is drawn and measured
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
    const { data, f, box, f2 = "sin(3*x)*cos(2*y)", box2 = [-1, 1, -1, 1] } = state;
    this.one = this.take("one", data ? { data } : { f, box }, { f: "x", box: [0, 1] });
    this.two = this.take("two", { f2, box2 }, { f2: "x*y", box2 });
  }

  take(which, spec, spare) {
    const name = JSON.stringify(spec);
    const last = this[which];
    if (last?.name === name) return last;
    try {
      this.errors[which] = null;
      return { ...targetOf(spec), name };
    } catch (error) {
      this.errors[which] = error;
      return last ?? { ...targetOf(spare), name };
    }
  }
}

/** The function of a state's own words: {data}, {f, box} or {f2, box2}. Throws an Error. */
export function targetOf(spec) {
  const { data, f, box, f2, box2 } = spec;
  const made = data ? fromStroke(points(data))
    : f2 === undefined ? fromText(f, [box]) : fromText(f2, [box2.slice(0, 2), box2.slice(2)]);
  return { ...plain(made), spec };
}

function plain(target) {
  const { f, names, text, read } = target;
  const box = Array.isArray(target.box[0]) ? target.box : [target.box];
  const result = { f, names, text, box, read };
  if (box.length === 1) {
    const { x: xs, y: ys, jumps, unresolved } = sample(f, box[0], (size) => SHARE * size, MOST);
    Object.assign(result, {
      xs, ys, jumps, unresolved, range: spread(ys), sampled: sampler(f, box[0]),
      beside: besideJumps(jumps, box[0]),
    });
  } else {
    finiteOnGrid(result);
  }
  return result;
}

/** Samples for a resolution, which is halved until it is one of those that are kept. */
function sampler(f, box) {
  const kept = new Map();
  return (resolution) => {
    const power = Math.floor(Math.log2(resolution));
    if (!kept.has(power)) kept.set(power, sample(f, box, 2 ** power));
    return kept.get(power);
  };
}

function finiteOnGrid({ f, box }) {
  const [xs, ys] = box.map((side) => gridLines(side, GRID));
  const points = gridPoints(xs, ys);
  const [x, y] = [0, 1].map((axis) => points.filter((_, i) => i % 2 === axis));
  const bad = f(x, y).findIndex((z) => !Number.isFinite(z));
  if (bad < 0) return;
  const place = [x, y].map((places, i) => placeText(places[bad], box[i])).join(", ");
  throw new Error(`f is not a finite number at (${place}): choose a domain that keeps away from there, `
    + "or give f a value there with where(…, …, …)");
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
    /** What a thread has computed is shown now. */
    arrived: () => app.arrived(name),
    say: (text) => app.say(text),
    target: () => app.targets.one,
    about: (error) => aboutFile(app.targets.one, error),
    about2: (error) => aboutFile(app.targets.two, error),
    target2: () => app.targets.two,
    catalogue: app.targets.catalogue,
    setTarget: (patch) => app.patch(patch),
    error2: () => app.targets.errors.two,
    /** Another panel of this page, whose network is shown here too. */
    other: (panel) => app.panels.get(panel)?.panel,
    progress: () => app.state.panels?.progress ?? {},
    titleOf: (panel) => app.contents.find(([each]) => each === panel)?.[1],
    go: (panel) => app.go(panel),
  };
}

/** What a file of weights says of the function that they were made for. error: sampled. */
function aboutFile({ text, box }, error) {
  return { function: text, box, error: { max: error, sampled: true } };
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

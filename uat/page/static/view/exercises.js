/** @file The ten exercises: their goals fit the reader's function, and the panel's network is judged. */

import { brief, count, plural, show } from "./dom.js";
import { errorOf, fewBumps, foldedPieces, heightAt, once, pieces, steepest } from "./goals.js";

const CLOSE = 0.03; // how far a height may be off
const BESIDE = 0.015; // how far from a jump it is looked whether it is there
const FALL = 0.05; // how far from its place a switch must be off or on

const at = (network, ...points) => Array.from(network.forward(Float64Array.from(points)));
const place = once((target) => steepest(target));
const one = once((target) => heightAt(target, 0.35));
const plateau = once((target) => heightAt(target, 0.7));
const few = once((target) => fewBumps(target));
const folded = once((target) => foldedPieces(target));

export const EXERCISES = {
  draw: {
    ask: (_, { score }) => `come within ${brief(score().goal)} of your function on the average, with one `
      + "stroke and as many corrections as you like.",
    look: (_, { score }) => {
      const { distance, goal } = score();
      return { reached: distance <= goal, told: `Now it is ${brief(distance, 3)}.` };
    },
    hint: "Draw slowly: a bump becomes as high as the stroke is on the average where it crosses it. A bump "
      + "is best where it leaves as much of the curve above as below.",
  },
  neuron: {
    ask: (context) => {
      const { place: s, own } = place(context.target());
      const there = `at least 0.9 at *x* = ${show(s - FALL)}, at most 0.1 at *x* = ${show(s + FALL)}.`;
      return own ? `your function is steepest ${Math.round(100 * s)} hundredths of the way along its interval. `
        + `Make the neuron switch off there: ${there}` : `make the neuron switch off in the middle: ${there}`;
    },
    look: (context, { network }) => {
      const { place: s } = place(context.target());
      const [before, after] = at(network(), s - FALL, s + FALL);
      return {
        reached: before >= 0.9 && after <= 0.1,
        told: `Now it is ${show(before, 3)} at ${show(s - FALL)} and ${show(after, 3)} at ${show(s + FALL)}.`,
      };
    },
    hint: "What is on at first and then off has a weight below zero. Pull *w* there, or press Enter on "
      + "it and type; then pull the curve to its place.",
  },
  height: {
    ask: (context) => `make a bump ${show(one(context.target()))} high, from 0.2 to 0.5, and nothing beside it.`,
    look: (context, { network }) => lookAt(network(), [0.2, 0.5], one(context.target())),
    hint: "Pull the two sides to 0.2 and 0.5 first, then the top. A dent has a height below zero.",
  },
  twobumps: {
    ask: (context) => `hide a jump. Make one plateau from 0.2 to 0.8, ${show(plateau(context.target()))} high, `
      + "of two bumps that are each at least 0.2 wide and have weights of at least 0.3: four jumps are made, "
      + "two are seen.",
    look: (context, { network }) => {
      const [hidden, sum] = network().layers;
      const places = Array.from(hidden.biases, (b, i) => -b / hidden.weights[i]);
      const found = lookAt(network(), [0.2, 0.8], plateau(context.target()), places);
      const wide = [0, 2].every((i) => Math.abs(places[i] - places[i + 1]) >= 0.2 - 1e-9);
      const heavy = sum.weights.every((weight) => Math.abs(weight) >= 0.3 - 1e-9);
      const missing = !wide ? " A bump is too narrow." : !heavy ? " A weight is too small." : "";
      return { reached: found.reached && wide && heavy, told: found.told + missing };
    },
    hint: "Where one bump ends and the next one begins, the sum steps down and up again. If both are as high, "
      + "at the very same place, nothing is left to see.",
  },
  many: {
    ask: (context) => `how few bumps bring the largest error to ${brief(few(context.target()).error)} or less? `
      + "Use them.",
    look: (context, { network, error: shown }) => {
      const { error, bumps } = few(context.target());
      const isFew = network().neurons <= 2 * bumps;
      const now = isFew ? errorOf(network(), context.target()) : shown();
      const less = now > error ? "That is too much." : isFew ? "" : "Fewer will do.";
      return { reached: isFew && now <= error, told: both(`Now it is ${brief(now, 3)}.`, less) };
    },
    hint: "Move the slider and press Fit, up and down. Now and then fewer bumps are better than more: "
      + "where your function jumps, or turns, at the end of a piece.",
  },
  challenge: {
    ask: (_, { score }) => `pass the challenge with heights of your own: ${brief(score().goal)} or less.`,
    look: (_, { score }) => {
      const { deviation, goal, copied } = score();
      const words = copied ? "These heights were shown to you: begin again from flat ones." : "";
      return {
        reached: deviation <= goal && !copied, told: both(`Now it is ${brief(deviation, 3)}.`, words),
      };
    },
    hint: "The blue curve is σ⁻¹(*f*). Pull each bump to where as much of the curve is above it as below; "
      + "far-off ends count little.",
  },
  ramps: {
    ask: (_, { found }) => (found() ? `find the smallest tolerance, up to a tenth of it, for which `
      + `${namedOf(found().goal.kind, found().goal.fewest)} will do.` : "…"),
    look: (_, { found }) => {
      if (!found() || found().refused) return found() && { reached: false, told: found().refused };
      const { kind, goal, next, tol, links, stairs } = found();
      const now = kind === "ramps" ? links : stairs;
      const enough = kind === goal.kind && now <= goal.fewest;
      const room = enough && next <= goal.fewest ? "They would do for less, too." : "";
      return {
        reached: enough && next > goal.fewest,
        told: both(`Now it is ${brief(tol)}, and takes ${namedOf(kind, now)}.`, room),
      };
    },
    hint: "A narrower tube takes more. Pull its wall until one more is needed, then go back a little. Where "
      + "your function jumps, only steps can follow it.",
  },
  plane: {
    ask: () => "XOR. Make the output at least 0.9 at (0, 1) and (1, 0), at most 0.1 at (0, 0) and (1, 1).",
    look: (_, { network }) => {
      const values = at(network(), 0, 0, 1, 0, 0, 1, 1, 1);
      const [none, x, y, both] = values;
      const good = [none, both].every((z) => z <= 0.1) && [x, y].every((z) => z >= 0.9);
      const words = ["(0, 0)", "(1, 0)", "(0, 1)", "(1, 1)"].map((name, i) => `${show(values[i])} at ${name}`);
      return { reached: good, told: `Now it is ${words.join(", ")}.` };
    },
    hint: "One line cannot part these corners, two can: let the first neuron be on where *x* or *y* is 1, the "
      + "second where both are. The output wants the first and not the second.",
  },
  towers: {
    ask: (_, { found }) => (found() ? "where corners meet, a field of towers has holes. Build a network whose "
      + `largest error, corners included, is ${brief(found().goal)} or less.` : "…"),
    look: (_, { found }) => found() && found().kind === "two" ? { reached: false, told: "Two towers are no field." }
      : found() && { reached: found().error <= found().goal, told: `Now it is ${brief(found().error, 3)}.` },
    hint: "Steeper steps and more tiles make the holes narrower, never shallower. Copies make them shallower; "
      + "one of the four has none. Then more tiles help.",
  },
  depth: {
    ask: (context) => {
      const { own, pieces: wanted } = folded(context.target());
      return own ? `a broken line of ${count(wanted)} pieces follows your function within a hundredth of its size. `
        + "Fold the line into as many, with as few layers as will do."
        : `fold the line into at least ${count(wanted)} pieces, with as few layers as will do.`;
    },
    look: (context, { network }) => {
      const wanted = folded(context.target()).pieces;
      const made = pieces(network());
      return { reached: made >= wanted && made < 2 * wanted, told: `Now there are ${count(made)} pieces.` };
    },
    hint: "Every layer doubles the pieces.",
  },
};

/** One sentence or two. */
const both = (...sentences) => sentences.filter(Boolean).join(" ");

const namedOf = (kind, number) => plural(number, kind === "ramps" ? "link of the string" : "step",
  kind === "ramps" ? "links of the string" : "steps");

/** Whether a network is one plateau, and nothing beside it. places: where else it is looked at. */
function lookAt(network, [left, right], height, places = []) {
  const between = places.toSorted((a, b) => a - b).map((s, i, all) => (s + (all[i + 1] ?? 1)) / 2);
  const even = Array.from({ length: 101 }, (_, i) => i / 100);
  const xs = [...even, ...between].filter((x) =>
    x >= 0 && x <= 1 && [left, right].every((side) => Math.abs(x - side) >= BESIDE));
  const values = at(network, ...xs);
  const off = xs.map((x, i) => Math.abs(values[i] - (x > left && x < right ? height : 0)));
  const worst = off.indexOf(Math.max(...off));
  return {
    reached: off[worst] <= CLOSE,
    told: off[worst] <= CLOSE ? "" : `Now it is ${show(values[worst])} at ${show(xs[worst], 3)}.`,
  };
}


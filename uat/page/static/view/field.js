/** @file Towers on the reader's rectangle: the network, its surface, and its largest error. */

import { quadrants, towers } from "../core/construct.js";
import { clamp } from "./dom.js";
import { equal } from "./fit.js";
import { once, roundUp } from "./goals.js";
import { plainLayers } from "./plain.js";
import { gridLines, gridPoints } from "./plane.js";

const LINES = 30; // a side, besides those at the cuts
const CLOSE = [-8, -4, -2, -1, 0, 1, 2, 4, 8]; // around a cut, in units of 1/w: where errors are measured
const DRAWN = [-4, 0, 4]; // those of them that are drawn, where there are many
const MOST = 160; // lines a side that are drawn with all of them

/**
 * @param {{kind: string, n: number, m: number, w: number}} numbers of the panel
 * @param {object} target of two inputs
 */
export function field(numbers, target) {
  const { network, truth, linesAt, lines, zs, wanted, error } = measured(numbers, target);
  const z = rangeOf(zs, wanted);
  const drawn = Math.max(...lines.map(({ length }) => length)) > MOST ? linesAt(DRAWN) : lines;
  const even = target.box.map((side) => gridLines(side, 50));
  return {
    layers: plainLayers(network),
    kind: numbers.kind, error, goal: goalOf(target),
    made: { xs: drawn[0], ys: drawn[1], zs: among(lines, zs, drawn), z },
    ideal: { xs: even[0], ys: even[1], zs: truth(gridPoints(...even)), z },
  };
}

/** A network, and its largest error on lines that are close around all cuts. */
function measured(numbers, target) {
  const { network, truth, cuts, width } = make(numbers, target);
  const linesAt = (distances) => target.box.map((side, axis) =>
    gridLines(side, LINES, cuts[axis], distances.map((z) => z * width[axis])));
  const lines = linesAt(CLOSE);
  const points = gridPoints(...lines);
  const [zs, wanted] = [network.forward(points), truth(points)];
  let error = 0;
  for (let i = 0; i < zs.length; i += 1) error = Math.max(error, Math.abs(zs[i] - wanted[i]));
  return { network, truth, linesAt, lines, zs, wanted, error };
}

/** The error that the exercise asks for: what steep boxes without holes come to. */
const goalOf = once((target) => {
  const { error, wanted } = measured({ kind: "quadrants", n: 8, w: 400 }, target);
  const [low, high] = rangeOf(wanted);
  return roundUp(Math.max(1.02 * error, 0.02 * (high - low)));
});

/** The values on some of the lines. */
function among(lines, values, some) {
  if (lines === some) return values;
  const [columns, rows] = some.map((side, axis) => {
    const places = new Map(Array.from(lines[axis], (place, k) => [place, k]));
    return Array.from(side, (place) => places.get(place));
  });
  const across = lines[0].length;
  return Float64Array.from(rows.flatMap((j) => columns.map((i) => values[j * across + i])));
}

function make({ kind, n, m, w }, target) {
  const truth = (points) => {
    const pick = (axis) => points.filter((_, i) => i % 2 === axis);
    return Float64Array.from(target.f(pick(0), pick(1)));
  };
  if (kind === "two") return two(target.box, w);
  const lengths = target.box.map(([a, b]) => b - a);
  const steepness = lengths.map((length) => (w * n) / length);
  const shifts = kind === "copies" ? Array.from({ length: m }, (_, j) => (j + 1) / m - 1) : [0];
  const grids = shifts.map((shift) => gridOf(target.box, n, shift, truth, shifts.length));
  const options = { steepness, activation: "sigmoid" };
  const network = kind === "quadrants" ? quadrants(grids[0], options) : towers(grids, options);
  return {
    network, truth, width: steepness.map((each) => 1 / each),
    cuts: ["x", "y"].map((axis) => grids.flatMap((grid) => Array.from(grid[axis].subarray(1, -1)))),
  };
}

/** Two towers in the corners of the rectangle. */
function two(box, w) {
  const at = ([a, b], parts) => Float64Array.from(parts, (part) => a + (b - a) * part);
  const steepness = box.map(([a, b]) => (4 * w) / (b - a));
  const places = [[[0.15, 0.45], [0.15, 0.45], 0.9], [[0.6, 0.85], [0.55, 0.85], 0.5]];
  const grids = places.map(([x, y, height]) =>
    ({ x: at(box[0], x), y: at(box[1], y), heights: Float64Array.of(height) }));
  const network = towers(grids, { steepness, activation: "sigmoid", edges: "nielsen" });
  const truth = (points) => Float64Array.from({ length: points.length / 2 }, (_, i) =>
    grids.reduce((sum, { x, y, heights }) => {
      const [u, v] = [points[2 * i], points[2 * i + 1]];
      return sum + (u >= x[0] && u <= x[1] && v >= y[0] && v <= y[1] ? heights[0] : 0);
    }, 0));
  return {
    network, truth, width: steepness.map((each) => 1 / each),
    cuts: ["x", "y"].map((axis) => grids.flatMap((grid) => Array.from(grid[axis]))),
  };
}

/** Tiles, shifted by a part of a tile; heights: the middle of f's range on 25 points of each. */
function gridOf(box, n, shift, truth, parts) {
  const [x, y] = box.map(([a, b]) => {
    const inner = Array.from(equal(a, b, n), (edge) => edge + (shift * (b - a)) / n)
      .filter((edge) => edge > a + 1e-9 * (b - a) && edge < b - 1e-9 * (b - a));
    return Float64Array.of(a, ...inner, b);
  });
  const heights = new Float64Array((x.length - 1) * (y.length - 1));
  for (let j = 0; j + 1 < y.length; j += 1) {
    for (let i = 0; i + 1 < x.length; i += 1) {
      const inside = (edges, k) => Float64Array.from({ length: 5 }, (_, q) =>
        edges[k] + ((edges[k + 1] - edges[k]) * clamp(q / 4, 0.02, 0.98)));
      const values = truth(gridPoints(inside(x, i), inside(y, j)));
      heights[j * (x.length - 1) + i] = (Math.min(...values) + Math.max(...values)) / 2 / parts;
    }
  }
  return { x, y, heights };
}

function rangeOf(...lists) {
  let [low, high] = [0, 0];
  for (const list of lists) {
    for (const value of list) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return high > low ? [low, high] : [low, low + 1];
}

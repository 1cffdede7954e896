/** @file Curves in the plane: some to choose from, and those that are drawn. */

import { path } from "../core/construct.js";
import { equal, inside, worst } from "./fit.js";

/** x and y at t from 0 to 1. */
const SHAPES = {
  "circle": (t) => [Math.cos(turn(t)), Math.sin(turn(t))],
  "eight": (t) => [Math.sin(turn(t)), Math.sin(2 * turn(t))],
  "heart": (t) => [Math.sin(turn(t)) ** 3, (13 * Math.cos(turn(t)) - 5 * Math.cos(2 * turn(t))
    - 2 * Math.cos(3 * turn(t)) - Math.cos(4 * turn(t))) / 16],
};

export const NAMES = Object.keys(SHAPES);

const turn = (t) => 2 * Math.PI * t;

/** A curve that is chosen or drawn: x and y at places t, in turns, as a network with two outputs has them. */
export function curveOf({ shape, drawn }) {
  const at = drawn?.length >= 4 ? along(drawn) : SHAPES[shape];
  return (ts) => Float64Array.from(Array.from(ts, at).flat());
}

/** The network of n links between points of a curve at equal steps of t. */
export function pathOf(curve, n) {
  const knots = equal(0, 1, n);
  const values = curve(knots);
  return path(knots, [0, 1].map((axis) => axisOf(values, axis)));
}

/** Every second number. */
export const axisOf = (values, axis) => values.filter((_, i) => i % 2 === axis);

/** The largest distance of an output from what it should be, at places of each link. */
export function errorOf(network, curve, n) {
  const ts = inside(equal(0, 1, n), 33);
  const found = network.forward(ts);
  return worst(found, curve(ts), found).most;
}

/** A drawn line x0, y0, x1, y1 …, at even speed. */
function along(drawn) {
  const points = Array.from({ length: drawn.length >> 1 }, (_, i) => [drawn[2 * i], drawn[2 * i + 1]]);
  const ends = [0];
  points.slice(1).forEach(([x, y], i) => ends.push(ends[i] + Math.hypot(x - points[i][0], y - points[i][1])));
  const whole = ends.at(-1) || 1;
  return (t) => {
    const k = Math.max(1, ends.findIndex((end, i) => i && end >= t * whole));
    const part = (t * whole - ends[k - 1]) / (ends[k] - ends[k - 1] || 1);
    return [0, 1].map((axis) => points[k - 1][axis] + part * (points[k][axis] - points[k - 1][axis]));
  };
}

/** @file Bumps side by side whose heights are drawn: by a stroke, one by one, or with keys. */

import { clamp, set } from "./dom.js";
import { short } from "./fit.js";
import { Graph } from "./graph.js";
import { firstAtLeast } from "./pen.js";

const FINGER = 26; // pixels around a knob at which a finger takes hold of it
const REACH = 37; // |z| from which a sigmoid is 0 or 1 to the last bit

/**
 * A graph of n bumps over the target. Its network is changed in place while a bump is dragged, and
 * asked again only where the two neurons of that bump are between 0 and 1 or have changed.
 */
export class Heights {
  /**
   * @param {{label: string, yLabel: string, link: import("./link.js").Link,
   *   changed: () => void, done: () => void, averaged?: boolean}} options averaged: a bump becomes as
   *   high as the stroke is on the average where it crosses it, not where it leaves it
   */
  constructor(options) {
    this.options = options;
    this.graph = new Graph({ label: options.label, yLabel: options.yLabel, strips: 8 });
    this.graph.paint = (pen) => this.paint(pen);
    this.selected = 0;
    this.pulled = new Set(); // bumps whose heights have changed since they were kept
    this.asked = 0; // points at which the network was asked since the last frame
    this.seen = null; // the bump that stands out in the picture
    options.link.listen(() => this.touch());
    this.knob = this.graph.handle({
      label: "bump: left and right choose it, up and down change its height", color: "bump",
      shape: "both", at: () => this.top(), value: () => this.heights[this.selected],
      range: [-1e3, 1e3], move: () => {}, done: options.done,
      press: (right, up) => this.press(right, up),
    });
    this.knob.classList.add("passive");
    this.graph.onDrag((x, y, first) => this.drag(x, y, first), () => {
      this.last = null;
      this.graph.quiet = false;
      this.touch();
      options.done();
    }, {
      scrolls: (event) => !this.holds(event),
      tap: (event) => this.select(this.index(this.graph.at(event)[0])),
    });
    this.graph.overlay.addEventListener("pointermove", (event) => this.point(event));
    this.graph.overlay.addEventListener("pointerleave", () => options.link.light(null));
  }

  /**
   * Show other bumps.
   * @param {{edges: Float64Array, heights: Float64Array, network: object, steepness: number,
   *   xs: Float64Array, ys: Float64Array, y: [number, number], local: boolean}} bumps xs, ys: the
   *   target; local: whether a bump's neurons count only near it
   */
  show(bumps) {
    Object.assign(this, bumps);
    this.selected = clamp(this.selected, 0, this.heights.length - 1);
    this.graph.setBox([bumps.edges[0], bumps.edges.at(-1)], bumps.y);
    this.points = null;
    this.pulled = new Set();
    this.seen = null;
    this.graph.redraw();
  }

  /** Where the network is drawn, and its output there. */
  values() {
    if (this.points?.width !== this.graph.width) {
      const xs = this.graph.xs(this.extra());
      this.points = { width: this.graph.width, xs, ys: this.network.forward(xs) };
      this.asked += xs.length;
    }
    return this.points;
  }

  extra() {
    const { edges, steepness } = this;
    if (edges.length > 60) return [];
    const w = [-8, -4, -2, -1, 0, 1, 2, 4, 8];
    return Array.from(edges).flatMap((edge) => w.map((z) => edge + z / steepness));
  }

  /** Another height for bump k: two weights change, and the curve where they count. */
  setHeight(k, value) {
    this.pulled.add(k);
    const { heights, network, edges, steepness } = this;
    const output = network.layers.at(-1).weights;
    heights[k] = value;
    output[2 * k] = value;
    output[2 * k + 1] = -value;
    if (!this.points) return;
    const margin = this.local ? REACH / steepness : Infinity;
    this.renew(edges[k] - margin, edges[k + 1] + margin);
  }

  /** Heights for the link, in few digits; the network has these too, so that both are the same. */
  kept() {
    const few = short(this.heights);
    few.forEach((height, k) => {
      if (height !== this.heights[k]) this.setHeight(k, height);
    });
    this.pulled = new Set();
    return few;
  }

  /** The network has changed by other hands: ask it everywhere. */
  renewAll() {
    this.points = null;
    this.local = false;
    this.graph.redraw();
  }

  /** Draw the bumps anew that have begun or ceased to stand out. */
  touch() {
    if (!this.edges) return;
    for (const k of [this.seen, this.options.link.lit ?? this.selected]) {
      if (k !== null) this.graph.redraw(this.edges[k], this.edges[k + 1]);
    }
  }

  renew(from, to) {
    this.graph.redraw(from, to);
    const { xs, ys } = this.points;
    const [begin, end] = [firstAtLeast(xs, from), firstAtLeast(xs, to)];
    if (end <= begin) return;
    ys.set(this.network.forward(xs.subarray(begin, end)), begin);
    this.asked += end - begin;
  }

  index(x) {
    const { edges } = this;
    const n = edges.length - 1;
    return clamp(Math.floor(((x - edges[0]) / (edges[n] - edges[0])) * n), 0, n - 1);
  }

  /** One stroke sets all the bumps that it crosses, also those between two events. */
  drag(x, y, first) {
    const k = this.index(x);
    const [low, high] = this.graph.y;
    this.graph.quiet = true;
    const to = clamp(y, low, high);
    const from = first || !this.last ? { k, y: to } : this.last;
    const steps = Math.max(1, Math.abs(k - from.k));
    for (let i = first ? 0 : 1; i <= steps; i += 1) {
      const t = i / steps;
      const at = Math.round(from.k + (k - from.k) * t);
      this.setHeight(at, Number((from.y + (to - from.y) * t).toPrecision(4)));
    }
    if (this.options.averaged) this.average(k, x, to, first);
    this.last = { k, y: to };
    this.select(k);
    this.options.changed();
  }

  /** What the stroke has crossed of bump k counts as it was drawn, the rest as it is drawn now. */
  average(k, x, y, first) {
    const { edges } = this;
    const crossed = first || this.crossed?.k !== k ? { k, x: null, width: 0, sum: 0 } : this.crossed;
    if (crossed.x !== null) {
      const width = Math.min(Math.abs(x - crossed.x), edges[k + 1] - edges[k] - crossed.width);
      crossed.width += width;
      crossed.sum += width * y;
    }
    crossed.x = x;
    this.crossed = crossed;
    const whole = edges[k + 1] - edges[k];
    const height = (crossed.sum + (whole - crossed.width) * y) / whole;
    this.setHeight(k, Number(height.toPrecision(4)));
  }

  select(k) {
    this.selected = k;
    this.options.link.light(k);
    this.touch();
  }

  /**
   * Whether a finger is on the knob of the chosen bump, which it can pull up and down; or on the curve,
   * where that is to be drawn, be it ever so steep.
   */
  holds(event) {
    const [x, y] = this.graph.at(event);
    const { kx, ky } = this.graph.scale();
    const near = ([atX, atY]) => Math.hypot(kx * (x - atX), ky * (y - atY)) < FINGER;
    const k = Math.min(firstAtLeast(this.xs, x), this.xs.length - 1);
    return near(this.graph.inside(this.top())) || Boolean(this.options.averaged && near([x, this.ys[k]]));
  }

  /** A mouse that moves chooses a bump; one that rests, while the page moves, does not. */
  point(event) {
    if (event.pointerType === "touch" || this.last) return;
    if (!event.movementX && !event.movementY) return;
    const k = this.index(this.graph.at(event)[0]);
    this.selected = k;
    this.options.link.light(k);
  }

  /** Arrow keys: steps to another bump, or hundredths of the graph up or down. */
  press(right, up) {
    if (right) this.select(clamp(this.selected + right, 0, this.heights.length - 1));
    if (!up) return;
    const [low, high] = this.graph.y;
    const next = this.heights[this.selected] + (up * (high - low)) / 100;
    this.setHeight(this.selected, Number(clamp(next, low, high).toPrecision(4)));
    this.options.changed();
  }

  top() {
    if (!this.heights) return null;
    const { edges, selected } = this;
    const text = `bump ${selected + 1} of ${this.heights.length}: left and right choose it, ` +
      "up and down change its height";
    set(this.knob, { "aria-label": text });
    return [(edges[selected] + edges[selected + 1]) / 2, this.heights[selected]];
  }

  paint(pen) {
    if (!this.heights) return;
    const { edges, heights, selected } = this;
    const lit = Math.min(this.options.link.lit ?? selected, heights.length - 1);
    this.seen = lit;
    bars(pen, edges, heights);
    pen.box(edges[lit], 0, edges[lit + 1], heights[lit], "bump", 0.45);
    pen.curve(this.xs, this.ys, "target", 2.5);
    const { xs, ys } = this.values();
    pen.curve(xs, ys, "network", 2.5);
  }
}

function bars(pen, edges, heights) {
  const { context, graph } = pen;
  const { x0, kx, y0, ky } = graph.scale();
  const [begin, last] = pen.inside(edges);
  const end = Math.min(last, heights.length);
  context.beginPath();
  context.moveTo(x0 + kx * edges[begin], y0);
  for (let k = begin; k < end; k += 1) {
    context.lineTo(x0 + kx * edges[k], y0 + ky * heights[k]);
    context.lineTo(x0 + kx * edges[k + 1], y0 + ky * heights[k]);
  }
  context.lineTo(x0 + kx * edges[end], y0);
  pen.fill("bump", 0.18);
}

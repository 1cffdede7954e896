/** @file A graph with axes: two canvases for what is drawn, and SVG for what is taken hold of. */

import { clamp, h, set, svg } from "./dom.js";
import { follow } from "./follow.js";
import { addHandle } from "./handle.js";
import { t } from "./language.js";
import { Pen } from "./pen.js";
import { drawable } from "./picture.js";
import { printed } from "./printing.js";
import { theme } from "./theme.js";
import { powers, ticks } from "./ticks.js";

const READ = 17; // pixels of the words around a graph on a page that is read
const AROUND = 4; // pixels drawn anew on both sides of what has changed

/**
 * @typedef {object} GraphOptions
 * @property {string} label what it shows, for those who do not see it
 * @property {[number, number]} [x]
 * @property {[number, number]} [y]
 * @property {string} [xLabel]
 * @property {string} [yLabel]
 * @property {string} [shape] "wide" or "flat", see the style sheet
 * @property {boolean} [xWhole] only whole numbers are written along x
 * @property {(power: number) => string} [xPower] x is log10 of something: how to write its powers
 * @property {(power: number) => string} [yPower]
 * @property {number} [strips] canvases side by side, so that a small change redraws a small one
 */

/** Axes, curves, handles. Set `paint` to a function of a Pen; call `redraw` when it is stale. */
export class Graph {
  /** @param {GraphOptions} options */
  constructor(options) {
    this.options = options;
    this.x = options.x ?? [0, 1];
    this.y = options.y ?? [0, 1];
    this.paint = () => {};
    this.handles = [];
    this.quiet = false; // whether handles stay where they are for a while
    this.stale = { axes: true, frame: 0, from: Infinity, to: -Infinity };
    this.width = 0;
    this.height = 0;
    this.large = 1; // times what words and lines are on a page that is read
    this.axes = h("canvas", { "aria-hidden": "true" });
    this.strips = Array.from({ length: options.strips ?? 1 }, () =>
      h("canvas", { "aria-hidden": "true" }));
    this.overlay = svg("svg", { role: "group", "aria-label": options.label });
    this.element = h("div", { class: `graph ${options.shape ?? "wide"}` },
      this.axes, this.strips, this.overlay);
    new ResizeObserver(() => this.resize()).observe(this.element);
    theme.listen(() => this.refresh());
    printed(this);
    drawable(this.element, (context) => this.drawOn(context));
  }

  /** Other axes. */
  setBox(x, y) {
    if ([...x, ...y].every((value, i) => value === [...this.x, ...this.y][i])) return;
    this.x = x;
    this.y = y;
    this.refresh();
  }

  resize() {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0 || (clientWidth === this.width && clientHeight === this.height)) return;
    this.large = Math.max(1, Number.parseFloat(getComputedStyle(this.element).fontSize) / READ);
    this.width = clientWidth;
    this.height = clientHeight;
    const dense = Math.min(3, devicePixelRatio);
    // Strips of whole dots: with a part of one left over, curves would have seams.
    const wide = Math.ceil((clientWidth * dense) / this.strips.length) / dense;
    Object.assign(this, { dense, wide });
    this.fit("px");
    set(this.overlay, { viewBox: `0 0 ${clientWidth} ${clientHeight}` });
    this.refresh(true);
  }

  /** Give the canvases their places, in pixels or, for paper of another width, in per cent. */
  fit(unit) {
    const { width, height, wide, dense } = this;
    const whole = unit === "%" ? [100 / width, 100 / height] : [1, 1];
    [this.axes, ...this.strips].forEach((canvas, i) => {
      const [left, across] = i ? [(i - 1) * wide, wide] : [0, width];
      const size = [across, height].map((side) => Math.round(side * dense));
      if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
      Object.assign(canvas.style, {
        left: `${left * whole[0]}${unit}`, width: `${(size[0] / dense) * whole[0]}${unit}`,
        height: `${(size[1] / dense) * whole[1]}${unit}`,
      });
    });
  }

  /** Be drawn for paper, or again for the screen. */
  print(on) {
    this.resize();
    if (this.width === 0) return;
    this.fit(on ? "%" : "px");
    this.refresh(true);
  }

  refresh(now = false) {
    this.stale.axes = true;
    if (now) this.draw();
    else this.redraw();
  }

  /** Draw in the next frame: all of it, or what lies between two places along x. */
  redraw(from = -Infinity, to = Infinity) {
    const { stale } = this;
    stale.from = Math.min(stale.from, from);
    stale.to = Math.max(stale.to, to);
    stale.frame ||= requestAnimationFrame(() => this.draw(stale.from, stale.to));
  }

  /** Draw at once. */
  draw(from = -Infinity, to = Infinity) {
    cancelAnimationFrame(this.stale.frame);
    Object.assign(this.stale, { frame: 0, from: Infinity, to: -Infinity });
    if (this.width === 0) return;
    this.font = getComputedFont(this);
    if (this.stale.axes) {
      this.stale.axes = false;
      this.drawAxes(this.begin(this.axes));
    }
    const { left, right } = this.margins();
    const begin = Math.max(left - 1, Math.floor(this.px(Math.max(from, this.x[0]))) - AROUND);
    const end = Math.min(right + 1, Math.ceil(this.px(Math.min(to, this.x[1]))) + AROUND);
    this.strips.forEach((canvas, i) => this.drawStrip(canvas, i * this.wide, begin, end));
    if (!this.quiet) for (const handle of this.handles) handle.place();
  }

  /** Draw what lies between two pixels on one of the canvases, which begins at pixel `at`. */
  drawStrip(canvas, at, from, to) {
    const [begin, end] = [Math.max(from, at), Math.min(to, at + this.wide)];
    if (begin >= end) return;
    this.paintBetween(this.begin(canvas, at, begin, end), begin, end);
  }

  paintBetween(pen, begin, end) {
    const { top, bottom } = this.margins();
    const { context } = pen;
    context.save();
    context.beginPath();
    context.rect(begin, top - 4, end - begin, bottom - top + 8);
    context.clip();
    this.paint(pen);
    context.restore();
  }

  /** Draw everything elsewhere, in pixels of the page. */
  drawOn(context) {
    const pen = new Pen(context, this, theme.colors, [-Infinity, Infinity]);
    const { left, right } = this.margins();
    this.drawAxes(pen);
    this.paintBetween(pen, left - 1, right + 1);
  }

  /** A pen for what lies between two pixels. */
  begin(canvas, at = 0, left = 0, right = this.width) {
    const context = canvas.getContext("2d", { willReadFrequently: true }); // small, often redrawn
    context.setTransform(this.dense, 0, 0, this.dense, -at * this.dense, 0);
    context.clearRect(left, 0, right - left, this.height);
    const { x0, kx } = this.scale();
    // What runs just beside is drawn as well: half of a line's width may reach over.
    const range = [left - AROUND, right + AROUND].map((pixel) => (pixel - x0) / kx);
    return new Pen(context, this, theme.colors, range);
  }

  margins() {
    const { large, width, height } = this;
    const left = this.options.yLabel === "" ? 14 : 52;
    return {
      left: left * large, right: width - 20 * large, top: 26 * large, bottom: height - 46 * large,
    };
  }

  /** px = x0 + kx·x, py = y0 + ky·y. */
  scale() {
    const { left, right, top, bottom } = this.margins();
    const kx = (right - left) / (this.x[1] - this.x[0]);
    const ky = (top - bottom) / (this.y[1] - this.y[0]);
    return { x0: left - kx * this.x[0], kx, y0: bottom - ky * this.y[0], ky };
  }

  px(x) {
    const { x0, kx } = this.scale();
    return x0 + kx * x;
  }

  py(y) {
    const { y0, ky } = this.scale();
    return y0 + ky * y;
  }

  /** Where a pointer is, in the units of the axes. */
  at(event) {
    const box = this.element.getBoundingClientRect();
    const { x0, kx, y0, ky } = this.scale();
    return [(event.clientX - box.left - x0) / kx, (event.clientY - box.top - y0) / ky];
  }

  /** Places along x, one for each pixel: where curves are computed. */
  xs(extra = []) {
    const { left, right } = this.margins();
    const n = clamp(Math.round(right - left), 200, 1200);
    const [a, b] = this.x;
    const even = Array.from({ length: n + 1 }, (_, i) => a + ((b - a) * i) / n);
    const inside = extra.filter((x) => x > a && x < b);
    return Float64Array.from([...even, ...inside]).sort();
  }

  drawAxes(pen) {
    const { options, x, y } = this;
    const { left, right, top, bottom } = this.margins();
    const { context, large } = pen;
    const [wide, high] = [(right - left) / large, (bottom - top) / large];
    const across = options.xPower ? powers(...x, wide / 60, options.xPower)
      : ticks(...x, wide / (options.xWhole ? 40 : 64), options.xWhole);
    const up = options.yPower ? powers(...y, high / 45, options.yPower) : ticks(...y, high / 50);
    for (const value of up.places) {
      pen.line(x[0], value, x[1], value, "line", 1);
      pen.words(up.write(value), x[0], value, "muted", { align: "right", shift: [-8, 0] });
    }
    for (const value of across.places) {
      pen.line(value, y[0], value, y[1], "line", 1);
      pen.words(across.write(value), value, y[0], "muted", { align: "center", shift: [0, 15] });
    }
    if (y[0] < 0 && y[1] > 0 && !options.yPower) pen.line(x[0], 0, x[1], 0, "muted", 1);
    context.font = `${15 * large}px ${this.font}`;
    context.fillStyle = pen.color("muted");
    context.textAlign = "right";
    context.fillText(t(options.xLabel ?? "x"), right, bottom + 40 * large);
    context.textAlign = "left";
    context.fillText(t(options.yLabel ?? ""), 8, 10 * large);
  }

  /** Something to take hold of, by pointer or by keys: see `addHandle`. */
  handle(options) {
    const { node, place } = addHandle(this, options);
    this.overlay.append(node);
    this.handles.push({ node, place });
    return node;
  }

  /** The nearest place inside of the axes. */
  inside(at) {
    return [this.x, this.y].map((side, i) => clamp(at[i], Math.min(...side), Math.max(...side)));
  }

  /**
   * Drags that begin anywhere else on the graph; a finger that goes up or down scrolls the page.
   * @param {(x: number, y: number, first: boolean) => void} move
   * @param {() => void} done
   * @param {{scrolls?: (event: PointerEvent) => boolean, tap?: (event: PointerEvent) => void}} [finger]
   *   as for `follow`
   */
  onDrag(move, done, { scrolls = () => true, tap } = {}) {
    this.overlay.classList.add("drag");
    follow(this.overlay, {
      begin: (event) => {
        if (event.target !== this.overlay) return false;
        move(...this.at(event), true);
        return true;
      },
      move: (event) => {
        for (const each of event.getCoalescedEvents?.() ?? [event]) move(...this.at(each), false);
      },
      done, scrolls, tap,
    });
  }
}

function getComputedFont(graph) {
  graph.family ||= getComputedStyle(graph.element).fontFamily;
  return graph.family;
}

/** @file A network of very many pairs of neurons, drawn as a fan: one line for each weight. */

import { h, plural, write } from "./dom.js";
import { drawable } from "./picture.js";
import { printed } from "./printing.js";
import { theme } from "./theme.js";

const READ = 17; // pixels of the words around it on a page that is read; larger is for a projector
const PAUSE = 300; // milliseconds between two pictures of a large network
const MOST = 24; // pairs that are drawn one by one; of more, every so many-th

/** The input, the pairs, the output; the lit pair stands out. */
export class Fan {
  /** @param {{label: string, link: import("./link.js").Link, output?: string}} options */
  constructor(options) {
    this.options = options;
    this.heights = [];
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.words = h("p", { class: "hint" });
    this.element = h("div", { class: "fan", role: "group", "aria-label": options.label },
      this.canvas, this.words);
    this.frame = 0;
    this.last = 0;
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    theme.listen(() => this.redraw());
    options.link.listen(() => this.redraw());
    printed(this);
    drawable(this.element, (context) =>
      this.drawAll(context, this.canvas.clientWidth, this.canvas.clientHeight));
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", () => options.link.light(null));
  }

  /** @param {ArrayLike<number>} heights @param {number} greatest the widest line */
  show(heights, greatest) {
    this.heights = heights;
    this.greatest = greatest;
    this.redraw();
  }

  print() {
    this.draw();
  }

  redraw() {
    this.frame ||= requestAnimationFrame((now) => {
      this.frame = 0;
      if (this.heights.length > MOST && now - this.last < PAUSE) this.redraw();
      else this.draw(now);
    });
  }

  /** The pairs that are drawn. */
  shown() {
    const n = this.heights.length;
    const size = Math.min(MOST, n);
    const list = Array.from({ length: size }, (_, i) =>
      (size === n ? i : Math.round((i * (n - 1)) / (size - 1))));
    const { lit } = this.options.link;
    if (lit !== null && lit < n && !list.includes(lit)) list[nearest(list, lit)] = lit;
    return list;
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const list = this.shown();
    const i = Math.floor(((event.clientY - box.top - 10) / (box.height - 20)) * list.length);
    if (list[i] !== undefined) this.options.link.light(list[i]);
  }

  draw(now = 0) {
    this.last = now;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0) return;
    const large = Math.max(1, Number.parseFloat(getComputedStyle(this.element).fontSize) / READ);
    const dense = Math.min(3, devicePixelRatio);
    const size = { width: Math.round(width * dense), height: Math.round(height * dense) };
    for (const [side, dots] of Object.entries(size)) {
      if (this.canvas[side] !== dots) this.canvas[side] = dots;
    }
    const context = this.canvas.getContext("2d");
    context.setTransform(dense * large, 0, 0, dense * large, 0, 0);
    context.clearRect(0, 0, width, height);
    this.drawAll(context, width / large, height / large);
    const n = this.heights.length;
    const text = n > MOST ? `${MOST} of ${plural(n, "pair")} of neurons are drawn.` : "";
    write(this.words, text);
  }

  drawAll(context, width, height) {
    const list = this.shown();
    const { lit } = this.options.link;
    const places = { width, middle: height / 2, gap: (height - 20) / list.length };
    const order = list.map((k, i) => [k, i]).sort(([a], [b]) => (a === lit) - (b === lit));
    for (const [k, i] of order) this.drawPair(context, places, k, i, lit === k, lit !== null);
    const end = [[24, "x"], [width - 24, this.options.output ?? "Σ"]];
    for (const [x, text] of end) {
      disc(context, x, places.middle, 18, theme.colors.surface, theme.colors.muted);
      context.font = `16px ${getComputedStyle(this.element).fontFamily}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = theme.colors.text;
      context.fillText(text, x, places.middle + 1);
    }
  }

  drawPair(context, { width, middle, gap }, k, i, isLit, anyLit) {
    const { positive, negative, bump, surface, edge } = theme.colors;
    const size = Math.abs(this.heights[k]) / this.greatest;
    const radius = Math.min(8, Math.max(2, gap / 6));
    context.globalAlpha = isLit || !anyLit ? 1 : 0.35;
    for (const side of [0, 1]) {
      const y = 10 + gap * (i + 0.5) + (side - 0.5) * gap * 0.38;
      const up = (this.heights[k] >= 0) === (side === 0);
      stroke(context, 42, middle, width / 2, y, isLit ? bump : edge, 0.6);
      stroke(context, width / 2, y, width - 42, middle, up ? positive : negative,
        0.5 + 3 * Math.sqrt(size));
      const [fill, line] = isLit ? [bump, bump] : [surface, theme.colors.muted];
      disc(context, width / 2, y, radius, fill, line);
    }
    context.globalAlpha = 1;
  }
}

function nearest(list, k) {
  const gap = (i) => Math.abs(list[i] - k);
  return list.reduce((best, _, i) => (gap(i) < gap(best) ? i : best), 0);
}

function stroke(context, x0, y0, x1, y1, color, width) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}

function disc(context, x, y, radius, fill, line) {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = line;
  context.lineWidth = 1.5;
  context.stroke();
}

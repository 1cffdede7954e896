/** @file What a graph is drawn with: curves, bands and marks in the units of the axes. */

/** Draws on a canvas in the units of a graph. */
export class Pen {
  /** @param {CanvasRenderingContext2D} context @param {{px: Function, py: Function}} graph */
  constructor(context, graph, colors, range) {
    this.context = context;
    this.graph = graph;
    this.colors = colors;
    this.range = range; // what is drawn at all, along x
    this.large = graph.large; // on a projector lines are thicker, and words larger
  }

  color(name) {
    return this.colors[name] ?? name;
  }

  /** A curve through points; where y is not finite it is broken. */
  curve(xs, ys, color, width = 2.5, dash = []) {
    const { context } = this;
    this.trace(xs, ys);
    context.lineWidth = width * this.large;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.strokeStyle = this.color(color);
    context.stroke();
    context.setLineDash([]);
  }

  trace(xs, ys) {
    const { context, graph } = this;
    const { x0, kx, y0, ky } = graph.scale();
    let down = false;
    context.beginPath();
    const [begin, end] = this.inside(xs);
    for (let i = begin; i < end; i += 1) {
      const y = ys[i];
      if (!Number.isFinite(y)) {
        down = false;
      } else {
        const py = Math.min(9999, Math.max(-9999, y0 + ky * y));
        if (down) context.lineTo(x0 + kx * xs[i], py);
        else context.moveTo(x0 + kx * xs[i], py);
        down = true;
      }
    }
  }

  /** The indices of ascending places between which something is to be drawn. */
  inside(xs) {
    const begin = firstAtLeast(xs, this.range[0]) - 1;
    return [Math.max(0, begin), Math.min(xs.length, firstAtLeast(xs, this.range[1]) + 1)];
  }

  /** The space between two curves. */
  band(xs, low, high, color, alpha = 0.35) {
    const { context, graph } = this;
    context.beginPath();
    for (let i = 0; i < xs.length; i += 1) context.lineTo(graph.px(xs[i]), graph.py(high[i]));
    for (let i = xs.length - 1; i >= 0; i -= 1) context.lineTo(graph.px(xs[i]), graph.py(low[i]));
    this.fill(color, alpha);
  }

  /** A rectangle from (x0, y0) to (x1, y1). */
  box(x0, y0, x1, y1, color, alpha = 0.25) {
    const { context, graph } = this;
    const whole = (pixel) => Math.round(pixel * graph.dense) / graph.dense; // no seam between neighbours
    const [left, right, top, bottom] = [graph.px(x0), graph.px(x1), graph.py(y0), graph.py(y1)].map(whole);
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    this.fill(color, alpha);
  }

  /** Upright stripes; where they overlap they are no darker. */
  stripes(spans, color, alpha) {
    const { context, graph } = this;
    const [bottom, top] = graph.y.map((y) => graph.py(y));
    context.beginPath();
    for (const [from, to] of spans) {
      context.rect(graph.px(from), top, graph.px(to) - graph.px(from), bottom - top);
    }
    this.fill(color, alpha);
  }

  fill(color, alpha) {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = this.color(color);
    this.context.fill();
    this.context.globalAlpha = 1;
  }

  /** A straight line. */
  line(x0, y0, x1, y1, color, width = 1.5, dash = []) {
    const { context, graph } = this;
    context.beginPath();
    context.moveTo(graph.px(x0), graph.py(y0));
    context.lineTo(graph.px(x1), graph.py(y1));
    context.lineWidth = width * this.large;
    context.setLineDash(dash);
    context.strokeStyle = this.color(color);
    context.stroke();
    context.setLineDash([]);
  }

  /** A dot of so many pixels. */
  dot(x, y, color, radius = 4) {
    this.context.beginPath();
    this.context.arc(this.graph.px(x), this.graph.py(y), radius * this.large, 0, 7);
    this.fill(color, 1);
  }

  /** Words at a place; `shift` in pixels. */
  words(text, x, y, color, { align = "left", shift = [0, 0], size = 14 } = {}) {
    const { context, graph, large } = this;
    context.font = `${size * large}px ${graph.font}`;
    context.textAlign = align;
    context.textBaseline = "middle";
    const place = [graph.px(x) + shift[0] * large, graph.py(y) + shift[1] * large];
    context.lineWidth = 4 * large;
    context.lineJoin = "round";
    context.strokeStyle = this.color("surface");
    context.strokeText(text, ...place);
    context.fillStyle = this.color(color);
    context.fillText(text, ...place);
  }
}

/** The first index whose value is at least `bound`, in an ascending array. */
export function firstAtLeast(values, bound) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

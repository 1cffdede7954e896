/** @file A surface that is turned by dragging it, or with the arrow keys. */

import { brief, clamp, h, set, show, svg, write } from "./dom.js";
import { follow } from "./follow.js";
import { glPainter } from "./gl.js";
import { flatPainter } from "./painter.js";
import { printed } from "./printing.js";
import { HIGH, placed, seen } from "./relief.js";

const KEYS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
  PageUp: [10, 0], PageDown: [-10, 0],
};
const FLOOR = [[-1, -1], [1, -1], [1, 1], [-1, 1]];
const SIZE = 0.56; // of the picture that the box takes, at most

/** Set what is shown with `show`; `eye` is where it is seen from, in radians. */
export class Surface {
  /** @param {{label: string, turned?: (eye: object) => void, flat?: boolean}} options */
  constructor({ label, turned = () => {}, flat = false }) {
    this.label = label;
    this.eye = { azimuth: 0.6, elevation: 0.62 };
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.overlay = svg("svg", { "aria-hidden": "true" });
    this.element = h("div", {
      class: "surface", role: "slider", tabindex: 0, "aria-label": `${label}; turn it`,
      "aria-valuemin": -180, "aria-valuemax": 180, "aria-valuenow": 0,
    }, this.overlay, this.canvas);
    this.painter = (!flat && glPainter(this.canvas)) || flatPainter(this.canvas);
    this.frame = 0;
    this.frames = 0;
    this.drawFloor();
    this.listen(turned);
    new ResizeObserver(() => this.resize()).observe(this.element);
    // A lost context would stay blank; when it comes back, all that was sent to it is gone.
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    this.canvas.addEventListener("webglcontextrestored", () => {
      this.painter = glPainter(this.canvas) ?? this.painter;
      if (this.surface) this.show(this.surface);
    });
    printed(this);
  }

  print() {
    this.resize();
  }

  listen(turned) {
    let from = null;
    follow(this.element, {
      begin: (event) => { from = [event.clientX, event.clientY]; },
      move: (event) => {
        this.turn((event.clientX - from[0]) / 120, (event.clientY - from[1]) / 160);
        from = [event.clientX, event.clientY];
      },
      done: () => turned(this.eye),
      scrolls: () => true, tap: () => {},
    });
    this.element.addEventListener("keydown", (event) => {
      const step = KEYS[event.key] ?? this.far(event.key);
      if (!step) return;
      event.preventDefault();
      this.turn(step[0] / 10, step[1] / -10);
      turned(this.eye);
    });
  }

  /** Steps to where Home and End turn it: half a turn to either side. */
  far(key) {
    const side = { Home: -Math.PI, End: Math.PI }[key];
    return side && [(side - this.eye.azimuth) * 10, 0];
  }

  turn(aside, up) {
    const full = 2 * Math.PI;
    const azimuth = this.eye.azimuth + aside;
    this.eye = {
      azimuth: Math.abs(azimuth) > Math.PI ? azimuth - full * Math.round(azimuth / full) : azimuth,
      elevation: clamp(this.eye.elevation + up, 0.05, 1.5),
    };
    this.redraw();
  }

  /** @param {object} surface xs, ys: places; zs: heights, row by row; z: the range shown */
  show(surface) {
    this.surface = surface;
    this.painter.load(placed(surface));
    this.redraw();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0) return;
    const dense = Math.min(2, devicePixelRatio);
    this.canvas.width = Math.round(width * dense);
    this.canvas.height = Math.round(height * dense);
    set(this.overlay, { viewBox: `0 0 ${width} ${height}` });
    this.draw();
  }

  redraw() {
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const { width, height } = this.canvas;
    if (!this.surface || width === 0) return;
    const size = SIZE * Math.min(width / Math.SQRT2, height * 0.85);
    const frame = { kx: (1.5 * size) / width, ky: (1.5 * size) / height, up: 0.06 };
    this.painter.draw(this.eye, frame);
    this.placeFloor(frame);
    this.frames += 1;
    const degrees = Math.round((this.eye.azimuth * 180) / Math.PI);
    const words = `turned by ${degrees} degrees`;
    set(this.element, { "aria-valuenow": degrees, "aria-valuetext": words });
  }

  drawFloor() {
    this.floor = svg("polygon", { class: "floor" });
    this.names = ["x", "y"].map((name) => {
      const text = svg("text", { class: "axis" });
      text.textContent = name;
      return text;
    });
    this.ends = Array.from({ length: 6 }, () => svg("text", { class: "end" }));
    this.height = svg("line", { class: "floor" });
    this.overlay.append(this.floor, this.height, ...this.names, ...this.ends);
  }

  /** The floor's outline, and along its two nearest sides the axes. */
  placeFloor({ kx, ky, up }) {
    const [width, height] = [this.element.clientWidth, this.element.clientHeight];
    const at = (u, v, w = -HIGH) => {
      const [right, above] = seen([u, v, w], this.eye);
      return [(1 + right * kx) * 0.5 * width, (1 - above * ky - up) * 0.5 * height];
    };
    const corners = FLOOR.map(([u, v]) => at(u, v).map((c) => c.toFixed(1)).join());
    set(this.floor, { points: corners.join(" ") });
    const nearV = Math.cos(this.eye.azimuth) > 0 ? -1 : 1;
    const nearU = Math.sin(this.eye.azimuth) > 0 ? -1 : 1;
    const { xs, ys } = this.surface;
    this.write(this.names[0], at(0, 1.3 * nearV));
    this.write(this.names[1], at(1.3 * nearU, 0));
    [[xs[0], -1], [xs.at(-1), 1]].forEach(([value, u], i) =>
      this.write(this.ends[i], at(0.92 * u, 1.2 * nearV), value));
    [[ys[0], -1], [ys.at(-1), 1]].forEach(([value, v], i) =>
      this.write(this.ends[2 + i], at(1.2 * nearU, 0.92 * v), value));
    this.placeScale(at);
  }

  /** How high the picture is, along the edge of the box that is furthest to the left. */
  placeScale(at) {
    const [u, v] = FLOOR.reduce((left, corner) => (at(...corner)[0] < at(...left)[0] ? corner : left));
    const [[x1, y1], [x2, y2]] = [-HIGH, HIGH].map((w) => at(u, v, w));
    set(this.height, { x1, y1, x2, y2 });
    const { z } = this.surface;
    this.write(this.ends[4], [x1 - 18, y1 - 12], z[0]);
    this.write(this.ends[5], [x2 - 18, y2], z[1]);
  }

  write(text, [x, y], value) {
    set(text, { x: x.toFixed(1), y: y.toFixed(1) });
    if (value === undefined) return;
    const words = Math.abs(value) < 0.1 || Math.abs(value) >= 1e4 ? brief(value)
      : show(value, Number.isInteger(value) ? 0 : 1);
    write(text, words);
  }
}

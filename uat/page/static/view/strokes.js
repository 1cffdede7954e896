/** @file What is drawn on a canvas, written down as SVG: the part of its interface that is used here. */

const ANCHORS = { left: "start", center: "middle", right: "end" };
const BASELINES = { middle: "central", alphabetic: "auto" };

const SEEN = 0.2; // pixels

/** Text with what XML needs escaped. */
export function escaped(text) {
  const names = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" };
  return text.replace(/[&<>"]/g, (char) => `&${names[char]};`);
}

/** Attributes of an element; those that are null are left out. */
export function attributes(given) {
  return Object.entries(given).filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join("");
}

const short = (value) => String(Number(value.toFixed(2)));

/** Draw on it as on a canvas; `text` is then the inside of an SVG. */
export class Strokes {
  /** @param {string} name for what is referred to inside of the picture, unlike all others */
  constructor(name) {
    Object.assign(this, {
      name, text: "", path: "", dash: [], clips: 0, open: [], halo: null, globalAlpha: 1, lineWidth: 1,
      lineJoin: "miter", fillStyle: "#000", strokeStyle: "#000", font: "10px sans-serif",
      textAlign: "left", textBaseline: "alphabetic",
    });
  }

  beginPath() { this.path = ""; }

  moveTo(x, y) {
    this.path += `M${short(x)} ${short(y)}`;
    this.last = [x, y];
  }

  /** Lines too short to be seen are left out. */
  lineTo(x, y) {
    if (!this.path) this.moveTo(x, y);
    else if (Math.hypot(x - this.last[0], y - this.last[1]) >= SEEN) {
      this.path += `L${short(x)} ${short(y)}`;
      this.last = [x, y];
    }
  }

  closePath() { this.path += "Z"; }

  rect(x, y, width, height) {
    this.path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }

  /** Whole circles only. */
  arc(x, y, radius) {
    const r = short(radius);
    const side = (way) => `a${r} ${r} 0 1 0 ${short(way * 2 * radius)} 0`;
    this.path += `M${short(x - radius)} ${short(y)}${side(1)}${side(-1)}Z`;
  }

  setLineDash(dash) { this.dash = dash; }

  fill() { this.draw({ fill: this.fillStyle }); }

  stroke() {
    this.draw({
      fill: "none", stroke: this.strokeStyle, "stroke-width": short(this.lineWidth),
      "stroke-linejoin": this.lineJoin,
      "stroke-dasharray": this.dash.length ? this.dash.join(" ") : null,
    });
  }

  draw(style) {
    if (!this.path) return;
    const opacity = this.globalAlpha === 1 ? null : this.globalAlpha;
    this.text += `<path${attributes({ d: this.path, ...style, opacity })}/>`;
  }

  save() { this.open.push(0); }

  clip() {
    this.clips += 1;
    const id = `${this.name}-${this.clips}`;
    this.text += `<clipPath id="${id}"><path d="${this.path}"/></clipPath><g clip-path="url(#${id})">`;
    this.open[this.open.length - 1] += 1;
  }

  restore() { this.text += "</g>".repeat(this.open.pop()); }

  /** A halo around the text that is filled next. */
  strokeText() { this.halo = { stroke: this.strokeStyle, width: this.lineWidth }; }

  fillText(words, x, y) {
    const [, size, family] = /(?:^|\s)([\d.]+)px (.*)$/.exec(this.font);
    const halo = this.halo && {
      stroke: this.halo.stroke, "stroke-width": this.halo.width, "paint-order": "stroke",
      "stroke-linejoin": "round",
    };
    this.halo = null;
    this.text += `<text${attributes({
      x: short(x), y: short(y), fill: this.fillStyle, "font-size": size, "font-family": family,
      "text-anchor": ANCHORS[this.textAlign], "dominant-baseline": BASELINES[this.textBaseline], ...halo,
    })}>${escaped(words)}</text>`;
  }
}

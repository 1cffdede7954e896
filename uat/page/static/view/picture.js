/** @file What a panel shows as a file: SVG with lines as lines and words as words, or PNG of that. */

import { attributes, escaped, Strokes } from "./strokes.js";

const DRAWN = new WeakMap(); // an element on whose canvases is drawn → how to draw it elsewhere
const EDGE = 12; // pixels around the picture
const WIDE = 1600; // pixels of a PNG at least
const LEFT_OUT = "button, input, select, textarea, .handle"; // for hands, not for the eye
const STYLE = ["fill", "stroke", "stroke-width", "stroke-linejoin", "opacity", "font-family",
  "font-size", "font-style", "font-weight", "text-anchor", "dominant-baseline"];

/** Say how the canvases of an element are drawn: `draw` takes what stands for a canvas' context. */
export function drawable(element, draw) {
  DRAWN.set(element, draw);
}

/** What stands in an element as the text of an SVG. @param {Element} root @param {string} title */
export function svgOf(root, title) {
  const box = root.getBoundingClientRect();
  const [width, height] = [box.width, box.height].map((side) => Math.ceil(side + 2 * EDGE));
  const surface = getComputedStyle(root.closest(".panel")).backgroundColor;
  const inside = new Picture(box.left - EDGE, box.top - EDGE).of(root);
  return `<svg${attributes({
    xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`,
  })}><title>${escaped(title)}</title><rect${attributes({ width, height, fill: surface })}/>${inside}</svg>\n`;
}

/** The same as a picture of dots. @returns {Promise<Blob>} */
export async function pngOf(root, title) {
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(svgOf(root, title))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  const scale = Math.max(2, WIDE / picture.width);
  [canvas.width, canvas.height] = [picture.width, picture.height].map((side) => Math.round(side * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

/** A walk through elements, which writes down each at its place. */
class Picture {
  constructor(left, top) {
    Object.assign(this, { left, top, canvases: 0 });
  }

  place({ left, top }) {
    return [left - this.left, top - this.top].map((each) => Number(each.toFixed(2)));
  }

  of(node) {
    if (node.nodeType === Node.TEXT_NODE) return this.words(node);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) return "";
    if (!node.getClientRects().length) return "";
    if (node instanceof SVGElement) return this.drawing(node);
    if (DRAWN.has(node)) return this.drawn(node) + this.children(node, ":scope > :not(canvas)");
    if (node instanceof HTMLCanvasElement) return this.dots(node);
    return this.ground(node) + [...node.childNodes].map((child) => this.of(child)).join("");
  }

  children(node, which) {
    return [...node.querySelectorAll(which)].map((child) => this.of(child)).join("");
  }

  drawn(node) {
    this.canvases += 1;
    const strokes = new Strokes(`part${this.canvases}`);
    DRAWN.get(node)(strokes);
    return `<g transform="translate(${this.place(node.getBoundingClientRect())})">${strokes.text}</g>`;
  }

  /** A canvas of which only the dots are known. */
  dots(canvas) {
    const box = canvas.getBoundingClientRect();
    const [x, y] = this.place(box);
    return `<image${attributes({ x, y, width: box.width, height: box.height, href: canvas.toDataURL() })}/>`;
  }

  /** An SVG of the page, in which what the style sheet says is written out. */
  drawing(node) {
    const copy = node.cloneNode(true);
    const all = (root) => [root, ...root.querySelectorAll("*")];
    const copies = all(copy);
    all(node).forEach((each, i) => {
      const style = getComputedStyle(each);
      for (const name of STYLE) copies[i].setAttribute(name, style.getPropertyValue(name));
      for (const name of ["class", "style"]) copies[i].removeAttribute(name);
      if (style.display === "none") copies[i].setAttribute("display", "none");
    });
    all(node).forEach((each, i) => { if (each.matches(LEFT_OUT)) copies[i].remove(); });
    const box = node.getBoundingClientRect();
    const [x, y] = this.place(box);
    const size = { x, y, width: box.width, height: box.height, overflow: "visible" };
    for (const [name, value] of Object.entries(size)) copy.setAttribute(name, value);
    return new XMLSerializer().serializeToString(copy);
  }

  /** The ground of an element, if it has one. */
  ground(node) {
    const { backgroundColor: fill, borderRadius } = getComputedStyle(node);
    if (/^rgba\(.*, 0\)$/.test(fill)) return "";
    const box = node.getBoundingClientRect();
    const [x, y] = this.place(box);
    const rx = Number.parseFloat(borderRadius) || null;
    return `<rect${attributes({ x, y, width: box.width, height: box.height, rx, fill })}/>`;
  }

  /** Words where they stand, line by line. */
  words(node) {
    const style = getComputedStyle(node.parentElement);
    const lines = [];
    for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const box = range.getBoundingClientRect();
      const last = lines.at(-1);
      if (last && Math.abs(last.box.top - box.top) < 2) last.text += ` ${word}`;
      else lines.push({ box, text: word });
    }
    return lines.map(({ box, text }) => {
      const [x, y] = this.place({ left: box.left, top: box.top + box.height / 2 });
      return `<text${attributes({
        x, y, fill: style.color, "dominant-baseline": "central",
        ...Object.fromEntries(["font-family", "font-size", "font-style", "font-weight"].map((name) =>
          [name, style.getPropertyValue(name)])),
      })}>${escaped(text)}</text>`;
    }).join("");
  }
}

/** @file The network as a picture: neurons, weights, and numbers on them that can be dragged. */

import { h, set, svg } from "./dom.js";

const WIDTH = 100; // of the picture, in its own units; its height is given

/**
 * @typedef {{id: string, x: number, y: number, text?: string, kind?: string, part?: number,
 *   radius?: number}} Node
 * @typedef {{from: string, to: string, part?: number}} Edge
 * @typedef {{element: HTMLElement, x: number, y: number, part?: number, side?: string}} Tag
 */

/** Neurons joined by lines, with tags (words or scrubs) at places of the picture. */
export class Diagram {
  /**
   * @param {{label: string, height: number, nodes: Node[], edges: Edge[], tags?: Tag[]}} options
   * @param {import("./link.js").Link} [link] lights parts up here and elsewhere
   */
  constructor(options, link) {
    const { label, height, nodes, edges, tags = [] } = options;
    this.edges = edges.map((edge) => drawEdge(edge, nodes));
    this.nodes = nodes.map(drawNode);
    this.tags = tags.map((tag) => placeTag(tag, height));
    const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, "aria-hidden": "true" },
      this.edges.map((edge) => edge.element), this.nodes.map((node) => node.element));
    this.element = h("div", { class: "diagram", role: "group", "aria-label": label },
      picture, this.tags.map((tag) => tag.element));
    this.element.style.aspectRatio = `${WIDTH} / ${height}`;
    if (link) this.join(link);
  }

  join(link) {
    const parts = [...this.nodes, ...this.edges, ...this.tags];
    for (const { element, part } of parts) {
      if (part !== undefined && part !== null) link.attach(element, part);
    }
    link.listen((lit) => {
      for (const { element, part } of parts) {
        element.classList.toggle("lit", lit !== null && part === lit);
        element.classList.toggle("unlit", lit !== null && part !== undefined && part !== lit);
      }
    });
  }

  /** Colours and widths of the edges, by their weights against the greatest. */
  weigh(weights, greatest = Math.max(1e-12, ...weights.map(Math.abs))) {
    this.edges.forEach(({ element }, i) => {
      const weight = weights[i];
      if (weight === undefined || weight === null) return;
      element.style.stroke = `var(--${weight >= 0 ? "positive" : "negative"})`;
      element.style.strokeWidth = (0.4 + 1.6 * Math.sqrt(Math.abs(weight) / greatest)).toFixed(2);
    });
  }

  /** What a node computes, drawn inside of its circle: a curve, or an area. */
  thumb(id, { d, filled }) {
    const { thumb, words } = this.nodes.find((each) => each.id === id);
    words.textContent = "";
    set(thumb, { d, class: filled ? "thumb filled" : "thumb" });
  }
}

function drawEdge(edge, nodes) {
  const from = nodes.find((node) => node.id === edge.from);
  const to = nodes.find((node) => node.id === edge.to);
  const element = svg("line", { class: "edge", x1: from.x, y1: from.y, x2: to.x, y2: to.y });
  return { element, part: edge.part };
}

function drawNode(node) {
  const { x, y, text = "", kind = "hidden", radius = 6, part, id } = node;
  const words = svg("text", { class: "name", y: 0.2 });
  words.textContent = text;
  const thumb = svg("path", { transform: `scale(${radius})` });
  const element = svg("g", { class: `node ${kind}`, transform: `translate(${x} ${y})` },
    svg("circle", { r: radius }), thumb, words);
  return { element, words, thumb, part, id };
}

function placeTag(tag, height) {
  const element = h("span", { class: `tag ${tag.side ?? ""}` }, tag.element);
  element.style.left = `${tag.x}%`;
  element.style.top = `${(100 * tag.y) / height}%`;
  return { element, part: tag.part };
}

/** Words for a tag. */
export function said(text) {
  return h("span", { class: "words" }, text);
}

/** @file Two pictures of one thing light up together. */

const NEAR = 0.08; // of a graph: how far from a neuron's place it is still meant

/** Which part is lit, by its index; null for none. */
export class Link {
  constructor() {
    this.lit = null;
    this.listeners = [];
  }

  /** Light one part up; all listeners hear of it once. */
  light(index) {
    if (index === this.lit) return;
    this.lit = index;
    for (const listener of this.listeners) listener(index);
  }

  /** Call `listener` with the index whenever it changes. */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** Let an element light part `index` up while it is pointed at or has the focus. */
  attach(element, index) {
    element.addEventListener("pointerenter", () => this.light(index));
    // What a finger has touched stays lit when the finger is gone.
    element.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") this.light(null);
    });
    // Drawn lines and circles that listen for the focus would be stops of the Tab key.
    if (element instanceof SVGElement && !element.hasAttribute("tabindex")) return;
    element.addEventListener("focusin", () => this.light(index));
    element.addEventListener("focusout", () => this.light(null));
  }
}

/**
 * Light up what is near the pointer on a graph, or where a finger has touched it.
 * @param {import("./graph.js").Graph} graph @param {Link} link
 * @param {() => ArrayLike<number>} places along x, one for each part
 */
export function lightNearest(graph, link, places) {
  const light = (event) => {
    if (event.buttons && event.pointerType !== "touch") return;
    // The page moved, not the mouse
    if (event.type === "pointermove" && !event.movementX && !event.movementY) return;
    const x = graph.at(event)[0];
    const gaps = Array.from(places(), (place) => Math.abs(place - x));
    const best = gaps.indexOf(Math.min(...gaps));
    link.light(gaps[best] < NEAR * (graph.x[1] - graph.x[0]) ? best : null);
  };
  graph.overlay.addEventListener("pointermove", light);
  graph.overlay.addEventListener("pointerdown", light);
  graph.overlay.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") link.light(null);
  });
}

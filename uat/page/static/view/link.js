/** @file Two pictures of one thing light up together. */

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
    element.addEventListener("pointerleave", () => this.light(null));
    // Drawn lines and circles that listen for the focus would be stops of the Tab key.
    if (element instanceof SVGElement && !element.hasAttribute("tabindex")) return;
    element.addEventListener("focusin", () => this.light(index));
    element.addEventListener("focusout", () => this.light(null));
  }
}

/** @file Who is drawn when: what a hand moves in the next frame, the rest of the page a little at a time. */

import { set } from "./dom.js";
import { soon } from "./panel.js";

const SHORT = 8; // ms after which a panel out of sight waits for the next task

export class Turns {
  /** @param {(name: string) => void} draw a panel @param {() => void} done nothing waits any more */
  constructor(draw, done) {
    Object.assign(this, { draw, done });
    this.dirty = new Set();
    this.waiting = new Set(); // panels that still show another function or state
    this.flush = soon(() => this.drawDirty());
  }

  /** Draw a panel in the next frame, once however often asked for. */
  next(name) {
    this.dirty.add(name);
    this.flush();
  }

  drawDirty() {
    for (const name of this.dirty) this.draw(name);
    this.dirty.clear();
  }

  /** Draw what is in sight at once, and the other sections no longer at a time than a hand notices. */
  all(sections) {
    this.waiting = new Set(sections.map(({ id }) => id));
    for (const section of sections) set(section, { "aria-busy": "true" });
    for (const { id } of sections.filter(isInSight)) this.take(id);
    clearTimeout(this.going);
    this.going = setTimeout(() => this.goOn());
  }

  goOn() {
    const begun = performance.now();
    for (const name of this.waiting) {
      if (performance.now() - begun > SHORT) break;
      this.take(name);
    }
    if (this.waiting.size) this.going = setTimeout(() => this.goOn());
    else this.done();
  }

  /** Draw all that waits now. */
  finish() {
    for (const name of this.waiting) this.take(name);
  }

  take(name) {
    this.waiting.delete(name);
    this.draw(name);
    set(document.getElementById(name), { "aria-busy": null });
  }
}

function isInSight(section) {
  const { top, bottom } = section.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

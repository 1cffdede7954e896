/** @file One panel a screen, large, for a projector: keys and buttons go from one to the next. */

import { h, set, write } from "./dom.js";
import { button } from "./panel.js";

const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
const TYPED = "input:not([type=range]):not([type=checkbox]), textarea, select";

/** Shows the sections of the page one by one. */
export class Presenter {
  /** @param {{sections: HTMLElement[], reach: (name: string) => void}} app */
  constructor(app) {
    this.app = app;
    this.at = null; // which section is on the screen; null for the page as it is
    this.place = h("span", { class: "told", role: "status" });
    addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement && this.full) this.end();
    });
  }

  get on() {
    return this.at !== null;
  }

  /** What is always in sight: back, where one is, on, end. */
  bar() {
    return h("div", { class: "pages" },
      button("‹", () => this.step(-1), { "aria-label": "Panel before" }), this.place,
      button("›", () => this.step(1), { "aria-label": "Next panel" }),
      button("End", () => this.end(), { title: "Escape" }));
  }

  /** Begin with the panel of a name, or with the one in sight. */
  begin(name) {
    const { sections } = this.app;
    const named = sections.findIndex(({ id }) => id === name);
    const seen = sections.findIndex((section) => section.getBoundingClientRect().bottom > innerHeight / 3);
    this.show(Math.max(0, named < 0 ? seen : named));
  }

  /** The whole screen, where a click may ask for it. */
  async fill() {
    try {
      await document.documentElement.requestFullscreen();
      this.full = true;
    } catch {
      this.full = false;
    }
  }

  show(at) {
    const { sections } = this.app;
    this.at = at;
    document.documentElement.classList.add("present");
    sections.forEach((section, i) => section.classList.toggle("shown", i === at));
    write(this.place, `${at + 1} of ${sections.length}`);
    set(document.querySelector(".pages"), { hidden: sections.length === 1 });
    scrollTo(0, 0);
    sections[at].querySelector("h1, h2").focus({ preventScroll: true });
  }

  step(by) {
    this.show(Math.min(this.app.sections.length - 1, Math.max(0, this.at + by)));
  }

  end() {
    if (!this.on) return;
    const { id } = this.app.sections[this.at];
    this.at = null;
    document.documentElement.classList.remove("present");
    if (this.full && document.fullscreenElement) document.exitFullscreen();
    this.full = false;
    this.app.reach(id);
  }

  key(event) {
    const { key, target, defaultPrevented } = event;
    if (!this.on || defaultPrevented || target.matches?.(TYPED)) return;
    if (key === "Escape") this.end();
    else if (STEPS[key] && !target.matches?.("input")) this.step(STEPS[key]);
    else return;
    event.preventDefault();
  }
}

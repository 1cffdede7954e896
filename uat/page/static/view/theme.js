/** @file One table of colours, in the style sheet; canvases read it from there. */

const NAMES = ["background", "surface", "text", "muted", "line", "edge",
  "target", "network", "error", "band", "step", "bump", "ramp", "tower", "positive", "negative"];

/** The colours of the theme that is on, by name. */
export class Theme {
  constructor() {
    this.listeners = new Set();
    const change = () => this.read();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
    addEventListener("beforeprint", change);
    addEventListener("afterprint", change);
    this.read();
  }

  /** Choose "auto", "light" or "dark". */
  choose(name) {
    const root = document.documentElement;
    if (name === "auto") delete root.dataset.theme;
    else root.dataset.theme = name;
    this.read();
  }

  /** Read the table anew, and tell everyone who draws. */
  read() {
    const style = getComputedStyle(document.documentElement);
    this.colors = Object.fromEntries(
      NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.dark = style.getPropertyValue("--dark").trim() === "1";
    for (const listener of this.listeners) listener();
  }

  /** Call `listener` whenever the colours change. */
  listen(listener) {
    this.listeners.add(listener);
  }
}

/** The page's one theme. */
export const theme = new Theme();

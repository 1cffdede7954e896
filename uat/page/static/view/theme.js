/** @file One table of colours, in the style sheet; canvases read it from there. */

const NAMES = ["background", "surface", "text", "muted", "line", "edge",
  "target", "network", "error", "band", "step", "bump", "ramp", "tower", "positive", "negative"];

/** The colours of the theme that is on, by name. */
export class Theme {
  constructor() {
    this.root = document.documentElement;
    this.listeners = new Set();
    const change = () => this.read();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
    addEventListener("beforeprint", () => this.onPaper());
    this.read();
  }

  /** Let another element than the page's root have the table. */
  at(root) {
    this.root = root;
    this.read();
  }

  /** Choose "auto", "light" or "dark". */
  choose(name) {
    if (name === "auto") delete this.root.dataset.theme;
    else this.root.dataset.theme = name;
    this.read();
  }

  /** Paper is white, whatever the screen is. */
  onPaper() {
    const { theme } = this.root.dataset;
    this.choose("light");
    addEventListener("afterprint", () => this.choose(theme ?? "auto"), { once: true });
  }

  /** Read the table anew, and tell everyone who draws. */
  read() {
    const style = getComputedStyle(this.root);
    this.colors = Object.fromEntries(
      NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.dark = style.getPropertyValue("--dark").trim() === "1";
    for (const listener of this.listeners) listener();
  }

  /** Tell nobody any more: another page takes the place of those who draw. */
  forget() {
    this.listeners.clear();
  }

  /** Call `listener` whenever the colours change. */
  listen(listener) {
    this.listeners.add(listener);
  }
}

/** The page's one theme; a thread that only computes has none. */
export const theme = globalThis.document ? new Theme() : null;

/** @file What stands around the panels: title, buttons of the whole page, contents, footer. */

import { h } from "./dom.js";
import { button } from "./panel.js";
import { languages } from "./section.js";
import { theme } from "./theme.js";

/** The title, and what is done to the whole page. */
export function header(app) {
  const themes = h("select", {
    onchange: (event) => {
      app.state.theme = event.target.value;
      theme.choose(app.state.theme);
      app.commit();
    },
  }, [["auto", "As the system"], ["light", "Light"], ["dark", "Dark"]].map(([value, words]) =>
    h("option", { value, selected: (app.state.theme ?? "auto") === value }, words)));
  theme.listen(() => { themes.value = app.state.theme ?? "auto"; });
  return h("header", { class: "top" },
    h("h1", null, "Any function, neuron by neuron"),
    h("div", { class: "tools" }, button("Reset", () => app.reset()),
      button("Copy link", () => app.share()),
      button("Present", () => {
        app.presenter.begin();
        app.presenter.fill();
      }, { title: "One panel a screen: arrow keys, Escape" }),
      h("label", { class: "theme" }, h("span", null, "Colours "), themes), languages(app)));
}

/** What the page is about, its panels, and how many of their questions are answered. */
export function contents(app) {
  return h("div", { class: "contents" },
    h("p", { class: "lead" }, "A neural network can come as close as you like to any continuous " +
      "function. Here you build such networks by hand. Every curve is what a network's forward " +
      "pass computes, in your browser. Take hold of the curves, the dots, and the coloured " +
      "numbers."),
    h("nav", { "aria-label": "Panels" }, app.contents.map(([name, title]) =>
      h("a", { href: `#${name}`, onclick: (event) => {
        event.preventDefault();
        app.go(name);
      } }, title))),
    app.progress);
}

/** Whose lesson this is. */
export function footer() {
  return h("footer", null, h("p", null, "After chapter 4 of Michael Nielsen’s book “Neural " +
    "Networks and Deep Learning”. Made by uat explore; the weights that you download here are " +
    "read by uat load."));
}

/** @file A panel's frame: its title, a link to it, and pictures of it. */

import { encode } from "../core/state.js";
import { addressOf, HAS_ADDRESS } from "./address.js";
import { h, put } from "./dom.js";
import { KNOWN, NAMES, t } from "./language.js";
import { button } from "./panel.js";
import { pngOf, svgOf } from "./picture.js";
import { save } from "./weights.js";

/** A panel before it is made. number: its place in the lesson; 0 for none. */
export function sectionOf(app, entry, number) {
  const [name, title] = entry;
  const place = number > 0 && !app.isAlone && h("span", { class: "number" }, number);
  return h("section", { class: "panel", id: name, "aria-labelledby": `${name}-title` },
    h("div", { class: "head" },
      h(app.isAlone ? "h1" : "h2", { id: `${name}-title`, tabindex: -1 }, place, title),
      tools(app, entry)),
    h("div", { class: "body waiting" }));
}

/** What stands under a panel in a file of its own. */
export function alone(app) {
  return h("footer", { class: "tools" }, app.undo, app.redo, button("Reset", () => app.reset()),
    languages(app));
}

/** The row of buttons beside the title of a panel. */
function tools(app, [name, title]) {
  return h("div", { class: "tools" },
    HAS_ADDRESS && button("Link to this", () => hand(app, linkTo(app, name))),
    [["SVG", svgOf], ["PNG", pngOf]].map(([kind, make]) => button(kind, async () => {
      const stage = document.querySelector(`#${name} .stage`);
      if (stage) save(await make(stage, t(title)), `${name}.${kind.toLowerCase()}`);
    }, { "aria-label": `Save as ${kind}` })));
}

/** The address of a panel as it is now, without what was done in the others. */
function linkTo(app, name) {
  const { panels = {}, ...state } = app.state;
  const text = encode({ ...state, panels: panels[name] ? { [name]: panels[name] } : {} });
  return addressOf(name, text, app);
}

/** Copy a link, or where that is not allowed show it, to be copied by hand. */
async function hand(app, link) {
  try {
    await navigator.clipboard.writeText(link);
    app.say(location.protocol === "file:"
      ? "The link is copied. It leads to a file on this computer: send the file along."
      : "The link is copied.");
  } catch {
    const field = h("input", { class: "formula", value: link, readonly: true, "aria-label": "The link" });
    clearTimeout(app.silence);
    put(app.told, "Copy this link: ", field);
    field.addEventListener("blur", () => put(app.told));
    field.focus();
    field.select();
  }
}

/** The languages to choose from, where there are several. */
export function languages(app) {
  const change = ({ target: { value } }) => {
    app.speak(value);
    app.page.querySelector(".language select").focus();
  };
  return KNOWN.length > 1 && h("label", { class: "language" }, "Language ",
    h("select", { onchange: change }, KNOWN.map((name) =>
      h("option", { value: name, lang: name, selected: name === app.spoken }, NAMES[name]))));
}

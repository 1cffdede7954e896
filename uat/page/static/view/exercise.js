/** @file Something to do by hand in a panel: what is asked, how far it is, a hint for those who ask. */

import { h, put, rich, write } from "./dom.js";
import { button } from "./panel.js";

/**
 * @typedef {object} Task
 * @property {(context: object, panel: object) => string} ask what is to be reached
 * @property {(context: object, panel: object) => {reached: boolean, told: string} | null} look how
 *   far the panel's own network is; null while it is being computed
 * @property {string} hint
 */

/**
 * @param {object} context of the panel
 * @param {Task} task
 * @param {object} panel whose network is looked at
 */
export function exercise(context, { ask, look, hint }, panel) {
  const asked = h("p");
  const told = h("p", { class: "hint" });
  const verdict = h("p", { class: "outcome", role: "status" });
  const help = h("p", { hidden: true }, ...rich(hint));
  const more = button("Hint", () => {
    help.hidden = !help.hidden;
    more.setAttribute("aria-expanded", String(!help.hidden));
  }, { "aria-expanded": "false" });
  let shown = "";
  return {
    element: h("div", { class: "exercise", role: "group", "aria-label": "Exercise" },
      asked, told, verdict, more, help),
    /** Whether the goal is reached by what the panel shows now. */
    reached: () => Boolean(look(context, panel)?.reached),
    /** done: whether the goal was reached before. */
    render(done) {
      const words = ask(context, panel);
      if (words !== shown) {
        shown = words;
        put(asked, h("strong", null, "By hand: "), ...rich(words));
      }
      const found = look(context, panel);
      if (!found) return;
      write(told, found.told);
      write(verdict, found.reached && done ? "Done." : done ? "Done before." : "");
      verdict.classList.toggle("passed", done);
    },
  };
}

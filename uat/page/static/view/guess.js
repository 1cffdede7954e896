/** @file One question before a panel tells: the reader's guess, then the truth, and how far off it was. */

import { brief, h, put, rich, show } from "./dom.js";
import { button, slider } from "./panel.js";

const SCHEMA = { guess: [null] };
const NEAR = 0.02; // of the range of answers: a guess that counts as right

/**
 * @param {object} context of the panel; the guess is kept in its state
 * @param {{ask: string, min: number, max: number, step: number, digits?: number,
 *   truth: (context: object) => number, because: string}} question
 */
export function guess(context, { ask, min, max, step, digits = 2, truth, because }) {
  const write = (value) => (digits < 0 ? brief(value) : show(value, digits));
  let value = (min + max) / 2;
  const answer = slider({
    label: "your guess", min, max, step, write,
    change: (next) => {
      value = next;
      answer.show(value);
    },
    done: () => {},
  });
  answer.show(value);
  const keep = (list) => {
    context.set({ guess: list });
    context.commit();
  };
  const see = button("See", () => keep([value]));
  const told = h("p", { class: "told", role: "status" });
  const asked = h("div", { class: "controls" }, answer.element, see);
  const again = button("Guess again", () => keep(null));
  let shown = "";
  return {
    element: h("div", { class: "guess", role: "group", "aria-label": "Your guess" },
      h("p", null, h("strong", null, "Before you look: "), ...rich(ask)), asked, told, again),
    render() {
      const { guess: list } = context.get(SCHEMA);
      const given = list?.length === 1 ? list[0] : null;
      asked.hidden = given !== null;
      again.hidden = given === null;
      const is = given === null ? NaN : truth(context);
      const words = given === null ? "" : sentence(given, is, write, NEAR * (max - min));
      if (words === shown) return;
      shown = words;
      put(told, words, words && [" ", ...rich(because)]);
    },
  };
}

function sentence(given, is, write, near) {
  const off = Math.abs(given - is);
  if (off <= near) return `You said ${write(given)}, and it is ${write(is)}: right.`;
  return `You said ${write(given)}; it is ${write(is)}, ${write(off)} away.`;
}

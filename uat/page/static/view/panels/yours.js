/** @file The ending: the reader's own network, to take away as formula, program, file and commands. */

import { commandsOf, formulaOf, pythonOf, samplesOf } from "../code.js";
import { airy } from "../context.js";
import { brief, count, h, option, p, put, write } from "../dom.js";
import { EXERCISES } from "../exercises.js";
import { Graph } from "../graph.js";
import { body, button, choice, figures, legend } from "../panel.js";
import { copy, save, weights } from "../weights.js";
import { many } from "./many.js";

const SCHEMA = { of: ["many", ["many", "draw"]] };
const KINDS = [["many", "your bumps"], ["draw", "your first stroke"]];

/** The panel. */
export function yours(context) {
  let spare = null; // on a page that has no other panel
  const shown = () => {
    const other = context.other(context.get(SCHEMA).of);
    if (other) return other;
    spare ??= many(context);
    spare.render();
    return spare;
  };
  const network = () => shown().network();
  const graph = new Graph({ label: "Your function and your network", yLabel: "f and network" });
  graph.paint = (pen) => {
    const { xs, ys } = context.target();
    pen.curve(xs, ys, "target", 2.5);
    const places = graph.xs();
    pen.curve(places, network().forward(places), "network", 2.5);
  };
  const kinds = choice("Which network", KINDS, (of) => {
    context.set({ of });
    context.commit();
  });
  const rows = figures("Your network");
  const formula = h("p", { class: "code" });
  const lines = h("pre", { class: "code", tabindex: 0, "aria-label": "Commands" });
  const data = button("Download mine.csv", () => save(samplesOf(context.target()), "mine.csv"));
  const python = () => pythonOf(network(), context.target());
  const told = h("span", { class: "told", role: "status" });
  const program = h("pre", { class: "code", tabindex: 0, "aria-label": "Python program" });
  const details = h("details", { ontoggle: () => tell() }, h("summary", null, "The program"), program);
  const left = h("div", { class: "left" });
  const file = weights(network, "mine", { about: () => context.about(shown().error()) });

  function tell() {
    if (details.open) program.textContent = python();
    formula.textContent = formulaOf(network());
    lines.replaceChildren(...commandsOf(context.target(), network().neurons).join("\n").split(/(--[a-z]+)/)
      .map((part) => part.startsWith("--") ? option(part) : part));
    data.hidden = !context.target().spec.data;
    rows.show([["hidden neurons", count(network().neurons)],
      ["largest error (sampled)", brief(shown().error()), "error"]]);
    const open = Object.keys(EXERCISES).filter((name) => !context.progress()[name]);
    left.hidden = Boolean(spare);
    const titles = open.map((name) => button(context.titleOf(name), () => context.go(name)));
    put(left, open.length ? "Exercises that are left: " : "All ten exercises are done.", titles);
  }

  return {
    element: body({
      text: [
        p("This network is yours: you chose the function, the number of bumps and their heights, and nobody " +
          "trained it. Take it with you. The formula and the program hold its weights; the file is read by " +
          "uat load."),
        p("The first command builds the library’s network of as many neurons for your function, with the best " +
          "heights for equal bumps. The second one makes a film of it."),
        p("What is proven, and what is measured? The theorem is proven: for every continuous function and every " +
          "tolerance such a network exists. Errors on this page are sampled: measured at many points, and " +
          "between two of them they may be larger. For a bound that holds at every point, add --prove to the " +
          "first command."),
        p("What the theorem does not say: how many neurons it takes, how to find their weights from samples, " +
          "whether training finds them, and what the network does outside of the interval."),
        kinds.element,
      ],
      network: h("div", null, rows.element, formula),
      graph: [graph.element, legend([["target", "your function"], ["network", "your network"]])],
      controls: [
        button("Copy the program", async () => {
          write(told, await copy(python()) ? "Copied." : "Not allowed: use Download.");
        }),
        button("Download mine.py", () => save(python(), "mine.py")), told,
      ],
      after: [details, lines, data, left, file.element],
    }),
    follows: ["many", "draw", "progress"],
    render() {
      kinds.show(context.get(SCHEMA).of);
      kinds.element.hidden = !context.other("many");
      const { box, range } = context.target();
      graph.setBox(box[0], airy(range, 0.2));
      tell();
      file.stale();
      graph.redraw();
    },
    network,
  };
}

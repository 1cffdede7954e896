/** @file The challenge: five bumps, by hand, to an average deviation little above the best one. */

import { bumps } from "../../core/construct.js";
import { airy, spread } from "../context.js";
import { brief, h, p, put, write } from "../dom.js";
import { Fan } from "../fan.js";
import { equal, heightsOf, short } from "../fit.js";
import { Heights } from "../heights.js";
import { insideUnit, logit } from "../inside.js";
import { Link } from "../link.js";
import { body, button, figures, legend, soon } from "../panel.js";
import { weights } from "../weights.js";
import { roundUp } from "../goals.js";

const N = 5;
const POINTS = 100;
const LEAST = 0.02; // of the picture's height: no goal is closer than that
const ROOM = 1.1; // times the least deviation, up to two digits: what is enough to pass
const SCHEMA = { h: [null], copied: [false] };

/** The panel. */
export function challenge(context) {
  const link = new Link();
  let now = null;
  const told = soon(() => tell());
  const board = new Heights({
    label: "What the hidden layer adds up to, and what it should be", yLabel: "hidden sum", link,
    changed: told, done: () => {
      context.set({ h: board.kept() });
      context.commit();
    },
  });
  const fan = new Fan({ label: "The network: five pairs of hidden neurons", link });
  const goal = h("span");
  const rows = figures("Your score");
  const verdict = p("");
  verdict.className = "verdict";
  verdict.setAttribute("role", "status");
  const note = p("");
  note.className = "hint";
  const file = weights(() => now.network, "challenge");

  function tell() {
    if (!now) return;
    const deviation = now.deviation();
    const passed = deviation <= now.goal;
    rows.show([["average deviation", brief(deviation, 3), passed ? "step" : "error"],
      ["to pass", `${brief(now.goal)} or less`]]);
    write(goal, brief(now.goal));
    const pass = context.get(SCHEMA).copied ? "These heights pass, but they were shown to you." : "You passed.";
    const words = passed ? pass : "Not yet: pull the bumps closer to the curve.";
    write(verdict, words);
    verdict.classList.toggle("passed", passed);
    fan.show(now.heights, now.greatest);
    file.stale();
  }

  function rebuild() {
    const target = context.target();
    const { g, ys: inner, changed } = insideUnit(target);
    const [a, b] = target.box[0];
    const edges = equal(a, b, N);
    const { h } = context.get(SCHEMA);
    const heights = h?.length === N ? Float64Array.from(h) : new Float64Array(N);
    const steepness = 1000 / (b - a);
    const options = { steepness, activation: "sigmoid", edges: "nielsen" };
    const network = bumps(edges, heights, options);
    const ys = logit(inner);
    const y = airy(spread([...spread(ys), 0]), 0.25);
    const points = Float64Array.from({ length: POINTS }, (_, i) => a + ((b - a) * i) / POINTS);
    const wanted = logit(g(points));
    const deviationOf = (net, counts = () => true) => {
      const sums = net.forward(points);
      return wanted.reduce((sum, value, i) => sum + (counts(points[i]) ? Math.abs(sums[i] - value) : 0), 0) / POINTS;
    };
    const finest = bumps(edges, heightsOf(edges, points, wanted, "medians"), options);
    const least = deviationOf(finest);
    const [enough, floor] = [ROOM * least, LEAST * (y[1] - y[0])];
    now = {
      edges, heights, network, steepness, y, xs: target.xs, ys, greatest: y[1] - y[0], local: true,
      deviation: () => deviationOf(network),
      best: (how) => heightsOf(edges, points, wanted, how),
      goal: roundUp(Math.max(enough, floor)),
    };
    const torn = equal(a, b, N).slice(1).filter((end, k) => target.jumps.some(({ at }) =>
      at > edges[k] + 1e-9 * (b - a) && at < end - 1e-9 * (b - a)));
    const stays = deviationOf(finest, (x) => torn.some((end) => x < end && x >= end - (b - a) / N));
    put(note, [changed && "Your function leaves the range from 0 to 1; here it is squeezed "
      + "into 0.1 to 0.9, because a sigmoid reads it out.", enough < floor
      ? "Your function is so simple that the goal is a fiftieth of the picture’s height."
      : `The best heights leave ${brief(least)}, and the goal is about a tenth more.`,
    torn.length > 0 && `Your function jumps inside of a bump, which is as high on both sides: ${brief(stays)} of that is `
      + "left there, whatever you do."].filter(Boolean).map((each) => [each, " "]));
    board.show(now);
  }

  const choose = (heights, copied = null) => {
    context.set({ h: short(heights), copied });
    context.commit();
  };
  return {
    element: body({
      text: [
        p("Now by hand. Five bumps, ten neurons, and your function. An output neuron will bend " +
          "the sum once more, so the sum has to come near σ⁻¹(*f*) rather than *f*: that is the " +
          "blue curve. Bring the average distance to it, over 100 points, down to {goal}.", { goal }),
      ],
      network: fan.element,
      graph: [board.graph.element, legend([["target", "σ⁻¹ of your function"],
        ["network", "sum of the hidden layer"], ["bump", "your bumps"]])],
      controls: [button("Reset", () => choose(new Float64Array(N))),
        button("Show me: means", () => choose(now.best("means"), true)),
        button("Show me: medians", () => choose(now.best("medians"), true))],
      after: [rows.element, verdict, note, file.element],
    }),
    render() {
      rebuild();
      tell();
    },
    score: () => ({
      deviation: now.deviation(), goal: now.goal, copied: context.get(SCHEMA).copied,
    }),
  };
}

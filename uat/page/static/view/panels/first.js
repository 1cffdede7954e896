/** @file The first screen: the reader's function, ten bumps that are still flat, and one stroke. */

import { bumps } from "../../core/construct.js";
import { airy, spread } from "../context.js";
import { brief, h, p, write } from "../dom.js";
import { average, equal, heightsOf, inside, steepFor } from "../fit.js";
import { Heights } from "../heights.js";
import { Link } from "../link.js";
import { body, button, figures, legend, soon } from "../panel.js";
import { errorOf, strokeGoal } from "../goals.js";
import { memo } from "./many.js";

const N = 10;
const SCHEMA = { h: [null], f: [""] };

/** The panel. */
export function first(context) {
  let now = null;
  let key = "";
  const board = new Heights({
    label: "Your function, and ten bumps to draw along it", yLabel: "f and network", link: new Link(),
    changed: soon(() => tell()), done: () => keep(board.kept()), averaged: true,
  });
  const rows = figures("How far it is");
  const verdict = h("p", { class: "verdict", role: "status" });
  const flat = button("Flat again", () => keep(null));

  function keep(heights) {
    context.set({ h: heights, f: context.target().name.slice(0, 300) });
    context.commit();
  }

  function rebuild({ h: kept, f }, target) {
    const [a, b] = target.box[0];
    const edges = equal(a, b, N);
    const isOwn = kept?.length === N && f === target.name.slice(0, 300);
    const heights = isOwn ? Float64Array.from(kept) : new Float64Array(N);
    const steepness = steepFor([a, b], edges.subarray(1, -1), target.jumps);
    const networkOf = (of) => bumps(edges, of, { steepness, activation: "sigmoid" });
    const points = inside(edges);
    const best = networkOf(heightsOf(edges, points, target.f(points), "medians"));
    const distanceOf = (ys) => average(target.xs, ys, target.ys);
    now = {
      edges, heights, network: networkOf(heights), steepness, xs: target.xs, ys: target.ys,
      y: airy(spread([...target.range, 0]), 0.2), local: true, truth: memo(target.f),
      best: distanceOf(best.forward(target.xs)),
    };
    now.goal = strokeGoal(target, distanceOf(new Float64Array(target.xs.length)), now.best);
    board.show(now);
  }

  function score() {
    const { xs, ys } = board.values();
    const distance = average(xs, ys, now.truth(xs));
    return { distance, drawn: now.heights.some(Boolean), goal: now.goal };
  }

  function tell() {
    if (!now) return;
    const { distance, drawn, goal } = score();
    rows.show([["hidden neurons", String(2 * N)],
      ["average distance (sampled)", brief(distance), "error"]]);
    const close = distance <= goal ? "Nothing was trained: you drew it. " : "";
    const words = drawn ? `${close}The best ten bumps are ${brief(now.best)} away.` : "";
    write(verdict, words);
    verdict.classList.toggle("passed", Boolean(close) && drawn);
    flat.hidden = !drawn;
  }

  return {
    element: body({
      text: [p("Twenty neurons make ten bumps, all flat still. Draw along the blue curve, from left " +
        "to right, with one stroke."), rows.element],
      graph: [board.graph.element, legend([["target", "your function"],
        ["network", "the network"], ["bump", "its bumps"]])],
      after: [verdict, h("div", { class: "controls" }, flat)],
    }),
    render() {
      const state = context.get(SCHEMA);
      const target = context.target();
      const next = JSON.stringify([state.h, target.name]);
      if (next !== key) {
        key = next;
        rebuild(state, target);
      }
      tell();
    },
    score,
    network: () => now.network,
    error: () => errorOf(now.network, context.target()),
  };
}

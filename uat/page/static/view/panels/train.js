/** @file Training beside building: that a network exists does not say that it is found. */

import { TRAINED } from "../../core/training.js";
import { airy } from "../context.js";
import { brief, count, h, p, raised, set, write } from "../dom.js";
import { Graph } from "../graph.js";
import { body, button, choice, figures, legend, sideBySide, slider } from "../panel.js";
import { networkOf } from "../plain.js";
import { POINTS, SEEDS, STEPS } from "../training.js";
import { weights } from "../weights.js";
import { Work } from "../work.js";

const SCHEMA = {
  neurons: [12, 1, 40], activation: ["sigmoid", TRAINED], rate: [0.03, 0.001, 1], rank: [1, 1, SEEDS],
  noise: [0, 0, 0.5], batch: ["all", ["all", "16", "1"]],
};

/** The panel. */
export function train(context) {
  let now = context.get(SCHEMA);
  let built = null;
  let found = null; // what training has come to
  let asked = null; // of what it was asked
  let lit = null; // the place of the curve that is pointed at
  const numbers = () => ({
    neurons: now.neurons, activation: now.activation, rate: now.rate, noise: now.noise,
    batch: now.batch === "all" ? POINTS : Number(now.batch),
  });
  const nameOf = () => JSON.stringify([numbers(), context.target().name]);
  const order = () => found.networks.map((_, k) => k).sort((i, k) => found.networks[i].error - found.networks[k].error);
  const chosen = () => (found?.networks ? order()[(lit ?? now.rank) - 1] : null);
  const losses = new Graph({
    label: "Loss of twenty networks while they are trained", x: [0, STEPS], y: [-3, 0],
    xLabel: "steps of training", yLabel: "loss: root of the mean square",
    yPower: (power) => (power === 0 ? "1" : `10${raised(power)}`),
  });
  losses.paint = (pen) => {
    if (built) pen.line(0, Math.log10(built.loss), STEPS, Math.log10(built.loss), "bump", 2.5, [8, 5]);
    const best = chosen();
    const draw = (row, color, width) => pen.curve(row.map((_, i) => (i * STEPS) / 40), row.map(Math.log10), color, width);
    found?.losses.forEach((row) => draw(row, "muted", 1));
    if (best !== null) draw(found.losses[best], "network", 3);
  };
  const curves = new Graph({ label: "Your function, the built network, and a trained one", yLabel: "f and networks" });
  curves.paint = (pen) => {
    const { xs, ys } = context.target();
    pen.curve(xs, ys, "target", 2.5);
    if (built && now.noise) built.places.forEach((x, i) => pen.dot(x, built.samples[i], "muted", 2));
    if (built) pen.curve(built.xs, built.curve, "bump", 2);
    const best = chosen();
    if (best !== null) pen.curve(found.networks[best].xs, found.networks[best].curve, "network", 2.5);
  };
  const redraw = () => {
    losses.redraw();
    curves.redraw();
  };
  losses.overlay.addEventListener("pointermove", (event) => {
    if (!found?.networks) return;
    const [x, y] = losses.at(event);
    const at = Math.max(0, Math.min(40, Math.round((x / STEPS) * 40)));
    const gaps = order().map((k) => Math.abs(Math.log10(found.losses[k][at]) - y));
    lit = 1 + gaps.indexOf(Math.min(...gaps));
    redraw();
  });
  losses.overlay.addEventListener("pointerleave", () => {
    lit = null;
    redraw();
  });
  const size = slider({
    label: "neurons", min: 1, max: 40, write: count,
    change: (neurons) => context.set({ neurons }), done: context.commit,
  });
  const rate = slider({
    label: "learning rate", min: 0.001, max: 1, log: true, write: (value) => brief(value, 2),
    change: (value) => context.set({ rate: value }), done: context.commit,
  });
  const kinds = choice("Activation", TRAINED.map((name) => [name, name]), (activation) => {
    context.set({ activation });
    context.commit();
  });
  const noise = slider({
    label: "noise", min: 0, max: 0.5, step: 0.01,
    write: (share) => `± ${count(100 * share)} %`,
    change: (share) => context.set({ noise: share }), done: context.commit,
  });
  const batches = choice("Samples a step looks at", [["all", `all ${POINTS} samples a step`], ["16", "16 a step"],
    ["1", "1 a step"]], (batch) => {
    context.set({ batch });
    context.commit();
  });
  const rank = slider({
    label: "network shown", min: 1, max: SEEDS, write: (k) => (k === 1 ? "the best" : `${k} of ${SEEDS}`),
    change: (k) => context.set({ rank: k }), done: context.commit,
  });
  const rows = figures("Built and trained");
  const verdict = h("p", { class: "hint", role: "status" });
  const file = weights(() => networkOf(found.networks[chosen()].layers), "trained", {
    about: () => context.about(found.networks[chosen()].error),
  });
  const stage = sideBySide([losses.element, curves.element]);
  const go = button("Train twenty networks", () => {
    asked = nameOf();
    found = null;
    learning.ask({ ...numbers(), again: Math.random() }, context.target());
  });
  const stop = button("Stop", () => learning.stop(), { hidden: true });
  const learning = new Work("training", {
    busy: (on) => {
      set(stage, { "aria-busy": String(on) });
      stop.hidden = !on;
    },
    partial: (so) => show(so),
    done: (result) => show(result),
    failed: context.say,
  });
  const building = new Work("built", {
    busy: (on) => set(rows.element, { "aria-busy": String(on) }),
    done: (result) => {
      built = result;
      tell();
    },
    failed: context.say,
  });

  function show(result) {
    found = result;
    tell();
  }

  function tell() {
    const all = [...(found?.losses ?? []).flat(), built?.loss].filter((each) => each > 0).map(Math.log10);
    const bounds = all.length ? [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all) + 0.01)] : [-3, 0];
    losses.setBox([0, STEPS], bounds);
    const done = found?.networks ? order().map((k) => found.networks[k].error) : null;
    const least = (at) => (done ? brief(done[at]) : "–");
    rows.show([["hidden neurons", count(now.neurons)], ["samples each looks at", count(STEPS * numbers().batch)],
      ["largest error (sampled), built", built ? brief(built.error) : "–", "bump"],
      ["trained, the best", least(0), "network"], ["the median", least(SEEDS / 2)], ["the worst", least(SEEDS - 1)]]);
    const good = done?.filter((error) => error <= built?.error).length;
    write(verdict, !done ? "" : good ? `${count(good)} of ${count(SEEDS)} are as close as the built one.`
      : "None of them comes as close as the built one.");
    rank.element.hidden = !done;
    file.enable(Boolean(done));
    if (done) file.stale();
    redraw();
  }

  return {
    element: body({
      text: [
        p("Everything so far was built: the weights were computed, so a network of that error exists. Usually " +
          "weights are found instead, from random ones, by many small steps downhill. That a good network " +
          "exists does not say that training finds it."),
        p("Here both have the same number of neurons. Sigmoids and tanhs are built as steps, relus as the taut " +
          "string. Why may training end worse? It sees the slope where it stands and nothing beyond, so it stays " +
          "in a valley that need not be the deepest, or its steps run out; and it lowers the mean square at " +
          "samples, not the largest error. It may end better, too: trained neurons need not be steep. Point at a " +
          "loss curve to see its network."),
        p("Noise makes every sample wrong, at random, by up to a part of the range of your function. The built " +
          "network knows the function itself and training only its samples, so a lower loss may be a worse " +
          "network. A batch is what one step looks at: with fewer samples a step costs less and is rougher. " +
          "There are 2000 steps in any case."),
        kinds.element, batches.element,
      ],
      graph: [stage, legend([["target", "your function"], ["bump", "built"], ["network", "trained, the one shown"],
        ["muted", "the other seeds"]])],
      controls: [size.element, rate.element, noise.element, go, stop, rank.element],
      after: [rows.element, verdict, file.element],
    }),
    render() {
      now = context.get(SCHEMA);
      now.neurons = Math.round(now.neurons);
      now.rank = Math.round(now.rank);
      size.show(now.neurons);
      rate.show(now.rate);
      rank.show(now.rank);
      kinds.show(now.activation);
      noise.show(now.noise);
      batches.show(now.batch);
      const { box, range } = context.target();
      curves.setBox(box[0], airy(range, 0.3));
      if (asked !== null && asked !== nameOf()) {
        learning.stop();
        [found, asked] = [null, null];
      }
      building.ask({ neurons: now.neurons, activation: now.activation, noise: now.noise }, context.target());
      tell();
    },
  };
}

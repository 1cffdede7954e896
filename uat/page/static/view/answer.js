/** @file What the library answers: a network and its figures, a comparison, a film. */

import { fromJSON } from "../core/loaded.js";
import { airy, spread } from "./context.js";
import { brief, count, h, p, plural } from "./dom.js";
import { Graph } from "./graph.js";
import { button, figures, legend } from "./panel.js";
import { save } from "./weights.js";

const MOST_DRAWN = 20000; // neurons of one input
const KINDS = [["built", "built, without training"], ["trained", "trained by gradient descent"],
  ["classic", "what one would use instead"]];

/** A network: its figures, its graph if it has one input, and a file for `uat load`. */
export function showNetwork(data, target) {
  const rows = figures("The library's network in figures");
  rows.show(networkRows(data));
  const text = JSON.stringify(data.network);
  const name = `${data.construction}.json`;
  return [
    h("h3", null, `${data.construction}: ${plural(data.neurons, "neuron")}`),
    target && data.neurons <= MOST_DRAWN ? graphOf(fromJSON(data.network), target, data) : null,
    rows.element, verdict(data),
    h("div", { class: "filebar" }, button("Download", () => save(`${text}\n`, name),
      { "aria-label": `Download the library's network as ${name}` })),
  ];
}

function networkRows(data) {
  const rows = [["neurons", count(data.neurons), "network"],
    ["parameters", count(data.parameters)],
    data.wrong === null ? ["largest error", brief(data.error, 4), "error"]
      : ["wrong class", `${brief(100 * data.wrong, 3)} %`, "error"]];
  if (data.tolerance !== null) rows.push(["tolerance", tolerance(data)]);
  if (data.bound !== null) rows.push(["proven bound", brief(data.bound, 4), "error"]);
  if (data.least) rows.push([`no network of ${data.construction} has fewer than`, count(data.least.neurons)]);
  rows.push(["seconds", brief(data.seconds, 2)]);
  return rows;
}

/** For classes, the share of the box that may get the wrong one. */
function tolerance(data) {
  return data.wrong === null ? brief(data.tolerance, 4) : `${brief(100 * data.tolerance, 3)} %`;
}

/** What is known of the tolerance, and where: proven, measured, or missed. */
function verdict({ met, bound, tolerance, error, wrong, left_out: windows }) {
  if (met === null) return null;
  const but = windows ? ` except ${windows}` : "";
  let words = `The tolerance is met: nowhere${but} was the network found outside it.`;
  if (met && bound !== null) words = `The tolerance holds everywhere${but}, and that is proven.`;
  else if (met && wrong !== null) words = "The tolerance is met.";
  else if (!met && bound !== null && error <= tolerance) words = "The tolerance is not proven.";
  else if (!met) words = "The tolerance is not met.";
  return h("p", { class: met ? "verdict passed" : "verdict" }, words);
}

/** The function and what the network's own forward pass computes. */
function graphOf(network, target, { tolerance }) {
  const graph = new Graph({ label: "The function, and the library's network", yLabel: "f and network" });
  const knots = turns(network).filter((x) => x > target.box[0][0] && x < target.box[0][1]);
  const values = network.forward(target.xs);
  graph.setBox(target.box[0], airy(spread([...target.range, ...values]), 0.15));
  graph.paint = (pen) => {
    if (tolerance !== null) {
      const { xs, ys } = target;
      pen.band(xs, ys.map((y) => y - tolerance), ys.map((y) => y + tolerance), "band", 0.4);
    }
    pen.curve(target.xs, target.ys, "target", 1.5);
    const xs = graph.xs(knots);
    pen.curve(xs, network.forward(Float64Array.from(xs)), "network", 2.5);
  };
  graph.redraw();
  return h("div", { class: "column" }, graph.element, legend([["target", "your function"],
    ["band", "the tolerance"], ["network", "the library's network"]]));
}

/** Where the neurons of the first layer step or bend. */
function turns({ layers: [first] }) {
  return Array.from(first.biases, (b, j) => -b / first.weights[j]).filter(Number.isFinite)
    .sort((a, b) => a - b);
}

const COLUMNS = [
  ["contender", (row) => row.name],
  ["neurons", (row) => whole(row.network?.neurons)],
  ["layers", (row) => whole(row.network?.hidden_layers)],
  ["parameters", (row) => whole(row.parameters)],
  ["largest error", (row) => brief(row.error.max, 3)],
  ["rms error", (row) => brief(row.error.rms, 3)],
  ["proven", (row) => (row.error.proven === null ? "" : brief(row.error.proven, 3))],
  ["seconds", (row) => brief(row.seconds.build, 2)],
];

/** Shallow against deep, built against trained, each kind smallest first. */
export function showComparison({ contenders, crossing, notes }) {
  const bodies = KINDS.map(([kind, title]) => {
    const rows = contenders.filter((row) => row.kind === kind).sort((a, b) =>
      (a.network?.neurons ?? 0) - (b.network?.neurons ?? 0) || a.parameters - b.parameters);
    return rows.length > 0 && h("tbody", null,
      h("tr", null, h("th", { colspan: COLUMNS.length, scope: "rowgroup", class: "kind" }, title)),
      rows.map((row) => h("tr", null, COLUMNS.map(([, cell], i) =>
        h(i ? "td" : "th", i ? null : { scope: "row" }, cell(row))))));
  });
  const table = h("table", { class: "comparison" },
    h("caption", null, "Everything that computes this function"),
    h("thead", null, h("tr", null, COLUMNS.map(([head]) => h("th", { scope: "col" }, head)))), bodies);
  return [
    h("h3", null, "The comparison"),
    crossing && p(`Depth pays from a tolerance of ${brief(crossing.tolerance)} on: there a deep ` +
      `network of ${count(crossing.deep)} neurons does what takes ${count(crossing.shallow)} in ` +
      "one hidden layer."),
    notes.map((note) => p(note)),
    h("div", { class: "scroll whole", tabindex: 0, role: "group", "aria-label": "The comparison" },
      table),
  ];
}

/** The film, with its subtitles. */
export function showFilm({ chapter, subtitles, seconds }, asked) {
  return [
    h("h3", null, `The film ${chapter}`),
    h("video", { controls: true, playsinline: true, preload: "metadata", src: asked.file("film"),
      "aria-label": `The film ${chapter}` },
    subtitles && h("track", { kind: "captions", label: "English", srclang: "en",
      src: asked.file("subtitles") })),
    h("p", { class: "hint" }, `Rendered in ${brief(seconds, 2)} seconds. `,
      h("a", { href: asked.file("film"), download: `${chapter}.mp4` }, "Download the film")),
  ];
}

function whole(number) {
  return number === null || number === undefined ? "" : count(number);
}

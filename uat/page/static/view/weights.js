/** @file The exact weights: read and changed in a table, copied, downloaded for `uat load`. */

import { toJSON } from "../core/network.js";
import { h, plural, put, write } from "./dom.js";
import { button } from "./panel.js";

const ROWS = 60; // neurons shown of one layer

/**
 * @param {() => import("../core/network.js").Network} network
 * @param {string} name of the file
 * @param {object} [options]
 * @param {(layer: number, kind: "weights" | "biases", index: number, value: number) => void}
 *   [options.edit]
 * @param {() => object} [options.about] what a file says besides: the function, its box, the error
 */
export function weights(network, name, { edit, about = () => ({}) } = {}) {
  const table = h("div", { class: "tables" });
  const details = h("details", { class: "weights" },
    h("summary", null, edit ? "All weights, to read and change" : "All weights"), table);
  let open = false;
  let waiting = 0;
  const fill = () => {
    waiting = 0;
    if (open) put(table, network().layers.map((layer, i) => layerTable(layer, i, edit)));
  };
  details.addEventListener("toggle", () => {
    open = details.open;
    fill();
  });
  const text = () => JSON.stringify({ ...toJSON(network()), ...about() });
  const copied = h("span", { class: "told", role: "status" });
  const buttons = h("span", { class: "buttons" },
    button("Copy weights", async () => {
      write(copied, await copy(text()) ? "Copied." : "Not allowed: use Download.");
      setTimeout(() => { write(copied, ""); }, 2500);
    }),
    button("Download", () => save(text(), `${name}.json`),
      { "aria-label": `Download the weights of this network as ${name}.json` }), copied);
  return {
    element: h("div", { class: "filebar" }, details, buttons),
    /** Whether there is a network at all. */
    enable(on) {
      for (const each of buttons.querySelectorAll("button")) each.disabled = !on;
      if (!on) details.open = false;
    },
    /** The weights have changed: fill the table again, if it is open and not being typed in. */
    stale() {
      if (!open || waiting || table.contains(document.activeElement)) return;
      waiting = setTimeout(fill, 120);
    },
  };
}

function layerTable(layer, index, edit) {
  const { inputs, outputs } = layer;
  const single = outputs === 1;
  const size = Math.min(ROWS, single ? inputs : outputs);
  const cell = (kind, at, label) => number(layer[kind][at], label, edit
    && ((value) => edit(index, kind, at, value)));
  const name = layer.activation.name ?? layer.activation;
  if (single) {
    const rows = Array.from({ length: size }, (_, i) =>
      h("tr", null, h("th", { scope: "row" }, i + 1),
        cell("weights", i, `weight from neuron ${i + 1}`)));
    return table(`Output neuron (${name})`, ["from", "weight"], [
      h("tr", null, h("th", { scope: "row" }, "bias"), cell("biases", 0, "output bias")), ...rows,
    ], inputs);
  }
  const heads = inputs <= 2 ? ["neuron", ...Array.from({ length: inputs }, (_, k) =>
    (inputs === 1 ? "w" : `w${k + 1}`)), "b"] : ["neuron", `first of ${inputs} weights`, "b"];
  const shown = inputs <= 2 ? inputs : 1;
  const rows = Array.from({ length: size }, (_, i) => h("tr", null,
    h("th", { scope: "row" }, i + 1),
    Array.from({ length: shown }, (__, k) =>
      cell("weights", i * inputs + k, `weight ${k + 1} of neuron ${i + 1}`)),
    cell("biases", i, `bias of neuron ${i + 1}`)));
  return table(`Layer ${index + 1}: ${plural(outputs, "neuron")} (${name})`, heads, rows, outputs);
}

function table(caption, heads, rows, total) {
  const rest = total > ROWS ? `${caption}, the first ${ROWS} of ${total}` : caption;
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": caption },
    h("table", null, h("caption", null, rest),
      h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", null, rows)));
}

function number(value, label, change) {
  if (!change) return h("td", null, String(value).replace("-", "−"));
  const input = h("input", { value: String(value), inputmode: "decimal", "aria-label": label });
  input.addEventListener("change", () => {
    const typed = Number(input.value.replace("−", "-").replace(",", "."));
    const good = input.value.trim() !== "" && Number.isFinite(typed);
    input.setAttribute("aria-invalid", String(!good));
    if (good) change(typed);
  });
  return h("td", null, input);
}

/** Put text into the clipboard; whether that was allowed. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Hand text to the reader as a file. */
export function save(text, name) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text])), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

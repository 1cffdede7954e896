/** @file A knob on a graph: taken hold of by mouse, pen or finger, moved by keys, heard by its value. */

import { set, show, svg } from "./dom.js";
import { follow } from "./follow.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const PAGES = { PageDown: -10, PageUp: 10 }; // steps along the way that a handle goes
const ENDS = { Home: 0, End: 1 };

/**
 * Something to take hold of, by pointer or by keys.
 * @param {import("./graph.js").Graph} graph
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.color
 * @param {string} [options.shape] "x", "y" or "both": how it moves
 * @param {() => [number, number] | null} options.at where it is; null hides it
 * @param {(x: number, y: number) => void} options.move
 * @param {() => void} [options.grab] called before the first move of a drag, and before each key
 * @param {() => number} options.value what a reader of the screen hears
 * @param {() => string} [options.text] the same in words
 * @param {[number, number]} options.range
 * @param {[number, number]} [options.keys] how far one key press goes along x and y
 * @param {[number, number]} [options.ends] where Home and End go; else the ends of the axis
 * @param {(x: number, y: number) => void} [options.press] what arrow keys do instead of moving:
 *   steps along x and y, ten of them with the shift key
 * @param {() => void} [options.done] called after each move that is complete, never before it
 */
export function addHandle(graph, options) {
  const { shape = "x", done = () => {} } = options;
  const mark = svg("circle", { class: "knob", r: 8 });
  mark.style.fill = `var(--${options.color})`;
  const node = svg("g", {
    class: `handle ${shape}`, role: "slider", tabindex: 0, "aria-label": options.label,
    "aria-valuemin": options.range[0], "aria-valuemax": options.range[1], "aria-valuenow": 0,
    "aria-orientation": shape === "y" ? "vertical" : "horizontal",
  }, svg("circle", { class: "reach", r: 22 }), mark, arrows(shape));
  const place = () => {
    const at = options.at();
    node.style.display = at === null ? "none" : "";
    if (at === null) return;
    const [x, y] = graph.inside(at);
    set(node, {
      transform: `translate(${graph.px(x).toFixed(1)} ${graph.py(y).toFixed(1)})`,
      "aria-valuenow": Number(options.value().toPrecision(6)),
      "aria-valuetext": options.text?.() ?? show(options.value(), 2),
    });
  };
  let away = [0, 0]; // from the pointer to the middle of the knob
  follow(node, {
    begin: (event) => {
      const [x, y] = graph.at(event);
      const [atX, atY] = graph.inside(options.at());
      away = [atX - x, atY - y];
      options.grab?.();
    },
    move: (event) => {
      const [x, y] = graph.at(event);
      options.move(x + away[0], y + away[1]);
    },
    done,
  });
  node.addEventListener("keydown", (event) => {
    if (!keyed(graph, event, options)) return;
    event.preventDefault();
    done();
  });
  return { node, place };
}

/** Move a handle by a key; whether it was one that moves handles. */
function keyed(graph, { key, shiftKey }, { at, grab, move, press, keys, ends, shape = "x" }) {
  const upright = shape === "y";
  const pages = upright || press ? [0, PAGES[key]] : [PAGES[key], 0];
  const step = STEPS[key]?.map((each) => each * (shiftKey ? 10 : 1)) ?? (PAGES[key] && pages);
  const end = ENDS[key];
  if (!step && end === undefined) return false;
  if (press) {
    press(...(step ?? [end ? Infinity : -Infinity, 0]));
    return true;
  }
  grab?.();
  const [x, y] = at();
  if (step) move(x + step[0] * keys[0], y + step[1] * keys[1]);
  else if (upright) move(x, (ends ?? graph.y)[end]);
  else move((ends ?? graph.x)[end], y);
  return true;
}

function arrows(shape) {
  const turn = { x: [0], y: [90], both: [0, 90] }[shape];
  const path = "M-12 -4 L-17 0 L-12 4 M12 -4 L17 0 L12 4";
  return turn.map((angle) =>
    svg("path", { class: "arrows", d: path, transform: `rotate(${angle})` }));
}

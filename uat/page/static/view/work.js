/** @file Work in a thread of its own: the last state stays in sight until the next one is done. */

import { anybumps } from "./anybumps.js";
import { targetOf } from "./context.js";
import { copies } from "./copies.js";
import { field } from "./field.js";
import { inside } from "./inside.js";
import { printed } from "./printing.js";
import { taut } from "./taut.js";
import { built, training } from "./training.js";

const TASKS = { anybumps, built, copies, field, inside, taut, training };
const LONG = 300; // milliseconds after which newer numbers are worth more than those being computed

/** One kind of work. Of all orders that come while it works, the last one is carried out. */
export class Work {
  /**
   * @param {string} task one of TASKS
   * @param {{busy: (on: boolean) => void, done: (result: object) => void,
   *   failed: (reason: string) => void, partial?: (result: object) => void}} options partial: hears of
   *   what is there before all is done
   */
  constructor(task, options) {
    Object.assign(this, options, { task, thread: null, begun: null, next: null, key: "" });
    printed(this, true);
  }

  /** Paper waits for nobody: what is being computed is computed here and now. */
  print(on) {
    const order = this.next ?? this.order;
    if (!on || this.begun === null) return;
    this.drop();
    this.next = null;
    this.finish(carriedOut(order, () => {}));
  }

  get isBusy() {
    return this.begun !== null;
  }

  /** What was asked for last is not asked for again. @param {object} numbers @param {object} target */
  ask(numbers, target) {
    const key = JSON.stringify([numbers, target.name]);
    if (key === this.key) return;
    this.key = key;
    this.next = { task: this.task, numbers, spec: target.spec };
    if (this.begun !== null && performance.now() - this.begun > LONG) this.drop();
    if (this.begun === null) this.begin();
  }

  begin() {
    this.thread ??= open((result) => {
      if (result.partial) this.partial(result.partial);
      else this.finish(result);
    });
    this.begun = performance.now();
    this.order = this.next;
    this.thread.postMessage(this.order);
    this.next = null;
    this.busy(true);
  }

  finish(result) {
    this.begun = null;
    if (this.next) this.begin();
    else this.busy(false);
    if (result.failed === undefined) this.done(result);
    else this.failed(result.failed);
  }

  drop() {
    this.thread?.terminate();
    Object.assign(this, { thread: null, begun: null });
  }

  /** Stop, and leave what is shown. */
  stop() {
    this.drop();
    this.next = null;
    this.busy(false);
  }
}

/** A thread that runs this very program; where there are none, one that is none. */
function open(told) {
  try {
    const text = document.getElementById("running").textContent;
    const thread = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    thread.onmessage = ({ data }) => told(data);
    return thread;
  } catch {
    let waiting = 0;
    return {
      postMessage(order) {
        waiting = setTimeout(() => told(carriedOut(order, (partial) => told({ partial }))));
      },
      terminate() { clearTimeout(waiting); },
    };
  }
}

function carriedOut({ task, numbers, spec }, told) {
  try {
    return TASKS[task](numbers, targetOf(spec), told);
  } catch (error) {
    return { failed: error.message };
  }
}

/** What the program does in a thread. */
export function serve() {
  onmessage = ({ data }) => postMessage(carriedOut(data, (partial) => postMessage({ partial })));
}

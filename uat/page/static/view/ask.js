/** @file Asking the server that handed out this page: an order becomes a job, which is followed. */

const PLACE = "api"; // relative to the page, whose address holds the token
const PAUSE = 150; // milliseconds between two looks at a job
const GONE = "The server does not answer: is uat explore --serve still running?";

/** What the library says instead of a result. column: the place in the formula, from 1, or null. */
export class Refusal extends Error {
  constructor({ error, column }) {
    super(error);
    this.column = column ?? null;
  }
}

/** One order on its way. */
export class Asked {
  /** @param {string} task @param {object} order @param {(progress: object) => void} told */
  constructor(task, order, told) {
    this.task = task;
    this.order = order;
    this.told = told;
    this.job = null;
    this.cancelled = false;
  }

  /** The result; null if it was cancelled. Throws a Refusal. */
  async result() {
    const { job } = await answer(`${PLACE}/${this.task}`, {
      method: "POST", body: JSON.stringify(this.order),
      headers: { "Content-Type": "application/json" },
    });
    this.job = job;
    if (this.cancelled) await this.remove();
    while (!this.cancelled) {
      const found = await this.look();
      if (found.state === undefined) return found;
      this.told(found);
      await new Promise((done) => { setTimeout(done, PAUSE); });
    }
    return null;
  }

  /** The job as it is; a job that was cancelled meanwhile is no mistake. */
  async look() {
    try {
      return await answer(`${PLACE}/jobs/${this.job}`);
    } catch (error) {
      if (this.cancelled) return { state: "cancelled" };
      throw error;
    }
  }

  /** Stop the work, and all processes that do it. */
  async cancel() {
    this.cancelled = true;
    if (this.job) await this.remove();
  }

  async remove() {
    await fetch(`${PLACE}/jobs/${this.job}`, { method: "DELETE", keepalive: true }).catch(() => {});
  }

  /** Where a file of a finished job is: "film" or "subtitles". */
  file(name) {
    return `${PLACE}/jobs/${this.job}/${name}`;
  }
}

async function answer(address, options = {}) {
  let response;
  let data;
  try {
    response = await fetch(address, options);
    data = await response.json();
  } catch {
    throw new Refusal({ error: GONE });
  }
  if (!response.ok) throw new Refusal(data);
  return data;
}

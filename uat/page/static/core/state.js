/**
 * What the reader has done, as text for the URL, and as a history.
 *
 * A fragment is the version, a point, and JSON in base64url. Nothing of it is trusted: every field is
 * checked and copied, and what is not known is refused.
 */

const VERSION = 1;
const MOST_CHARACTERS = 200000;
const MOST_TEXT = 2000;
const MOST_NUMBERS = 4096;
const MOST_DATA = 1024;
const MOST_PANELS = 40;
const MOST_FIELDS = 60;
const MOST_HISTORY = 500;
const NAME = /^[A-Za-z][A-Za-z0-9]{0,30}$/;
const THEMES = ["auto", "light", "dark"];

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
const isText = (value, most) => typeof value === "string" && value.length <= most;
const isNumbers = (value, most) =>
  Array.isArray(value) && value.length <= most && value.every(isNumber);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isBox = (value, size) =>
  isNumbers(value, size) && value.length === size &&
  value.every((end, k) => k % 2 === 0 || end > value[k - 1]);

const FIELDS = {
  v: (value) => value === VERSION,
  f: (value) => isText(value, MOST_TEXT),
  box: (value) => isBox(value, 2),
  f2: (value) => isText(value, MOST_TEXT),
  box2: (value) => isBox(value, 4),
  data: (value) => value === null || (isNumbers(value, MOST_DATA) && value.length % 2 === 0),
  panels: isObject,
  theme: (value) => THEMES.includes(value),
};

/**
 * The fragment of a state, without "#".
 * @param {object} state
 */
export function encode(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  let binary = "";
  for (let k = 0; k < bytes.length; k += 8192) {
    binary += String.fromCharCode(...bytes.subarray(k, k + 8192));
  }
  const safe = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `${VERSION}.${safe}`;
}

/**
 * The state of a fragment. Throws an Error with a sentence for anything that `encode` did not write.
 * @param {string} fragment without "#"
 */
export function decode(fragment) {
  const [version, safe, ...rest] = fragment.split(".");
  if (fragment.length > MOST_CHARACTERS) throw new Error("This link is too long.");
  if (rest.length || !safe || !/^[\w-]+$/.test(safe)) throw new Error("This link is damaged.");
  if (version !== String(VERSION)) throw new Error("This link was made by another version of the page.");
  let data;
  try {
    const binary = atob(safe.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    data = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Error("This link is damaged.");
  }
  return checked(data);
}

/** A copy of a state whose every field is what it should be. Throws an Error. */
export function checked(data) {
  if (!isObject(data) || data.v !== VERSION) throw new Error("This link holds no state of the page.");
  const state = {};
  for (const [key, value] of Object.entries(data)) {
    if (!Object.hasOwn(FIELDS, key) || !FIELDS[key](value)) {
      throw new Error("This link holds something that the page does not know.");
    }
    state[key] = key === "panels" ? panels(value) : Array.isArray(value) ? [...value] : value;
  }
  return state;
}

function panels(data) {
  const copies = {};
  const entries = Object.entries(data);
  if (entries.length > MOST_PANELS) throw new Error("This link holds too much.");
  for (const [name, fields] of entries) {
    if (!NAME.test(name) || !isObject(fields)) throw new Error("This link holds a panel that is none.");
    copies[name] = panel(fields);
  }
  return copies;
}

function panel(fields) {
  const copy = {};
  const entries = Object.entries(fields);
  if (entries.length > MOST_FIELDS) throw new Error("This link holds too much.");
  for (const [key, value] of entries) {
    const isPlain = typeof value === "boolean" || isNumber(value) || isText(value, 300);
    if (!NAME.test(key) || !(isPlain || isNumbers(value, MOST_NUMBERS))) {
      throw new Error("This link holds a value that no panel has.");
    }
    copy[key] = Array.isArray(value) ? [...value] : value;
  }
  return copy;
}

/** States one after the other; `reset` is a step too, so that it can be undone. */
export class History {
  constructor(state) {
    this.start = state;
    this.states = [state];
    this.at = 0;
  }

  get state() {
    return this.states[this.at];
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.states.length - 1;
  }

  /** A new state; what was undone before is forgotten. */
  push(state) {
    this.states.length = this.at + 1;
    this.states.push(state);
    if (this.states.length > MOST_HISTORY) this.states.shift();
    this.at = this.states.length - 1;
  }

  /** Another state in place of the one that is shown. */
  amend(state) {
    this.states[this.at] = state;
  }

  undo() {
    if (!this.canUndo) return null;
    this.at--;
    return this.state;
  }

  redo() {
    if (!this.canRedo) return null;
    this.at++;
    return this.state;
  }

  reset() {
    this.push(this.start);
    return this.state;
  }
}

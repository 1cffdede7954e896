/** @file The page: panels that appear when they are near, one state and its history. */

import { decode, encode, History } from "../core/state.js";
import { HAS_ADDRESS, language, parts, presents } from "./address.js";
import { asking } from "./asking.js";
import { contextOf, Targets } from "./context.js";
import { h, put, write } from "./dom.js";
import { FIRST, PANELS } from "./contents.js";
import { contents, footer, header } from "./frame.js";
import { speak, t } from "./language.js";
import { button } from "./panel.js";
import { Presenter } from "./present.js";
import { doneIn, reached, tally, withDone } from "./progress.js";
import { alone, sectionOf } from "./section.js";
import { source } from "./source.js";
import { drawBeforePrint, forget } from "./printing.js";
import { theme } from "./theme.js";
import { Turns } from "./turns.js";
import { serve } from "./work.js";

const NEAR = "900px"; // panels this far below the window are made ready
const AT_LATEST = 250; // ms from one panel to the next on a machine that never has time to spare

class App {
  constructor(start, catalogue, contents) {
    this.start = start;
    this.contents = contents;
    this.isAlone = contents.length === 1; // whether this is one panel in a file of its own
    this.own = document.documentElement.lang;
    this.state = structuredClone(start);
    this.history = new History(structuredClone(start));
    this.targets = new Targets(catalogue);
    this.panels = new Map();
    this.turns = new Turns((name) => this.panels.get(name)?.render(this.state), () => this.arrived());
    this.told = h("p", { class: "toast", role: "status" });
  }

  /** Change a part of the state (null: forget it); what shows it is drawn in the next frame. */
  patch(change, name = null) {
    if (name === null) {
      Object.assign(this.state, change);
      this.renderAll();
      return;
    }
    this.state.panels = { ...this.state.panels };
    const fields = Object.entries({ ...this.state.panels[name], ...change });
    this.state.panels[name] = Object.fromEntries(fields.filter(([, value]) => value !== null));
    this.stale(name);
  }

  /** What shows a panel's numbers is drawn in the next frame: the panel, and those that follow it. */
  stale(name) {
    this.turns.next(name);
    for (const [other, { panel }] of this.panels) if (panel.follows?.includes(name)) this.turns.next(other);
  }

  renderAll() {
    this.targets.read(this.state);
    this.source?.render(this.state);
    this.showHistory();
    this.turns.all(this.sections.filter(({ id }) => this.panels.has(id)));
  }

  /** The reader has let go: remember this state, and put it into the address. */
  commit() {
    this.turns.drawDirty();
    if (encode(this.state) === this.last) return;
    this.judge();
    this.last = encode(this.state);
    this.history.push(structuredClone(this.state));
    this.address(this.last);
    this.showHistory();
  }

  /** Take down which exercises are done by what the reader has let go of; whether there are any. */
  judge() {
    const names = reached(this.state, this.panels, this.turns.waiting);
    this.state = withDone(this.state, Object.fromEntries(names.map((name) => [name, true])));
    for (const name of names) this.panels.get(name).task.render(true);
    if (names.length) this.stale("progress");
    return names.length > 0;
  }

  /** What was waited for is there: what the reader has let go of may be an exercise done. */
  arrived(name = null) {
    if (name) this.panels.get(name)?.task?.render(Boolean(doneIn(this.state)[name]));
    if (encode(this.state) !== this.last || !this.judge()) return;
    this.last = encode(this.state);
    this.history.amend(structuredClone(this.state));
    this.address(this.last);
    this.showHistory();
  }

  address(text) {
    if (!HAS_ADDRESS) return;
    try {
      history.replaceState(null, "", `#${text}`);
    } catch {
      this.say("The address of this page cannot hold the state; everything else works.");
    }
  }

  travel(state) {
    if (!state) return;
    this.state = withDone(structuredClone(state), doneIn(this.state));
    theme.choose(this.state.theme ?? "auto");
    this.last = encode(this.state);
    this.address(this.last);
    this.renderAll();
  }

  showHistory() {
    write(this.progress, tally(this.state));
    for (const link of this.page.querySelectorAll("nav a")) {
      link.classList.toggle("done", Boolean(doneIn(this.state)[link.hash.slice(1)]));
    }
    this.undo.disabled = !this.history.canUndo;
    this.redo.disabled = !this.history.canRedo;
  }

  say(text) {
    write(this.told, text);
    clearTimeout(this.silence);
    this.silence = setTimeout(() => { write(this.told, ""); }, 6000);
  }

  /** Begin: draw the page, and listen to what happens to the whole of it. */
  build(page) {
    this.page = page;
    this.presenter = new Presenter(this);
    this.lay();
    // A key finds what the key before it has done, in the same frame too.
    addEventListener("keydown", () => this.turns.drawDirty(), true);
    addEventListener("keydown", (event) => this.keys(event));
    // A reader who goes elsewhere is not brought back.
    const leave = () => { this.goal = null; };
    for (const each of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      addEventListener(each, leave, { capture: true, passive: true });
    }
    addEventListener("hashchange", () => this.arrive());
    addEventListener("beforeprint", () => {
      for (const section of this.sections) this.mount(section);
      this.turns.finish();
    });
    drawBeforePrint();
    this.arrive();
    this.appear();
    if (presents()) this.presenter.begin(this.goal);
  }

  /** Say everything in another language. */
  speak(name) {
    this.spoken = name;
    speak(name);
    forget();
    theme.forget();
    this.panels.clear();
    this.lay();
    this.renderAll();
    this.appear();
    if (this.presenter.on) this.presenter.step(0);
  }

  get presenting() {
    return this.presenter.on;
  }

  /** Everything but the panels. */
  lay() {
    document.title = t(this.isAlone ? this.contents[0][1] : "Any function, neuron by neuron");
    this.progress = h("p", { class: "hint" });
    this.undo = button("Undo", () => this.travel(this.history.undo()), { title: "Ctrl+Z" });
    this.redo = button("Redo", () => this.travel(this.history.redo()), { title: "Ctrl+Shift+Z" });
    this.sections = this.contents.map((entry) =>
      sectionOf(this, entry, PANELS.indexOf(entry) + 1));
    if (this.isAlone) {
      put(this.page, h("main", null, this.sections), alone(this), this.presenter.bar(), this.told);
      return;
    }
    this.source = source(this);
    const [screen, ...lesson] = this.sections;
    put(this.page, header(this), this.source.element,
      h("main", null, screen, contents(this), lesson), footer(),
      this.presenter.bar(), this.told);
  }

  /** Make the panels: those that come near at once, the others when there is time. */
  appear() {
    this.observe(this.sections);
    this.makeAll();
  }

  observe(sections) {
    const watcher = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        setTimeout(() => this.mount(target)); // a task for each
      }
    }, { rootMargin: NEAR });
    for (const section of sections) watcher.observe(section);
  }

  /** Make what is still to be made, a panel at a time, when there is time or soon all the same. */
  makeAll() {
    const section = this.sections.find(({ id }) => !this.panels.has(id));
    if (!section) return;
    requestIdleCallback(() => {
      this.mount(section);
      this.makeAll();
    }, { timeout: AT_LATEST });
  }

  mount(section) {
    const name = section.id;
    if (this.panels.has(name) || !section.isConnected) return;
    const [, , make] = this.contents.find(([each]) => each === name);
    const context = contextOf(this, name);
    const made = asking(context, name, make(context), !this.isAlone);
    section.querySelector(".waiting").replaceWith(made.panel.element);
    this.panels.set(name, made);
    made.render(this.state);
  }

  /** Go to a panel; those above it are made first, a task for each, as they would push it away. */
  async reach(name, behavior = "auto") {
    this.goal = name;
    for (const section of this.sections) {
      if (!this.panels.has(section.id)) {
        this.mount(section);
        await new Promise((done) => { setTimeout(done); });
      }
      if (section.id === name) break;
    }
    if (this.goal !== name) return;
    const section = document.getElementById(name);
    section.scrollIntoView({ behavior });
    // Panels on the way may grow meanwhile by what they compute.
    const land = () => this.goal === name && section.scrollIntoView();
    if (behavior === "smooth") addEventListener("scrollend", land, { once: true });
  }

  /** The same, as a reader goes, who also goes on from there with the keyboard. */
  go(name) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.reach(name, calm ? "auto" : "smooth");
    document.getElementById(`${name}-title`).focus({ preventScroll: true });
  }

  /** The state that the address holds, or the panel that it names. */
  arrive() {
    const { name, state } = parts(location.hash.slice(1), this.contents.map(([each]) => each));
    if (state && state !== this.last) this.read(state);
    this.renderAll();
    if (name) this.reach(name);
  }

  read(fragment) {
    try {
      this.state = { ...structuredClone(this.start), panels: {}, ...decode(fragment) };
      this.history = new History(structuredClone(this.start));
      this.history.push(structuredClone(this.state));
      this.last = fragment;
      theme.choose(this.state.theme ?? "auto");
    } catch (error) {
      this.say(`The address was not understood: ${error.message}`);
    }
  }

  keys(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    if (event.target.matches("input:not([type=range]), textarea")) return;
    event.preventDefault();
    this.travel(event.shiftKey ? this.history.redo() : this.history.undo());
  }

  reset() {
    this.state = structuredClone(this.start);
    theme.choose(this.state.theme ?? "auto");
    this.renderAll();
    this.commit();
  }

  async share() {
    this.address(encode(this.state));
    try {
      await navigator.clipboard.writeText(location.href);
      this.say(location.protocol === "file:"
        ? "The address is copied. It leads to a file on this computer: send the file along."
        : "The address of this state is copied.");
    } catch {
      this.say("The address of this page now holds this state: copy it from the browser.");
    }
  }
}

/** Start the page from what stands in it. first: panels before the lesson. */
export function start(first = []) {
  if (!globalThis.document) return serve();
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const [catalogue, given] = [read("catalogue"), read("start")];
  const { text, box } = catalogue.find(({ inputs }) => inputs === 1);
  const begin = { v: 1, f: text, box: box.flat(), panels: {}, theme: "auto", ...given };
  const app = new App(begin, catalogue, [FIRST, ...first, ...PANELS].filter(Boolean));
  theme.choose(begin.theme);
  app.spoken = language();
  speak(app.spoken);
  app.build(document.getElementById("page"));
  if (given.f2 && !location.hash && !app.isAlone) app.reach("towers");
  performance.mark("interactive");
  return app;
}

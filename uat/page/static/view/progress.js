/** @file How far the reader is: questions answered, exercises done. It stays when steps are undone. */

import { EXERCISES } from "./exercises.js";
import { QUESTIONS } from "./questions.js";

/** The exercises done, as the state keeps them. */
export const doneIn = ({ panels }) => panels?.progress ?? {};

/**
 * The exercises that are done by what the reader has let go of, and were not before.
 * @param {object} state @param {Map<string, {task: object | null}>} panels
 * @param {Set<string>} waiting panels that do not show this state yet
 */
export function reached(state, panels, waiting) {
  const touched = (name) => Object.keys(state.panels?.[name] ?? {}).some((key) => key !== "guess");
  return [...panels].filter(([name, { task }]) => task && !doneIn(state)[name] && !waiting.has(name)
    && touched(name) && task.reached()).map(([name]) => name);
}

/** A state in which these exercises are done as well. */
export function withDone(state, done) {
  return Object.keys(done).length
    ? { ...state, panels: { ...state.panels, progress: { ...doneIn(state), ...done } } } : state;
}

/** One sentence; none before anything is done. */
export function tally(state) {
  const [questions, tasks] = [QUESTIONS, EXERCISES].map(Object.keys);
  const answered = questions.filter((name) => state.panels?.[name]?.guess).length;
  const done = tasks.filter((name) => doneIn(state)[name]).length;
  return answered || done ? `${answered} of ${questions.length} questions answered, `
    + `${done} of ${tasks.length} exercises done; the link of this page keeps them.` : "";
}

/** @file A panel with what it asks: a guess before it tells, and something to do by hand. */

import { exercise } from "./exercise.js";
import { EXERCISES } from "./exercises.js";
import { guess } from "./guess.js";
import { doneIn } from "./progress.js";
import { QUESTIONS } from "./questions.js";

/**
 * @param {object} context of the panel @param {string} name
 * @param {object} panel @param {boolean} asks whether it is a part of the lesson, which asks
 */
export function asking(context, name, panel, asks) {
  const question = asks && QUESTIONS[name] ? guess(context, QUESTIONS[name]) : null;
  const task = asks && EXERCISES[name] ? exercise(context, EXERCISES[name], panel) : null;
  if (question) panel.element.querySelector(".prose").after(question.element);
  const bar = panel.element.querySelector(".filebar");
  if (task && bar) bar.before(task.element);
  else if (task) panel.element.append(task.element);
  return {
    panel, task,
    render(state) {
      panel.render(state);
      question?.render();
      task?.render(Boolean(doneIn(state)[name]));
    },
  };
}

/** @file The page as a live server hands it out: with the library on top of the lesson. */

import { start as begin } from "./app.js";
import { library } from "./library.js";

/** Start the page from what stands in it. */
export function start() {
  return begin([["library", "The library", library]]);
}

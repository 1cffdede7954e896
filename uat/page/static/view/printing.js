/** @file What is on paper is drawn before the paper is laid out: no later frame comes. */

const DRAWN = [];

/**
 * @param {{print: (on: boolean) => void}} drawing drawn at once when a print begins, and when it ends
 * @param {boolean} [first] whether others draw what it computes
 */
export function printed(drawing, first = false) {
  if (first) DRAWN.unshift(drawing);
  else DRAWN.push(drawing);
}

/** Draw and compute nothing any more of what was said here: another page takes its place. */
export function forget() {
  for (const drawing of DRAWN.splice(0)) drawing.stop?.();
}

/** Draw everything when a print begins; call it after all other listeners of that event. */
export function drawBeforePrint() {
  addEventListener("beforeprint", () => DRAWN.forEach((drawing) => drawing.print(true)));
  addEventListener("afterprint", () => DRAWN.forEach((drawing) => drawing.print(false)));
}

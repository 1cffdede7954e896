/** @file A pointer that is held down, followed to where it is let go. */

/**
 * Follow a pointer from where it goes down to where it goes up.
 * @param {Element} node
 * @param {object} options
 * @param {(event: PointerEvent) => boolean | void} [options.begin] it takes hold; false refuses
 * @param {(event: PointerEvent) => void} options.move
 * @param {() => void} options.done
 * @param {(event: PointerEvent) => boolean} [options.scrolls] whether a finger that goes down here
 *   scrolls the page when it goes up or down, and takes hold only when it goes sideways
 * @param {(event: PointerEvent) => void} [options.tap] such a finger was lifted where it went down
 */
export function follow(node, { begin = () => true, move, done, scrolls = () => false, tap }) {
  let held = null; // the pointer that has taken hold
  let resting = null; // where a finger went down whose way is not known yet

  const take = (event) => {
    if (begin(event) === false) return;
    held = event.pointerId;
    node.setPointerCapture(held);
    node.classList.add("held");
    node.focus?.({ preventScroll: true });
  };
  const end = () => {
    resting = null;
    if (held === null) return;
    held = null;
    node.classList.remove("held");
    done();
  };

  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary || held !== null) return;
    event.stopPropagation();
    if (event.pointerType === "touch" && scrolls(event)) {
      resting = event;
      return;
    }
    take(event);
    if (held !== null) event.preventDefault();
  });
  node.addEventListener("pointermove", (event) => {
    if (resting?.pointerId === event.pointerId) {
      const [aside, along] = ["clientX", "clientY"].map((c) => Math.abs(event[c] - resting[c]));
      if (aside > along) take(resting);
      if (aside || along) resting = null;
    }
    if (event.pointerId === held) move(event);
  });
  node.addEventListener("pointerup", (event) => {
    if (resting?.pointerId === event.pointerId) {
      if (tap) tap(event);
      else take(resting);
    }
    if (resting || event.pointerId === held) end();
  });
  node.addEventListener("pointercancel", end);
  // Inside of a picture, `touch-action` has no effect: only this keeps the browser from scrolling.
  node.addEventListener("touchstart", (event) => {
    if (held !== null && event.cancelable) event.preventDefault();
  }, { passive: false });
}

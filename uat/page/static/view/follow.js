/** @file A pointer that is held down, followed to where it is let go. */

/** Follow a pointer from where it goes down to where it goes up. */
export function follow(node, move, done, begin = () => true) {
  let held = false;
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !begin(event)) return;
    held = true;
    node.setPointerCapture(event.pointerId);
    node.classList.add("held");
    node.focus?.({ preventScroll: true });
    event.preventDefault();
    event.stopPropagation();
  });
  node.addEventListener("pointermove", (event) => held && move(event));
  const end = () => {
    if (!held) return;
    held = false;
    node.classList.remove("held");
    done();
  };
  node.addEventListener("pointerup", end);
  node.addEventListener("pointercancel", end);
}

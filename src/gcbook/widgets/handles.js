// Things in a picture that hand and keyboard move.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Where the pointer is in a picture; y points up. */
function placeOf(event, svg) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [at.x, -at.y];
}

/**
 * Handles that hand and keyboard move: `handles` are the elements, `place(j)` is where the j-th
 * stands, `put(j, at)` moves it, `key(j, name, shift)` says whether a key did.  A press beside the
 * handles, up to `reach` from the middle, takes the nearest.  A finger there may want to scroll, so
 * nothing moves before it does, and what has moved goes back if the page takes the finger.
 */
function movable(svg, handles, { place, put, key, hold = () => {}, drop = () => {}, reach = Infinity }) {
  if (reach > 0) svg.classList.add("gc-pressed");
  const held = new Map();
  const nearest = (at) => {
    const away = handles.map((_, j) => Math.hypot(...place(j).map((value, i) => value - at[i])));
    return away.indexOf(Math.min(...away));
  };
  const on = (name, act) => svg.addEventListener(name, (event) => {
    const one = held.get(event.pointerId);
    if (one) act(one, event);
  });
  svg.addEventListener("pointerdown", (event) => {
    const at = placeOf(event, svg);
    const hit = handles.indexOf(event.target.closest("[role=slider]"));
    if (event.button || (hit < 0 && Math.max(...at.map(Math.abs)) > reach)) return;
    const j = hit < 0 ? nearest(at) : hit;
    const waits = hit < 0 && event.pointerType === "touch";
    held.set(event.pointerId, { j, waits, from: hit < 0 ? place(j) : null });
    handles[j].setPointerCapture(event.pointerId);
    handles[j].focus({ preventScroll: true });
    event.preventDefault();
    hold();
    if (hit < 0 && !waits) put(j, at);
  });
  on("pointermove", (one, event) => {
    one.waits = false;
    put(one.j, placeOf(event, svg));
  });
  on("pointerup", (one, event) => {
    held.delete(event.pointerId);
    if (one.waits) put(one.j, placeOf(event, svg));
    drop();
  });
  on("pointercancel", (one, event) => {
    held.delete(event.pointerId);
    if (one.from) put(one.j, one.from);
    drop();
  });
  svg.addEventListener("keydown", (event) => {
    const j = handles.indexOf(event.target);
    if (j < 0 || !key(j, event.key, event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** A handle as `movable` wants it: a group that the keyboard reaches, with a wide invisible halo. */
function makeHandle(parent, name, label, [least, most], halo) {
  const handle = make("g", { class: name, tabindex: 0, role: "slider", "aria-label": label, "aria-valuemin": least, "aria-valuemax": most }, parent);
  make("circle", { class: "gc-halo", r: halo }, handle);
  return handle;
}

/** What a handle stands at, for who cannot see it. */
function tell(handle, value, words) {
  handle.setAttribute("aria-valuenow", value);
  handle.setAttribute("aria-valuetext", words);
}

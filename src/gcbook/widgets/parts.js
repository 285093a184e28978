// What the widgets share: elements, controls, handles for hand and keyboard, films, vectors.
// The Python classes put this file in front of their own, so that a widget stays one module.

const SVG = "http://www.w3.org/2000/svg";
const RADIAN = Math.PI / 180;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// --- elements ------------------------------------------------------------------------------------

/** An element of SVG. */
function make(name, attributes = {}, parent = null, text = null) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== null) node.textContent = text;
  parent?.append(node);
  return node;
}

/** An element of HTML. */
function tag(name, properties = {}, parent = null) {
  const node = Object.assign(document.createElement(name), properties);
  parent?.append(node);
  return node;
}

/** The points of a polyline or polygon, as its attribute. */
const polyline = (points, digits = 4) =>
  points.map((point) => point.map((value) => value.toFixed(digits)).join(",")).join(" ");

/** The neuron's name, with its number as a subscript; neurons count from one, as in the paper. */
const nameOf = (j) => `w${String.fromCharCode(0x2081 + j)}`;

/** A whole power of ten. */
const powerOfTen = (n) => `10${[...String(n)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("")}`;

const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

/** The frame of a widget. */
const rootOf = (el, name) => tag("div", { className: `gc-root ${name}` }, el);

/** Below the pictures: a sentence, controls, and the sentence again where a change is announced. */
function below(root) {
  const says = tag("p", { className: "gc-says" }, root);
  const bar = tag("div", { className: "gc-bar" }, root);
  const status = tag("p", { className: "gc-sr-only" }, root);
  status.setAttribute("role", "status");
  const announce = () => {
    if (status.textContent !== says.textContent) status.textContent = says.textContent;
  };
  return { says, bar, announce };
}

/** What the marks of a picture mean: the style of each mark, and words. */
function legend(root, marks) {
  const key = tag("p", { className: "gc-key" }, root);
  for (const [className, textContent] of Object.entries(marks)) tag("span", { className, textContent }, key);
}

// --- the model -----------------------------------------------------------------------------------

/** Change some of a model's values. */
function change(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

/** Call `update` now and when one of the values changes; returns what ends that. */
function watch(model, names, update) {
  for (const name of names) model.on(`change:${name}`, update);
  update();
  return () => names.forEach((name) => model.off(`change:${name}`, update));
}

// --- controls ------------------------------------------------------------------------------------

function button(bar, text, act) {
  const node = tag("button", { type: "button", textContent: text }, bar);
  node.addEventListener("click", act);
  return node;
}

/** A control with its name; the book's own keys stay out of it. */
function labelled(bar, text, node) {
  tag("label", {}, bar).append(`${text} `, node);
  node.addEventListener("keydown", (event) => event.stopPropagation());
  return node;
}

/** A slider that says where it stands, in figures and, to a screen reader, in words. */
function slider(bar, text, least, most, act) {
  const input = labelled(bar, text, tag("input", { type: "range", min: least, max: most, step: 1 }));
  const figures = tag("span", { className: "gc-value" }, input.parentNode);
  figures.setAttribute("aria-hidden", "true");
  input.addEventListener("input", () => act(Number(input.value)));
  const show = (value, figure = String(value), words = figure) => {
    input.value = value;
    figures.textContent = figure;
    input.setAttribute("aria-valuetext", words);
  };
  return { input, show };
}

function select(bar, text, options, act) {
  const node = labelled(bar, text, tag("select"));
  for (const option of options) node.append(new Option(option, option));
  node.addEventListener("change", () => act(node.value));
  return node;
}

// --- handles -------------------------------------------------------------------------------------

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

// --- films ---------------------------------------------------------------------------------------

/**
 * A button that plays: `show(part)` is called with parts of the whole, from `share()` to 1, within
 * `seconds`; `busy` is told when it begins and ends.  Nothing moves unless asked, and who prefers
 * less motion gets `stills`, one in `pause` milliseconds.
 */
function makeFilm(bar, word, { show, share, seconds, stills, pause = 1000, busy = () => {} }) {
  let [request, timer] = [null, null];
  const running = () => request !== null || timer !== null;
  const stop = () => {
    if (!running()) return;
    cancelAnimationFrame(request);
    clearTimeout(timer);
    request = timer = null;
    node.textContent = word;
    busy(false);
  };
  const still = (i) => {
    show(Math.min(i / stills, 1));
    if (i >= stills) stop();
    else timer = setTimeout(still, pause, i + 1);
  };
  const play = () => {
    if (share() >= 1) show(0);
    const first = share();
    node.textContent = "Pause";
    busy(true);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      timer = setTimeout(still, 0, Math.floor(first * stills) + 1);
      return;
    }
    let began = null;
    const frame = (now) => {
      began ??= now;
      const part = first + (now - began) / (1000 * seconds);
      show(Math.min(part, 1));
      if (part >= 1) stop();
      else request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
  };
  const node = button(bar, word, () => (running() ? stop() : play()));
  return { stop };
}

// --- vectors -------------------------------------------------------------------------------------

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const minus = (a, b) => a.map((value, i) => value - b[i]);
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const isZero = (a) => a.every((value) => value === 0);

/** Solve a positive definite system by elimination. */
function solve(matrix, right) {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let p = 0; p < n; p += 1)
    for (let i = p + 1; i < n; i += 1) {
      const factor = rows[i][p] / rows[p][p];
      for (let j = p; j <= n; j += 1) rows[i][j] -= factor * rows[p][j];
    }
  const x = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i -= 1) {
    let rest = rows[i][n];
    for (let j = i + 1; j < n; j += 1) rest -= rows[i][j] * x[j];
    x[i] = rest / rows[i][i];
  }
  return x;
}

/** The corners of the convex hull of points in the plane, in order. */
function hullOf(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (list) => list.reduce((kept, p) => {
    const turn = ([a, b]) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
    while (kept.length > 1 && turn(kept.slice(-2)) <= 0) kept.pop();
    return [...kept, p];
  }, []).slice(0, -1);
  return sorted.length < 3 ? sorted : [...chain(sorted), ...chain(sorted.reverse())];
}

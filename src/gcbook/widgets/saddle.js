// Two figures of the linear networks that answer: the valley of one hidden neuron (drag the start),
// and the line of saddles in space with the sheet that flows into it (move the start, scrub time).
//
// Both follow the gradient flow by Runge and Kutta's method with a fixed step, as Python does.

export const STRENGTH = 1.5;
const VALLEY = { step: 0.01, steps: 1200 };
const SPACE = { step: 0.025, steps: 800 };
const LEVEL = STRENGTH ** 2 / 2;

/** Minus the gradient of (1 - x y)^2 / 2. */
export const slide = ([x, y]) => [(1 - x * y) * y, (1 - x * y) * x];
export const valleyLoss = ([x, y]) => (1 - x * y) ** 2 / 2;

/** Minus the gradient of ((s - w a)^2 + (w b)^2) / 2. */
export function pull([a, b, w]) {
  const miss = STRENGTH - w * a;
  return [miss * w, -w * w * b, miss * a - w * b * b];
}
export const spaceLoss = ([a, b, w]) => ((STRENGTH - w * a) ** 2 + (w * b) ** 2) / 2;

function advance(field, state, h) {
  const ahead = (slope, part) => state.map((value, k) => value + part * h * slope[k]);
  const first = field(state);
  const second = field(ahead(first, 0.5));
  const third = field(ahead(second, 0.5));
  const fourth = field(ahead(third, 1));
  return state.map((value, k) => value + (h / 6) * (first[k] + 2 * second[k] + 2 * third[k] + fourth[k]));
}

function follow(field, start, { step, steps }) {
  const points = [start];
  for (let n = 0; n < steps; n += 1) points.push(advance(field, points[n], step));
  return points;
}

/** The flow in the valley from a start in hundredths. */
export const valleyRun = (start) => follow(slide, start.map((part) => part / 100), VALLEY);

/** Which minima a start in hundredths flows to: +1, -1, or 0 for the saddle; exact, as (x + y)' = (1 - xy)(x + y). */
export const valleyBranch = ([x, y]) => Math.sign(x + y);

/** The side on which a point leaves the saddles: the sign of w once the loss is below their level. */
export function side(point) {
  let state = point;
  for (let n = 0; n < 2400; n += 1) {
    if (spaceLoss(state) < LEVEL) return Math.sign(state[2]);
    state = advance(pull, state, SPACE.step);
  }
  return 0;
}

/** The w at which (a, b, w) flows into the line of saddles, by bisection. */
export function edge(a, b, halvings = 50) {
  let [low, high] = [-4, 4];
  for (let n = 0; n < halvings; n += 1) {
    const w = (low + high) / 2;
    const found = side([a, b, w]);
    if (found === 0) return w;
    if (found > 0) high = w;
    else low = w;
  }
  return (low + high) / 2;
}

/** The distance from the sheet for a place of the slider, -60 to 60: 0.3 at the ends, 3e-6 at one. */
export const distance = (gap) => Math.sign(gap) * 0.3 * 10 ** ((Math.abs(gap) - 60) / 12) * (gap === 0 ? 0 : 1);

/** The flow from (1, b/100, w), w at the given distance from the sheet. */
export function spaceRun(b, gap) {
  const w = edge(1, b / 100) + distance(gap);
  return follow(pull, [1, b / 100, w], SPACE);
}

/** How long a run stays within 5 % of a level of the loss. */
export const rest = (losses, level, step) => step * losses.filter((value) => Math.abs(value / level - 1) < 0.05).length;

const signed = (value, digits) => value.toFixed(digits).replace("-", "−");

export function describeValley(start, losses) {
  const branch = valleyBranch(start);
  const ends = { 1: "the minima with both weights positive", "-1": "the minima with both weights negative", 0: "the saddle, since w₁ = −w₂ exactly" };
  const kept = (start[1] ** 2 - start[0] ** 2) / 1e4;
  const time = rest(losses, 0.5, VALLEY.step).toFixed(1);
  const slow = branch ? `It is within 5% of the saddle's loss ½ for ${time} units of time.` : "The loss stays at ½ or above.";
  return `Flows to ${ends[branch]}. ${slow} All the while w₂² − w₁² = ${signed(kept, 2)}.`;
}

export function describeSpace(b, gap, losses) {
  const off = distance(gap);
  const place = gap ? `${Math.abs(off).toPrecision(1)} ${gap > 0 ? "above" : "below"} the sheet` : "on the sheet";
  const time = rest(losses, LEVEL, SPACE.step).toFixed(1);
  const end = gap
    ? `goes to the minima with w ${gap > 0 ? "> 0" : "< 0"}`
    : "is still there at time 20";
  return `Start a = 1, b = ${(b / 100).toFixed(2)}, ${place}: within 5% of the saddles' loss for ${time} units of time, then ${end}.`.replace("time, then is", "time, and is");
}

const SVG = "http://www.w3.org/2000/svg";
function make(name, attributes, parent, text = null) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== null) node.textContent = text;
  parent.append(node);
  return node;
}
const line = (points) => points.map(([x, y]) => `${x.toFixed(3)},${y.toFixed(3)}`).join(" ");
const thin = (points) => points.filter((_, n) => n % 5 === 0 || n === points.length - 1);

// the chart: time across, log10 of the loss from -4 to 1.2 down
const TOP = 1.2;
const down = (value) => 0.75 * (TOP - Math.log10(Math.min(Math.max(value, 1e-4), 10 ** TOP)));

function drawChart(panels, horizon, level, words) {
  const label = `The loss against time, on a logarithmic scale; it rests at the level of the saddles, ${words}.`;
  const svg = make("svg", { viewBox: "-.95 -.35 5.3 4.85", role: "img", "aria-label": label }, panels);
  const across = (t) => (4.2 * t) / horizon;
  for (const [value, name] of [[10, "10"], [1, "1"], [0.1, "0.1"], [0.01, "0.01"], [0.001, "10⁻³"], [0.0001, "10⁻⁴"]]) {
    make("line", { class: "gc-grid", x1: 0, x2: 4.2, y1: down(value), y2: down(value) }, svg);
    make("text", { class: "gc-note", x: -0.1, y: down(value) + 0.08, "text-anchor": "end" }, svg, name);
  }
  for (let t = 0; t <= horizon; t += horizon / 4)
    make("text", { class: "gc-note", x: across(t), y: 4.2, "text-anchor": "middle" }, svg, t);
  make("line", { class: "gc-level", x1: 0, x2: 4.2, y1: down(level), y2: down(level) }, svg);
  make("text", { class: "gc-note", x: 4.2, y: down(level) - 0.09, "text-anchor": "end" }, svg, `saddles: ${words}`);
  make("text", { class: "gc-note", x: -0.6, y: -0.12 }, svg, "loss L");
  make("text", { class: "gc-note", x: 4.2, y: 4.45, "text-anchor": "end" }, svg, "time t");
  const curve = make("polyline", { class: "gc-track" }, svg);
  const mark = make("circle", { class: "gc-mark-at", r: 0.09 }, svg);
  return (losses, step, at) => {
    const places = losses.map((value, n) => [across(n * step), down(value)]);
    curve.setAttribute("points", line(thin(places.filter((_, n) => losses[n] >= 1e-4))));
    const [cx, cy] = places[Math.round((at / 100) * (places.length - 1))];
    mark.setAttribute("cx", cx);
    mark.setAttribute("cy", cy);
  };
}

function frameOf(model, el, kind) {
  const root = document.createElement("div");
  root.className = `gc-terrain gc-${kind}`;
  const panels = document.createElement("div");
  panels.className = "gc-pair";
  const says = document.createElement("p");
  says.className = "gc-says";
  says.setAttribute("role", "status");
  const bar = document.createElement("div");
  bar.className = "gc-bar";
  root.append(panels, says, bar);
  el.append(root);
  const put = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const button = (text, act) => {
    const node = document.createElement("button");
    node.type = "button";
    node.textContent = text;
    node.addEventListener("click", act);
    bar.append(node);
    return node;
  };
  const slider = (text, name, min, max, step) => {
    const [label, node] = [document.createElement("label"), document.createElement("input")];
    Object.assign(node, { type: "range", min, max, step });
    label.append(`${text} `, node);
    bar.append(label);
    node.addEventListener("keydown", (event) => event.stopPropagation());
    node.addEventListener("input", () => put(name, Number(node.value)));
    return node;
  };
  return { root, panels, says, put, button, slider };
}

/** A slider of time with a button; nothing moves unless asked, and less for who prefers less motion. */
function clock(model, { put, button, slider, says }) {
  const at = slider("time", "at", 0, 100, 1);
  let timer = null;
  const play = button("Play", () => {
    if (timer !== null) return stop();
    if (model.get("at") >= 100) put("at", 0);
    play.textContent = "Pause";
    says.setAttribute("aria-live", "off");
    const slow = matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer = setInterval(() => {
      if (model.get("at") >= 100) stop();
      else put("at", Math.min(100, model.get("at") + (slow ? 10 : 1)));
    }, slow ? 1000 : 80);
    return undefined;
  });
  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
    says.setAttribute("aria-live", "polite");
  }
  at.addEventListener("input", stop);
  return { at, stop };
}

function watch(model, names, update, stop) {
  for (const name of names) model.on(`change:${name}`, update);
  update();
  return () => {
    stop();
    for (const name of names) model.off(`change:${name}`, update);
  };
}

// --- the valley ----------------------------------------------------------------------------------

const REACH = 2.2;
/** The two branches of x y = c within the square. */
function hyperbola(c) {
  const points = [];
  for (let n = -40; n <= 40; n += 1) {
    const x = Math.sqrt(Math.abs(c)) * Math.exp((n / 40) * Math.log(REACH / Math.sqrt(Math.abs(c))));
    points.push([x, c / x]);
  }
  return [points, points.map(([x, y]) => [-x, -y])].map((one) => one.map(([x, y]) => [x, -y]));
}
/** The two branches of y^2 - x^2 = c within the square. */
function kept(c) {
  const flip = c < 0;
  const size = Math.sqrt(Math.abs(c));
  const most = size < REACH ? Math.sqrt(REACH ** 2 - size ** 2) : 0;
  const points = Array.from({ length: 41 }, (_, n) => [((n - 20) / 20) * most, 0]).map(([x]) => [x, Math.hypot(x, size)]);
  const both = [points, points.map(([x, y]) => [x, -y])];
  return flip ? both.map((one) => one.map(([x, y]) => [y, x])) : both;
}

function drawValley(svg) {
  make("path", { class: "gc-box", d: `M${-REACH},${-REACH}H${REACH}V${REACH}H${-REACH}Z` }, svg);
  for (const level of [0.1, 0.5, 1.5, 4, 9])
    for (const c of [1 + Math.sqrt(2 * level), 1 - Math.sqrt(2 * level)]) {
      if (Math.abs(c) < 1e-9) make("path", { class: "gc-grid", d: `M${-REACH},0H${REACH}M0,${-REACH}V${REACH}` }, svg);
      else if (Math.abs(c) < REACH ** 2) for (const part of hyperbola(c)) make("polyline", { class: "gc-grid", points: line(part) }, svg);
    }
  for (const part of hyperbola(1)) make("polyline", { class: "gc-minima", points: line(part) }, svg);
  make("path", { class: "gc-cross", d: "M-.1,-.1L.1,.1M-.1,.1L.1,-.1" }, svg);
  make("text", { class: "gc-note", x: 2.15, y: -0.08, "text-anchor": "end" }, svg, "w₁");
  make("text", { class: "gc-note", x: 0.08, y: -1.98 }, svg, "w₂");
}

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const within = (value) => Math.min(220, Math.max(-220, Math.round(value)));

function renderValley({ model, el }) {
  const parts = frameOf(model, el, "valley");
  const { panels, says, put, button } = parts;
  const plane = make("svg", { viewBox: "-2.4 -2.4 4.8 4.8", role: "group", "aria-label": model.get("label") }, panels);
  drawValley(plane);
  const conserved = [0, 1].map(() => make("polyline", { class: "gc-kept" }, plane));
  const track = make("polyline", { class: "gc-track" }, plane);
  const spot = make("circle", { class: "gc-mark-at", r: 0.08 }, plane);
  const chart = drawChart(panels, 12, 0.5, "½");
  const handle = make("g", { class: "gc-point", tabindex: 0, role: "slider", "aria-label": "Start (w₁, w₂)", "aria-valuemin": -220, "aria-valuemax": 220 }, plane);
  make("circle", { class: "gc-halo", r: 0.3 }, handle);
  make("circle", { class: "gc-dot", r: 0.14 }, handle);
  const move = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(plane.getScreenCTM().inverse());
    put("start", [within(100 * at.x), within(-100 * at.y)]);
  };
  plane.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" && !handle.contains(event.target)) return; // a finger scrolls
    plane.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
    move(event);
  });
  plane.addEventListener("pointermove", (event) => {
    if (plane.hasPointerCapture(event.pointerId)) move(event);
  });
  handle.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const size = event.shiftKey ? 1 : 5;
    put("start", model.get("start").map((part, k) => within(part + size * step[k])));
  });
  const { at, stop } = clock(model, parts);
  const initial = [...model.get("start")];
  button("Near the saddle", () => put("start", [-120, 121]));
  button("Onto the saddle", () => put("start", [-150, 150]));
  button("Start again", () => put("start", initial));

  return watch(model, ["start", "at"], () => {
    const start = model.get("start");
    const points = valleyRun(start);
    const losses = points.map(valleyLoss);
    const place = model.get("at");
    const [x, y] = points[Math.round((place / 100) * VALLEY.steps)];
    handle.setAttribute("transform", `translate(${start[0] / 100} ${-start[1] / 100})`);
    handle.setAttribute("aria-valuenow", start[0]);
    handle.setAttribute("aria-valuetext", `w₁ ${(start[0] / 100).toFixed(2)}, w₂ ${(start[1] / 100).toFixed(2)}`);
    const lines = kept((start[1] ** 2 - start[0] ** 2) / 1e4);
    conserved.forEach((node, k) => node.setAttribute("points", line(lines[k])));
    track.setAttribute("points", line(thin(points.map(([a, b]) => [a, -b]))));
    spot.setAttribute("cx", x);
    spot.setAttribute("cy", -y);
    at.value = place;
    at.setAttribute("aria-valuetext", `t = ${((place / 100) * 12).toFixed(1)}`);
    chart(losses, VALLEY.step, place);
    says.textContent = describeValley(start, losses);
  }, stop);
}

// --- the line of saddles -------------------------------------------------------------------------

/** The rows right, and up, of a viewer at these degrees of longitude. */
export function view(turn) {
  const [t, p] = [(turn * Math.PI) / 180, (18 * Math.PI) / 180];
  return [[-Math.sin(t), Math.cos(t), 0], [-Math.sin(p) * Math.cos(t), -Math.sin(p) * Math.sin(t), Math.cos(p)]];
}
const see = (points, axes) => points.map((p) => axes.map((row, k) => (k ? -1 : 1) * row.reduce((sum, part, i) => sum + part * p[i], 0)));

/** The sheet over a grid of a and b; odd in a and even in b. */
function sheetOf() {
  const [along, across] = [[0.5, 1, 1.5], [0, 0.5, 1, 1.5]];
  const known = along.map((a) => across.map((b) => edge(a, b, 20)));
  const w = (i, j) => (i === 0 ? 0 : Math.sign(i) * known[Math.abs(i) - 1][Math.abs(j)]);
  const at = (i, j) => [0.5 * i, 0.5 * j, w(i, j)];
  const cells = [];
  for (let i = -3; i < 3; i += 1) for (let j = -3; j < 3; j += 1) cells.push([at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)]);
  return cells;
}
const MINIMA = [1, -1].map((sign) => Array.from({ length: 31 }, (_, n) => 0.6 * Math.exp((n / 30) * Math.log(2.5 / 0.6))).map((a) => [sign * a, 0, (sign * STRENGTH) / a]));

function renderSpace({ model, el }) {
  const parts = frameOf(model, el, "saddle");
  const { root, panels, says, slider, button, put } = parts;
  const scene = make("svg", { viewBox: "-3 -3 6 6", role: "img", "aria-label": model.get("label") }, panels);
  const chart = drawChart(panels, 20, LEVEL, "9/8");
  const b = slider("b", "b", 0, 150, 5);
  const gap = slider("from the sheet", "gap", -60, 60, 1);
  const turn = slider("turn", "turn", -180, 180, 5);
  const { at, stop } = clock(model, parts);
  const initial = ["b", "gap", "turn", "at"].map((name) => [name, model.get(name)]);
  button("Start again", () => initial.forEach(([name, value]) => put(name, value)));
  let sheet = null;
  let [key, points] = ["", []];

  return watch(model, ["b", "gap", "turn", "at"], () => {
    const [place, off, angle, time] = ["b", "gap", "turn", "at"].map((name) => model.get(name));
    if (key !== `${place} ${off}`) [key, points] = [`${place} ${off}`, spaceRun(place, off)];
    sheet ??= sheetOf();
    const axes = view(angle);
    const put2 = (name, attributes, list) => make(name, { ...attributes, points: line(see(list, axes)) }, scene);
    scene.replaceChildren();
    for (const cell of sheet) put2("polygon", { class: "gc-sheet" }, cell);
    put2("polyline", { class: "gc-line" }, [[0, -2, 0], [0, 2, 0]]);
    for (const curve of MINIMA) put2("polyline", { class: "gc-minima" }, curve);
    put2("polyline", { class: "gc-ahead" }, thin(points));
    const now = Math.round((time / 100) * SPACE.steps);
    put2("polyline", { class: "gc-track" }, thin(points.slice(0, now + 1)));
    for (const [point, kind, r] of [[points[0], "gc-dot", 0.1], [points[now], "gc-mark-at", 0.1]]) {
      const [cx, cy] = see([point], axes)[0];
      make("circle", { class: kind, cx, cy, r }, scene);
    }
    for (const [point, name] of [[[0, 2.2, 0], "b"], [[2.2, 0, 0], "a"], [[0, 0, 2.4], "w"]]) {
      const [[x, y], [x0, y0]] = see([point, point.map((part) => 0.92 * part)], axes);
      make("line", { class: "gc-axis", x1: 0, y1: 0, x2: x0, y2: y0 }, scene);
      make("text", { class: "gc-note", x, y: y + 0.08, "text-anchor": "middle" }, scene, name);
    }
    root.dataset.side = Math.sign(off);
    const losses = points.map(spaceLoss);
    Object.assign(b, { value: place });
    Object.assign(gap, { value: off });
    Object.assign(turn, { value: angle });
    Object.assign(at, { value: time });
    b.setAttribute("aria-valuetext", `b = ${(place / 100).toFixed(2)}`);
    gap.setAttribute("aria-valuetext", off ? `${Math.abs(distance(off)).toPrecision(1)} ${off > 0 ? "above" : "below"} the sheet` : "on the sheet");
    at.setAttribute("aria-valuetext", `t = ${(time / 5).toFixed(1)}`);
    chart(losses, SPACE.step, time);
    says.textContent = describeSpace(place, off, losses);
  }, stop);
}

const render = (place) => (place.model.get("kind") === "valley" ? renderValley(place) : renderSpace(place));

export default { render };

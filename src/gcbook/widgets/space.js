// Neurons in space and their three coordinate shadows: every shadow can pass while the set fails.
//
// Coordinates are whole numbers, so that all four verdicts are integer arithmetic.  Only the fifth,
// of the shadow in the direction of sight, is rounded.

const RADIAN = Math.PI / 180;
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const minus = (a, b) => a.map((value, i) => value - b[i]);
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const isZero = (a) => a.every((value) => value === 0);
const scaled = (a, size) => a.map((value) => (value * size) / Math.sqrt(dot(a, a)));

/** The condition in the plane: no line through a neuron has all of them on one side. */
export const flatHolds = (points, slack = 0) =>
  points.some((p) => !isZero(p)) &&
  points.filter((p) => !isZero(p)).every(([x, y]) =>
    [[-y, x], [y, -x]].every((normal) => points.some((p) => dot(normal, p) < -slack)));

/** The extreme normals: planes through two neurons that have all of them on one side. */
function normals(rows) {
  const found = [];
  rows.forEach((a, i) => rows.slice(i + 1).forEach((b) => {
    const normal = cross(a, b);
    if (isZero(normal)) return;
    for (const one of [normal, normal.map((value) => -value)])
      if (rows.every((row) => dot(one, row) >= 0)) found.push(one);
  }));
  return found;
}

const spans = (rows) =>
  rows.some((a, i) => rows.some((b, j) => i < j && rows.some((c, k) => j < k && dot(cross(a, b), c) !== 0)));

/** The condition in space, Lemma 5.2. */
export const holds = (rows) => spans(rows) && normals(rows).length === 0;

/** The shadow on the plane of two coordinates. */
export const shadow = (rows, [i, j]) => rows.map((row) => [row[i], row[j]]);

/** A direction that no neuron points against, in the middle of them all; null if there is none. */
export function witness(rows) {
  if (holds(rows)) return null;
  const found = normals(rows);
  if (!found.length) {
    const row = rows.find((one) => !isZero(one)) ?? [1, 0, 0];
    found.push([[0, -row[2], row[1]], [row[2], 0, -row[0]]].find((one) => !isZero(one)));
  }
  const sum = found.map((one) => scaled(one, 1)).reduce((a, b) => a.map((value, i) => value + b[i]));
  return scaled(Math.sqrt(dot(sum, sum)) > 1e-9 ? sum : found[0], 1);
}

/** The facets of the hull: triples with all other neurons on one side of their plane. */
export function facets(rows) {
  const found = [];
  rows.forEach((a, i) => rows.forEach((b, j) => rows.forEach((c, k) => {
    if (i >= j || j >= k) return;
    const normal = cross(minus(b, a), minus(c, a));
    const sides = rows.map((row) => dot(normal, minus(row, a)));
    if (!isZero(normal) && (sides.every((s) => s >= 0) || sides.every((s) => s <= 0))) found.push([i, j, k]);
  })));
  return found;
}

/** The viewer's axes for a longitude and a latitude: right, up, towards the viewer. */
export function frame(turn, tilt) {
  const [ct, st, cp, sp] = [Math.cos(turn * RADIAN), Math.sin(turn * RADIAN), Math.cos(tilt * RADIAN), Math.sin(tilt * RADIAN)];
  return [[-st, ct, 0], [-sp * ct, -sp * st, cp], [cp * ct, cp * st, sp]];
}

/** Whether the shadow in the direction of sight passes. */
export const seenHolds = (rows, turn, tilt) => {
  const [right, up] = frame(turn, tilt);
  return flatHolds(rows.map((row) => [dot(right, row), dot(up, row)]), 1e-9);
};

const PLANES = [[0, 1], [0, 2], [1, 2]];
const AXES = ["x", "y", "z"];
const LIMITS = { least: 3, most: 8, reach: 10 };
const within = (value) => Math.max(-LIMITS.reach, Math.min(LIMITS.reach, Math.round(value)));
const nameOf = (j) => `w${String.fromCharCode(0x2081 + j)}`;

/** What the picture says. */
export function describe(rows) {
  const passing = PLANES.filter((plane) => flatHolds(shadow(rows, plane))).length;
  const truth = holds(rows);
  const shadows = ["No coordinate shadow passes", "One coordinate shadow passes", "Two coordinate shadows pass", "All three coordinate shadows pass"][passing];
  if (truth) return `${shadows}, and the condition holds in space.`;
  const why = rows.length <= 3 ? "three neurons never surround a point of space" : "no neuron points against the line with a knob";
  return passing === 3 ? `${shadows}, yet the condition fails in space: ${why}.` : `${shadows}; the condition fails in space: ${why}.`;
}

/** Where a new neuron goes: against the direction that no neuron points against. */
export const newcomer = (rows) => scaled(witness(rows) ?? [1, 1, 1], -8).map(within);

const SVG = "http://www.w3.org/2000/svg";
function make(name, attributes = {}, parent = null, text = null) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== null) node.textContent = text;
  parent?.append(node);
  return node;
}
function tag(name, properties = {}, parent = null) {
  const node = Object.assign(document.createElement(name), properties);
  parent?.append(node);
  return node;
}
const path = (points) => points.map(([x, y]) => `${x.toFixed(2)},${(-y).toFixed(2)}`).join(" ");

// --- the picture in space ------------------------------------------------------------------------

function drawSpace(layer, rows, turn, tilt) {
  layer.replaceChildren();
  const axes = frame(turn, tilt);
  const see = (point) => axes.map((axis) => dot(axis, point));
  AXES.forEach((name, i) => {
    const end = AXES.map((_, j) => (i === j ? 12 : 0));
    const [a, b] = [see(end.map((v) => -v)), see(end)];
    make("line", { class: "gc-line", x1: a[0], y1: -a[1], x2: b[0], y2: -b[1] }, layer);
    make("text", { class: "gc-sign", x: 1.08 * b[0], y: -1.08 * b[1] + 0.4, "text-anchor": "middle" }, layer, name);
  });
  const seen = rows.map(see);
  const depth = (facet) => facet.reduce((sum, j) => sum + seen[j][2], 0);
  for (const facet of facets(rows).sort((a, b) => depth(a) - depth(b)))
    make("polygon", { class: "gc-facet", points: path(facet.map((j) => seen[j])) }, layer);
  for (const [x, y] of seen) make("line", { class: "gc-arm", x1: 0, y1: 0, x2: x, y2: -y }, layer);
  make("circle", { class: "gc-origin", r: 0.4 }, layer);
  const normal = witness(rows);
  if (normal) {
    const [x, y] = see(normal.map((value) => 9 * value));
    make("line", { class: "gc-normal", x1: 0, y1: 0, x2: x, y2: -y }, layer);
    make("circle", { class: "gc-arrow-head", cx: x, cy: -y, r: 0.5 }, layer);
  }
  seen.map((point, j) => [...point, j]).sort((a, b) => a[2] - b[2]).forEach(([x, y, , j]) => {
    make("circle", { class: "gc-dot", cx: x, cy: -y, r: 0.6 }, layer);
    make("text", { class: "gc-sign", x: x + (x < 0 ? -0.9 : 0.9), y: -y - 0.7, "text-anchor": x < 0 ? "end" : "start" }, layer, nameOf(j));
  });
}

// --- the shadows ---------------------------------------------------------------------------------

/** The corners of a convex hull in order around their middle; enough for a shaded outline. */
function outline(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (list) => list.reduce((kept, p) => {
    while (kept.length > 1 && cross([...minus(kept[kept.length - 1], kept[kept.length - 2]), 0], [...minus(p, kept[kept.length - 2]), 0])[2] <= 0) kept.pop();
    return [...kept, p];
  }, []).slice(0, -1);
  return [...chain(sorted), ...chain(sorted.reverse())];
}

function makeShadow(parent, plane) {
  const [across, up] = plane.map((i) => AXES[i]);
  const box = tag("div", { className: "gc-shadow" }, parent);
  const svg = make("svg", { viewBox: "-12.5 -12.5 25 25", role: "group", "aria-label": `Shadow on the plane of ${across} and ${up}` }, box);
  make("line", { class: "gc-line", x1: -12, x2: 12, y1: 0, y2: 0 }, svg);
  make("line", { class: "gc-line", x1: 0, x2: 0, y1: -12, y2: 12 }, svg);
  make("text", { class: "gc-sign", x: 12, y: -0.7, "text-anchor": "end" }, svg, across);
  make("text", { class: "gc-sign", x: 0.7, y: -11 }, svg, up);
  const hull = make("polygon", { class: "gc-hull" }, svg);
  make("circle", { class: "gc-origin", r: 0.5 }, svg);
  const neurons = make("g", {}, svg);
  const verdict = tag("p", {}, box);
  return { plane, box, svg, hull, neurons, verdict, handles: [] };
}

function drawShadow({ plane, box, hull, verdict, handles }, rows) {
  const points = shadow(rows, plane);
  const passes = flatHolds(points);
  hull.setAttribute("points", path(outline(points)));
  hull.classList.toggle("gc-hull-failing", !passes);
  box.classList.toggle("gc-yes", passes);
  verdict.textContent = `${plane.map((i) => AXES[i]).join(", ")}: ${passes ? "passes" : "fails"}`;
  points.forEach(([x, y], j) => {
    handles[j].setAttribute("transform", `translate(${x} ${-y})`);
    const name = handles[j].lastChild; // on the side that has room
    name.setAttribute("x", x > 4 ? -1.3 : 1.3);
    name.setAttribute("text-anchor", x > 4 ? "end" : "start");
    handles[j].setAttribute("aria-valuenow", x);
    handles[j].setAttribute("aria-valuetext", plane.map((i) => `${AXES[i]} ${rows[j][i]}`).join(", "));
  });
}

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** A handle for a neuron in a shadow; `put` takes the two coordinates it is moved to. */
function grip({ svg, neurons }, j, place, put, done) {
  const handle = make("g", { class: "gc-neuron", tabindex: 0, role: "slider", "aria-label": `Neuron ${j + 1}`, "aria-valuemin": -LIMITS.reach, "aria-valuemax": LIMITS.reach }, neurons);
  make("circle", { class: "gc-halo", r: 2.6 }, handle);
  make("circle", { class: "gc-dot", r: 1.1 }, handle);
  make("text", { class: "gc-sign", y: -1.3, "aria-hidden": "true" }, handle, nameOf(j));
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    put([at.x, -at.y]);
  });
  handle.addEventListener("pointerup", done);
  handle.addEventListener("keydown", (event) => {
    const move = KEYS[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    put(place().map((value, i) => value + move[i] * (event.shiftKey ? 5 : 1)));
    done();
  });
  return handle;
}

// --- the whole -----------------------------------------------------------------------------------

function build(el, model) {
  const root = tag("div", { className: "gc-space" }, el);
  const stage = tag("div", { className: "gc-stage" }, root);
  const scene = tag("div", { className: "gc-scene" }, stage);
  const svg = make("svg", { viewBox: "-14 -14 28 28", role: "img", "aria-label": model.get("label") }, scene);
  const layer = make("g", {}, svg);
  const truth = tag("p", {}, scene);
  const sight = tag("p", {}, scene);
  const shadows = PLANES.map((plane) => makeShadow(tag("div", {}, stage), plane));
  const says = tag("p", { className: "gc-says" }, root);
  const bar = tag("div", { className: "gc-bar" }, root);
  const status = tag("p", { className: "gc-sr-only" }, root);
  status.setAttribute("role", "status");
  return { root, svg, layer, scene, truth, sight, shadows, says, bar, status };
}

/** Two sliders, and a hand on the picture, turn the view. */
function makeView(model, { svg, bar }) {
  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const controls = [["turn", 0, 359], ["tilt", -89, 89]].map(([name, least, most]) => {
    const label = tag("label", {}, bar);
    const input = tag("input", { type: "range", min: least, max: most, step: 1 });
    label.append(`${name} `, input);
    input.addEventListener("input", () => set(name, Number(input.value)));
    input.addEventListener("keydown", (event) => event.stopPropagation());
    return [name, input];
  });
  let from = null;
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    from = { x: event.clientX, y: event.clientY, turn: model.get("turn"), tilt: model.get("tilt") };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from || !svg.hasPointerCapture(event.pointerId)) return;
    const turn = Math.round(from.turn - (event.clientX - from.x) / 2);
    const tilt = Math.round(from.tilt + (event.clientY - from.y) / 2);
    set("turn", ((turn % 360) + 360) % 360);
    set("tilt", Math.max(-89, Math.min(89, tilt)));
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { from = null; });
  return () => controls.forEach(([name, input]) => {
    input.value = model.get(name);
    input.setAttribute("aria-valuetext", `${model.get(name)} degrees`);
  });
}

function render({ model, el }) {
  const parts = build(el, model);
  const { root, layer, scene, truth, sight, shadows, says, bar, status } = parts;
  const rows = () => model.get("rows");
  const initial = rows();
  const showView = makeView(model, parts);
  const announce = () => { status.textContent = describe(rows()); };
  const commit = (next) => {
    model.set("rows", next);
    model.save_changes();
  };
  const move = (j, [a, b], to) => commit(rows().map((row, i) => (i !== j ? row
    : row.map((value, axis) => (axis === a ? within(to[0]) : axis === b ? within(to[1]) : value)))));
  const button = (text, act) => {
    const node = tag("button", { type: "button", textContent: text }, bar);
    node.addEventListener("click", () => {
      act();
      announce();
    });
    return node;
  };
  const more = button("Add a neuron", () => commit([...rows(), newcomer(rows())]));
  const fewer = button("Remove one", () => commit(rows().slice(0, -1)));
  button("Start again", () => commit(initial));

  function update() {
    const now = rows();
    for (const one of shadows) {
      while (one.handles.length > now.length) one.handles.pop().remove();
      while (one.handles.length < now.length) {
        const j = one.handles.length;
        one.handles.push(grip(one, j, () => one.plane.map((i) => rows()[j][i]), (to) => move(j, one.plane, to), announce));
      }
      drawShadow(one, now);
    }
    drawSpace(layer, now, model.get("turn"), model.get("tilt"));
    scene.classList.toggle("gc-yes", holds(now));
    truth.textContent = `In space: ${holds(now) ? "holds" : "fails"}`;
    sight.textContent = `The shadow as you see it here: ${seenHolds(now, model.get("turn"), model.get("tilt")) ? "passes" : "fails"}`;
    says.textContent = describe(now);
    more.disabled = now.length >= LIMITS.most;
    fewer.disabled = now.length <= LIMITS.least;
    showView();
  }
  for (const name of ["rows", "turn", "tilt"]) model.on(`change:${name}`, update);
  update();
  return () => ["rows", "turn", "tilt"].forEach((name) => model.off(`change:${name}`, update));
}

export default { render };

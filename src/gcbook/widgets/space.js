// Neurons in space and their three coordinate shadows: every shadow can pass while the set fails.
//
// Coordinates are whole numbers, so that all four verdicts are integer arithmetic.  Only the fifth,
// of the shadow in the direction of sight, is rounded.

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

/** Whether the shadow in the direction of sight passes. */
export const seenHolds = (rows, turn, tilt) => {
  const [right, up] = frame(turn, tilt);
  return flatHolds(rows.map((row) => [dot(right, row), dot(up, row)]), 1e-9);
};

const PLANES = [[0, 1], [0, 2], [1, 2]];
const AXES = ["x", "y", "z"];
const LIMITS = { least: 3, most: 8, reach: 10 };
const within = (value) => clamp(Math.round(value), -LIMITS.reach, LIMITS.reach);

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

/** Where a letter stands at the end of an axis: beyond it, or beside it if a neuron is there. */
function letterAt([x, y], taken) {
  const length = Math.hypot(x, y) || 1;
  const [u, v] = [x / length, y / length];
  const places = [[1, 0], [1, 1.8], [1, -1.8], [0.4, 2.4], [0.4, -2.4]]
    .map(([along, aside]) => [x + along * u - aside * v, y + along * v + aside * u]);
  const room = (place) => Math.min(3, ...taken.map(([a, b]) => Math.hypot(place[0] - a, place[1] - b)));
  return places.reduce((best, place) => (room(place) > room(best) + 1e-9 ? place : best));
}

const path = (points) => polyline(points.map(([x, y]) => [x, -y]), 2);

// --- the picture in space ------------------------------------------------------------------------

function drawSpace(layer, rows, turn, tilt) {
  layer.replaceChildren();
  const axes = frame(turn, tilt);
  const ends = [];
  AXES.forEach((_name, i) => {
    const end = AXES.map((_, j) => (i === j ? 12 : 0));
    const [a, b] = [see(axes, end.map((v) => -v)), see(axes, end)];
    make("line", { class: "gc-line", x1: a[0], y1: -a[1], x2: b[0], y2: -b[1] }, layer);
    ends.push(b);
  });
  const seen = rows.map((row) => see(axes, row));
  const depth = (facet) => facet.reduce((sum, j) => sum + seen[j][2], 0);
  for (const facet of facets(rows).sort((a, b) => depth(a) - depth(b)))
    make("polygon", { class: "gc-facet", points: path(facet.map((j) => seen[j])) }, layer);
  for (const [x, y] of seen) make("line", { class: "gc-arm", x1: 0, y1: 0, x2: x, y2: -y }, layer);
  make("circle", { class: "gc-origin", r: 0.4 }, layer);
  const normal = witness(rows);
  if (normal) {
    const [x, y] = see(axes, normal.map((value) => 9 * value));
    make("line", { class: "gc-normal", x1: 0, y1: 0, x2: x, y2: -y }, layer);
    make("circle", { class: "gc-arrow-head", cx: x, cy: -y, r: 0.5 }, layer);
  }
  const beside = (x) => x + (x < 0 ? -0.9 : 0.9);
  seen.map((point, j) => [...point, j]).sort((a, b) => a[2] - b[2]).forEach(([x, y, , j]) => {
    make("circle", { class: "gc-dot", cx: x, cy: -y, r: 0.6 }, layer);
    make("text", { class: "gc-sign", x: beside(x), y: -y - 0.7, "text-anchor": x < 0 ? "end" : "start" }, layer, nameOf(j));
  });
  // The names of the neurons are about as wide as they are far from the dots.
  const taken = seen.flatMap(([x, y]) => [[x, y], [beside(x) + (x < 0 ? -0.8 : 0.8), y + 1.1]]);
  ends.forEach((end, i) => {
    const [x, y] = letterAt(end, taken);
    make("text", { class: "gc-sign", x, y: -y + 0.4, "text-anchor": "middle" }, layer, AXES[i]);
  });
}

// --- the shadows ---------------------------------------------------------------------------------

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
  hull.setAttribute("points", path(hullOf(points)));
  hull.classList.toggle("gc-hull-failing", !passes);
  box.classList.toggle("gc-yes", passes);
  verdict.textContent = `${plane.map((i) => AXES[i]).join(", ")}: ${passes ? "passes" : "fails"}`;
  points.forEach(([x, y], j) => {
    handles[j].setAttribute("transform", `translate(${x} ${-y})`);
    const name = handles[j].lastChild; // away from the middle, on the side that has room
    name.setAttribute("x", x > 4 ? -1.3 : 1.3);
    name.setAttribute("y", y < 0 ? 2.9 : -1.3);
    name.setAttribute("text-anchor", x > 4 ? "end" : "start");
    tell(handles[j], x, plane.map((i) => `${AXES[i]} ${rows[j][i]}`).join(", "));
  });
}

/** A handle for a neuron in a shadow. */
function grip(parent, j) {
  const handle = makeHandle(parent, "gc-neuron", `Neuron ${j + 1}`, [-LIMITS.reach, LIMITS.reach], 2.6);
  make("circle", { class: "gc-dot", r: 1.1 }, handle);
  make("text", { class: "gc-sign", y: -1.3, "aria-hidden": "true" }, handle, nameOf(j));
  return handle;
}

// --- the whole -----------------------------------------------------------------------------------

function build(el, model) {
  const root = rootOf(el, "gc-space");
  const stage = tag("div", { className: "gc-stage" }, root);
  const scene = tag("div", { className: "gc-scene" }, stage);
  const svg = make("svg", { viewBox: "-14 -14 28 28", role: "img", "aria-label": model.get("label") }, scene);
  const layer = make("g", {}, svg);
  const truth = tag("p", {}, scene);
  const sight = tag("p", {}, scene);
  const shadows = PLANES.map((plane) => makeShadow(tag("div", {}, stage), plane));
  return { svg, layer, scene, truth, sight, shadows, ...below(root) };
}

/** The neurons of a shadow move in its two coordinates. */
function moveIn({ svg, handles, plane }, rows, commit, announce) {
  const place = (j) => plane.map((i) => rows()[j][i]);
  const put = (j, to) => commit(rows().map((row, i) => (i !== j ? row
    : row.map((value, axis) => (plane.includes(axis) ? within(to[plane.indexOf(axis)]) : value)))));
  const key = (j, name, shift) => {
    if (!(name in ARROWS)) return false;
    put(j, place(j).map((value, i) => value + ARROWS[name][i] * (shift ? 5 : 1)));
    announce();
    return true;
  };
  movable(svg, handles, { place, put, key, drop: announce });
}

function render({ model, el }) {
  const { svg, layer, scene, truth, sight, shadows, says, bar, announce } = build(el, model);
  const rows = () => model.get("rows");
  const initial = rows();
  const commit = (next) => change(model, { rows: next });
  const showView = makeView(model, svg, bar);
  for (const one of shadows) moveIn(one, rows, commit, announce);
  const act = (text, next) => button(bar, text, () => {
    commit(next());
    announce();
  });
  const more = act("Add a neuron", () => [...rows(), newcomer(rows())]);
  const fewer = act("Remove one", () => rows().slice(0, -1));
  act("Start again", () => initial);

  return watch(model, ["rows", "turn", "tilt"], () => {
    const [now, turn, tilt] = [rows(), model.get("turn"), model.get("tilt")];
    for (const one of shadows) {
      while (one.handles.length > now.length) one.handles.pop().remove();
      while (one.handles.length < now.length) one.handles.push(grip(one.neurons, one.handles.length));
      drawShadow(one, now);
    }
    drawSpace(layer, now, turn, tilt);
    scene.classList.toggle("gc-yes", holds(now));
    truth.textContent = `In space: ${holds(now) ? "holds" : "fails"}`;
    sight.textContent = `The shadow as you see it here: ${seenHolds(now, turn, tilt) ? "passes" : "fails"}`;
    says.textContent = describe(now);
    more.disabled = now.length >= LIMITS.most;
    fewer.disabled = now.length <= LIMITS.least;
    showView();
  });
}

export default { render };

// The geometric condition in space: neurons on the unit sphere and the facets of their hull.
//
// The hull and the certificate come from Python; here they are only turned and drawn.

const RADIAN = Math.PI / 180;

/** The orthonormal frame of a view: [right, up, towards the viewer]. */
export function frame(turn, tilt) {
  const [c, s] = [Math.cos(turn * RADIAN), Math.sin(turn * RADIAN)];
  const [u, v] = [Math.cos(tilt * RADIAN), Math.sin(tilt * RADIAN)];
  return [
    [-s, c, 0],
    [-v * c, -v * s, u],
    [u * c, u * s, v],
  ];
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a, b) => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** A point as the viewer sees it: [right, up, depth]. */
export const see = (axes, point) => axes.map((axis) => dot(axis, point));

/** The distance of a facet's plane from the origin, positive if the origin is on the inner side. */
export function distance(rows, facet) {
  const [a, b, c] = facet.map((j) => rows[j]);
  const normal = cross(minus(b, a), minus(c, a));
  return dot(normal, a) / Math.sqrt(dot(normal, normal));
}

/** Form 4 of Lemma 5.2, repaired: there are facets, and each keeps its distance. */
export const surrounds = (rows, facets) =>
  facets.length > 0 && facets.every((facet) => distance(rows, facet) > 0);

const SVG = "http://www.w3.org/2000/svg";
function make(name, attributes, parent) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent.append(node);
  return node;
}
const path = (points) => points.map(([x, y]) => `${x.toFixed(4)},${(-y).toFixed(4)}`).join(" ");

function drawEquator(layer, axes) {
  for (const front of [false, true]) {
    const points = Array.from({ length: 121 }, (_, i) => {
      const angle = (i * Math.PI) / 60;
      return see(axes, [Math.cos(angle), Math.sin(angle), 0]);
    });
    // consecutive runs on one side of the silhouette
    let run = [];
    for (const point of [...points, ...points.slice(1)]) {
      if (point[2] >= 0 === front) run.push(point);
      else {
        if (run.length > 1) make("polyline", { class: front ? "gc-near" : "gc-far", points: path(run) }, layer);
        run = [];
      }
    }
  }
}

function drawFacets(layer, model, axes) {
  const rows = model.get("rows");
  const seen = rows.map((row) => see(axes, row));
  const facets = model.get("facets").map((facet) => ({
    facet,
    depth: facet.reduce((sum, j) => sum + seen[j][2], 0),
    outside: distance(rows, facet) <= 0,
  }));
  facets.sort((a, b) => a.depth - b.depth);
  for (const { facet, outside } of facets)
    make("polygon", { class: outside ? "gc-facet gc-outside" : "gc-facet", points: path(facet.map((j) => seen[j])) }, layer);
}

function drawPoints(layer, model, axes) {
  const dots = model.get("rows").map((row) => see(axes, row)).sort((a, b) => a[2] - b[2]);
  for (const [x, y, depth] of dots)
    make("circle", { class: depth < 0 ? "gc-dot gc-behind" : "gc-dot", cx: x, cy: -y, r: 0.05 + 0.012 * depth }, layer);
}

function drawNormal(layer, model, axes) {
  const normal = model.get("normal");
  if (!normal.length) return;
  const [x, y] = see(axes, normal.map((v) => 1.25 * v));
  make("line", { class: "gc-normal", x1: 0, y1: 0, x2: x, y2: -y }, layer);
  make("circle", { class: "gc-arrow-head", cx: x, cy: -y, r: 0.045 }, layer);
}

function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "gc-sphere";
  const svg = make("svg", { viewBox: "-1.35 -1.35 2.7 2.7", role: "img", "aria-label": model.get("label") }, root);
  const layer = make("g", {}, svg);
  const verdict = document.createElement("p");
  verdict.className = "gc-says";
  const bar = document.createElement("div");
  bar.className = "gc-bar";
  root.append(verdict, bar);
  el.append(root);

  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const controls = {};
  for (const [name, least, most] of [["turn", 0, 359], ["tilt", -89, 89]]) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "range", min: least, max: most, step: 1 });
    input.addEventListener("input", () => set(name, Number(input.value)));
    input.addEventListener("keydown", (event) => event.stopPropagation());
    label.append(`${name} `, input);
    bar.append(label);
    controls[name] = input;
  }

  let from = null; // where the hand and the view were when the drag began
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

  function update() {
    const axes = frame(model.get("turn"), model.get("tilt"));
    layer.replaceChildren();
    make("circle", { class: "gc-circle", cx: 0, cy: 0, r: 1 }, layer);
    drawEquator(layer, axes);
    make("circle", { class: "gc-origin", cx: 0, cy: 0, r: 0.035 }, layer);
    drawFacets(layer, model, axes);
    drawNormal(layer, model, axes);
    drawPoints(layer, model, axes);
    root.classList.toggle("gc-yes", model.get("holds"));
    for (const [name, input] of Object.entries(controls)) {
      input.value = model.get(name);
      input.setAttribute("aria-valuetext", `${model.get(name)} degrees`);
    }
    verdict.textContent = model.get("says");
  }
  for (const name of ["turn", "tilt"]) model.on(`change:${name}`, update);
  update();
  return () => ["turn", "tilt"].forEach((name) => model.off(`change:${name}`, update));
}

export default { render };

// The geometric condition in space: neurons on the unit sphere and the facets of their hull.
//
// The hull and the certificate come from Python; here they are only turned and drawn.

/** The distance of a facet's plane from the origin, positive if the origin is on the inner side. */
export function distance(rows, facet) {
  const [a, b, c] = facet.map((j) => rows[j]);
  const normal = cross(minus(b, a), minus(c, a));
  return dot(normal, a) / Math.sqrt(dot(normal, normal));
}

/** Form 4 of Lemma 5.2, repaired: there are facets, and each keeps its distance. */
export const surrounds = (rows, facets) =>
  facets.length > 0 && facets.every((facet) => distance(rows, facet) > 0);

const path = (points) => polyline(points.map(([x, y]) => [x, -y]));

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
  const root = rootOf(el, "gc-sphere");
  const svg = make("svg", { viewBox: "-1.35 -1.35 2.7 2.7", role: "img", "aria-label": model.get("label") }, root);
  const layer = make("g", {}, svg);
  const { says, bar } = below(root);
  const showView = makeView(model, svg, bar);

  return watch(model, ["turn", "tilt"], () => {
    const axes = frame(model.get("turn"), model.get("tilt"));
    layer.replaceChildren();
    make("circle", { class: "gc-circle", cx: 0, cy: 0, r: 1 }, layer);
    drawEquator(layer, axes);
    make("circle", { class: "gc-origin", cx: 0, cy: 0, r: 0.035 }, layer);
    drawFacets(layer, model, axes);
    drawNormal(layer, model, axes);
    drawPoints(layer, model, axes);
    root.classList.toggle("gc-yes", model.get("holds"));
    showView();
    says.textContent = model.get("says");
  });
}

export default { render };

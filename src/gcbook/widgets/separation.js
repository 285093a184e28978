// A logistic fit beside the condition: two classes of points, to be dragged.
//
// Points are whole numbers from -10 to 10, so the answer is integer arithmetic and never a matter
// of rounding: the rows are (1, x, y), with their signs changed for the first class, and the cone
// {n : <n, row> >= 0 for all rows} is made by its edges, which are normal to rows.

export const REACH = 10;
export const STEPS = 12;
const RIDGE = 1e-7; // of the trace: two points, or points on a line, leave a flat direction

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const minus = (a) => a.map((x) => -x);
const isZero = (a) => a.every((x) => x === 0);

/** The rows y (1, x, y) of the points. */
export const rowsOf = (points) =>
  points.map(([x, y, which]) => (which ? [1, x, y] : [-1, -x, -y]));

/** Vectors whose sums are the cone of the rows, up to what is orthogonal to all of them. */
function edges(rows) {
  const normals = [];
  let plane = null;
  rows.forEach((a, i) => rows.slice(i + 1).forEach((b) => {
    const normal = cross(a, b);
    if (!isZero(normal)) normals.push(normal);
  }));
  if (normals.length === 0) return { rank: 1, candidates: [rows[0]] };
  plane = normals[0];
  if (rows.every((row) => dot(plane, row) === 0))
    return { rank: 2, candidates: rows.map((row) => cross(plane, row)) };
  return { rank: 3, candidates: normals };
}

/** The answer: {case, separated, normal}, exact; the normal is not normalised. */
export function classify(points) {
  const rows = rowsOf(points);
  const { rank, candidates } = edges(rows);
  const inside = candidates
    .flatMap((n) => [n, minus(n)])
    .filter((n) => rows.every((row) => dot(n, row) >= 0));
  const normal = inside.reduce((sum, n) => sum.map((x, i) => x + n[i]), [0, 0, 0]);
  const separated = rows.flatMap((row, i) => (dot(normal, row) > 0 ? [i] : []));
  if (separated.length === 0)
    return { case: rank === 3 ? "overlap" : "collinear", separated, normal: null };
  return { case: separated.length === rows.length ? "complete" : "quasi", separated, normal };
}

const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const loss = (rows, n) => rows.reduce((sum, row) => sum + softplus(-dot(row, n)), 0);

/** Solve a positive definite 3 by 3 system by elimination. */
function solve(matrix, right) {
  const m = matrix.map((row, i) => [...row, right[i]]);
  for (let i = 0; i < 3; i += 1)
    for (let k = i + 1; k < 3; k += 1) {
      const factor = m[k][i] / m[i][i];
      for (let j = i; j < 4; j += 1) m[k][j] -= factor * m[i][j];
    }
  const x = [0, 0, 0];
  for (let i = 2; i >= 0; i -= 1) {
    const rest = [0, 1, 2].filter((j) => j > i).reduce((sum, j) => sum + m[i][j] * x[j], 0);
    x[i] = (m[i][3] - rest) / m[i][i];
  }
  return x;
}

/** The coefficients after 0, 1, ..., STEPS damped Newton steps, coordinates divided by ten. */
export function newton(points) {
  const rows = rowsOf(points).map(([a, x, y]) => [a, x / REACH, y / REACH]);
  const path = [[0, 0, 0]];
  for (let t = 0; t < STEPS; t += 1) {
    const now = path[t];
    const hessian = [0, 1, 2].map(() => [0, 0, 0]);
    const slope = [0, 0, 0];
    for (const row of rows) {
      const p = 1 / (1 + Math.exp(dot(row, now)));
      for (let i = 0; i < 3; i += 1) {
        slope[i] += row[i] * p;
        for (let j = 0; j < 3; j += 1) hessian[i][j] += row[i] * row[j] * p * (1 - p);
      }
    }
    const ridge = RIDGE * (hessian[0][0] + hessian[1][1] + hessian[2][2]);
    for (let i = 0; i < 3; i += 1) hessian[i][i] += ridge;
    const move = solve(hessian, slope);
    const moved = (length) => now.map((x, i) => x + length * move[i]);
    let length = 1;
    while (length > 1e-6 && loss(rows, moved(length)) > loss(rows, now)) length /= 2;
    path.push(moved(length));
  }
  return path;
}

/** The nearest points of a point and a segment: the vector between them. */
function reach([px, py], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const size = dx * dx + dy * dy;
  const t = size ? Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / size)) : 0;
  return [ax + t * dx - px, ay + t * dy - py];
}

/** The width of the widest empty strip between the classes; 0 unless they are separated. */
export function gap(points) {
  if (classify(points).case !== "complete") return 0;
  const classes = [0, 1].map((which) => points.filter((p) => p[2] === which));
  if (classes.some((one) => one.length === 0)) return 0;
  let least = Infinity;
  for (const [mine, other] of [classes, [classes[1], classes[0]]])
    for (const p of mine)
      for (const a of other)
        for (const b of other) least = Math.min(least, Math.hypot(...reach(p, a, b)));
  return least;
}

const WORDS = {
  overlap: "The classes overlap: the condition holds, and the estimate exists.",
  collinear: "The points lie on one line: the estimate exists, but is not unique.",
  quasi: "Quasi-complete separation: a line has the classes on its two sides, and touches them.",
  complete: "Complete separation: a line keeps the classes apart.",
};

/** What the picture says. */
export function describe(points, step) {
  const found = classify(points);
  const size = Math.hypot(...newton(points)[step]).toFixed(1);
  const rows = found.separated.length;
  const lost = found.normal
    ? ` ${rows} of ${points.length} points are separated; the coefficients run away`
    : " The coefficients settle";
  const width = gap(points);
  const strip = width ? ` The gap is ${width.toFixed(1)} wide.` : "";
  return `${WORDS[found.case]}${strip}${lost}: their length is ${size} after ${step} steps.`;
}

const SVG = "http://www.w3.org/2000/svg";
function make(name, attributes = {}, parent = null) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent?.append(node);
  return node;
}

const clamp = (value) => Math.min(REACH, Math.max(-REACH, Math.round(value)));
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The two ends of the line <n, (1, x, y)> = 0, far outside the picture; null without one. */
function ends(n) {
  const size = Math.hypot(n[1], n[2]);
  if (!(size > 1e-9)) return null;
  const [a, b] = [n[1] / size, n[2] / size];
  const far = Math.max(-60, Math.min(60, (-n[0] / size) * REACH));
  return [-40, 40].map((t) => [far * a - t * b, far * b + t * a]);
}

function drawLine(layer, n, name) {
  const found = ends(n);
  if (!found) return;
  const [[x1, y1], [x2, y2]] = found;
  make("line", { class: name, x1, y1: -y1, x2, y2: -y2 }, layer);
}

/** The length of the coefficients, step by step, below the plane. */
function drawCurve(layer, path, step, away) {
  const sizes = path.map((n) => Math.hypot(...n));
  const top = Math.max(20, ...sizes);
  const at = (t) => [-10 + (20 * t) / STEPS, 19 - (6 * sizes[t]) / top];
  const points = sizes.map((_, t) => at(t).map((x) => x.toFixed(3)).join(",")).join(" ");
  make("line", { class: "gc-axis", x1: -10, y1: 19, x2: 10, y2: 19 }, layer);
  make("polyline", { class: away ? "gc-run gc-run-away" : "gc-run", points }, layer);
  const [cx, cy] = at(step);
  make("circle", { class: "gc-here", cx, cy, r: 0.35 }, layer);
  const text = make("text", { class: "gc-note", x: -10, y: 12.9 }, layer);
  text.textContent = "length of the coefficients, step by step";
}

function render({ model, el }) {
  const points = () => model.get("points");
  const commit = (next) => {
    model.set("points", next);
    model.save_changes();
  };
  const root = document.createElement("div");
  root.className = "gc-separation";
  const svg = make("svg", { viewBox: "-11.5 -11.5 23 31.5", role: "group", "aria-label": model.get("label") });
  const clip = `gc-clip-${Math.random().toString(36).slice(2)}`;
  make("rect", { x: -11, y: -11, width: 22, height: 22 }, make("clipPath", { id: clip }, svg));
  make("rect", { class: "gc-box", x: -11, y: -11, width: 22, height: 22 }, svg);
  const picture = make("g", { "aria-hidden": "true", "clip-path": `url(#${clip})` }, svg);
  const curve = make("g", { "aria-hidden": "true" }, svg);
  const dots = make("g", {}, svg);
  const says = document.createElement("p");
  says.className = "gc-says";
  const status = document.createElement("p");
  status.className = "gc-sr-only";
  status.setAttribute("role", "status");
  const bar = document.createElement("div");
  bar.className = "gc-bar";
  root.append(svg, says, bar, status);
  el.append(root);

  const move = (j, x, y) =>
    commit(points().map((p, i) => (i === j ? [clamp(x), clamp(y), p[2]] : p)));
  const flip = (j) => commit(points().map((p, i) => (i === j ? [p[0], p[1], 1 - p[2]] : p)));
  const announce = () => {
    const text = describe(points(), model.get("step"));
    if (status.textContent !== text) status.textContent = text;
  };
  const handles = points().map((_, j) => {
    const handle = make("g", { class: "gc-point", tabindex: 0, role: "slider", "aria-valuemin": -REACH, "aria-valuemax": REACH }, dots);
    make("circle", { class: "gc-halo", r: 1.1 }, handle);
    make("path", { class: "gc-mark" }, handle);
    handle.setAttribute("aria-label", `Point ${j + 1}`);
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      move(j, at.x, -at.y);
    });
    handle.addEventListener("pointerup", announce);
    handle.addEventListener("keydown", (event) => {
      const turn = event.key === "Enter" || event.key === " ";
      const by = KEYS[event.key];
      if (!turn && !by) return;
      event.preventDefault();
      event.stopPropagation();
      const [x, y] = points()[j];
      if (turn) flip(j);
      else move(j, x + by[0], y + by[1]);
      announce();
    });
    handle.addEventListener("dblclick", () => flip(j));
    return handle;
  });

  const label = document.createElement("label");
  label.textContent = "Newton steps ";
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: STEPS, step: 1 });
  slider.addEventListener("input", () => {
    model.set("step", Number(slider.value));
    model.save_changes();
  });
  slider.addEventListener("change", announce);
  label.append(slider);
  const initial = points().map((p) => [...p]);
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Start again";
  again.addEventListener("click", () => {
    commit(initial);
    announce();
  });
  bar.append(label, again);

  function update() {
    const [now, step] = [points(), model.get("step")];
    const found = classify(now);
    const path = newton(now);
    picture.replaceChildren();
    curve.replaceChildren();
    if (found.normal) drawLine(picture, [found.normal[0] / REACH, found.normal[1], found.normal[2]], "gc-normal-line");
    drawLine(picture, path[step], "gc-fit");
    drawCurve(curve, path, step, found.normal !== null);
    now.forEach(([x, y, which], j) => {
      const mark = which ? "M0,-.75 L.75,.6 L-.75,.6 Z" : "M-.55,-.55 H.55 V.55 H-.55 Z";
      handles[j].setAttribute("transform", `translate(${x} ${-y})`);
      handles[j].children[1].setAttribute("d", mark);
      handles[j].classList.toggle("gc-second", which === 1);
      handles[j].classList.toggle("gc-separated", found.separated.includes(j));
      handles[j].setAttribute("aria-valuenow", x);
      handles[j].setAttribute("aria-valuetext", `${x}, ${y}, class ${which + 1}`);
    });
    slider.value = step;
    says.textContent = describe(now, step);
  }
  model.on("change:points", update);
  model.on("change:step", update);
  update();
  return () => {
    model.off("change:points", update);
    model.off("change:step", update);
  };
}

export default { render };

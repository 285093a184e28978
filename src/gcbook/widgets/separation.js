// A logistic fit beside the condition: two classes of points, to be dragged.
//
// Points are whole numbers from -10 to 10, so the answer is integer arithmetic and never a matter
// of rounding: the rows are (1, x, y), with their signs changed for the first class, and the cone
// {n : <n, row> >= 0 for all rows} is made by its edges, which are normal to rows.

export const REACH = 10;
export const STEPS = 12;
const RIDGE = 1e-7; // of the trace: two points, or points on a line, leave a flat direction

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
    .flatMap((n) => [n, n.map((x) => -x)])
    .filter((n) => rows.every((row) => dot(n, row) >= 0));
  const normal = inside.reduce((sum, n) => sum.map((x, i) => x + n[i]), [0, 0, 0]);
  const separated = rows.flatMap((row, i) => (dot(normal, row) > 0 ? [i] : []));
  if (separated.length === 0)
    return { case: rank === 3 ? "overlap" : "collinear", separated, normal: null };
  return { case: separated.length === rows.length ? "complete" : "quasi", separated, normal };
}

const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const loss = (rows, n) => rows.reduce((sum, row) => sum + softplus(-dot(row, n)), 0);

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
  make("line", { class: "gc-axis", x1: -10, y1: 19, x2: 10, y2: 19 }, layer);
  make("polyline", { class: away ? "gc-run gc-run-away" : "gc-run", points: polyline(sizes.map((_, t) => at(t)), 3) }, layer);
  const [cx, cy] = at(step);
  make("circle", { class: "gc-here", cx, cy, r: 0.35 }, layer);
  make("text", { class: "gc-note", x: -10, y: 12.9 }, layer, "length of the coefficients, step by step");
}

/** The picture of the plane, cut off at its edges, and what lies below and above it. */
function build(root, label) {
  const svg = make("svg", { viewBox: "-11.5 -11.5 23 31.5", role: "group", "aria-label": label }, root);
  const clip = `gc-clip-${Math.random().toString(36).slice(2)}`;
  const box = { x: -11, y: -11, width: 22, height: 22 };
  make("rect", box, make("clipPath", { id: clip }, svg));
  make("rect", { class: "gc-box", ...box }, svg);
  const picture = make("g", { "aria-hidden": "true", "clip-path": `url(#${clip})` }, svg);
  return { svg, picture, curve: make("g", { "aria-hidden": "true" }, svg), dots: make("g", {}, svg) };
}

const MARKS = ["M-.55,-.55 H.55 V.55 H-.55 Z", "M0,-.75 L.75,.6 L-.75,.6 Z"];

function showPoint(handle, [x, y, which], separated) {
  handle.setAttribute("transform", `translate(${x} ${-y})`);
  handle.children[1].setAttribute("d", MARKS[which]);
  handle.classList.toggle("gc-second", which === 1);
  handle.classList.toggle("gc-separated", separated);
  tell(handle, x, `${x}, ${y}, class ${which + 1}`);
}

function render({ model, el }) {
  const points = () => model.get("points");
  const within = (value) => clamp(Math.round(value), -REACH, REACH);
  const root = rootOf(el, "gc-separation");
  const { svg, picture, curve, dots } = build(root, model.get("label"));
  const { says, bar, announce } = below(root);

  const replace = (j, next) => change(model, { points: points().map((p, i) => (i === j ? next(p) : p)) });
  const put = (j, at) => replace(j, (p) => [...at.map(within), p[2]]);
  const flip = (j) => replace(j, ([x, y, which]) => [x, y, 1 - which]);
  const place = (j) => points()[j].slice(0, 2);
  const handles = points().map((_, j) => {
    const handle = makeHandle(dots, "gc-point", `Point ${j + 1}`, [-REACH, REACH], 1.1);
    make("path", { class: "gc-mark" }, handle);
    handle.addEventListener("dblclick", () => flip(j));
    return handle;
  });
  movable(svg, handles, {
    place,
    put,
    key(j, name) {
      if (name === "Enter" || name === " ") flip(j);
      else if (name in ARROWS) put(j, place(j).map((value, i) => value + ARROWS[name][i]));
      else return false;
      announce();
      return true;
    },
    drop: announce,
    reach: 11,
  });

  const steps = slider(bar, "Newton steps", 0, STEPS, (step) => change(model, { step }));
  steps.input.addEventListener("change", announce);
  const initial = points().map((p) => [...p]);
  button(bar, "Start again", () => {
    change(model, { points: initial });
    announce();
  });

  return watch(model, ["points", "step"], () => {
    const [now, step] = [points(), model.get("step")];
    const found = classify(now);
    const path = newton(now);
    picture.replaceChildren();
    curve.replaceChildren();
    if (found.normal) drawLine(picture, [found.normal[0] / REACH, found.normal[1], found.normal[2]], "gc-normal-line");
    drawLine(picture, path[step], "gc-fit");
    drawCurve(curve, path, step, found.normal !== null);
    now.forEach((point, j) => showPoint(handles[j], point, found.separated.includes(j)));
    steps.show(step);
    says.textContent = describe(now, step);
  });
}

export default { render };

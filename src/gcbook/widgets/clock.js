// Width and the clock (Section 7.3): four starts race to zero loss on the paper's 880 points.
//
// The points lie on 80 rays, so a step needs the margin s(u) on the rays only: on a ray the points
// with |x| s < 1 are missed.  The same numbers come from `gcbook.widgets.clock.race`.

export const STARTS = ["paper", "doubled", "small", "polygon"];
export const MOST = 2000; // steps, after which a run is given up
export const SPEED = 0.3; // eta k, the same for every width
const TINY = 1e-4; // the size of the small starts
const V = 0.5;
const [INNER, OUTER] = [1, 2];

const RADII = Array.from({ length: 11 }, (_, i) => 20 / (10 + i));
const RAYS = Array.from({ length: 80 }, (_, i) => {
  const angle = (i + 1) * (Math.PI / 40);
  return [Math.cos(angle), Math.sin(angle)];
});
const POINTS = RAYS.length * RADII.length;

/** The layer of a start: {rows, signs}; draws are the normal vectors of one draw. */
export function layer(draws, k, start) {
  const half = draws.length / 2;
  const positive = draws.slice(0, k);
  const scaled = (rows, size) => rows.map(([x, y]) => [size * x, size * y]);
  const signs = (n) => Array.from({ length: n }, (_, j) => (j < k ? 1 : -1));
  if (start === "paper") return { rows: [...positive, ...draws.slice(half, half + k)], signs: signs(2 * k) };
  if (start === "doubled") return { rows: [...positive, ...positive], signs: signs(2 * k) };
  if (start === "small") return { rows: scaled(positive, TINY), signs: signs(k) };
  const corners = positive.map((_, j) => {
    const angle = (2 * Math.PI * j) / k + Math.PI / 80; // between the rays
    return [Math.cos(angle), Math.sin(angle)];
  });
  return { rows: scaled(corners, TINY), signs: signs(k) };
}

/** gamma, the least of sum <w/|w|, u>_+ over the unit circle: it is taken across a neuron. */
export function margin(rows) {
  const unit = rows.map(([x, y]) => [x, y, Math.hypot(x, y)]).filter((w) => w[2] > 0)
    .map(([x, y, size]) => [x / size, y / size]);
  let least = unit.length ? Infinity : 0;
  for (const [a, b] of unit)
    for (const [x, y] of [[-b, a], [b, -a]]) {
      let sum = 0;
      for (const [p, q] of unit) sum += Math.max(p * x + q * y, 0);
      least = Math.min(least, sum);
    }
  return least <= 1e-12 * unit.length ? 0 : least;
}

/** Loss, missed share and the push -grad of every neuron; no point is missed where loss is 0. */
function evaluate(rows, signs) {
  let [loss, missed] = [0, 0];
  const push = rows.map(() => [0, 0]);
  for (const [x, y] of RAYS) {
    const inputs = rows.map(([a, b]) => a * x + b * y);
    const slope = inputs.reduce((sum, z, j) => sum + signs[j] * Math.max(z, 0), 0);
    let pull = 0;
    for (const r of RADII)
      if (r * slope < 1) {
        loss += 1 - r * slope;
        missed += 1;
        pull += r;
      }
    if (pull > 0)
      inputs.forEach((z, j) => {
        if (z <= 0) return;
        push[j][0] += signs[j] * pull * x;
        push[j][1] += signs[j] * pull * y;
      });
  }
  return { loss: loss / POINTS, missed: missed / POINTS, push };
}

/** Theorem 2: no run to zero loss has a smaller error mass. */
export function floor({ rows, signs }) {
  let worst = 0;
  for (const [x, y] of RAYS) {
    const slope = rows.reduce((sum, [a, b], j) => sum + signs[j] * Math.max(a * x + b * y, 0), 0);
    for (const r of RADII) worst = Math.max(worst, (1 - r * slope) / (4 * V * V * OUTER * r * rows.length));
  }
  return worst;
}

/** Theorem 1: with a margin of at least gamma throughout, no run has a larger error mass. */
export function ceiling({ rows, signs }, gamma, step) {
  if (!(gamma > 0)) return Infinity;
  const norms = rows.map(([x, y]) => Math.hypot(x, y));
  const k = signs.filter((sign) => sign > 0).length;
  const begin = norms.reduce((sum, size, j) => sum + (signs[j] > 0 ? size : 0), 0);
  const square = norms.reduce((sum, size) => sum + size * size, 0);
  const a = 2 * V * INNER * gamma;
  const c = 1 + 2 * step * V * V * OUTER * OUTER * rows.length;
  const drive = k * c - a * begin;
  const spread = Math.max(square - (begin * begin) / k, 0);
  return (drive + Math.sqrt(drive * drive + a * a * k * spread)) / (a * a);
}

/** One run, until the loss is zero or MOST steps are made. */
export function run(draws, k, start) {
  const first = layer(draws, k, start);
  const step = SPEED / k;
  let rows = first.rows.map((w) => [...w]);
  const found = { loss: [], missed: [], margin: [], mass: [], steps: -1, floor: floor(first) };
  let mass = 0;
  for (let t = 0; t < MOST; t += 1) {
    const now = evaluate(rows, first.signs);
    mass += step * now.missed;
    found.loss.push(now.loss);
    found.missed.push(now.missed);
    found.margin.push(margin(rows.slice(0, k)));
    found.mass.push(mass);
    if (now.missed === 0) {
      found.steps = t;
      break;
    }
    rows = rows.map(([x, y], j) => [x + (step * now.push[j][0]) / POINTS, y + (step * now.push[j][1]) / POINTS]);
  }
  found.ceiling = ceiling(first, Math.min(...found.margin), step);
  return found;
}

export const race = (draws, k) => Object.fromEntries(STARTS.map((start) => [start, run(draws, k, start)]));

/** The slider is logarithmic: its place 0, ..., 100 as a step 0, ..., MOST. */
export const stepAt = (at) => Math.floor(Math.exp((at / 100) * Math.log(MOST + 1)) - 1 + 0.5);

const NAMES = { paper: "the paper's start", doubled: "the doubled start", small: "the small start", polygon: "the polygon" };

/** What the picture says: where the chosen run is, and how it ends. */
export function describe(runs, k, start, at) {
  const found = runs[start];
  const step = stepAt(at);
  const t = Math.min(step, found.loss.length - 1);
  const share = (found.margin[t] * Math.PI) / k;
  const done = found.steps >= 0 && step >= found.steps;
  const here = done
    ? `Zero loss at step ${found.steps} (ηkt\u00a0=\u00a0${(SPEED * found.steps).toPrecision(3)}).`
    : `Step ${t} (ηkt\u00a0=\u00a0${(SPEED * t).toPrecision(3)}): loss ${found.loss[t].toPrecision(2)}, ` +
      (share > 0 ? `margin γ ${(100 * share).toFixed(0)}% of kκ₂.` : "γ = 0: the condition fails.");
  const last = found.steps >= 0 ? "In all" : `After ${MOST} steps, loss still positive,`;
  const above = Number.isFinite(found.ceiling)
    ? `the ceiling is ${found.ceiling.toPrecision(3)}`
    : "there is no ceiling, as the condition failed at some step";
  const whole = found.mass[found.mass.length - 1].toPrecision(3);
  return `${k} positive neurons, ${NAMES[start]}. ${here} ${last} Q = ${whole}; the floor is ${found.floor.toPrecision(3)}, ${above}.`;
}

const BOX = { left: 0.72, right: 3.92 };
const PANELS = {
  loss: { top: 0.26, bottom: 1.3, low: -5, high: 0.5 },
  margin: { top: 2.42, bottom: 3.02, low: 0, high: 1 },
  mass: { top: 3.36, bottom: 4.36, low: -2.5, high: 2.5 },
};
const LANE = { top: 1.62, gap: 0.155 };
const across = (t) => BOX.left + ((BOX.right - BOX.left) * Math.log(t + 1)) / Math.log(MOST + 1);
function up({ top, bottom, low, high }, value) {
  const share = (value - low) / (high - low);
  return bottom - (bottom - top) * Math.min(Math.max(share, 0), 1);
}
const log = (value) => Math.log10(Math.max(value, 1e-9));
const line = (values, panel, map) => polyline(values
  .filter((value) => value > 0 || panel === PANELS.margin)
  .map((value, t) => [across(t), up(panel, map(value))])
  .filter(([x], t, all) => t === 0 || t === all.length - 1 || x - all[t - 1][0] > 0.002 || t % 8 === 0), 3);

function drawAxes(svg) {
  const title = (y, words) => make("text", { class: "gc-label", x: BOX.left, y }, svg, words);
  title(PANELS.loss.top - 0.09, "loss of all four");
  title(LANE.top - 0.13, "the race to zero loss");
  title(PANELS.margin.top - 0.09, "margin γ of the chosen start, in parts of kκ₂");
  title(PANELS.mass.top - 0.09, "its error mass Q, floor and ceiling");
  const grid = (y, words) => {
    make("line", { class: "gc-grid", x1: BOX.left, x2: BOX.right, y1: y, y2: y }, svg);
    make("text", { class: "gc-tick", x: BOX.left - 0.07, y: y + 0.04, "text-anchor": "end" }, svg, words);
  };
  for (const [e, words] of [[0, "1"], [-2, "0.01"], [-4, "10⁻⁴"]]) grid(up(PANELS.loss, e), words);
  for (const p of [0, 0.5, 1]) grid(up(PANELS.margin, p), `${p}`);
  for (const [e, words] of [[-2, "0.01"], [0, "1"], [2, "100"]]) grid(up(PANELS.mass, e), words);
  for (const clock of [1, 10, 100, 600])
    make("text", { class: "gc-tick", x: across(clock / SPEED), y: PANELS.mass.bottom + 0.18, "text-anchor": clock === 600 ? "end" : "middle" }, svg, `${clock}`);
  make("text", { class: "gc-tick", x: (BOX.left + BOX.right) / 2, y: PANELS.mass.bottom + 0.37, "text-anchor": "middle" }, svg, "clock ηkt, logarithmic");
}

function drawRace(group, runs, chosen) {
  group.replaceChildren();
  const order = [...STARTS.filter((start) => start !== chosen), chosen];
  for (const start of order) {
    const points = line(runs[start].loss, PANELS.loss, log);
    make("polyline", { class: start === chosen ? "gc-curve" : "gc-rival", points }, group);
  }
  const found = runs[chosen];
  make("polyline", { class: "gc-curve", points: line(found.margin, PANELS.margin, (value) => value * found.unit) }, group);
  make("polyline", { class: "gc-curve", points: line(found.mass, PANELS.mass, log) }, group);
  for (const [value, words] of [[found.floor, "floor"], [found.ceiling, "ceiling"]]) {
    if (!Number.isFinite(value) || value <= 0) continue;
    const y = up(PANELS.mass, log(value));
    make("line", { class: "gc-boundary", x1: BOX.left, x2: BOX.right, y1: y, y2: y }, group);
    make("text", { class: "gc-label", x: BOX.right, y: y - 0.04, "text-anchor": "end" }, group, words);
  }
}

function drawLanes(group, runs, chosen, step) {
  group.replaceChildren();
  STARTS.forEach((start, i) => {
    const y = LANE.top + i * LANE.gap;
    const { steps } = runs[start];
    const kind = start === chosen ? "gc-lane gc-chosen" : "gc-lane";
    make("text", { class: "gc-tick", x: BOX.left - 0.07, y: y + 0.04, "text-anchor": "end" }, group, start);
    make("line", { class: "gc-grid", x1: BOX.left, x2: BOX.right, y1: y, y2: y }, group);
    const x2 = across(steps >= 0 ? Math.min(step, steps) : step);
    make("line", { class: kind, x1: BOX.left, x2, y1: y, y2: y }, group);
    if (steps >= 0 && step >= steps) make("circle", { class: "gc-small", cx: x2, cy: y, r: 0.05 }, group);
  });
}

function build(el, label) {
  const root = rootOf(el, "gc-clock");
  const svg = make("svg", { viewBox: "0 0 4 4.8", role: "img", "aria-label": label }, root);
  const now = make("line", { class: "gc-now", y1: PANELS.loss.top, y2: PANELS.mass.bottom }, svg);
  drawAxes(svg);
  return { now, curves: make("g", {}, svg), lanes: make("g", {}, svg), ...below(root) };
}

function render({ model, el }) {
  const { now, curves, lanes, says, bar, announce } = build(el, model.get("label"));
  const put = (values) => {
    change(model, values);
    announce();
  };
  const start = select(bar, "start", STARTS, (value) => put({ start: value }));
  const k = slider(bar, "neurons k", 3, model.get("most"), (value) => put({ k: value }));
  const at = slider(bar, "time", 0, 100, (value) => {
    film.stop();
    put({ at: value });
  });
  const film = makeFilm(bar, "Race", {
    show: (part) => change(model, { at: Math.round(100 * part) }),
    share: () => model.get("at") / 100,
    seconds: 6,
    stills: 10,
    busy: (on) => on || announce(), // not a hundred announcements
  });
  button(bar, "Other draw", () => put({ draw: (model.get("draw") + 1) % model.get("table").length }));

  let [runs, made] = [null, ""];
  function ready() {
    const key = `${model.get("k")} ${model.get("draw")}`;
    if (key !== made) {
      runs = race(model.get("table")[model.get("draw")], model.get("k"));
      for (const found of Object.values(runs)) found.unit = Math.PI / model.get("k");
      made = key;
    }
    return runs;
  }
  const unwatch = watch(model, ["k", "start", "draw", "at"], () => {
    const [size, chosen, place] = [model.get("k"), model.get("start"), model.get("at")];
    const [found, step] = [ready(), stepAt(place)];
    k.show(size, `${size}`, `${size} positive neurons`);
    at.show(place, `${step}`, `step ${step}`);
    start.value = chosen;
    drawRace(curves, found, chosen);
    drawLanes(lanes, found, chosen, step);
    now.setAttribute("x1", across(step));
    now.setAttribute("x2", across(step));
    says.textContent = describe(found, size, chosen, place);
  });
  return () => {
    film.stop();
    unwatch();
  };
}

export default { render };

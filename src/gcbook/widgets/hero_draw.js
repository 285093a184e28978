// How a run of descent.js is drawn: neurons within the ring of the data, and the loss beside them.
// It follows parts.js and descent.js, and stands before hero.js.

const [FIRST, LAST] = [0.74, 1.1]; // where the radii 1 and 2 are drawn

const rows = (flat) => Array.from({ length: flat.length / 2 }, (_, j) => [flat[2 * j], flat[2 * j + 1]]);
const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
const short = (loss) => (loss === 0 ? "0" : loss < 0.001 ? loss.toExponential(1) : loss.toPrecision(3));

// --- in words ------------------------------------------------------------------------------------

/** How a run ends. */
export function ending({ steps, outcome, losses }) {
  if (outcome === "zero loss") return `After ${grouped(steps)} steps every point is settled, and the run ends.`;
  if (outcome === "step limit") return `After ${grouped(steps)} steps the run is still going.`;
  const eightieths = 80 * losses[steps];
  const loss = Number.isInteger(eightieths) ? `exactly ${eightieths}/80` : short(losses[steps]);
  return `From step ${grouped(steps)} on nothing pulls any more: the loss stays at ${loss} for ever.`;
}

/** What can be said of a step of a run. */
export function describe(run, t) {
  const settled = TOTAL - missing(run.states[t]).reduce((sum, count) => sum + count, 0);
  const verdict = holdsAt(run.changes, t) ? "holds" : "fails";
  const first = `Step ${grouped(t)} of ${grouped(run.steps)}: the condition ${verdict}; loss ${short(run.losses[t])}, ${settled} of ${TOTAL} points settled.`;
  return t === run.steps ? `${first} ${ending(run)}` : first;
}

// --- the plane -----------------------------------------------------------------------------------

const round = (value) => value.toFixed(4);
/** For every ray, the drawing of its points from the i-th on, and of those before it. */
const DRAWN = ANGLES.map((_, ray) => {
  const points = RADII.map((radius) => {
    const at = FIRST + (radius - 1) * (LAST - FIRST);
    return `M${round(at * COSINES[ray])} ${round(-at * SINES[ray])}h0`;
  });
  return Array.from({ length: 12 }, (_unused, i) => [points.slice(0, i).join(""), points.slice(i).join("")]);
});

function sector({ from, width }, radius) {
  const at = (angle) => `${round(radius * Math.cos(angle))} ${round(-radius * Math.sin(angle))}`;
  if (width > 6.28) return `M${radius} 0A${radius} ${radius} 0 1 0 ${-radius} 0A${radius} ${radius} 0 1 0 ${radius} 0Z`;
  return `M0 0L${at(from)}A${radius} ${radius} 0 ${width > Math.PI ? 1 : 0} 0 ${at(from + width)}Z`;
}

function makePlane(parent, label) {
  const svg = make("svg", { viewBox: "-1.16 -1.16 2.32 2.32", role: "group", "aria-label": label }, parent);
  const back = make("g", { "aria-hidden": "true" }, svg);
  const dead = make("path", { class: "gc-half-plane" }, back);
  const [costly, settled] = ["gc-costly", "gc-settled-points"].map((name) => make("path", { class: name }, back));
  const shape = make("polygon", { class: "gc-hull" }, back);
  make("circle", { class: "gc-origin", r: 0.022 }, back);
  const neurons = make("g", {}, svg);
  return { svg, neurons, dead, costly, settled, shape };
}

function drawPlane({ dead, costly, settled, shape }, flat, scale, holds) {
  const counts = missing(flat);
  if (costly.dataset.counts !== String(counts)) { // many steps leave all 880 as they are
    costly.dataset.counts = counts;
    costly.setAttribute("d", counts.map((count, ray) => DRAWN[ray][count][0]).join(""));
    settled.setAttribute("d", counts.map((count, ray) => DRAWN[ray][count][1]).join(""));
  }
  const gap = unseen(flat);
  dead.setAttribute("d", gap ? sector(gap, LAST + 0.04) : "");
  const corners = hullOf(rows(flat.slice(0, flat.length / 2)));
  shape.setAttribute("points", corners.map(([x, y]) => `${round(scale * x)},${round(-scale * y)}`).join(" "));
  shape.classList.toggle("gc-hull-failing", !holds);
}

function drawNeurons(handles, flat, scale) {
  handles.forEach((handle, j) => {
    const [x, y] = [flat[2 * j], flat[2 * j + 1]];
    const [u, v] = [round(scale * x), round(-scale * y)];
    const [halo, line, dot] = handle.children;
    line.setAttribute("x2", u);
    line.setAttribute("y2", v);
    for (const mark of [halo, dot]) mark.setAttribute("transform", `translate(${u} ${v})`);
    const degrees = Math.round((Math.atan2(y, x) * 180) / Math.PI);
    tell(handle, degrees, `${degrees} degrees, length ${Math.hypot(x, y).toFixed(2)}`);
  });
}

function makeNeuron(parent, j, k) {
  const own = j < k;
  const name = own ? `Neuron ${j + 1} of the class` : `Neuron ${j - k + 1} against the class`;
  const handle = makeHandle(parent, `gc-neuron ${own ? "gc-own" : "gc-against"}`, name, [-180, 180], 0.1);
  make("line", { class: "gc-arm", x1: 0, y1: 0 }, handle);
  if (own) make("circle", { class: "gc-dot", r: 0.045 }, handle);
  else make("rect", { class: "gc-square", x: -0.03, y: -0.03, width: 0.06, height: 0.06 }, handle);
  return handle;
}

// --- the loss ------------------------------------------------------------------------------------

const BOX = { left: 46, right: 392, top: 22, bottom: 234, zero: 218 };

/** The two axes of a run: long ones are drawn on a logarithmic axis of time. */
export function axes({ steps, losses }) {
  const long = steps > 2000;
  const share = (t) => (long ? Math.log1p(t) / Math.log1p(steps) : t / Math.max(steps, 1));
  const when = (part) => Math.round(long ? Math.expm1(part * Math.log1p(steps)) : part * steps);
  const most = losses.reduce((high, loss) => Math.max(high, loss), 1e-3);
  const top = Math.log10(most) + 0.08;
  const least = losses.reduce((low, loss) => (loss > 0 && loss < low ? loss : low), 1);
  const floor = Math.min(Math.max(Math.floor(Math.log10(least)), -7), Math.floor(top) - 1);
  const height = (loss) => {
    if (loss <= 0) return BOX.bottom;
    const part = (top - Math.log10(loss)) / (top - floor);
    return BOX.top + Math.max(0, Math.min(1, part)) * (BOX.zero - BOX.top);
  };
  return { long, share, when, top, floor, height, at: (t) => BOX.left + share(t) * (BOX.right - BOX.left) };
}

function ticks(steps, long) {
  if (long) return [0, 10, 100, 1000, 10000].filter((t) => t <= steps);
  const size = 10 ** Math.floor(Math.log10(Math.max(steps, 4) / 4));
  const width = [1, 2, 5, 10].map((m) => m * size).find((w) => steps / w <= 5);
  return Array.from({ length: Math.floor(steps / width) + 1 }, (_, i) => i * width);
}

const POWERS = { "1": "10", "0": "1", "-1": "0.1", "-2": "0.01", "-3": "0.001" };
const power10 = (power) => POWERS[power] ?? powerOfTen(power);

function drawFrame(layer, run, scale) {
  for (let power = scale.floor; power <= Math.min(scale.top, 1); power += 1) {
    const y = scale.height(10 ** power);
    make("line", { class: "gc-rule", x1: BOX.left, x2: BOX.right, y1: y, y2: y }, layer);
    make("text", { class: "gc-figures", x: BOX.left - 6, y: y + 4, "text-anchor": "end" }, layer, power10(power));
  }
  if (run.outcome === "zero loss") make("text", { class: "gc-figures", x: BOX.left - 6, y: BOX.bottom + 4, "text-anchor": "end" }, layer, "0");
  for (const t of ticks(run.steps, scale.long))
    make("text", { class: "gc-figures", x: scale.at(t), y: BOX.bottom + 18, "text-anchor": "middle" }, layer, grouped(t));
  make("text", { class: "gc-figures", x: BOX.right, y: BOX.bottom + 34, "text-anchor": "end" }, layer, scale.long ? "steps (logarithmic)" : "steps");
  make("text", { class: "gc-figures", x: BOX.left - 6, y: 12, "text-anchor": "end" }, layer, "loss");
}

function drawMoments(layer, run, scale) {
  for (const [from, until] of stretches(run.changes)) {
    const [a, b] = [scale.at(from), scale.at(until ?? run.steps)];
    make("rect", { class: "gc-stretch", x: a, width: Math.max(b - a, 1), y: BOX.top, height: BOX.bottom - BOX.top }, layer);
  }
  run.changes.forEach((t, i) => {
    const [x, begins] = [scale.at(t), i % 2 === 0];
    const kind = begins ? "gc-begins" : "gc-ends";
    make("line", { class: `gc-moment ${kind}`, x1: x, x2: x, y1: BOX.top, y2: BOX.bottom }, layer);
    if (i > 5) return;
    const left = x < 0.62 * BOX.right;
    make("text", { class: `gc-words ${kind}`, x: x + (left ? 4 : -4), y: BOX.bottom - 8 - 15 * (Math.min(run.changes.length, 6) - 1 - i), "text-anchor": left ? "start" : "end" }, layer, `${begins ? "holds from" : "fails from"} ${grouped(t)}`);
  });
}

function drawCurve(layer, run, scale) {
  const points = [];
  for (let i = 0; i <= 400; i += 1) {
    const t = scale.when(i / 400);
    if (t !== points[points.length - 1]) points.push(t);
  }
  make("polyline", { class: "gc-losses", points: polyline(points.map((t) => [scale.at(t), scale.height(run.losses[t])]), 1) }, layer);
  if (run.outcome !== "zero gradient") return;
  const y = scale.height(run.losses[run.steps]);
  make("text", { class: "gc-words gc-ends", x: BOX.right, y: y - 18, "text-anchor": "end" }, layer, `rests at ${short(run.losses[run.steps])}`);
}

function makeChart(parent) {
  const svg = make("svg", { class: "gc-chart", viewBox: "0 0 400 272", role: "img", "aria-label": "The loss of the run, on a logarithmic axis, with the steps at which the condition begins and ceases to hold." }, parent);
  const layer = make("g", {}, svg);
  const cursor = make("line", { class: "gc-cursor", y1: BOX.top, y2: BOX.bottom }, svg);
  const here = make("circle", { class: "gc-here", r: 5 }, svg);
  return { svg, layer, cursor, here };
}

function drawChart(layer, run, scale) {
  layer.replaceChildren();
  drawFrame(layer, run, scale);
  drawMoments(layer, run, scale);
  drawCurve(layer, run, scale);
}

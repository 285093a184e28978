// Two neurons that recover one: drag the start, and see which branch of perfect fits is chosen.
//
// A state is [a1, w1, a2, w2]; f(x) = a1 s(w1 x) + a2 s(w2 x) with s(z) = tanh(z + 1), and the
// target is one neuron with a = 1, w = 0.6.  Starts are whole hundredths.

export const INPUTS = Array.from({ length: 7 }, (_, i) => -2 + (4 * i) / 6);
const A = 1;
const W = 0.6;
const HORIZON = 1e4;
const TOLERANCE = 1e-4;
const GAMMA = 1 - Math.SQRT1_2;

const sigma = (z) => Math.tanh(z + 1);
const slope = (z) => 1 - Math.tanh(z + 1) ** 2;
const TARGET = INPUTS.map((x) => A * sigma(W * x));

const residual = ([a, w, b, v]) => INPUTS.map((x, i) => a * sigma(w * x) + b * sigma(v * x) - TARGET[i]);
const jacobian = ([a, w, b, v]) =>
  INPUTS.map((x) => [sigma(w * x), a * x * slope(w * x), sigma(v * x), b * x * slope(v * x)]);

/** R, the sum of the squared residuals. */
export const loss = (state) => residual(state).reduce((sum, r) => sum + r * r, 0);

/** Minus the gradient of R. */
export function velocity(state) {
  const r = residual(state);
  const J = jacobian(state);
  return [0, 1, 2, 3].map((k) => -2 * J.reduce((sum, row, i) => sum + row[k] * r[i], 0));
}

/** I + 2 gamma h J'J: the Gauss-Newton matrix in place of the Hessian. */
function stepMatrix(state, h) {
  const J = jacobian(state);
  return [0, 1, 2, 3].map((k) =>
    [0, 1, 2, 3].map((l) => (k === l ? 1 : 0) + 2 * GAMMA * h * J.reduce((sum, row) => sum + row[k] * row[l], 0)),
  );
}

const furthest = (vector) => Math.max(...vector.map(Math.abs));

/** The gradient flow from a start in hundredths: {times, points}; ROS2 with steps that adapt. */
export function descend(start) {
  let state = start.map((part) => part / 100);
  let [t, h] = [0, 1e-3];
  const [times, points] = [[0], [state]];
  while (t < HORIZON) {
    h = Math.min(h, HORIZON - t);
    const matrix = stepMatrix(state, h);
    const first = solve(matrix, velocity(state));
    const ahead = velocity(state.map((part, k) => part + h * first[k]));
    const second = solve(matrix, ahead.map((part, k) => part - 2 * first[k]));
    const gap = furthest(first.map((part, k) => (h * (part + second[k])) / 2));
    const error = gap / (TOLERANCE * (1 + furthest(state)));
    if (error <= 1) {
      t += h;
      state = state.map((part, k) => part + h * (1.5 * first[k] + 0.5 * second[k]));
      times.push(t);
      points.push(state);
    }
    h *= Math.min(2, Math.max(0.2, 0.9 / Math.sqrt(Math.max(error, 1e-8))));
  }
  return { times, points };
}

const SIZE = TARGET.reduce((sum, value) => sum + value * value, 0);

/** The branch that a state is on: Q1 (slow), Q2 or Q3 (fast), or open. */
export function choose(state) {
  const [a, w, b, v] = state.map((part, k) => Math.abs(k % 2 ? part - W : part));
  if (loss(state) > 1e-4 * SIZE) return "open";
  if (Math.max(w, v) < 0.5 * Math.min(a, b)) return "Q1";
  if (Math.min(a, b) < 0.5 * Math.max(w, v)) return b < a ? "Q2" : "Q3";
  return "open";
}

const NAMES = {
  Q1: "The slow branch Q₁: both neurons become copies of the target and share its weight",
  Q2: "The fast branch Q₂: neuron 1 becomes the target, neuron 2 is switched off",
  Q3: "The fast branch Q₃: neuron 2 becomes the target, neuron 1 is switched off",
  open: "Not decided by then: the loss is still large, or a crossing is near",
};

/** What the picture says. */
export function describe({ points }) {
  const last = points[points.length - 1];
  const value = loss(last);
  const [digits, exponent] = value.toExponential(1).split("e");
  const words = value < 1e-16 ? `below ${powerOfTen(-16)}` : `${digits}\u00a0·\u00a0${powerOfTen(Number(exponent))}`;
  return `${NAMES[choose(last)]}. The loss at t\u00a0=\u00a0${powerOfTen(4)} is ${words}.`;
}

// the chart: log10 t from -3 to 4 across, log10 R from 2 down to -16
const across = (t) => (Math.log10(Math.max(t, 1e-3)) + 3) * 0.55;
const down = (value) => (2 - Math.log10(Math.max(value, 1e-16))) * 0.2;

function drawChart(svg) {
  for (let n = -16; n <= 0; n += 4) {
    make("line", { class: "gc-grid", x1: 0, x2: 3.85, y1: down(10 ** n), y2: down(10 ** n) }, svg);
    make("text", { class: "gc-note", x: -0.08, y: down(10 ** n) + 0.07, "text-anchor": "end" }, svg, powerOfTen(n));
  }
  for (let n = -2; n <= 4; n += 2) {
    make("line", { class: "gc-grid", x1: across(10 ** n), x2: across(10 ** n), y1: 0, y2: 3.6 }, svg);
    make("text", { class: "gc-note", x: across(10 ** n), y: 3.84, "text-anchor": "middle" }, svg, powerOfTen(n));
  }
  make("text", { class: "gc-note", x: 0.06, y: -0.08 }, svg, "loss R");
  make("text", { class: "gc-note", x: 3.85, y: 4.08, "text-anchor": "end" }, svg, "time t");
  return make("polyline", { class: "gc-track" }, svg);
}

function drawPlane(svg) {
  make("path", { class: "gc-box", d: "M-2,-2H2V2H-2Z" }, svg);
  make("path", { class: "gc-grid", d: "M-2,0H2M0,-2V2" }, svg);
  make("path", { class: "gc-target", d: "M.48,-1H.72M.6,-1.12V-.88" }, svg);
  make("text", { class: "gc-note", x: 1.96, y: 0.22, "text-anchor": "end" }, svg, "w");
  make("text", { class: "gc-note", x: 0.08, y: -1.78 }, svg, "a");
  return [0, 1].map(() => make("polyline", { class: "gc-track" }, svg));
}

const within = (value) => clamp(Math.round(value), -200, 200);

function makeStart(plane, j) {
  const handle = makeHandle(plane, "gc-point", `Start of neuron ${j + 1}`, [-200, 200], 0.3);
  make("circle", { class: "gc-dot", r: 0.17 }, handle);
  make("text", { class: "gc-number", "text-anchor": "middle", y: 0.075, "aria-hidden": "true" }, handle, j + 1);
  return handle;
}

function render({ model, el }) {
  const start = () => model.get("start");
  const root = rootOf(el, "gc-recovery");
  const panels = tag("div", { className: "gc-panels" }, root);
  const plane = make("svg", { viewBox: "-2.2 -2.2 4.4 4.4", role: "group", "aria-label": model.get("label") }, panels);
  const chart = make("svg", { viewBox: "-.75 -.35 4.85 4.5", role: "img", "aria-label": "The loss against time, both on logarithmic axes." }, panels);
  const tracks = drawPlane(plane);
  const curve = drawChart(chart);
  const { says, bar, announce } = below(root);

  const place = (j) => [start()[2 * j + 1] / 100, start()[2 * j] / 100];
  function put(j, [w, a]) {
    const next = [...start()];
    [next[2 * j], next[2 * j + 1]] = [within(100 * a), within(100 * w)];
    change(model, { start: next });
  }
  const handles = [0, 1].map((j) => makeStart(plane, j));
  movable(plane, handles, {
    place,
    put,
    key(j, name, shift) {
      if (!(name in ARROWS)) return false;
      put(j, place(j).map((value, i) => value + ARROWS[name][i] * (shift ? 0.01 : 0.05)));
      announce();
      return true;
    },
    drop: announce,
  });
  const initial = [...start()];
  for (const [text, next] of [["A fast start", [90, 40, 20, 170]], ["A slow start", [30, 65, 70, 58]], ["Start again", initial]])
    button(bar, text, () => {
      change(model, { start: next });
      announce();
    });

  return watch(model, ["start"], () => {
    const run = descend(start());
    root.dataset.branch = choose(run.points[run.points.length - 1]);
    says.textContent = describe(run);
    handles.forEach((handle, j) => {
      const [w, a] = place(j);
      handle.setAttribute("transform", `translate(${w} ${-a})`);
      tell(handle, start()[2 * j + 1], `w ${w.toFixed(2)}, a ${a.toFixed(2)}`);
      tracks[j].setAttribute("points", polyline(run.points.map((p) => [p[2 * j + 1], -p[2 * j]]), 3));
    });
    curve.setAttribute("points", polyline(run.points.map((p, i) => [across(run.times[i]), down(loss(p))]), 3));
  });
}

export default { render };

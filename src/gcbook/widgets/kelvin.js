// Figure 5 as a film: the weights move, and the data are lost or won, step by step.
//
// After the Kelvin transformation x -> x/|x|^2 the data fill the ring 1/2 <= |x*| <= 1, and a point
// at angle t has zero loss exactly when |x*| <= rho(t) = min(1, relu(f(cos t, sin t))).

const relu = (value) => Math.max(0, value);

/** Equation (7) at one point: the first half of the rows count +1, the second half -1. */
export function output(weights, [x, y]) {
  const k = weights.length / 2;
  return weights.reduce((sum, [u, v], j) => sum + (j < k ? 1 : -1) * relu(u * x + v * y), 0);
}

/** The curve of Figure 5 at an angle in radians. */
export const rho = (weights, angle) =>
  Math.min(1, relu(output(weights, [Math.cos(angle), Math.sin(angle)])));

/** The eighty angles and eleven Kelvin radii of Section 6.1. */
export const ANGLES = Array.from({ length: 80 }, (_, j) => ((j + 1) * Math.PI) / 40);
export const RADII = Array.from({ length: 11 }, (_, j) => (j + 10) / 20);

/** For each angle, how many of the eleven points have zero loss. */
export const settled = (weights) =>
  ANGLES.map((angle) => RADII.filter((radius) => radius <= rho(weights, angle)).length);

/** The loss over the 880 points. */
export function loss(weights) {
  let sum = 0;
  for (const angle of ANGLES) {
    const value = output(weights, [Math.cos(angle), Math.sin(angle)]);
    for (const radius of RADII) sum += relu(1 - value / radius);
  }
  return sum / (ANGLES.length * RADII.length);
}

const polar = (radius, angle) => [radius * Math.cos(angle), -radius * Math.sin(angle)];
const shorten = (x, y, most) => {
  const length = Math.hypot(x, y);
  return length > most ? [(x * most) / length, (y * most) / length] : [x, y];
};

function drawData(layer) {
  return ANGLES.map((angle) =>
    RADII.map((radius) => {
      const [cx, cy] = polar(radius, angle);
      return make("circle", { class: "gc-datum", cx, cy, r: 0.012 }, layer);
    }),
  );
}

function drawCurve(weights) {
  const points = Array.from({ length: 361 }, (_, i) => {
    const angle = (i * Math.PI) / 180;
    return polar(rho(weights, angle), angle);
  });
  return polyline(points);
}

function drawNeurons(layer, weights) {
  layer.replaceChildren();
  const k = weights.length / 2;
  weights.forEach(([x, y], j) => {
    const length = Math.hypot(x, y);
    // positive neurons are drawn by their direction, the others as they are, as in the paper
    const [u, v] = j < k ? (length ? [x / length, y / length] : [0, 0]) : shorten(x, y, 1.3);
    const kind = j < k ? "gc-positive" : "gc-negative";
    make("line", { class: `gc-weight ${kind}`, x1: 0, y1: 0, x2: u, y2: -v }, layer);
    if (j < k) make("circle", { class: `gc-end ${kind}`, cx: u, cy: -v, r: 0.055 }, layer);
    else make("rect", { class: `gc-end ${kind}`, x: u - 0.045, y: -v - 0.045, width: 0.09, height: 0.09 }, layer);
  });
}

function render({ model, el }) {
  const [frames, steps] = [model.get("frames"), model.get("steps")];
  const last = frames.length - 1;
  const root = rootOf(el, "gc-kelvin");
  const svg = make("svg", { viewBox: "-1.4 -1.4 2.8 2.8", role: "img", "aria-label": model.get("label") }, root);
  make("circle", { class: "gc-circle", cx: 0, cy: 0, r: 1 }, svg);
  const data = drawData(make("g", {}, svg));
  const curve = make("polyline", { class: "gc-rho" }, svg);
  const neurons = make("g", {}, svg);
  const { says, bar, announce } = below(root);

  legend(root, {
    "gc-key-settled": "point at zero loss",
    "gc-key-open": "point that costs",
    "gc-key-no gc-key-line": "the curve ρ",
    "gc-key-text": "direction of a positive neuron",
    "gc-key-pink gc-key-square": "negative neuron",
  });

  const go = (at) => change(model, { at });
  const film = makeFilm(bar, "Play", {
    show: (part) => go(Math.round(part * last)),
    share: () => model.get("at") / Math.max(last, 1),
    seconds: 0.08 * Math.max(last, 1),
    stills: Math.max(last, 1),
    busy: (on) => on || announce(),
  });
  const scrub = slider(bar, "step", 0, last, (at) => {
    film.stop();
    go(at);
  });

  const unwatch = watch(model, ["at"], () => {
    const at = model.get("at");
    scrub.show(at, String(steps[at]), `step ${steps[at]}`);
    curve.setAttribute("points", drawCurve(frames[at]));
    drawNeurons(neurons, frames[at]);
    const counts = settled(frames[at]);
    counts.forEach((count, a) => data[a].forEach((node, r) => node.classList.toggle("gc-settled", r < count)));
    const won = counts.reduce((sum, count) => sum + count, 0);
    says.textContent = `Step ${steps[at]}: loss ${loss(frames[at]).toFixed(4)}, ${won} of 880 points at zero loss.`;
  });
  return () => {
    film.stop();
    unwatch();
  };
}

export default { render };

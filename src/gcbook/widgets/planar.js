// The geometric condition in the plane, to be dragged.
//
// Angles are whole degrees, so the verdict is integer arithmetic and never a matter of rounding:
// the condition holds exactly when every gap between neighbouring directions is below 180 degrees.

const point = (degrees, radius = 1) => [
  radius * Math.cos(degrees * RADIAN),
  -radius * Math.sin(degrees * RADIAN), // SVG's y axis points down
];
const modulo = (a, n) => ((a % n) + n) % n;

/** The widest gap between neighbouring directions: {from, width}, anticlockwise, in degrees. */
export function widestGap(degrees) {
  const sorted = [...new Set(degrees.map((a) => modulo(a, 360)))].sort((a, b) => a - b);
  let best = { from: 0, width: 360 };
  sorted.forEach((from, i) => {
    const width = i + 1 < sorted.length ? sorted[i + 1] - from : sorted[0] + 360 - from;
    if (i === 0 || width > best.width) best = { from, width };
  });
  return best;
}

/** Lemma 5.2 in the plane. */
export const holds = (degrees) => widestGap(degrees).width < 180;

/** Three coefficients, summing to 1, that carry three directions to the origin; or null. */
function balance(a, b, c) {
  const [ab, bc, ca] = [modulo(b - a, 360), modulo(c - b, 360), modulo(a - c, 360)];
  if (ab + bc + ca !== 360 || Math.max(ab, bc, ca) >= 180 || Math.min(ab, bc, ca) === 0) return null;
  const raw = [Math.sin(bc * RADIAN), Math.sin(ca * RADIAN), Math.sin(ab * RADIAN)];
  const total = raw[0] + raw[1] + raw[2];
  return raw.map((value) => value / total);
}

/** The best-balanced triangle around the origin: {support, coefficients}; or null. */
function bestTriangle(degrees) {
  const order = degrees.map((_, j) => j).sort((i, j) => modulo(degrees[i], 360) - modulo(degrees[j], 360));
  let best = null;
  for (let p = 0; p < order.length; p += 1)
    for (let q = p + 1; q < order.length; q += 1)
      for (let r = q + 1; r < order.length; r += 1) {
        const support = [order[p], order[q], order[r]];
        const coefficients = balance(...support.map((j) => degrees[j]));
        if (coefficients && (!best || Math.min(...coefficients) > Math.min(...best.coefficients) + 1e-12))
          best = { support, coefficients };
      }
  return best;
}

/** Two antipodal pairs on different lines: what is left when no triangle surrounds the origin. */
function twoPairs(degrees) {
  const pairs = [];
  degrees.forEach((a, i) => degrees.forEach((b, j) => {
    if (i < j && modulo(b - a, 360) === 180) pairs.push([i, j]);
  }));
  for (const [i, j] of pairs)
    for (const [p, q] of pairs)
      if (modulo(degrees[p] - degrees[i], 180) !== 0)
        return { support: [i, j, p, q], coefficients: [0.25, 0.25, 0.25, 0.25] };
  return null;
}

/**
 * The evidence: {holds: true, support, coefficients} with positive coefficients whose weighted sum
 * of directions is zero, or {holds: false, normal} with a direction that no neuron opposes.
 */
export function certify(degrees) {
  const gap = widestGap(degrees);
  if (gap.width < 180) return { holds: true, ...(bestTriangle(degrees) ?? twoPairs(degrees)) };
  return { holds: false, normal: modulo(gap.from + gap.width / 2 + 180, 360) };
}

/** The corners of the convex hull, as directions in order. */
export const hull = (degrees) => [...new Set(degrees.map((a) => modulo(a, 360)))].sort((a, b) => a - b);

/** What the picture says, in two sentences. */
export function describe(degrees) {
  const evidence = certify(degrees);
  const gap = widestGap(degrees).width;
  if (evidence.holds) {
    const sum = evidence.support
      .map((j, i) => `${evidence.coefficients[i].toFixed(2)} ${nameOf(j)}`)
      .join(" + ");
    return `The condition holds: 0 = ${sum}. The widest gap is ${gap}°, less than 180°.`;
  }
  const normal = Number.isInteger(evidence.normal) ? evidence.normal : evidence.normal.toFixed(1);
  return `The condition fails: no neuron points against the direction ${normal}°. The widest gap is ${gap}°, at least 180°.`;
}

/** The sector of radius r from one angle to another, anticlockwise, as a path. */
function sector(from, width, radius) {
  const [x0, y0] = point(from, radius);
  const [x1, y1] = point(from + width, radius);
  return `M0,0 L${x0},${y0} A${radius},${radius} 0 ${width > 180 ? 1 : 0} 0 ${x1},${y1} Z`;
}

function drawEvidence(layer, degrees) {
  layer.replaceChildren();
  const evidence = certify(degrees);
  if (evidence.holds) {
    make("polygon", { class: "gc-hull", points: polyline(hull(degrees).map((a) => point(a))) }, layer);
    const corners = evidence.support.length === 3 ? evidence.support : hull(evidence.support.map((j) => degrees[j]));
    const angles = evidence.support.length === 3 ? corners.map((j) => degrees[j]) : corners;
    make("polygon", { class: "gc-support", points: polyline(angles.map((a) => point(a))) }, layer);
  } else {
    make("path", { class: "gc-half-plane", d: sector(evidence.normal - 90, 180, 1.28) }, layer);
    make("polygon", { class: "gc-hull gc-hull-failing", points: polyline(hull(degrees).map((a) => point(a))) }, layer);
    const [x, y] = point(evidence.normal, 1.08);
    make("line", { class: "gc-normal", x1: 0, y1: 0, x2: x, y2: y }, layer);
    const tip = [point(evidence.normal, 1.22), point(evidence.normal + 3.5, 1.06), point(evidence.normal - 3.5, 1.06)];
    make("polygon", { class: "gc-arrow-head", points: polyline(tip) }, layer);
    const [a, b] = [point(evidence.normal + 90, 1.36), point(evidence.normal - 90, 1.36)];
    make("line", { class: "gc-boundary", x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, layer);
  }
  make("circle", { class: "gc-origin", cx: 0, cy: 0, r: 0.035 }, layer);
}

const LIMITS = { least: 1, most: 9 };

/** Where a new neuron goes: the middle of the widest gap, on a whole degree. */
export const newcomer = (degrees) => {
  const gap = widestGap(degrees);
  return modulo(Math.round(gap.from + gap.width / 2), 360);
};

const KEYS = { ArrowLeft: 1, ArrowUp: 1, ArrowRight: -1, ArrowDown: -1, PageUp: 15, PageDown: -15 };

function makeNeuron(parent, j) {
  const handle = makeHandle(parent, "gc-neuron", `Neuron ${j + 1}`, [0, 359], 0.16);
  make("line", { class: "gc-ray", x1: 0, y1: 0 }, handle);
  make("circle", { class: "gc-dot", r: 0.07 }, handle);
  make("text", { class: "gc-name", "text-anchor": "middle", "dominant-baseline": "central", "aria-hidden": "true" }, handle, nameOf(j));
  return handle;
}

function showNeuron(handle, angle) {
  const [x, y] = point(angle);
  const [tx, ty] = point(angle, 1.26);
  const [halo, line, dot, name] = handle.children;
  for (const [node, places] of [[halo, { cx: x, cy: y }], [line, { x2: x, y2: y }], [dot, { cx: x, cy: y }], [name, { x: tx, y: ty }]])
    for (const [key, value] of Object.entries(places)) node.setAttribute(key, value);
  tell(handle, angle, `${angle} degrees`);
}

function render({ model, el }) {
  const degrees = () => model.get("degrees");
  const commit = (next) => change(model, { degrees: next.map((a) => modulo(Math.round(a), 360)) });
  const turn = (j, angle) => commit(degrees().map((a, i) => (i === j ? angle : a)));

  const root = rootOf(el, "gc-planar");
  const svg = make("svg", { viewBox: "-1.42 -1.42 2.84 2.84", role: "group", "aria-label": model.get("label") }, root);
  make("circle", { class: "gc-circle", cx: 0, cy: 0, r: 1 }, svg);
  const evidence = make("g", { "aria-hidden": "true" }, svg);
  const neurons = make("g", {}, svg);
  const { says, bar, announce } = below(root);
  const handles = [];
  movable(svg, handles, {
    place: (j) => [Math.cos(degrees()[j] * RADIAN), Math.sin(degrees()[j] * RADIAN)],
    put: (j, [x, y]) => turn(j, Math.atan2(y, x) / RADIAN),
    key(j, name, shift) {
      if (!(name in KEYS)) return false;
      turn(j, degrees()[j] + KEYS[name] * (shift ? 10 : 1));
      announce();
      return true;
    },
    drop: announce,
  });

  const initial = [...degrees()];
  const act = (text, next) => button(bar, text, () => {
    commit(next());
    announce();
  });
  const more = act("Add a neuron", () => [...degrees(), newcomer(degrees())]);
  const fewer = act("Remove one", () => degrees().slice(0, -1));
  act("Random", () => degrees().map(() => Math.floor(360 * Math.random())));
  act("Start again", () => initial);

  return watch(model, ["degrees"], () => {
    const now = degrees();
    while (handles.length < now.length) handles.push(makeNeuron(neurons, handles.length));
    while (handles.length > now.length) handles.pop().remove();
    drawEvidence(evidence, now);
    const found = certify(now);
    now.forEach((angle, j) => {
      showNeuron(handles[j], angle);
      handles[j].classList.toggle("gc-in-support", found.holds && found.support.includes(j));
    });
    root.classList.toggle("gc-yes", found.holds);
    says.textContent = describe(now);
    more.disabled = now.length >= LIMITS.most;
    fewer.disabled = now.length <= LIMITS.least;
  });
}

export default { render };

// Remark 3 with two sliders: the chance that k random neurons satisfy the condition in R^d.
//
// The probability is a fraction of whole numbers and is computed as one, so that what the page
// says agrees with Python to the last digit.

/** The number of the 2^(k-1) equally likely outcomes with at least d successes. */
export function favourable(k, d) {
  let binomial = 1n;
  let total = 0n;
  for (let j = 0; j < k; j += 1) {
    if (j >= d) total += binomial;
    binomial = (binomial * BigInt(k - 1 - j)) / BigInt(j + 1);
  }
  return total;
}

const divisor = (a, b) => (b === 0n ? a : divisor(b, a % b));

/** P(k, d) in lowest terms: [numerator, denominator] as BigInt. */
export function fraction(k, d) {
  const [top, bottom] = [favourable(k, d), 2n ** BigInt(k - 1)];
  const common = divisor(top, bottom);
  return [top / common, bottom / common];
}

/** P(k, d) as a number, correct to the last few bits. */
export function probability(k, d) {
  const [top, bottom] = fraction(k, d);
  return Number(top) / Number(bottom);
}

/** The smallest k with P(k, d) at least percent/100, decided in whole numbers. */
export function neuronsFor(percent, d) {
  let k = d + 1;
  while (100n * favourable(k, d) < BigInt(percent) * 2n ** BigInt(k - 1)) k += 1;
  return k;
}

/** The chance in words that round neither up to certainty nor down to impossibility. */
export function inWords(k, d) {
  const [top, bottom] = fraction(k, d);
  if (top === 0n) return "= 0, because k neurons need k > d to surround the origin";
  const value = Number(top) / Number(bottom);
  const rest = Number(bottom - top) / Number(bottom);
  const decimal = value > 0.9999 ? `1 − ${rest.toPrecision(2)}` : value.toPrecision(4);
  return bottom < 10n ** 6n ? `= ${top}/${bottom} ≈ ${decimal}` : `≈ ${decimal}`;
}

const BOX = { left: 0.32, right: 2.9, top: 0.12, bottom: 1.7 };
const across = (k, most) => BOX.left + ((BOX.right - BOX.left) * (k - 1)) / (most - 1);
const up = (p) => BOX.bottom - (BOX.bottom - BOX.top) * p;

function drawAxes(svg, most) {
  for (const p of [0, 0.5, 1]) {
    make("line", { class: "gc-grid", x1: BOX.left, x2: BOX.right, y1: up(p), y2: up(p) }, svg);
    make("text", { class: "gc-tick", x: BOX.left - 0.06, y: up(p) + 0.04, "text-anchor": "end" }, svg, `${p}`);
  }
  for (let k = 10; k <= most; k += 10)
    make("text", { class: "gc-tick", x: across(k, most), y: BOX.bottom + 0.17, "text-anchor": "middle" }, svg, `${k}`);
  make("text", { class: "gc-tick", x: (BOX.left + BOX.right) / 2, y: BOX.bottom + 0.34, "text-anchor": "middle" }, svg, "neurons k");
  make("text", { class: "gc-tick", x: BOX.left - 0.06, y: BOX.top - 0.1 }, svg, "probability P");
}

function render({ model, el }) {
  const most = model.get("most");
  const root = rootOf(el, "gc-chance");
  const svg = make("svg", { viewBox: "0 -0.12 3 2.22", role: "img", "aria-label": model.get("label") }, root);
  drawAxes(svg, most);
  const curve = make("polyline", { class: "gc-curve" }, svg);
  const half = make("line", { class: "gc-half", y1: up(0), y2: up(1) }, svg);
  const dots = make("g", {}, svg);
  const mark = make("circle", { class: "gc-mark", r: 0.055 }, svg);
  const { says, bar, announce } = below(root);
  legend(root, {
    "gc-key-line": "P(k, d), for the chosen d",
    "gc-key-text gc-key-dashes": "k = 2d, where it is one half",
    "gc-key-text": "the chosen k",
  });
  const act = (name) => (value) => {
    change(model, { [name]: value });
    announce();
  };
  const sliders = {
    k: slider(bar, "neurons k", 1, most, act("k")),
    d: slider(bar, "dimension d", 1, Math.floor(most / 2), act("d")),
  };

  return watch(model, ["k", "d"], () => {
    const [k, d] = [model.get("k"), model.get("d")];
    sliders.k.show(k);
    sliders.d.show(d);
    const all = Array.from({ length: most }, (_, i) => [across(i + 1, most), up(probability(i + 1, d))]);
    curve.setAttribute("points", polyline(all));
    dots.replaceChildren();
    for (const [cx, cy] of all) make("circle", { class: "gc-small", cx, cy, r: 0.018 }, dots);
    half.setAttribute("x1", across(2 * d, most));
    half.setAttribute("x2", across(2 * d, most));
    mark.setAttribute("cx", across(k, most));
    mark.setAttribute("cy", up(probability(k, d)));
    says.textContent =
      `P(${k}, ${d}) ${inWords(k, d)}. One half is reached at k\u00a0=\u00a02d\u00a0=\u00a0${2 * d}, ` +
      `99% at k\u00a0=\u00a0${neuronsFor(99, d)}.`;
  });
}

export default { render };

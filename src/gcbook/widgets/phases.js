// The clock of Section 5.4 under a moving step: how the positive norms grow while the condition
// fails and after, beside the growth that Propositions 3 and 4 guarantee.  The runs are Python's.

const FRAME = { left: 0.5, right: 3.9, top: 0.2, bottom: 2.2, low: -6, high: 1 };
const across = (run, t) => FRAME.left + ((FRAME.right - FRAME.left) * Math.log(Math.max(t, 1))) / Math.log(run.horizon);
const up = (value) => {
  const share = (Math.log10(Math.max(value, 1e-9)) - FRAME.low) / (FRAME.high - FRAME.low);
  return FRAME.bottom - (FRAME.bottom - FRAME.top) * clamp(share, 0, 1);
};
const grouped = (count) => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");

/** What the picture says of one run. */
export function describe({ step, first, gained, forced, bound }) {
  return (
    `Step size ${step}: the condition fails for ${grouped(first)} steps. Meanwhile R grows by ${gained.toPrecision(3)}, ` +
    `of which Proposition 3 guarantees ${forced.toPrecision(2)}; its bound on these steps is ${grouped(bound)}.`
  );
}

function drawAxes(layer, run) {
  const { left, right, top, bottom, low, high } = FRAME;
  for (let n = low; n <= high; n += 2) {
    make("line", { class: "gc-grid", x1: left, x2: right, y1: up(10 ** n), y2: up(10 ** n) }, layer);
    make("text", { class: "gc-tick", x: left - 0.06, y: up(10 ** n) + 0.04, "text-anchor": "end" }, layer, n ? powerOfTen(n) : "1");
  }
  for (let t = 1; t <= run.horizon; t *= 10)
    make("text", { class: "gc-tick", x: across(run, t), y: bottom + 0.17, "text-anchor": "middle" }, layer, grouped(t));
  make("text", { class: "gc-tick", x: right, y: bottom + 0.34, "text-anchor": "end" }, layer, "step t, logarithmic");
  make("text", { class: "gc-tick", x: left - 0.06, y: top - 0.08 }, layer, "growth of R since the start");
}

function drawRun(layer, run) {
  layer.replaceChildren();
  const { left, top, bottom } = FRAME;
  const end = across(run, run.first);
  make("rect", { class: "gc-half-plane", x: left, y: top, width: end - left, height: bottom - top }, layer);
  const line = (values, name, kept) => make("polyline", {
    class: name,
    points: polyline(values.map((value, i) => [across(run, run.at[i]), up(value)]).filter((_, i) => kept(run.at[i])), 3),
  }, layer);
  line(run.least, "gc-half", () => true);
  line(run.growth, "gc-curve", (t) => t >= run.first);
  line(run.growth, "gc-curve gc-failing", (t) => t <= run.first);
}

function render({ model, el }) {
  const runs = model.get("runs");
  const root = rootOf(el, "gc-clock gc-phases");
  const svg = make("svg", { viewBox: "0 0 4 2.6", role: "img", "aria-label": model.get("label") }, root);
  drawAxes(svg, runs[0]);
  const layer = make("g", {}, svg);
  const { says, bar, announce } = below(root);
  legend(root, {
    "gc-key-no gc-key-line": "growth of R while the condition fails",
    "gc-key-line": "while it holds",
    "gc-key-text gc-key-dashes": "what Propositions 3 and 4 guarantee",
  });
  const steps = slider(bar, "step size η", 0, runs.length - 1, (at) => {
    change(model, { at });
    announce();
  });

  return watch(model, ["at"], () => {
    const run = runs[model.get("at")];
    steps.show(model.get("at"), String(run.step));
    drawRun(layer, run);
    says.textContent = describe(run);
  });
}

export default { render };

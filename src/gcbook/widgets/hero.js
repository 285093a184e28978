// The figure of the first page: the starting weights of a class, to be dragged, and the run of
// exact gradient descent that begins there.  It follows descent.js and hero_draw.js.

const [INNER, LEAST, MOST, REACH] = [0.66, 2, 12, 3]; // weights are drawn up to INNER
const [SECONDS, STILLS] = [7, 12]; // how long a film runs; how many pictures with less motion
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
const QUICK = 1500; // updates while a hand is dragging
const OWN = "a start of your own";

/** The same neurons, fewer or more: k of the class and k against it. */
export function resized(weights, k, spare) {
  const half = weights.length / 2;
  const side = (own, more) => Array.from({ length: k }, (_, j) => (j < half ? own[j] : more[j]));
  return [
    ...side(weights.slice(0, half), spare.slice(0, MOST)),
    ...side(weights.slice(half), spare.slice(MOST)),
  ];
}

/** A weight at a place of the picture: hundredths, no longer than REACH, never zero. */
export function placed(x, y) {
  const length = Math.hypot(x, y);
  const fit = length > REACH ? REACH / length : 1;
  const near = [x, y].map((value) => Math.round(100 * fit * value) / 100);
  return near[0] === 0 && near[1] === 0 ? [0.01, 0] : near;
}

/** The scale at which the longest weight of a run fits within the ring. */
const fitting = ({ states }) => {
  let longest = 2.4;
  for (const flat of states)
    for (let i = 0; i < flat.length; i += 2) longest = Math.max(longest, Math.hypot(flat[i], flat[i + 1]));
  return INNER / longest;
};

const TURNS = { ArrowLeft: 3, ArrowRight: -3, PageUp: 15, PageDown: -15 };
const STRETCHES = { ArrowUp: 0.1, ArrowDown: -0.1 };

/** Where a key takes a weight, or null. */
export function moved([x, y], key, far) {
  if (!(key in TURNS) && !(key in STRETCHES)) return null;
  const angle = Math.atan2(y, x) + ((TURNS[key] ?? 0) * (far ? 5 : 1) * Math.PI) / 180;
  const length = Math.max(0.05, Math.hypot(x, y) + (STRETCHES[key] ?? 0) * (far ? 5 : 1));
  return placed(length * Math.cos(angle), length * Math.sin(angle));
}

const KEY = {
  "gc-key-settled": "point without loss",
  "gc-key-costly": "point that costs",
  "gc-key-own": "neuron of the class",
  "gc-key-against": "neuron against it",
  "gc-key-unseen": "no neuron of the class is active",
};

/** The page's elements around the two pictures. */
function build(el, model) {
  const root = rootOf(el, "gc-hero");
  const stage = tag("div", { className: "gc-stage" }, root);
  const plane = makePlane(stage, model.get("label"));
  const chart = makeChart(stage);
  const { says, bar: film, announce } = below(root);
  film.classList.add("gc-film");
  const [starts, settings] = [0, 1].map(() => tag("div", { className: "gc-bar" }, root));
  legend(root, KEY);
  return { root, plane, chart, says, film, starts, settings, announce };
}

/** A hand on the curve looks at the step below it. */
function makeLook(svg, look) {
  const share = (event) => (placeOf(event, svg)[0] - BOX.left) / (BOX.right - BOX.left);
  const follow = (event) => look(Math.max(0, Math.min(1, share(event))));
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    follow(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) follow(event);
  });
}

/** The controls below the pictures, and what they ask for. */
function makeControls({ film, starts, settings }, presets, { movie, look, begin, again, resize, pace }) {
  const { stop } = makeFilm(film, "Play", { ...movie, seconds: SECONDS, stills: STILLS, pause: 700 });
  const scrub = slider(film, "time", 0, 1000, (place) => look(place / 1000));
  const named = presets.map((one) => one.name);
  const choice = select(starts, "", [...named, OWN], (name) => begin(presets[named.indexOf(name)]));
  choice.setAttribute("aria-label", "Where the run starts");
  button(starts, "Start again", again);
  const width = slider(settings, "neurons of the class", LEAST, MOST, resize);
  const size = slider(settings, "step size", 0, STEPS.length - 1, (i) => pace(STEPS[i]));
  return { stop, scrub, choice, width, size };
}

/** Show one step of a run. */
function showStep({ root, plane, chart, says }, { scrub }, handles, { run, scale, frame, t }) {
  const [flat, holds] = [run.states[t], holdsAt(run.changes, t)];
  drawPlane(plane, flat, frame, holds);
  drawNeurons(handles, flat, frame);
  root.classList.toggle("gc-yes", holds);
  for (const name of ["x1", "x2"]) chart.cursor.setAttribute(name, scale.at(t));
  chart.here.setAttribute("cx", scale.at(t));
  chart.here.setAttribute("cy", scale.height(run.losses[t]));
  scrub.show(Math.round(1000 * scale.share(t)), "", `step ${grouped(t)} of ${grouped(run.steps)}`);
  says.textContent = describe(run, t);
}

function render({ model, el }) {
  const parts = build(el, model);
  const presets = model.get("presets");
  const named = (weights) => presets.find((one) => String(one.weights) === String(weights));
  let last = named(model.get("weights")) ?? presets[0];
  let [run, scale, frame, dragging, busy] = [null, null, null, false, false];
  const handles = [];
  const at = () => Math.min(model.get("at"), run.steps);
  const current = () => rows(run.states[at()]);
  const look = (part) => model.set("at", scale.when(part));
  const place = (j, weight) => begin({ weights: current().map((row, i) => (i === j ? weight : row)) });

  function draw() {
    if (!busy) showStep(parts, controls, handles, { run, scale, frame, t: at() });
  }
  function start() {
    if (busy) return;
    const weights = model.get("weights");
    run = descend(weights, model.get("step"), dragging ? QUICK : model.get("limit"));
    scale = axes(run);
    if (!dragging || frame === null) frame = fitting(run);
    if (handles.length !== weights.length) {
      handles.splice(0).forEach((handle) => handle.remove());
      weights.forEach((_, j) => handles.push(makeNeuron(parts.plane.neurons, j, weights.length / 2)));
    }
    drawChart(parts.chart.layer, run, scale);
    const step = model.get("step");
    controls.width.show(weights.length / 2);
    controls.size.show(STEPS.findIndex((one) => one >= step - 1e-12), String(step));
    draw();
  }
  /** A new start: other weights, another step size, from step 0. */
  function begin({ weights, step = model.get("step"), name = OWN }) {
    controls.stop();
    busy = true; // one run, not one for each of the three
    for (const [trait, value] of Object.entries({ at: 0, step, weights })) model.set(trait, value);
    busy = false;
    controls.choice.value = name;
    start();
    if (!dragging) settle();
  }
  function settle() {
    model.save_changes();
    parts.announce();
  }
  movable(parts.plane.svg, handles, {
    put: (j, at) => place(j, placed(...at.map((value) => value / frame))),
    key(j, name, shift) {
      const next = moved(current()[j], name, shift);
      if (next) place(j, next);
      return next !== null;
    },
    hold: () => { dragging = true; },
    drop() {
      dragging = false;
      start(); // the whole run, at the scale that fits it
      settle();
    },
    reach: -1, // a press beside the neurons changes no start
  });
  const visit = (part) => {
    controls.stop();
    look(part);
    model.save_changes();
  };
  const controls = makeControls(parts, presets, {
    look: visit,
    movie: { show: look, share: () => scale.share(at()), busy: (on) => on || settle() },
    begin(preset) {
      last = preset ?? last;
      if (preset) begin(preset);
    },
    again: () => begin(last),
    resize: (k) => begin({ weights: resized(rows(run.states[0]), k, model.get("spare")) }),
    pace: (step) => begin({ weights: rows(run.states[0]), step, name: controls.choice.value }),
  });
  makeLook(parts.chart.svg, visit);

  const watched = { weights: start, step: start, at: draw };
  for (const [trait, act] of Object.entries(watched)) model.on(`change:${trait}`, act);
  start();
  controls.choice.value = named(model.get("weights"))?.name ?? OWN;
  return () => {
    controls.stop();
    for (const [trait, act] of Object.entries(watched)) model.off(`change:${trait}`, act);
  };
}

export default { render };

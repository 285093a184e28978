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

function slider(parent, text, least, most) {
  const label = tag("label", {}, parent);
  const input = tag("input", { type: "range", min: least, max: most, step: 1 });
  const output = tag("output", {});
  label.append(text, input, output);
  input.addEventListener("keydown", (event) => event.stopPropagation());
  return { input, output };
}

function button(parent, text, act) {
  const node = tag("button", { type: "button", textContent: text }, parent);
  node.addEventListener("click", act);
  return node;
}

/** The page's elements around the two pictures. */
function build(el, model) {
  const root = tag("div", { className: "gc-hero" }, el);
  const stage = tag("div", { className: "gc-stage" }, root);
  const plane = makePlane(stage, model.get("label"));
  const chart = makeChart(stage);
  const says = tag("p", { className: "gc-says" }, root);
  const film = tag("div", { className: "gc-bar gc-film" }, root);
  const starts = tag("div", { className: "gc-bar" }, root);
  const settings = tag("div", { className: "gc-bar" }, root);
  const key = tag("p", { className: "gc-key" }, root);
  for (const [name, text] of [["gc-key-settled", "point without loss"], ["gc-key-costly", "point that costs"], ["gc-key-own", "neuron of the class"], ["gc-key-against", "neuron against it"], ["gc-key-unseen", "no neuron of the class is active"]])
    tag("span", { className: name, textContent: text }, key);
  const status = tag("p", { className: "gc-sr-only" }, root);
  status.setAttribute("role", "status");
  return { root, plane, chart, says, film, starts, settings, status };
}

/** The film: what plays it, and what stops it. */
function makeFilm(show, share, finish) {
  let request = null;
  let timer = null;
  const stop = () => {
    cancelAnimationFrame(request);
    clearTimeout(timer);
    const ran = request !== null || timer !== null;
    request = timer = null;
    if (ran) finish();
  };
  const play = () => {
    const first = share();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      const still = (i) => {
        show(Math.min(i / STILLS, 1));
        if (i >= STILLS) stop();
        else timer = setTimeout(still, 700, i + 1);
      };
      timer = setTimeout(still, 0, Math.floor(first * STILLS) + 1);
      return;
    }
    let began = null;
    const frame = (now) => {
      began ??= now;
      const part = first + (now - began) / (1000 * SECONDS);
      show(Math.min(part, 1));
      if (part >= 1) stop();
      else request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
  };
  return { play, stop, running: () => request !== null || timer !== null };
}

function render({ model, el }) {
  const { root, plane, chart, says, film, starts, settings, status } = build(el, model);
  const presets = model.get("presets");
  const handles = [];
  let [run, scale, frame, dragging, busy] = [null, 1, null, false, false];
  let last = presets[0];
  const at = () => Math.min(model.get("at"), run.steps);
  const current = () => rows(run.states[at()]);

  function draw() {
    if (busy) return;
    const [t, flat] = [at(), run.states[at()]];
    const holds = holdsAt(run.changes, t);
    drawPlane(plane, flat, frame, holds);
    drawNeurons(handles, flat, frame);
    root.classList.toggle("gc-yes", holds);
    for (const name of ["x1", "x2"]) chart.cursor.setAttribute(name, scale.at(t));
    chart.here.setAttribute("cx", scale.at(t));
    chart.here.setAttribute("cy", scale.height(run.losses[t]));
    scrub.input.value = Math.round(1000 * scale.share(t));
    scrub.input.setAttribute("aria-valuetext", `step ${grouped(t)} of ${grouped(run.steps)}`);
    says.textContent = describe(run, t);
  }
  function count(k) {
    if (handles.length === 2 * k) return;
    handles.splice(0).forEach((handle) => handle.remove());
    for (let j = 0; j < 2 * k; j += 1) handles.push(grip(j, k));
  }
  function start() {
    if (busy) return;
    const weights = model.get("weights");
    run = descend(weights, model.get("step"), dragging ? QUICK : model.get("limit"));
    scale = axes(run);
    if (!dragging || frame === null) frame = fitting(run);
    count(weights.length / 2);
    drawChart(chart.layer, run, scale);
    width.input.value = width.output.value = weights.length / 2;
    size.input.value = STEPS.findIndex((step) => step >= model.get("step") - 1e-12);
    size.output.value = String(model.get("step"));
    size.input.setAttribute("aria-valuetext", String(model.get("step")));
    draw();
  }

  const say = () => { status.textContent = describe(run, at()); };
  const go = (t) => model.set("at", t);
  const settle = () => {
    play.textContent = "Play";
    model.save_changes();
    say();
  };
  const movie = makeFilm((part) => go(scale.when(part)), () => scale.share(at()), settle);
  /** A new start: other weights, from step 0. */
  function begin(weights, step = model.get("step"), name = OWN) {
    movie.stop();
    busy = true; // one run, not one for each of the three
    model.set("at", 0);
    model.set("step", step);
    model.set("weights", weights);
    busy = false;
    choice.value = name;
    start();
    if (dragging) return;
    model.save_changes();
    say();
  }
  function grip(j, k) {
    const handle = makeHandle(plane.neurons, j, k);
    const put = (weight) => begin(current().map((row, i) => (i === j ? weight : row)));
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      event.preventDefault();
      dragging = true;
    });
    handle.addEventListener("pointermove", (event) => {
      if (!dragging || !handle.hasPointerCapture(event.pointerId)) return;
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(plane.svg.getScreenCTM().inverse());
      put(placed(place.x / frame, -place.y / frame));
    });
    for (const end of ["pointerup", "pointercancel"])
      handle.addEventListener(end, () => {
        if (!dragging) return;
        dragging = false;
        model.save_changes();
        start(); // the whole run, at the scale that fits it
        say();
      });
    handle.addEventListener("keydown", (event) => {
      const weight = moved(current()[j], event.key, event.shiftKey);
      if (weight === null) return;
      event.preventDefault();
      event.stopPropagation();
      put(weight);
    });
    return handle;
  }

  const play = button(film, "Play", () => {
    if (movie.running()) return movie.stop();
    if (at() >= run.steps) go(0);
    play.textContent = "Pause";
    return movie.play();
  });
  const scrub = slider(film, "time", 0, 1000);
  const choice = tag("select");
  for (const name of [...presets.map((one) => one.name), OWN]) tag("option", { textContent: name, value: name }, choice);
  choice.setAttribute("aria-label", "Where the run starts");
  choice.addEventListener("keydown", (event) => event.stopPropagation());
  starts.append(choice);
  button(starts, "Start again", () => begin(last.weights, last.step, last.name));
  const width = slider(settings, "neurons of the class", LEAST, MOST);
  const size = slider(settings, "step size", 0, STEPS.length - 1);

  scrub.input.addEventListener("input", () => {
    movie.stop();
    go(scale.when(scrub.input.value / 1000));
    model.save_changes();
  });
  choice.addEventListener("change", () => {
    const found = presets.find((one) => one.name === choice.value);
    if (!found) return;
    last = found;
    begin(found.weights, found.step, found.name);
  });
  width.input.addEventListener("input", () => begin(resized(rows(run.states[0]), Number(width.input.value), model.get("spare"))));
  size.input.addEventListener("input", () => begin(rows(run.states[0]), STEPS[size.input.value], choice.value));
  const look = (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.svg.getScreenCTM().inverse());
    movie.stop();
    go(scale.when(Math.max(0, Math.min(1, (place.x - BOX.left) / (BOX.right - BOX.left)))));
  };
  chart.svg.addEventListener("pointerdown", (event) => {
    chart.svg.setPointerCapture(event.pointerId);
    look(event);
  });
  chart.svg.addEventListener("pointermove", (event) => {
    if (chart.svg.hasPointerCapture(event.pointerId)) look(event);
  });

  model.on("change:weights", start);
  model.on("change:step", start);
  model.on("change:at", draw);
  start();
  choice.value = presets.find((one) => String(one.weights) === String(model.get("weights")))?.name ?? OWN;
  return () => {
    movie.stop();
    model.off("change:weights", start);
    model.off("change:step", start);
    model.off("change:at", draw);
  };
}

export default { render };

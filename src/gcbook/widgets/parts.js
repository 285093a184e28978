// What every widget has: elements, a sentence, controls.  The Python classes put this file, and of
// handles.js, film.js, view.js and vectors.js what they need, in front of their own, so that a
// widget stays one module.

const SVG = "http://www.w3.org/2000/svg";
const RADIAN = Math.PI / 180;

// --- elements ------------------------------------------------------------------------------------

/** An element of SVG. */
function make(name, attributes = {}, parent = null, text = null) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== null) node.textContent = text;
  parent?.append(node);
  return node;
}

/** An element of HTML. */
function tag(name, properties = {}, parent = null) {
  const node = Object.assign(document.createElement(name), properties);
  parent?.append(node);
  return node;
}

/** The points of a polyline or polygon, as its attribute. */
const polyline = (points, digits = 4) =>
  points.map((point) => point.map((value) => value.toFixed(digits)).join(",")).join(" ");

/** The neuron's name, with its number as a subscript; neurons count from one, as in the paper. */
const nameOf = (j) => `w${String.fromCharCode(0x2081 + j)}`;

/** A whole power of ten. */
const powerOfTen = (n) => `10${[...String(n)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("")}`;

const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

/** The frame of a widget. */
const rootOf = (el, name) => tag("div", { className: `gc-root ${name}` }, el);

/** Below the pictures: a sentence, controls, and the sentence again where a change is announced. */
function below(root) {
  const says = tag("p", { className: "gc-says" }, root);
  const bar = tag("div", { className: "gc-bar" }, root);
  const status = tag("p", { className: "gc-sr-only" }, root);
  status.setAttribute("role", "status");
  const announce = () => {
    if (status.textContent !== says.textContent) status.textContent = says.textContent;
  };
  return { says, bar, announce };
}

/** What the marks of a picture mean: the style of each mark, and words. */
function legend(root, marks) {
  const key = tag("p", { className: "gc-key" }, root);
  for (const [className, textContent] of Object.entries(marks)) tag("span", { className, textContent }, key);
}

// --- the model -----------------------------------------------------------------------------------

/** Change some of a model's values. */
function change(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

/** Call `update` now and when one of the values changes; returns what ends that. */
function watch(model, names, update) {
  for (const name of names) model.on(`change:${name}`, update);
  update();
  return () => names.forEach((name) => model.off(`change:${name}`, update));
}

// --- controls ------------------------------------------------------------------------------------

function button(bar, text, act) {
  const node = tag("button", { type: "button", textContent: text }, bar);
  node.addEventListener("click", act);
  return node;
}

/** A control with its name; the book's own keys stay out of it. */
function labelled(bar, text, node) {
  tag("label", {}, bar).append(`${text} `, node);
  node.addEventListener("keydown", (event) => event.stopPropagation());
  return node;
}

/** A slider that says where it stands, in figures and, to a screen reader, in words. */
function slider(bar, text, least, most, act) {
  const input = labelled(bar, text, tag("input", { type: "range", min: least, max: most, step: 1 }));
  const figures = tag("span", { className: "gc-value" }, input.parentNode);
  figures.setAttribute("aria-hidden", "true");
  input.addEventListener("input", () => act(Number(input.value)));
  const show = (value, figure = String(value), words = figure) => {
    input.value = value;
    figures.textContent = figure;
    input.setAttribute("aria-valuetext", words);
  };
  return { input, show };
}

function select(bar, text, options, act) {
  const node = labelled(bar, text, tag("select"));
  for (const option of options) node.append(new Option(option, option));
  node.addEventListener("change", () => act(node.value));
  return node;
}

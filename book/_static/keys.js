// From statement to statement by keyboard: ] or j goes to the next, [ or k to the one before, s
// shows the symbols of the one where one is, ? lists the keys. Nothing of it happens while one
// types, within a figure to drag, or where the reader has switched the keys off.
"use strict";

(() => {
  const OFF = "gcbook-keys-off";
  const BOXES = ".bd-article .proof.admonition:has(> .gc-foot)";
  const BUSY = "input, textarea, select, [contenteditable], .gc-widget, dialog[open]";
  const WORDS = [
    ["] or j", "the next statement"],
    ["[ or k", "the statement before"],
    ["s", "the symbols of this statement, one after the other"],
    ["Escape", "close what is open"],
    ["?", "this list"],
  ];
  let boxes = [];
  let voice = null;
  let help = null;

  // A page from disk may have no storage: then the keys are on.
  function stored(value) {
    try {
      if (value === undefined) return localStorage.getItem(OFF) === "yes";
      localStorage.setItem(OFF, value ? "yes" : "no");
    } catch {
      // nothing is kept
    }
    return Boolean(value);
  }

  function say(words) {
    voice.textContent = words;
  }

  const nameOf = (box) => box.querySelector(".admonition-title").textContent.trim();

  // The statement one is at: the focused one, or the last that begins above the middle.
  function current() {
    const focused = boxes.indexOf(document.activeElement?.closest?.(BOXES));
    if (focused >= 0) return focused;
    return boxes.findLastIndex((box) => box.getBoundingClientRect().top < innerHeight / 2);
  }

  function go(to) {
    const box = boxes[to];
    box.tabIndex = -1;
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: "start", behavior: "instant" });
    say(`${nameOf(box)}. Statement ${to + 1} of ${boxes.length} on this page.`);
  }

  // Beyond the last statement of a page lies the first of the next chapter that has one.
  function step(by) {
    const at = current();
    const ahead = at >= 0 && boxes[at].getBoundingClientRect().top > innerHeight / 2;
    const to = ahead && by > 0 ? at : at + by;
    if (boxes[to]) return go(to);
    const link = boxes[at]?.querySelector(`.gc-step[rel="${by > 0 ? "next" : "prev"}"]`);
    if (link) link.click();
    else say(boxes.length ? "There is no other statement." : "This page has no statements.");
  }

  function row([key, words]) {
    const line = document.createElement("tr");
    const name = document.createElement("th");
    name.scope = "row";
    name.textContent = key;
    line.append(name, Object.assign(document.createElement("td"), { textContent: words }));
    return line;
  }

  function makeHelp() {
    help = document.createElement("dialog");
    help.className = "gc-dialog";
    help.setAttribute("aria-labelledby", "gc-keys-title");
    help.innerHTML =
      '<h2 id="gc-keys-title">Keys</h2><table></table>' +
      '<p><label><input type="checkbox"> Use these keys</label></p>' +
      '<form method="dialog"><button>Close</button></form>';
    help.querySelector("table").append(...WORDS.map(row));
    const box = help.querySelector("input");
    box.checked = !stored();
    box.addEventListener("change", () => stored(!box.checked));
    document.body.append(help);
  }

  function showHelp() {
    if (!help) makeHelp();
    help.showModal();
  }

  const ACTS = {
    "]": () => step(1),
    j: () => step(1),
    "[": () => step(-1),
    k: () => step(-1),
    s: () => document.dispatchEvent(new CustomEvent("gc-symbols", { detail: boxes[current()] })),
    "?": showHelp,
  };

  // AltGr, with which some keyboards write a bracket, counts as Control and Alt together.
  function listen(event) {
    const chord = event.metaKey || event.ctrlKey !== event.altKey;
    const act = Object.hasOwn(ACTS, event.key) && ACTS[event.key];
    if (!act || chord || event.defaultPrevented || event.target.closest?.(BUSY)) return;
    if (stored() && event.key !== "?") return;
    event.preventDefault();
    act();
  }

  function start() {
    const article = document.querySelector(".bd-article");
    if (!article) return;
    boxes = [...document.querySelectorAll(BOXES)];
    voice = document.createElement("div");
    voice.className = "gc-voice";
    voice.setAttribute("role", "status");
    article.append(voice);
    document.addEventListener("keydown", listen);
    document.addEventListener("gc-say", ({ detail }) => say(detail));
    for (const button of document.querySelectorAll(".gc-keys-button")) {
      button.hidden = false;
      button.addEventListener("click", showHelp);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

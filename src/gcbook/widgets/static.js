// Draws the book's widgets in a page that has no kernel behind it.
//
// How to include it: a classic script with `defer`, on pages that hold widgets, for example
//     nb_ipywidgets_js = {"assets/static.js": {"defer": "defer"}}
// in the Sphinx configuration, with this file copied to `_static/assets/`.  It asks for nothing
// else: no html-manager, no require.js, no network; it works from file:// too.
//
// What it reads, both written into the page by MyST-NB:
//     <script type="application/vnd.jupyter.widget-state+json">  every model's state
//     <script type="application/vnd.jupyter.widget-view+json">   one per displayed widget
// A view becomes <div class="gc-widget" data-state="ready">; one that cannot be drawn gets
// data-state="failed" and shows the model's `fallback` picture instead.
"use strict";

(() => {
  const STATE = "application/vnd.jupyter.widget-state+json";
  const VIEW = "application/vnd.jupyter.widget-view+json";

  // The part of anywidget's model that the modules use, over a plain object.
  function createModel(state) {
    const values = { ...state };
    const listeners = new Map();
    const of = (event) => listeners.get(event) ?? listeners.set(event, new Set()).get(event);
    return {
      get: (name) => values[name],
      set(name, value) {
        if (values[name] === value) return;
        values[name] = value;
        for (const event of [`change:${name}`, "change"]) {
          for (const listener of [...of(event)]) listener();
        }
      },
      save_changes() {},
      send() {},
      on: (event, listener) => void of(event).add(listener),
      off(event, listener) {
        if (listener) of(event).delete(listener);
        else listeners.clear();
      },
    };
  }

  const modules = new Map();

  // One module object per source text, however many widgets share it.
  function load(source) {
    if (!modules.has(source)) {
      const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      modules.set(source, import(url).finally(() => URL.revokeObjectURL(url)));
    }
    return modules.get(source);
  }

  const styled = new Set();

  function addStyle(css) {
    if (!css || styled.has(css)) return;
    styled.add(css);
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
  }

  function fail(el, state, error) {
    el.dataset.state = "failed";
    el.innerHTML = state?.fallback ?? "";
    const note = document.createElement("p");
    note.textContent = `This figure could not be made interactive: ${error.message ?? error}`;
    el.append(note);
  }

  async function draw(script, states, models) {
    const el = document.createElement("div");
    el.className = "gc-widget";
    script.after(el);
    const id = JSON.parse(script.textContent).model_id;
    const state = states[id]?.state;
    try {
      if (!state?._esm) throw new Error(`the page holds no module for the model ${id}`);
      addStyle(state._css);
      if (!models.has(id)) models.set(id, createModel(state));
      const loaded = (await load(state._esm)).default;
      const widget = typeof loaded === "function" ? await loaded() : loaded;
      await widget.render({ model: models.get(id), el });
      el.dataset.state = "ready";
    } catch (error) {
      fail(el, state, error);
    }
  }

  function start() {
    const states = {};
    for (const script of document.querySelectorAll(`script[type="${STATE}"]`)) {
      Object.assign(states, JSON.parse(script.textContent).state);
    }
    const models = new Map();
    for (const script of document.querySelectorAll(`script[type="${VIEW}"]`)) {
      draw(script, states, models);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

// The graph of what rests on what, made to answer: pointing at a claim, or going to it with the
// arrow keys, shows it in words with everything below and above it; buttons keep a verdict or a
// paper. The picture itself is complete without this, and all data stand in its attributes.
(() => {
  "use strict";
  if (window.gcGraph) return;
  window.gcGraph = true;

  const PLATE = 220; // the width of a chapter, as in graph.py
  const NEEDS = 244; // of a column, edges included
  const ROOM = 110; // at most, left of a chapter, for the edges
  const GAP = 12;
  const FOOT = 7;
  const LISTED = 6; // neighbours in words
  const PRINTED = 3; // columns on paper
  const ADVICE = {
    mouse:
      "Point at a claim to see what it rests on and what rests on it; a click goes to its row. " +
      "By keyboard: ← to what it rests on, → to what rests on it, ↑ ↓ to its neighbours, Enter to its row.",
    finger: "Touch a claim to see what it rests on and what rests on it; touch it again to go to its row.",
  };

  const make = (tag, props = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...children);
    return made;
  };

  // ---- the data, from the attributes ---------------------------------------------------------

  function read(figure) {
    const claims = new Map();
    for (const [place, el] of [...figure.querySelectorAll("a.gc-claim")].entries()) {
      const { id, name, verdict, paper = "", chapter, height } = el.dataset;
      claims.set(id, { el, id, place, name, verdict, paper, chapter, height: +height, uses: [], users: [] });
    }
    const edges = [...figure.querySelectorAll(".gc-edges path")].map((el) => {
      const [from, to] = [claims.get(el.dataset.from), claims.get(el.dataset.to)];
      from.users.push(to);
      to.uses.push(from);
      return { el, from, to };
    });
    const names = [...new Set([...claims.values()].map((one) => one.chapter))];
    const chapters = [...figure.querySelectorAll("g.gc-chapter")].map((el, i) => ({
      el,
      head: +el.dataset.head,
      claims: [...claims.values()].filter((one) => one.chapter === names[i]),
    }));
    for (const one of claims.values()) {
      one.uses.sort((a, b) => b.place - a.place); // the nearest first, both ways
      one.users.sort((a, b) => a.place - b.place);
    }
    return { claims, edges, chapters };
  }

  function reach(claim, next) {
    const found = new Set();
    const waiting = [...claim[next]];
    while (waiting.length) {
      const one = waiting.pop();
      if (!found.has(one)) {
        found.add(one);
        waiting.push(...one[next]);
      }
    }
    return found;
  }

  // ---- where everything stands: the same order as in graph.py, cut where the page allows -------

  function curve(a, b, room) {
    if (a.x === b.x) {
      const bend = Math.min(1.3 * room - 4, 8 + 0.06 * (b.y - a.y));
      return `M${a.x} ${a.y}C${a.x - bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}`;
    }
    const right = a.x + PLATE;
    const bend = Math.max(0.8 * room, 0.3 * (b.x - right));
    return `M${right} ${a.y}C${right + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}`;
  }

  function lay(graph, cuts, width, shown) {
    const columns = Math.max(1, Math.min(cuts.length, Math.floor(width / NEEDS)));
    const pitch = Math.min(Math.floor(width / columns), PLATE + ROOM);
    const starts = cuts[columns - 1];
    let [x, y, tall] = [0, 0, 0];
    graph.chapters.forEach((chapter, i) => {
      if (starts.includes(i)) [x, y] = [pitch * (starts.indexOf(i) + 1) - PLATE, 1];
      const here = chapter.claims.filter((one) => columns > 1 || shown(one));
      chapter.el.setAttribute("transform", `translate(${x} ${y})`);
      let at = chapter.head;
      for (const one of chapter.claims) {
        const seen = here.includes(one);
        one.el.style.display = seen ? "" : "none";
        one.hidden = !seen;
        if (!seen) continue;
        [one.x, one.y] = [x, y + at + 12];
        one.el.setAttribute("transform", `translate(${one.x} ${one.y})`);
        at += one.height;
      }
      chapter.el.style.display = here.length ? "" : "none";
      chapter.el.firstChild.setAttribute("height", at + FOOT);
      if (here.length) tall = Math.max(tall, y + at + FOOT);
      if (here.length) y += at + FOOT + GAP;
    });
    for (const { el, from, to } of graph.edges) {
      el.style.display = from.hidden || to.hidden ? "none" : "";
      if (!from.hidden && !to.hidden) el.setAttribute("d", curve(from, to, pitch - PLATE));
    }
    return { columns, width: pitch * columns, height: tall + 2 };
  }

  // ---- one figure ----------------------------------------------------------------------------

  function animate(figure) {
    figure.dataset.ready = "";
    const svg = figure.querySelector("svg[role]");
    const graph = read(figure);
    const claims = [...graph.claims.values()];
    const cuts = JSON.parse(figure.dataset.cuts);
    const kept = { verdict: new Set(), paper: new Set() };
    let chosen = null; // with the keyboard or a finger
    let pointed = null; // with the mouse, for as long as it stays
    let family = null; // where the last step along an edge could have gone as well
    let columns = 0;
    let before = null;
    let touched = false;
    let lit = new Set();

    const status = make("p", { className: "gc-graph-status" });
    status.setAttribute("role", "status");
    const card = make("div", { className: "gc-graph-card" });
    const at = (event) => graph.claims.get(event.target.closest?.("a.gc-claim")?.dataset.id);
    const matches = (one) =>
      ["verdict", "paper"].every((key) => !kept[key].size || kept[key].has(one[key]));

    function layOut(width = figure.clientWidth) {
      const found = lay(graph, cuts, width, (one) => matches(one) || lit.has(one));
      columns = found.columns;
      figure.dataset.columns = columns;
      svg.setAttribute("viewBox", `0 0 ${found.width} ${found.height}`);
      svg.setAttribute("width", found.width);
      svg.setAttribute("height", found.height);
    }

    // -- what is lit

    function light() {
      const claim = pointed ?? chosen;
      const below = claim ? reach(claim, "uses") : new Set();
      const above = claim ? reach(claim, "users") : new Set();
      lit = new Set(claim ? [claim, ...below, ...above] : []);
      svg.classList.toggle("gc-lit", Boolean(claim));
      for (const one of claims) {
        one.el.classList.toggle("gc-here", one === claim);
        one.el.classList.toggle("gc-below", below.has(one));
        one.el.classList.toggle("gc-above", above.has(one));
        one.el.classList.toggle("gc-out", !matches(one) && !lit.has(one));
      }
      for (const { el, from, to } of graph.edges) {
        el.classList.toggle("gc-below", below.has(from) && (below.has(to) || to === claim));
        el.classList.toggle("gc-above", above.has(to) && (above.has(from) || from === claim));
        el.classList.toggle("gc-direct", Boolean(claim) && (from === claim || to === claim));
        el.classList.toggle("gc-out", !matches(from) || !matches(to));
      }
      describe(claim, below, above);
    }

    // -- the claim in words

    function describe(claim, below, above) {
      if (card.dataset.id === (claim?.id ?? "")) return;
      card.dataset.id = claim?.id ?? "";
      if (!claim) return card.replaceChildren();
      const { title, says, mended, stated } = claim.el.dataset;
      const verdict = make("span", { className: `gc-verdict gc-${claim.verdict.replaceAll(" ", "-")}` });
      verdict.append(make("span", { textContent: claim.verdict }));
      const head = make("p", { className: "gc-graph-title" }, verdict, make("span", { innerHTML: title }));
      const words = make("div", { className: "gc-graph-says", innerHTML: says });
      if (mended) words.append(make("div", { className: "gc-graph-mended", innerHTML: mended }));
      const row = make("a", { href: `#${claim.id}`, textContent: "its row" });
      const ways = make("p", { className: "gc-graph-ways" }, row);
      if (stated) ways.append(" · ", make("a", { href: stated, textContent: "in its chapter" }));
      const lists = make(
        "div",
        { className: "gc-graph-kin" },
        relatives("gc-below", "Rests on", claim.uses, below.size, "nothing in this ledger"),
        relatives("gc-above", "Carries", claim.users, above.size, "nothing else"),
        ways,
      );
      card.replaceChildren(head, words, lists);
      card.scrollTop = 0;
      typeset(claim.id);
    }

    function relatives(kind, verb, direct, all, none) {
      const line = make("p", { className: kind }, make("b", { textContent: `${verb}: ` }));
      if (!direct.length) line.append(none);
      direct.slice(0, LISTED).forEach((one, i) => {
        const link = make("a", { href: `#${one.id}`, textContent: one.name });
        link.addEventListener("click", (event) => {
          event.preventDefault();
          go(one);
        });
        line.append(i ? ", " : "", link);
      });
      const left = Math.max(0, direct.length - LISTED);
      if (left) line.append(` and ${left} more`);
      if (all > direct.length) line.append(`; through ${direct.length > 1 ? "them" : "it"} ${all - direct.length} more`);
      return line;
    }

    async function typeset(id) {
      const waits = window.MathJax && card.querySelector(".math");
      card.classList.toggle("gc-waits", Boolean(waits)); // no TeX is seen before it is set
      if (!waits) return;
      await new Promise((resolve) => setTimeout(resolve, 120)); // a pointer that only passes
      await window.MathJax.startup?.promise;
      if (card.dataset.id !== id) return;
      await window.MathJax.typesetPromise?.([card]);
      if (card.dataset.id !== id) return;
      card.classList.remove("gc-waits");
      if (chosen && !pointed) reveal(chosen);
    }

    // -- going about

    function choose(claim) {
      chosen = claim;
      if (claim) for (const one of claims) one.el.setAttribute("tabindex", one === claim ? "0" : "-1");
      light();
      if (columns === 1 && (kept.verdict.size || kept.paper.size)) steady(claim, layOut);
    }

    // The claim under the finger stays there, whatever comes between.
    function steady(claim, change) {
      const old = claim?.el.getBoundingClientRect().top;
      change();
      if (claim) scrollBy({ top: claim.el.getBoundingClientRect().top - old, behavior: "instant" });
    }

    function go(claim) {
      if (!claim) return;
      choose(claim);
      claim.el.focus({ preventScroll: true });
      reveal(claim);
    }

    function reveal(claim) {
      const { top, bottom } = claim.el.getBoundingClientRect();
      const foot = innerHeight - card.offsetHeight - 24;
      if (top < 90) scrollBy({ top: top - 90 });
      else if (bottom > foot) scrollBy({ top: bottom - foot });
    }

    function along(claim, next) {
      const choices = claim[next];
      if (choices.length) family = choices;
      return choices[0];
    }

    function beside(claim, step) {
      const list = family?.includes(claim) && family.length > 1 ? family : claims.filter((one) => !one.hidden && matches(one));
      const place = list.indexOf(claim);
      if (place < 0) return list.find((one) => (one.place - claim.place) * step > 0);
      return list[(place + step + list.length) % list.length];
    }

    const KEYS = {
      ArrowLeft: (claim) => along(claim, "uses"),
      ArrowRight: (claim) => along(claim, "users"),
      ArrowUp: (claim) => beside(claim, -1),
      ArrowDown: (claim) => beside(claim, 1),
      Home: () => claims.find(matches),
      End: () => claims.findLast(matches),
    };

    // -- buttons: none pressed shows all

    function choices(key, legend, values) {
      const group = make("div", { className: "gc-graph-keep" });
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", legend);
      for (const { value, sign } of values) {
        const button = make("button", { type: "button" }, sign ?? "", value);
        button.setAttribute("aria-pressed", "false");
        button.addEventListener("click", () => {
          const on = !kept[key].delete(value);
          if (on) kept[key].add(value);
          button.setAttribute("aria-pressed", String(on));
          keep();
        });
        group.append(button);
      }
      return group;
    }

    function keep() {
      family = null;
      const count = claims.filter(matches).length;
      const all = count === claims.length;
      status.textContent = all ? `${count} claims` : `${count} of ${claims.length} claims`;
      if (chosen && !matches(chosen)) chosen = null;
      if (!chosen) for (const one of claims) one.el.setAttribute("tabindex", "-1");
      if (!chosen) (claims.find(matches) ?? claims[0])?.el.setAttribute("tabindex", "0");
      light();
      layOut();
    }

    function controls() {
      const legend = figure.querySelector(".gc-graph-legend");
      const verdicts = [...legend.querySelectorAll("li[data-verdict]")]
        .map((li) => ({ value: li.dataset.verdict, sign: sign(li) }))
        .filter(({ value }) => claims.some((one) => one.verdict === value));
      const papers = [...new Set(claims.map((one) => one.paper))].filter(Boolean).sort((a, b) => (a === "Ours") - (b === "Ours"));
      const bar = make("div", { className: "gc-graph-bar" }, choices("verdict", "Verdict", verdicts));
      if (papers.length > 1) bar.append(choices("paper", "Paper", papers.map((value) => ({ value }))));
      bar.append(status);
      const finger = matchMedia("(hover: none)").matches;
      const advice = make("p", { className: "gc-graph-advice", textContent: ADVICE[finger ? "finger" : "mouse"] });
      legend.after(bar, advice);
    }

    function sign(li) {
      const found = make("span", { className: li.className });
      found.append(li.querySelector("svg").cloneNode(true));
      return found;
    }

    // -- events

    svg.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch" || at(event) === pointed) return;
      pointed = at(event) ?? null;
      light();
    });
    svg.addEventListener("pointerleave", () => {
      pointed = null;
      light();
    });
    svg.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch";
      before = chosen;
      if (!at(event)) choose(null);
    });
    svg.addEventListener("focusin", (event) => {
      if (at(event) !== chosen) choose(at(event));
    });
    svg.addEventListener("click", (event) => {
      const claim = at(event);
      if (!claim || !touched || claim === before) return;
      event.preventDefault(); // a finger looks first, and follows the second time
      family = null;
      choose(claim);
      reveal(claim);
    });
    figure.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        pointed = null;
        choose(null);
      }
      const claim = at(event);
      if (!claim || !(event.key in KEYS) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      pointed = null;
      go(KEYS[event.key](claim));
    });
    addEventListener("beforeprint", () => {
      pointed = chosen = null;
      light();
      layOut(PRINTED * (PLATE + 30));
    });
    addEventListener("afterprint", () => layOut());

    controls();
    figure.append(card);
    figure.classList.add("gc-live");
    keep();
    let width = figure.clientWidth;
    new ResizeObserver(() => {
      if (figure.clientWidth !== width) layOut((width = figure.clientWidth));
    }).observe(figure);
  }

  // In a notebook the figure comes after its script.
  function start() {
    const found = document.querySelectorAll(".gc-graph:not([data-ready])");
    found.forEach(animate);
    return found.length;
  }
  function wait() {
    if (!start()) new MutationObserver(start).observe(document.body, { childList: true, subtree: true });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wait);
  else wait();
})();

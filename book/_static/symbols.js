// What a symbol means, shown beside its formula: pointed at, touched, or asked for with the key s,
// which goes through the symbols of a statement one after the other. The entries stand in the page.
"use strict";

(() => {
  const OPEN_AFTER = 350; // ms: a pointer that only passes opens nothing
  const MARK = "data-gc-sign";
  const ACCENTS = "~^\u00af\u02d9";
  const PLACES = ".bd-article :is(.proof.admonition, mjx-container[display='true'])";
  let table = null;
  let timer = 0;
  let shown = null;
  let last = null; // where the key s has come to

  function read() {
    if (!table) {
      const kept = document.getElementById("gc-symbols");
      table = kept ? JSON.parse(kept.textContent) : { signs: {}, entries: [] };
    }
    return table;
  }

  // The letter of a node of a formula, with its style where that makes another sign of it.
  function letterOf(node) {
    if (!node.isToken) return node.childNodes?.length === 1 ? letterOf(node.childNodes[0]) : "";
    const style = node.attributes.get("mathvariant");
    const text = node.getText();
    return /^(double-struck|bold|-tex-calligraphic)$/.test(style) ? `${text}:${style}` : text;
  }

  // An accent and its letter are one sign; all others are single letters.
  function keyOf(node) {
    if (node.isToken) return letterOf(node);
    if (!node.isKind("mover") && !node.isKind("munderover")) return "";
    const [base, accent] = [node.childNodes[0], node.childNodes[node.childNodes.length - 1]];
    const over = accent && letterOf(accent);
    return over?.length === 1 && ACCENTS.includes(over) ? over + letterOf(base) : "";
  }

  window.gcMarkSymbols = function mark(node) {
    if (!node) return;
    const key = keyOf(node);
    if (key && Object.hasOwn(read().signs, key)) node.attributes.set(MARK, key);
    else if (!node.isToken) node.childNodes?.forEach?.(mark);
  };

  const signAt = (target) => target.closest?.(PLACES) && target.closest(`mjx-math [${MARK}]`);
  const entryOf = (sign) => read().entries[read().signs[sign.getAttribute(MARK)]];

  function forget() {
    clearTimeout(timer);
    shown?.classList.remove("gc-pointed");
    shown = null;
  }

  function show(sign) {
    clearTimeout(timer);
    // Opening closes what was open, and that forgets the symbol before.
    sign.dispatchEvent(new CustomEvent("gc-show", { bubbles: true, detail: entryOf(sign) }));
    shown = sign;
    sign.classList.add("gc-pointed");
  }

  function closeSoon() {
    forget();
    document.dispatchEvent(new CustomEvent("gc-close-soon"));
  }

  // The symbols of a statement, each once, in the order in which one reads them.
  function signsOf(box) {
    const found = new Map();
    for (const sign of box.querySelectorAll(`mjx-math [${MARK}]`)) {
      const entry = entryOf(sign);
      if (!found.has(entry) && sign.checkVisibility()) found.set(entry, sign);
    }
    return [...found.values()];
  }

  function next(box) {
    const signs = box ? signsOf(box) : [];
    if (!signs.length) return;
    const sign = signs[(signs.indexOf(last) + 1) % signs.length];
    last = sign;
    sign.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    show(sign);
    const words = document.getElementById("gc-preview")?.textContent.replace(/\\[^a-z]?/gi, " ");
    document.dispatchEvent(new CustomEvent("gc-say", { detail: words ?? "" }));
  }

  function listen() {
    document.addEventListener("pointerover", ({ target, pointerType }) => {
      const sign = pointerType !== "touch" && signAt(target);
      if (!sign || sign === shown) return;
      clearTimeout(timer);
      timer = setTimeout(show, OPEN_AFTER, sign);
    });
    document.addEventListener("pointerout", ({ target, relatedTarget, pointerType }) => {
      const sign = pointerType !== "touch" && signAt(target);
      if (sign && (!relatedTarget || signAt(relatedTarget) !== sign)) closeSoon();
    });
    document.addEventListener("click", ({ target }) => {
      const sign = signAt(target);
      if (sign && sign !== shown) show(sign);
    });
    document.addEventListener("gc-symbols", ({ detail }) => next(detail));
    document.addEventListener("gc-closed", forget);
  }

  listen();
})();

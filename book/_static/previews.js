// Shows what a reference leads to, in place: pointed at or focused at once, touched once. A second
// touch follows the link; Escape, or to look elsewhere, closes. The texts stand in the page.
"use strict";

(() => {
  const OPEN_AFTER = 300; // ms: a pointer that only passes opens nothing
  const CLOSE_AFTER = 250; // ms: time to move from the link into the preview
  const GAP = 8; // px between the line one reads and the preview
  let texts = {};
  let box = null;
  let link = null;
  let timer = 0;
  let touched = false;
  let openedAt = 0;

  // A symbol is part of a formula: the whole line of the formula stays in sight.
  const linesOf = (element) =>
    [...(element.closest("mjx-container") ?? element).getClientRects()];
  const addressOf = (element) => element?.closest?.(".bd-article a[href]")?.getAttribute("href");
  const textOf = (element) => texts[addressOf(element)] ?? "";

  // What is in view already needs no second copy.
  function inView(address) {
    const target = address.startsWith("#") && document.getElementById(decodeURIComponent(address.slice(1)));
    if (!target) return false;
    const { top, bottom } = target.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }

  // Below the line of the link, or above it where there is more room: never over it.
  function place() {
    const lines = linesOf(link);
    const first = lines[0];
    const last = lines[lines.length - 1];
    const below = innerHeight - last.bottom - 2 * GAP;
    const above = first.top - 2 * GAP;
    const under = box.scrollHeight <= below || below >= above;
    box.style.maxHeight = `${Math.min(under ? below : above, 0.5 * innerHeight)}px`;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(GAP, Math.min(link.getBoundingClientRect().left, document.documentElement.clientWidth - width - GAP))}px`;
    box.style.top = `${under ? last.bottom + GAP : first.top - height - GAP}px`;
  }

  function open(anchor) {
    const text = textOf(anchor);
    if (!text || inView(addressOf(anchor)) || (text.includes('class="math') && !window.MathJax)) return close();
    return show(anchor, text);
  }

  async function show(element, text) {
    close();
    link = element;
    openedAt = scrollY;
    box = document.createElement("div");
    box.id = "gc-preview";
    box.className = "gc-preview";
    box.setAttribute("role", "tooltip");
    box.innerHTML = text;
    document.querySelector(".bd-article").append(box);
    link.setAttribute("aria-describedby", box.id);
    if (link.title) [link.dataset.title, link.title] = [link.title, ""];
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", closeSoon);
    for (const image of box.querySelectorAll("img")) image.addEventListener("load", () => box && place());
    place();
    const opened = box;
    await window.MathJax?.startup?.promise;
    if (opened === box) await window.MathJax?.typesetPromise?.([opened]);
    if (opened === box) place();
  }

  function close() {
    clearTimeout(timer);
    if (!box) return;
    box.remove();
    link.removeAttribute("aria-describedby");
    if (link.dataset.title) link.title = link.dataset.title;
    box = link = null;
    document.dispatchEvent(new CustomEvent("gc-closed"));
  }

  function closeSoon() {
    clearTimeout(timer);
    timer = setTimeout(close, CLOSE_AFTER);
  }

  function listen() {
    document.addEventListener("pointerover", (event) => {
      const anchor = event.target.closest?.("a[href]");
      if (event.pointerType === "touch" || !textOf(anchor)) return;
      clearTimeout(timer);
      if (anchor !== link) timer = setTimeout(open, OPEN_AFTER, anchor);
    });
    document.addEventListener("pointerout", (event) => {
      if (event.pointerType !== "touch" && textOf(event.target)) closeSoon();
    });
    document.addEventListener("focusin", ({ target }) => {
      if (target.matches(":focus-visible") && textOf(target)) open(target);
    });
    document.addEventListener("focusout", () => close());
    document.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch";
      if (box && !box.contains(event.target) && event.target.closest("a[href]") !== link) close();
    });
    document.addEventListener("click", (event) => {
      const anchor = event.target.closest("a[href]");
      if (!touched || !textOf(anchor) || anchor === link || inView(addressOf(anchor))) return;
      event.preventDefault();
      open(anchor);
    });
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") close();
    });
    // The word of a scroll that ended before it opened may come late.
    addEventListener("scroll", () => scrollY !== openedAt && close(), { passive: true });
    addEventListener("resize", close);
  }

  function start() {
    if (!document.querySelector(".bd-article")) return;
    texts = JSON.parse(document.getElementById("gc-previews")?.textContent ?? "{}");
    listen();
    document.addEventListener("gc-show", ({ target, detail }) => show(target, detail));
    document.addEventListener("gc-close-soon", closeSoon);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

// What the theme leaves to be done: names that match what one sees, scrolling by keyboard, and a
// search that works from a folder on disk.
"use strict";

(() => {
  // From file:// a browser may not read other pages: list the results without their excerpts.
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  // A control's accessible name must contain its visible label.
  function nameControls() {
    for (const button of document.querySelectorAll(".search-button[aria-label], .search-button-field")) {
      if (button.textContent.trim()) button.removeAttribute("aria-label");
    }
    for (const summary of document.querySelectorAll("summary[aria-label]")) {
      summary.removeAttribute("aria-label");
    }
    for (const logo of document.querySelectorAll(".navbar-brand.logo")) {
      const bar = logo.closest(".sidebar-primary-item");
      if (bar && !bar.closest("nav, header, [role]")) {
        bar.setAttribute("role", "navigation");
        bar.setAttribute("aria-label", "Home");
      }
    }
  }

  // What scrolls sideways can be reached and scrolled with the keyboard.
  const WIDE =
    "mjx-container[display='true'], div.math, span.math, figure, .cell_output, .cell_output .output, pre, .pst-scrollable-table-container";
  const NAMES = [
    ["mjx-container, div.math, span.math", "Wide formula"],
    [".pst-scrollable-table-container", "Wide table"],
    ["pre", "Code"],
    ["figure", "Wide figure"],
    ["*", "Wide output"],
  ];

  // Tells the style at which edges something goes on.
  function markEdges({ currentTarget: element }) {
    const rest = element.scrollWidth - element.clientWidth - element.scrollLeft;
    const edges = [element.scrollLeft > 1 && "left", rest > 1 && "right"].filter(Boolean);
    element.dataset.gcEdge = edges.join(" ");
  }

  function reachWide() {
    for (const element of document.querySelectorAll(`.bd-article :is(${WIDE})`)) {
      const scrolls =
        element.scrollWidth > element.clientWidth + 1 &&
        (element.matches("span.math") || /auto|scroll/.test(getComputedStyle(element).overflowX));
      if (scrolls && !element.hasAttribute("data-gc-wide")) {
        element.setAttribute("data-gc-wide", "");
        element.tabIndex = 0;
        if (!element.matches("figure")) element.setAttribute("role", "group"); // it has its own
        element.setAttribute("aria-label", NAMES.find(([selector]) => element.matches(selector))[1]);
        element.addEventListener("scroll", markEdges, { passive: true });
        markEdges({ currentTarget: element });
      } else if (!scrolls && element.hasAttribute("data-gc-wide")) {
        for (const name of ["data-gc-wide", "data-gc-edge", "tabindex", "role", "aria-label"]) {
          element.removeAttribute(name);
        }
      }
    }
  }

  function start() {
    nameControls();
    reachWide();
    new ResizeObserver(reachWide).observe(document.body);
    document.addEventListener("toggle", reachWide, true);
    document.addEventListener("click", () => requestAnimationFrame(reachWide));
    window.MathJax?.startup?.promise?.then(reachWide);
    // The theme writes some names after it has loaded.
    addEventListener("load", () => {
      nameControls();
      window.MathJax?.startup?.promise?.then(reachWide);
      reachWide();
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

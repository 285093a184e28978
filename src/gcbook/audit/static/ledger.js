// Sorting the ledger, opening the row that the address names, errors first in the errata. One
// listener on the page serves every table on it, whenever the table arrives.
(() => {
  "use strict";
  if (window.gcLedger) return;
  window.gcLedger = true;

  const key = (body, i) => {
    const cell = body.rows[0].cells[i];
    return cell.dataset.key ?? cell.textContent.trim();
  };

  function sort(button) {
    const head = button.parentElement;
    const table = head.closest("table");
    const up = head.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("th").forEach((th) => th.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const rows = [...table.tBodies];
    const sign = up ? 1 : -1;
    const i = head.cellIndex;
    rows.sort((a, b) => sign * key(a, i).localeCompare(key(b, i), "en", { numeric: true }));
    table.append(...rows);
  }

  function order(button) {
    const first = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(first));
    const list = button.closest(".gc-errata");
    const entries = [...list.querySelectorAll("section[data-place]")];
    const rank = (one) => (first ? 1e6 * one.dataset.group : 0) + Number(one.dataset.place);
    list.append(...entries.sort((a, b) => rank(a) - rank(b)));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (button?.matches(".gc-ledger th button")) sort(button);
    if (button?.matches(".gc-order button")) order(button);
  });

  function open() {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row?.closest(".gc-ledger")) row.querySelector("details").open = true;
  }
  addEventListener("hashchange", open);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", open);
  else open();
})();

// The button in the header opens how to cite, in place, and an entry is copied with one press.
"use strict";

(() => {
  // From a folder on disk some browsers keep the clipboard closed: then the entry is selected.
  async function copy(button) {
    const entry = button.closest(".gc-entry").querySelector("pre");
    try {
      await navigator.clipboard.writeText(entry.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(entry);
      button.textContent = document.execCommand("copy") ? "Copied" : "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  }

  function start() {
    const dialog = document.querySelector("dialog.gc-cite");
    if (!dialog) return;
    for (const button of document.querySelectorAll(".gc-copy")) {
      button.hidden = false;
      button.addEventListener("click", () => copy(button));
    }
    for (const link of document.querySelectorAll(".gc-cite-button")) {
      link.setAttribute("role", "button");
      link.addEventListener("click", (event) => {
        event.preventDefault();
        dialog.showModal();
      });
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

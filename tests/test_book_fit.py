"""Nothing of a page is lost at its edges: what is too wide scrolls, and shows that it does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

ROOT = Path(__file__).resolve().parents[1]
HTML = Path(os.environ.get("GCBOOK_HTML", ROOT / "_build" / "html"))
PAGES = sorted({path.name for path in HTML.glob("*.html")} - {"404.html"}) or ["index.html"]
WIDTHS = (1280, 768, 390)
# What is seen of every block: where it begins and ends, and what scrolls or cuts it.
LOST = """() => {
  const article = document.querySelector('.bd-article');
  if (!article) return [];
  const blocks = 'pre, table, mjx-container[display="true"], img, .gc-widget';
  const folded = '.toggle-hidden, details:not([open]), mjx-assistive-mml';
  const name = (e) => `${e.tagName} ${(e.alt ?? e.textContent).trim().slice(0, 50)}`;
  const lost = [];
  for (const e of article.querySelectorAll(blocks)) {
    if (!e.checkVisibility() || e.closest(folded)) continue;
    const seen = (e.querySelector('mjx-math') ?? e).getBoundingClientRect();
    if (!seen.width) continue;
    let frame = e;
    for (; frame !== article; frame = frame.parentElement) {
      const overflow = getComputedStyle(frame).overflowX;
      if (frame.scrollWidth > frame.clientWidth + 1 && overflow !== 'visible') break;
    }
    const edge = frame.getBoundingClientRect();
    if (seen.left < edge.left - 1) lost.push(`the left side of ${name(e)}`);
    if (frame === article && seen.right > edge.right + 1) lost.push(`the right side of ${name(e)}`);
    if (frame === article) continue;
    if (!/auto|scroll/.test(getComputedStyle(frame).overflowX)) lost.push(`cut: ${name(e)}`);
    else if (!frame.dataset.gcEdge && !frame.closest('.gc-widget'))
      lost.push(`scrolls without a visible edge: ${name(e)}`);
  }
  return lost;
}"""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_at_the_edges(browser: Any, html: Path, name: str):
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900})
    try:
        page.goto(f"{html.as_uri()}/{name}")
        page.evaluate("async () => { await window.MathJax?.startup?.promise }")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(250)
            assert page.evaluate(LOST) == [], width
    finally:
        page.close()

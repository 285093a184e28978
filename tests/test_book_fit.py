"""Nothing of a page is lost at its edges: what is too wide scrolls, and shows that it does."""

from __future__ import annotations

import pytest
from pages import PAGES, Reader

pytestmark = [pytest.mark.book, pytest.mark.browser]

WIDTHS = (1280, 768, 390)
# What is seen of every block: where it begins and ends, and what scrolls or cuts it.
LOST = """() => {
  const article = document.querySelector('.bd-article');
  if (!article) return [];
  const blocks = 'pre, table, mjx-container[display="true"], span.math, img, .gc-widget';
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

# Titles of what is folded whose words run under the button that opens it.
COVERED = """() => [...document.querySelectorAll('.admonition.toggle')].filter((box) => {
  const button = box.querySelector('button.toggle-button')?.getBoundingClientRect();
  const title = box.querySelector('.admonition-title');
  if (!button?.width) return false;
  const texts = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
  const words = document.createRange();
  while (texts.nextNode()) {
    if (texts.currentNode.parentElement.closest('button')) continue;
    words.selectNodeContents(texts.currentNode);
    for (const line of words.getClientRects()) {
      if (line.width && line.right > button.left && line.left < button.right
          && line.bottom > button.top && line.top < button.bottom) return true;
    }
  }
  return false;
}).map((box) => box.querySelector('.admonition-title').textContent.trim().slice(0, 60))"""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_at_the_edges(reader: Reader, name: str):
    visit = reader.read(name)
    for width in WIDTHS:
        visit.show({"width": width, "height": 900})
        assert visit.page.evaluate(LOST) == [], width
        assert visit.page.evaluate(COVERED) == [], width

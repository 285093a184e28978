"""The first page of the built book: its figure, with scripts and without, and what one copies."""

from __future__ import annotations

import html as markup
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]


@pytest.fixture
def first_page(browser: Any, html: Path) -> Any:
    """The first page, narrow enough for a phone, with nothing that moves by itself."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto((html / "index.html").as_uri())
    page.wait_for_selector(".gc-hero")
    yield page
    page.close()


def test_the_run_of_the_first_page_is_the_one_that_its_text_describes(first_page: Any):
    said = first_page.inner_text(".gc-hero .gc-says")
    steps = re.match(r"Step 0 of (\d+): the condition fails", said)[1]
    text = first_page.inner_text("article")
    assert f"takes {steps} steps" in text
    begins = first_page.locator(".gc-words").text_content()
    assert f"the condition {begins.replace('from', 'from step')} on" in text


def test_it_can_be_scrubbed_to_its_end_and_a_neuron_moved_by_keyboard(first_page: Any):
    first_page.locator(".gc-film input").fill("1000")
    assert "every point is settled" in first_page.inner_text(".gc-hero .gc-says")
    first_page.locator(".gc-hero [role=slider]").nth(1).focus()
    first_page.keyboard.press("PageDown")
    assert re.match(r"Step 0 of \d+", first_page.inner_text(".gc-hero .gc-says"))


def test_a_finger_can_scroll_past_the_figure(first_page: Any):
    action = "(e) => getComputedStyle(e).touchAction"
    assert first_page.eval_on_selector(".gc-chart", action) == "pan-y"
    assert first_page.eval_on_selector(".gc-hero .gc-neuron", action) == "none"
    assert first_page.eval_on_selector(".gc-stage svg", action) == "auto"


def test_without_scripts_a_picture_shows_start_end_and_loss(browser: Any, html: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((html / "index.html").as_uri())
    picture = page.locator("noscript svg").first
    assert picture.is_visible()
    assert "Start and end of a run of" in picture.locator("title").text_content()
    context.close()


def test_every_chapter_is_reached_from_the_first_page(html: Path):
    article = (html / "index.html").read_text(encoding="utf-8").partition("<article")[2]
    article = article.partition("</article>")[0]
    figures = {"condition", "probability", "synthetic", "real-data", "condition-at-work"}
    companions = {"linear-networks", "local-recovery", "one-story"}
    for stem in figures | companions | {"verifying", "rate-law", "width", "api", "ledger"}:
        assert f'href="{stem}.html' in article, stem


def test_the_cell_that_one_copies_runs(html: Path):
    text = (html / "index.html").read_text(encoding="utf-8")
    cells = re.findall(r'<div class="highlight-ipython3[^>]*>.*?<pre>(.*?)</pre>', text, re.S)
    code = markup.unescape(re.sub(r"<[^>]+>", "", cells[-1]))
    assert code.startswith("import gcbook")
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.startswith("holds: True\nchecked exactly: True\n"), answer.stderr

"""The built book as a reader meets it: in a browser, offline, wide and narrow, light and dark."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
from pages import BARE, HTML, NARROW, PAGES, SETTLED, THEME, Reader, Visit, visiting

pytestmark = [pytest.mark.book, pytest.mark.browser]

ROOT = Path(__file__).resolve().parents[1]
LIMIT_KB = 700  # compressed; a page with widgets may take more
LIMIT_WITH_WIDGETS_KB = 800


def _source(name: str) -> str:
    path = HTML / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


SHAPES = {"rules": {"color-contrast": {"enabled": False}}}
# What is as bright as paper in the dark.
PLATES = """() => [...document.querySelectorAll('.bd-article *')].filter((e) => {
  const [r, g, b, opaque = 1] = getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number);
  const { width, height } = e.getBoundingClientRect();
  return Math.min(r, g, b) > 200 && opaque > 0.5 && width > 30 && height > 8;
}).map((e) => `${e.className}: ${e.textContent.trim().slice(0, 40)}`)"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page: Any, rules: dict[str, Any] | None = None) -> list[str]:
    """What axe-core finds, one line for each rule that is broken."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate((ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(  # from disk, axe may not ask for the style sheets: the console complains
        """async (rules) => (await axe.run(document, {
          resultTypes: ['violations'], preload: false, ...rules})).violations""",
        rules or {},
    )
    return [
        f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"
        for rule in found
    ]


def compressed(url: str) -> int:
    """The bytes a server sends for a file of the book."""
    path = Path(unquote(urlparse(url).path))
    if path.suffix in {".woff", ".woff2", ".png"}:
        return path.stat().st_size
    return len(gzip.compress(path.read_bytes(), 6))


def weights(requests: list[str]) -> dict[str, int]:
    """The kilobytes of every file of the book that was asked for, the heaviest first."""
    files = {url.partition("?")[0] for url in requests if url.startswith("file:")}
    sizes = {Path(url).name: compressed(url) // 1024 for url in files}
    return dict(sorted(sizes.items(), key=lambda item: -item[1]))


def unreachable(page: Any) -> list[str]:
    """What scrolls sideways but cannot be reached with the keyboard."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('.bd-article *')]
              .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.checkVisibility()
                && /auto|scroll/.test(getComputedStyle(e).overflowX)
                && e.tabIndex < 0 && !e.querySelector('[tabindex="0"]'))
              .map((e) => e.outerHTML.slice(0, 120))"""
        )
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_from_disk_light_and_fits_a_phone(reader: Reader, name: str):
    visit = reader.read(name)
    visit.check()
    states = "() => [...document.querySelectorAll('.gc-widget')].map((w) => w.dataset.state)"
    assert set(visit.page.evaluate(states)) <= {"ready"}
    loaded = weights(reader.first)
    heavy = name in WITH_WIDGETS or name == "ledger.html"  # with every proof of every claim
    limit = LIMIT_WITH_WIDGETS_KB if heavy else LIMIT_KB
    assert sum(loaded.values()) <= limit, list(loaded.items())[:6]
    visit.show(NARROW)
    width = visit.page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= NARROW["width"]
    assert unreachable(visit.page) == []


@pytest.mark.parametrize("name", ["ledger.html", "condition.html"])
def test_folded_formulas_are_set_when_they_are_opened(browser: Any, html: Path, name: str):
    with visiting(browser, html.as_uri()) as visit:
        visit.open(name)
        page = visit.page
        waiting = page.locator("details [data-mjx='waits'] .math")
        folded = waiting.count()
        assert folded > 10
        first = page.query_selector("details:has([data-mjx='waits'] .math)")
        first.query_selector("summary").click()
        page.wait_for_function("(e) => e.querySelector('mjx-container')", arg=first)
        assert waiting.count() < folded


# One page of each kind: that no page has an address from the root, `test_book.py` asks of them all.
KINDS = ["index.html", "probability.html", "api.html", "search.html", "genindex.html"]


@pytest.mark.parametrize("name", KINDS)
def test_a_page_opens_from_a_sub_folder_of_a_server(browser: Any, served: str, name: str):
    with visiting(browser, served) as visit:
        visit.open(name)
        visit.check()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_wide_and_narrow(reader: Reader, name: str):
    visit = reader.read(name)
    assert visit.page.evaluate(THEME) == "light"
    assert violations(visit.page) == []
    visit.show(NARROW)
    # what a phone shows bears the colours that the wide page showed
    assert violations(visit.page, SHAPES) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_legible_in_the_dark(reader: Reader, name: str):
    visit = reader.read(name)
    assert reader.began == "dark"  # as the reader's system was when the page was opened
    visit.show(scheme="dark")
    assert visit.page.evaluate(THEME) == "dark"
    assert visit.page.evaluate(PLATES) == []
    assert violations(visit.page, COLOURS) == []


VIEW = "application/vnd.jupyter.widget-view+json"
WITH_WIDGETS = [name for name in PAGES if VIEW in _source(name)]


@pytest.mark.parametrize("name", WITH_WIDGETS)
def test_widgets_answer_to_the_keyboard(reader: Reader, name: str):
    visit = reader.read(name)
    for widget in visit.page.query_selector_all(".gc-widget"):
        controls = widget.query_selector_all("input, button, select, [tabindex='0']")
        assert controls, "a widget without a control that the keyboard reaches"
        before = _state(widget)
        for control in controls:
            control.focus()
            for key in ("ArrowRight", "ArrowUp", "Enter"):
                visit.page.keyboard.press(key)
        assert _state(widget) != before
    assert visit.complaints == []


@pytest.mark.parametrize("name", WITH_WIDGETS)
def test_widgets_answer_to_the_mouse(reader: Reader, name: str):
    visit = reader.read(name)
    for widget, _, box in _handles(visit):
        before = _state(widget)
        visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        visit.page.mouse.down()
        visit.page.mouse.move(box["x"] + 0.85 * box["width"], box["y"] - 40, steps=6)
        visit.page.mouse.up()
        assert _state(widget) != before
    assert visit.complaints == []


def _handles(visit: Visit) -> Iterator[tuple[Any, Any, dict[str, float]]]:
    """Each widget with what one drags of it, in view, and where that is."""
    for widget in visit.page.query_selector_all(".gc-widget"):
        kinds = ("input[type='range']", "g[role='slider'] .gc-dot", "svg")
        handle = next(filter(None, map(widget.query_selector, kinds)), None)
        assert handle is not None
        handle.scroll_into_view_if_needed()
        yield widget, handle, handle.bounding_box()


def _state(widget: Any) -> str:
    values = "(e) => e.outerHTML + [...e.querySelectorAll('input')].map((i) => i.value).join()"
    return str(widget.evaluate(values))


def test_the_reader_chooses_dark_and_the_page_follows(browser: Any, html: Path):
    with visiting(browser, html.as_uri()) as visit:
        visit.open("index.html")
        colour = "() => getComputedStyle(document.body).backgroundColor"
        light = visit.page.evaluate(colour)
        button = visit.page.locator("button.theme-switch-button:visible").first
        for _ in range(3):
            button.click()
            if visit.page.evaluate(THEME) == "dark":
                break
        assert visit.page.evaluate(colour) != light


def test_search_works_from_disk(browser: Any, html: Path):
    with visiting(browser, html.as_uri()) as visit:
        visit.open("search.html?q=condition")
        visit.page.wait_for_selector("#search-results li", timeout=10_000)
        assert visit.page.locator("#search-results li").count() >= 1
        assert visit.complaints == []
        assert visit.outside == []


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Lemma 5.2", "condition.html#lem-5.2"),
        ("theorem 3.1", "main-results.html#thm-3.1"),
        ("Remark 3", "probability.html#rem-3"),
        ("Proposition 4", "phases.html#prop-4"),
    ],
)
def test_a_search_for_a_statement_finds_it_first(browser: Any, html: Path, words: str, place: str):
    with visiting(browser, html.as_uri()) as visit:
        visit.open(f"search.html?q={words.replace(' ', '+')}")
        visit.page.wait_for_selector("#search-results li a", timeout=10_000)
        first = visit.page.locator("#search-results li a").first.get_attribute("href")
        assert str(first).endswith(place)


def test_a_wrong_address_gets_a_way_back(browser: Any, html: Path):
    with visiting(browser, html.as_uri()) as visit:
        visit.page.goto(f"{visit.home}/404.html")
        assert violations(visit.page) == []
        assert visit.page.locator("a").count() == 1
        visit.page.set_viewport_size(NARROW)
        width = visit.page.evaluate("() => document.documentElement.scrollWidth")
        assert width <= NARROW["width"]
        assert visit.outside == []


@contextmanager
def touching(page: Any) -> Iterator[None]:
    """A screen that feels fingers, for a while."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    try:
        yield
    finally:
        session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
        session.detach()


def touch_drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    session = page.context.new_cdp_session(page)
    steps = [
        (start[0] + (end[0] - start[0]) * i / 8, start[1] + (end[1] - start[1]) * i / 8)
        for i in range(9)
    ]
    for i, (x, y) in enumerate(steps):
        kind = "touchStart" if i == 0 else "touchMove"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("name", WITH_WIDGETS)
def test_widgets_answer_to_a_finger(reader: Reader, name: str):
    visit = reader.read(name).show(NARROW)
    with touching(visit.page):
        for widget, handle, box in _handles(visit):
            before = _state(widget)
            middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            away = (middle[0] + 70, middle[1] + 40)
            if handle.get_attribute("type") == "range":  # a finger takes the knob where it is
                share = handle.evaluate("(e) => (e.value - e.min) / (e.max - e.min)")
                middle = (box["x"] + 8 + share * (box["width"] - 16), middle[1])
                away = (box["x"] + (0.2 if share > 0.5 else 0.85) * box["width"], middle[1])
            touch_drag(visit.page, middle, away)
            assert _state(widget) != before
        assert visit.complaints == []


WITH_PROOFS = [
    name for name in PAGES if re.search(r'class="[^"]*dropdown admonition', _source(name))
]


@pytest.mark.parametrize("name", WITH_PROOFS)
def test_proofs_and_solutions_open_and_close(reader: Reader, name: str):
    visit = reader.read(name)
    for box in visit.page.query_selector_all("div.admonition.dropdown"):
        assert "toggle-hidden" in box.get_attribute("class")
        box.query_selector("button.toggle-button").focus()
        visit.page.keyboard.press("Enter")
        assert "toggle-hidden" not in box.get_attribute("class")
    assert visit.complaints == []


FOLDED = [name for name in PAGES if "<details" in _source(name)]
UNFOLD = """() => document.querySelectorAll('details:not([open])').forEach((e) => {
  e.dataset.asked = '';
  e.open = true;
})"""
FOLD = """() => document.querySelectorAll('details[data-asked]').forEach((e) => {
  delete e.dataset.asked;
  e.open = false;
})"""


# The last that is asked of a page: with every formula set, axe takes many times as long.
@pytest.mark.parametrize("name", FOLDED)
def test_every_formula_that_is_folded_away_can_be_set(reader: Reader, name: str):
    visit = reader.read(name)
    visit.page.evaluate(UNFOLD)
    visit.page.wait_for_function("() => !document.querySelector('[data-mjx=\"waits\"]')")
    visit.page.evaluate(SETTLED)
    assert visit.page.evaluate(BARE) == []
    visit.check()
    visit.page.evaluate(FOLD)

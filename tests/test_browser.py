"""The built book as a reader meets it: in a browser, offline, wide and narrow, light and dark."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

ROOT = Path(__file__).resolve().parents[1]
HTML = Path(os.environ.get("GCBOOK_HTML", ROOT / "_build" / "html"))
# The answer to a wrong address stands alone, without the theme: it has a test of its own.
PAGES = sorted({path.name for path in HTML.glob("*.html")} - {"404.html"}) or ["index.html"]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
LIMIT_KB = 700  # compressed; a page with widgets may take more
LIMIT_WITH_WIDGETS_KB = 800
SETTLED = """async () => {
  if (window.MathJax) await window.MathJax.startup.promise;
  const ready = () => [...document.querySelectorAll(
    'script[type="application/vnd.jupyter.widget-view+json"]')].every(
      (view) => view.nextElementSibling?.dataset?.state);
  for (let i = 0; i < 100 && !ready(); i += 1) await new Promise((r) => setTimeout(r, 50));
  await document.fonts.ready;
}"""


def _source(name: str) -> str:
    path = HTML / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


class Visit:
    """One page in one browser window, and everything it asked for or complained about."""

    def __init__(self, page: Any, home: str) -> None:
        self.page = page
        self.home = home
        self.requests: list[str] = []
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.route("**/*", self._route)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("response", self._response)
        page.on(
            "requestfailed", lambda request: self.complaints.append(f"failed: {request.url[:120]}")
        )

    def _route(self, route: Any) -> None:
        url = route.request.url
        if url.startswith((self.home, "data:", "blob:")):
            self.requests.append(url)
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def open(self, name: str) -> Visit:
        self.page.goto(f"{self.home}/{name}")
        self.page.evaluate(SETTLED)
        return self

    def check(self) -> None:
        """Nothing came from elsewhere, nothing complained, every formula was typeset."""
        assert self.outside == []
        assert self.complaints == []
        formulas, shown, errors = typeset(self.page)
        assert shown >= formulas
        assert errors == 0


@contextmanager
def visiting(
    browser: Any, home: str, *, size: Any = WIDE, scheme: str = "light"
) -> Iterator[Visit]:
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    try:
        yield Visit(context.new_page(), home)
    finally:
        context.close()


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
    page.evaluate((ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        """async (rules) => (await axe.run(document, {
          resultTypes: ['violations'], ...rules})).violations""",
        rules or {},
    )
    return [
        f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"
        for rule in found
    ]


def typeset(page: Any) -> tuple[int, int, int]:
    """The formulas not folded away, all those typeset, and those MathJax marks as errors."""
    return tuple(
        page.evaluate(
            """() => [document.querySelectorAll('.math:not([data-mjx="waits"] *)').length,
                      document.querySelectorAll('.math mjx-container').length,
                      document.querySelectorAll('mjx-merror, [data-mjx-error]').length]"""
        )
    )


# Formulas that still show their source.
BARE = """() => [...document.querySelectorAll('.bd-article .math')]
  .filter((e) => !e.querySelector('mjx-container')).map((e) => e.textContent.slice(0, 60))"""


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
def test_a_page_opens_from_disk_light_and_fits_a_phone(browser: Any, html: Path, name: str):
    with visiting(browser, html.as_uri()) as visit:
        visit.open(name)
        visit.check()
        states = "() => [...document.querySelectorAll('.gc-widget')].map((w) => w.dataset.state)"
        assert set(visit.page.evaluate(states)) <= {"ready"}
        loaded = weights(visit.requests)
        heavy = name in WITH_WIDGETS or name == "ledger.html"  # with every proof of every claim
        limit = LIMIT_WITH_WIDGETS_KB if heavy else LIMIT_KB
        assert sum(loaded.values()) <= limit, list(loaded.items())[:6]
        visit.page.set_viewport_size(NARROW)
        visit.page.wait_for_timeout(150)
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
        first = page.locator("details:has([data-mjx='waits'] .math)").first
        first.locator("summary").click()
        page.wait_for_function(
            "(e) => e.querySelector('mjx-container')", arg=first.element_handle()
        )
        assert waiting.count() < folded
        page.evaluate("() => document.querySelectorAll('details').forEach((e) => (e.open = true))")
        page.wait_for_function("() => !document.querySelector('[data-mjx=\"waits\"]')")
        page.evaluate(SETTLED)
        assert typeset(page)[2] == 0
        assert page.evaluate(BARE) == []


# One page of each kind: that no page has an address from the root, `test_book.py` asks of them all.
KINDS = ["index.html", "probability.html", "api.html", "search.html", "genindex.html"]


@pytest.mark.parametrize("name", KINDS)
def test_a_page_opens_from_a_sub_folder_of_a_server(browser: Any, served: str, name: str):
    with visiting(browser, served) as visit:
        visit.open(name)
        visit.check()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_wide_and_narrow(browser: Any, html: Path, name: str):
    with visiting(browser, html.as_uri()) as visit:
        visit.open(name)
        assert violations(visit.page) == []
        visit.page.set_viewport_size(NARROW)
        visit.page.wait_for_timeout(150)
        # what a phone shows bears the colours that the wide page showed
        assert violations(visit.page, SHAPES) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_legible_in_the_dark(browser: Any, html: Path, name: str):
    with visiting(browser, html.as_uri(), scheme="dark") as visit:
        visit.open(name)
        assert visit.page.evaluate("() => document.documentElement.dataset.theme") == "dark"
        assert visit.page.evaluate(PLATES) == []
        assert violations(visit.page, COLOURS) == []


VIEW = "application/vnd.jupyter.widget-view+json"
WITH_WIDGETS = [name for name in PAGES if VIEW in _source(name)]


@pytest.mark.parametrize("name", WITH_WIDGETS)
def test_widgets_answer_to_the_keyboard(browser: Any, html: Path, name: str):
    with visiting(browser, html.as_uri()) as visit:
        visit.open(name)
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
def test_widgets_answer_to_the_mouse(browser: Any, html: Path, name: str):
    with visiting(browser, html.as_uri()) as visit:
        visit.open(name)
        for widget in visit.page.query_selector_all(".gc-widget"):
            kinds = ("input[type='range']", "g[role='slider'] .gc-dot", "svg")
            handle = next(filter(None, map(widget.query_selector, kinds)), None)
            assert handle is not None
            handle.scroll_into_view_if_needed()
            box = handle.bounding_box()
            before = _state(widget)
            visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            visit.page.mouse.down()
            visit.page.mouse.move(box["x"] + 0.85 * box["width"], box["y"] - 40, steps=6)
            visit.page.mouse.up()
            assert _state(widget) != before
        assert visit.complaints == []


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
            if visit.page.evaluate("() => document.documentElement.dataset.theme") == "dark":
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
def test_widgets_answer_to_a_finger(browser: Any, html: Path, name: str):
    context = browser.new_context(viewport=NARROW, has_touch=True, reduced_motion="reduce")
    try:
        visit = Visit(context.new_page(), html.as_uri()).open(name)
        for widget in visit.page.query_selector_all(".gc-widget"):
            kinds = ("input[type='range']", "g[role='slider'] .gc-dot", "svg")
            handle = next(filter(None, map(widget.query_selector, kinds)), None)
            assert handle is not None
            handle.scroll_into_view_if_needed()
            box = handle.bounding_box()
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
    finally:
        context.close()


WITH_PROOFS = [
    name for name in PAGES if re.search(r'class="[^"]*dropdown admonition', _source(name))
]


@pytest.mark.parametrize("name", WITH_PROOFS)
def test_proofs_and_solutions_open_and_close(browser: Any, html: Path, name: str):
    with visiting(browser, html.as_uri()) as visit:
        visit.open(name)
        for box in visit.page.query_selector_all("div.admonition.dropdown"):
            assert "toggle-hidden" in box.get_attribute("class")
            box.query_selector("button.toggle-button").focus()
            visit.page.keyboard.press("Enter")
            assert "toggle-hidden" not in box.get_attribute("class")
        assert visit.complaints == []

"""The graph of what rests on what, in the page: its data, the mouse, the keys, a finger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from gcbook.claims import report

pytestmark = pytest.mark.book

ROOT = Path(__file__).resolve().parents[1]
PAGE = "ledger.html"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
CLAIM = ".gc-graph a.gc-claim[data-id='{}']"
SEEN = "() => [...document.querySelectorAll('.gc-claim')].filter({}).map((e) => e.dataset.id)"
HERE = "() => document.activeElement.dataset.id"
CARD = ".gc-graph-card"


@pytest.fixture(scope="module")
def rows(html: Path) -> dict[str, dict[str, Any]]:
    run = json.loads((html.parent / "ledger.json").read_text(encoding="utf-8"))
    return {row["id"]: row for row in run["rows"]}


@pytest.fixture(scope="module")
def figure(html: Path) -> Tag:
    found = BeautifulSoup((html / PAGE).read_text(encoding="utf-8"), "html.parser")
    graph = found.select_one(".gc-graph")
    assert graph is not None
    return graph


@pytest.fixture(scope="module")
def alone(html: Path, figure: Tag, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The picture and the table of the page by themselves: its formulas take long to typeset."""
    run = report.load_run(html.parent / "ledger.json")
    style = (ROOT / "book" / "_static" / "book.css").read_text(encoding="utf-8")
    page = tmp_path_factory.mktemp("graph") / "graph.html"
    page.write_text(
        "<!doctype html><html lang='en' data-theme='light'><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'><title>The graph</title>"
        f"<style>{style.replace('url(', 'local(')}</style>{report.assets()}"
        "<main class='bd-article' style='background: var(--pst-color-background)'>"
        f"<h1>The graph</h1>{figure}{report.ledger_html(run)}</main></html>",
        encoding="utf-8",
    )
    return page.as_uri()


@contextmanager
def opened(browser: Any, address: str, size: dict[str, int], touch: bool = False) -> Iterator[Any]:
    context = browser.new_context(viewport=size, has_touch=touch, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector(".gc-graph[data-ready]")
    yield page
    context.close()


@pytest.fixture
def page(browser: Any, alone: str) -> Iterator[Any]:
    with opened(browser, alone, WIDE) as page:
        yield page


@pytest.fixture
def phone(browser: Any, alone: str) -> Iterator[Any]:
    with opened(browser, alone, PHONE, touch=True) as page:
        yield page


def cone(rows: dict[str, dict[str, Any]], name: str) -> set[str]:
    """Everything that a claim rests on."""
    below = set(rows[name]["depends"])
    return below.union(*(cone(rows, one) for one in below))


def carried(rows: dict[str, dict[str, Any]], name: str) -> set[str]:
    return {one for one in rows if name in cone(rows, one)}


def lit(page: Any, kind: str) -> set[str]:
    return set(page.evaluate(SEEN.format(f"(e) => e.classList.contains('gc-{kind}')")))


def test_the_picture_is_the_ledger(figure: Tag, rows: dict[str, dict[str, Any]]):
    nodes = {str(node["data-id"]): node for node in figure.select("a.gc-claim")}
    assert sorted(nodes) == sorted(rows)
    assert len(figure.select("a.gc-claim")) == len(rows)
    for name, row in rows.items():
        assert nodes[name]["data-verdict"] == row["verdict"]
        assert nodes[name]["href"] == f"#{name}"
        assert nodes[name]["data-stated"]
        assert nodes[name]["data-paper"] in {
            "Slow to fast", "Linear networks", "Local recovery", "Ours"
        }  # fmt: skip
    edges = [(edge["data-from"], edge["data-to"]) for edge in figure.select(".gc-edges path")]
    uses = [(used, name) for name, row in rows.items() for used in row["depends"]]
    assert sorted(edges) == sorted(uses)


def test_no_claim_rests_on_itself_through_others(figure: Tag):
    names = [node["data-id"] for node in figure.select("a.gc-claim")]
    for edge in figure.select(".gc-edges path"):
        assert names.index(edge["data-from"]) < names.index(edge["data-to"])


def test_no_id_is_shown_where_words_should_be(figure: Tag, rows: dict[str, dict[str, Any]]):
    for node in figure.select("a.gc-claim"):
        shown = " ".join(one.get_text() for one in node.select(":scope > text tspan"))
        title = rows[str(node["data-id"])]["title"].replace("$", "").partition(" (")[0]
        assert title in shown
        assert "-" not in str(node["data-id"]) or node["data-id"] not in shown


@pytest.mark.browser
def test_in_the_page_the_mouse_shows_a_claim_in_words_and_follows_it(
    browser: Any, html: Path, rows: dict[str, Any]
):
    with opened(browser, f"{html.as_uri()}/{PAGE}", WIDE) as page:
        page.evaluate("async () => { await window.MathJax?.startup?.promise }")
        look_and_follow(page, rows)


def look_and_follow(page: Any, rows: dict[str, Any]) -> None:
    claim = page.locator(CLAIM.format("thm-3.2"))
    claim.scroll_into_view_if_needed()
    claim.hover()
    page.wait_for_selector(f"{CARD}[data-id='thm-3.2']")
    assert lit(page, "below") == cone(rows, "thm-3.2")
    assert lit(page, "above") == carried(rows, "thm-3.2")
    assert "Convergence without bias" in page.locator(CARD).inner_text()
    page.wait_for_selector(f"{CARD}:not(.gc-waits) mjx-container")
    claim.click()
    page.wait_for_function("() => document.getElementById('thm-3.2').querySelector('[open]')")
    assert page.url.endswith("#thm-3.2")


@pytest.mark.browser
def test_the_keys_go_along_edges_and_enter_follows(page: Any, rows: dict[str, Any]):
    assert page.locator(".gc-claim[tabindex='0']").count() == 1
    page.locator(CLAIM.format("prop-3")).focus()
    page.keyboard.press("ArrowLeft")
    first = page.evaluate(HERE)
    assert first in rows["prop-3"]["depends"]
    page.keyboard.press("ArrowDown")
    second = page.evaluate(HERE)
    assert second in set(rows["prop-3"]["depends"]) - {first}
    page.keyboard.press("ArrowRight")
    assert second in rows[page.evaluate(HERE)]["depends"]
    page.keyboard.press("Escape")
    assert lit(page, "here") == set()
    page.keyboard.press("Home")
    assert page.evaluate(HERE) == page.evaluate(SEEN.format("Boolean"))[0]
    page.keyboard.press("ArrowDown")
    here = page.evaluate(HERE)
    page.keyboard.press("Enter")
    page.wait_for_function("(id) => document.getElementById(id).querySelector('[open]')", arg=here)


@pytest.mark.browser
def test_buttons_keep_a_verdict_and_a_paper(page: Any, rows: dict[str, Any]):
    page.get_by_role("button", name="holds after repair").click()
    page.get_by_role("button", name="Linear networks").click()
    kept = {
        name
        for name, row in rows.items()
        if row["verdict"] == "holds after repair"
        and row["origin"] == "paper"
        and "linear_networks" in row["checks"][0]["source"]
    }
    assert set(rows) - lit(page, "out") == kept != set()
    status = page.locator(".gc-graph-status")
    assert status.inner_text() == f"{len(kept)} of {len(rows)} claims"
    page.get_by_role("button", name="Linear networks").press("Enter")
    page.get_by_role("button", name="holds after repair").press("Enter")
    assert lit(page, "out") == set()


@pytest.mark.browser
def test_paper_gets_the_picture_that_stands_in_the_source(page: Any, figure: Tag):
    page.set_viewport_size(PHONE)
    page.wait_for_selector(".gc-graph[data-columns='1']")
    drawn = "() => [...document.querySelectorAll('.gc-edges path')].map((e) => e.getAttribute('d'))"
    at = "() => [...document.querySelectorAll('.gc-claim')].map((e) => e.getAttribute('transform'))"
    narrow = page.evaluate(at)
    page.evaluate("() => { dispatchEvent(new Event('beforeprint')) }")
    printed = [node["transform"] for node in figure.select("a.gc-claim")]
    assert page.evaluate(at) == printed != narrow
    numbers = [
        edge["d"].replace("C", " ").replace("M", "") for edge in figure.select("path[d][data-to]")
    ]
    for ours, theirs in zip(page.evaluate(drawn), numbers, strict=True):
        there = [float(one) for one in ours.replace("C", " ").replace("M", "").split()]
        assert there == pytest.approx([float(one) for one in theirs.split()], abs=0.01)
    page.evaluate("() => { dispatchEvent(new Event('afterprint')) }")
    assert page.evaluate(at) == narrow


@pytest.mark.browser
def test_a_finger_looks_first_and_follows_the_second_time(phone: Any, rows: dict[str, Any]):
    page = phone
    assert page.locator(".gc-graph").get_attribute("data-columns") == "1"
    page.get_by_role("button", name="false as printed").tap()
    shown = set(page.evaluate(SEEN.format("(e) => e.checkVisibility()")))
    assert shown == {name for name, row in rows.items() if row["verdict"] == "false as printed"}
    claim = page.locator(CLAIM.format("intro-least-neurons"))
    claim.tap()
    assert lit(page, "here") == {"intro-least-neurons"}
    below = cone(rows, "intro-least-neurons")
    assert below <= set(page.evaluate(SEEN.format("(e) => e.checkVisibility()")))
    assert "#" not in page.url
    foot, top = claim.bounding_box(), page.locator(CARD).bounding_box()
    assert foot["y"] + foot["height"] <= top["y"] + 1
    claim.tap()
    page.wait_for_function("() => location.hash === '#intro-least-neurons'")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lit_picture_is_accessible(page: Any, scheme: str):
    page.evaluate("(name) => { document.documentElement.dataset.theme = name }", scheme)
    page.evaluate((ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8"))
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.locator(CLAIM.format("lem-5.1")).hover()
        page.wait_for_selector(f"{CARD}[data-id='lem-5.1']")
        found = page.evaluate("async () => (await axe.run('.gc-graph')).violations")
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []

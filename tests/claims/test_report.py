"""The pages made from a run: anchors, words beside colours, links, and refusal of a wrong file."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from gcbook.claims import Claim, Ledger, Outcome, check, errata, report, run_ledger

IDS = ["asm-1", "eq-1", "eq-fi", "eq-2"]


@pytest.fixture(scope="module")
def run() -> dict:
    return run_ledger(IDS).to_dict()


def test_every_row_has_its_anchor_and_its_verdict_in_words(run):
    page = report.ledger_html(run, {"asm-1": "setup.html#asm-1"})
    for row in run["rows"]:
        assert f'<tbody id="{row["id"]}">' in page
    assert page.count('<span class="gc-verdict gc-holds"><span>holds</span></span>') == len(IDS)
    assert 'href="setup.html#asm-1"' in page
    assert r"\(f_i=\sum_{j=1}^{k}" in page


def test_text_is_escaped():
    @check(
        name="one",
        twin={"x": 2},
        twin_says="a < b",
        method="exact",
        role="supports",
        covers="<script>",
        omits="&",
    )
    def one(x: int = 1) -> Outcome:
        return Outcome(x == 1, "<b>", 1)

    claim = Claim("x", "X", "<i>", "0", "$a<b$", "passing", (one,))
    page = report.ledger_html(Ledger([claim]).run().to_dict())
    assert "&lt;script&gt;" in page
    assert r"\(a&lt;b\)" in page
    assert "<script" not in page


def test_the_graph_has_every_claim_and_every_dependency_of_the_run_once(run):
    text = report.graph_svg(run, {"eq-1": "setup.html#eq-1"}, papers=report.papers(run))
    svg = ElementTree.fromstring(re.search(r"<svg [^>]*role=.*</svg>", text, re.DOTALL)[0])
    space = {"s": "http://www.w3.org/2000/svg"}
    nodes = {node.get("data-id"): node for node in svg.iterfind(".//s:a", space)}
    assert sorted(nodes) == sorted(IDS)
    for row in run["rows"]:
        node = nodes[row["id"]]
        assert node.get("href") == f"#{row['id']}"
        assert node.get("data-verdict") == row["verdict"]
        assert node.get("data-paper") == "Slow to fast"
        assert row["title"] in node.get("aria-label")
        assert node.get("aria-label").endswith(f": {row['verdict']}")
    assert nodes["eq-1"].get("data-stated") == "setup.html#eq-1"
    edges = [
        (edge.get("data-from"), edge.get("data-to")) for edge in svg.iterfind(".//s:path", space)
    ]
    uses = [(used, row["id"]) for row in run["rows"] for used in row["depends"] if used in IDS]
    assert sorted(edge for edge in edges if edge[0]) == sorted(uses) != []


def test_a_claim_knows_its_chapter_and_its_paper(tmp_path):
    (tmp_path / "a.md").write_text("# 5.2 The condition\n:label: x\n{verdict}`x` {verdict}`y`")
    assert report.chapters(tmp_path) == {"x": "5.2 The condition", "y": "5.2 The condition"}
    source = "claims/linear_networks/landscape.py"
    rows = [
        {"id": "x", "origin": "paper", "checks": [{"source": source}]},
        {"id": "y", "origin": "ours", "checks": [{"source": source}]},
    ]
    assert report.papers({"rows": rows}) == {"x": "Linear networks", "y": "Ours"}


def test_errata_show_both_forms_and_the_state_of_the_check(run):
    entries = [one for one in errata() if one.claim in IDS]
    page = report.errata_html(run, entries)
    assert page.count("sound in this build") == len(entries) > 3
    assert 'href="ledger.html#asm-1"' in page


def test_a_run_is_read_from_the_file_the_build_leaves(run, tmp_path, monkeypatch):
    path = tmp_path / "ledger.json"
    path.write_text(json.dumps(run))
    monkeypatch.setenv("GCBOOK_LEDGER", str(path))
    assert report.load_run()["rows"] == run["rows"]
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GCBOOK_LEDGER")
    (tmp_path / "_build").mkdir()
    path.rename(tmp_path / "_build" / "ledger.json")
    assert report.load_run()["rows"] == run["rows"]
    path.write_text("[]")
    with pytest.raises(ValueError, match="must name a run of version 2"):
        report.load_run(path)


def test_links_prefer_the_labelled_statement(tmp_path):
    (tmp_path / "a.md").write_text(":::{prf:lemma} 1\n:label: lem-1\n:::\n{verdict}`lem-1`")
    (tmp_path / "b.md").write_text("{verdict}`lem-1` {verdict}`eq-9`")
    assert report.book_links(tmp_path) == {"lem-1": "a.html#lem-1", "eq-9": "b.html"}

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


def test_graph_is_well_formed_and_says_verdicts_in_words(run):
    text = report.graph_svg(run, {"eq-1": "setup.html#eq-1"})
    svg = ElementTree.fromstring(re.search(r"<svg.*</svg>", text, re.DOTALL)[0])
    space = {"s": "http://www.w3.org/2000/svg"}
    titles = [node.text for node in svg.iterfind(".//s:g/s:title", space)]
    links = [node.get("href") for node in svg.iterfind(".//s:a", space)]
    assert "Assumption 1, The output weights: holds" in titles
    assert links.count("setup.html#eq-1") == 1
    assert len(titles) == len(links) == len(IDS)
    # eq-1 uses eq-fi and asm-1, eq-2 uses eq-1
    assert len(svg.findall(".//s:path", space)) == 3


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

"""Every row of the ledger: its checks pass, their twins do not, and the book knows its id."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import gcbook
from gcbook.audit import export
from gcbook.audit.memory import answer
from gcbook.claims import errata, run_ledger

ROOT = Path(__file__).parents[2]
LEDGER = gcbook.ledger()
CHECKS = [(claim.id, check.name) for claim in LEDGER for check in claim.checks]
CASES = [
    pytest.param(
        claim.id,
        check.name,
        id=f"{claim.id}/{check.name}",
        marks=[pytest.mark.slow] if check.seconds >= 1 else [],
    )
    for claim in LEDGER
    for check in claim.checks
]
PAPER_ORDER = [
    *("eq-1", "asm-1", "eq-2", "eq-3", "eq-4", "rem-closed-form", "thm-3.1", "eq-5", "thm-3.2"),
    *("rem-1", "rem-2", "lem-4.1", "eq-6", "prop-1", "prop-2", "lem-4.2", "lem-5.1", "lem-5.2"),
    *("rem-3", "prop-3", "prop-4"),
]
MORE = [
    *("setup-data", "eq-fi", "sym-1", "fin-1", "fin-2", "gc-realisability", "intro-pointwise"),
    *("intro-population", "intro-least-neurons", "intro-lipschitz", "concl-lenet"),
]


@pytest.fixture(scope="module")
def kept(kept_rows) -> dict[tuple[str, str], dict]:
    """What the build of the book found, check by check."""
    return {(id, check["name"]): check for id, row in kept_rows.items() for check in row["checks"]}


@pytest.mark.parametrize(("claim", "name"), CASES)
def test_check_passes_and_rejects_its_twin(claim: str, name: str, kept):
    found = kept.get((claim, name)) or export.results(answer(LEDGER[claim].check(name)))
    assert found["passed"], (found["computed"], found["expected"])
    assert found["twin_rejected"], (LEDGER[claim].check(name).twin_says, found["twin_computed"])
    for word in ("computed", "twin_computed", "expected", "detail"):
        assert "np." not in found[word], f"{word} is in NumPy's words: {found[word]}"


def test_there_are_as_many_twins_as_checks():
    twins = [check.twin for claim in LEDGER for check in claim.checks]
    assert len(twins) == len(CHECKS) > 150
    assert all(twins)


def test_every_claim_rests_on_a_check():
    assert [claim.id for claim in LEDGER if not claim.checks] == []


def test_ids_are_unique_and_the_paper_is_complete():
    assert max(Counter(LEDGER.ids).values()) == 1
    assert set(PAPER_ORDER) | set(MORE) <= set(LEDGER.ids)


def test_rows_come_in_the_papers_order():
    places = [LEDGER.ids.index(name) for name in PAPER_ORDER]
    assert places == sorted(places)


def test_dependencies_are_acyclic_and_known():
    graph = LEDGER.graph()
    assert set(graph) == set(LEDGER.ids)
    assert sum(map(len, graph.values())) > 30


def test_every_erratum_names_an_existing_check():
    entries = errata()
    assert len(entries) > 20
    assert max(Counter(one.id for one in entries).values()) == 1
    for one in entries:
        assert LEDGER[one.claim].check(one.check)


def test_a_changed_statement_has_its_repair_written_down():
    for claim in LEDGER:
        if any(one.role in {"refutes", "repairs"} and not one.slip for one in claim.checks) and any(
            one.role == "repairs" for one in claim.checks
        ):
            assert claim.repair, claim.id


def test_sources_point_at_the_check():
    for claim in LEDGER:
        for check in claim.checks:
            source, line = check.source
            lines = (ROOT / "src" / "gcbook" / source).read_text().splitlines()
            made = ("@check(", f"@{check.method}.")
            assert lines[line - 1].startswith(made), check.name


@pytest.mark.slow
def test_workers_do_not_change_the_evidence():
    ids = ["asm-1", "prop-1"]
    with ProcessPoolExecutor(2) as pool:
        spread = run_ledger(ids, executor=pool)
    alone = run_ledger(ids)
    outcomes = [
        [(one.name, str(one.outcome.computed), one.twin_rejected) for one in row.checks]
        for run in (spread, alone)
        for row in run.evidence
    ]
    assert outcomes[:2] == outcomes[2:]


def test_one_id_may_be_given_as_text():
    assert [row.id for row in LEDGER.select("lem-5.2")] == ["lem-5.2"]
    assert run_ledger("asm-1").passed
    with pytest.raises(TypeError, match="ids must be one id or several, as text; got 3"):
        run_ledger([3])
    with pytest.raises(KeyError, match=r"'lem-5\.3', which is not a claim of this ledger"):
        run_ledger("lem-5.3")


with_chapters = pytest.mark.skipif(
    not (ROOT / "book").exists(), reason="the sdist carries no chapters"
)


def book_labels() -> tuple[set[str], set[str]]:
    """The ids of verdict badges, and the labels of numbered statements, over the whole book."""
    text = "\n".join(page.read_text() for page in (ROOT / "book").glob("*.md"))
    badges = set(re.findall(r"\{verdict\}`([^`<>]+)`", text))
    statements = re.findall(r":{3,}\{prf:\w+\}.*\n((?::[\w-]+:.*\n)+)", text)
    labels = {m.group(1) for block in statements if (m := re.search(r":label: (\S+)", block))}
    return badges, labels


@with_chapters
def test_every_badge_in_the_book_has_a_row():
    badges, _ = book_labels()
    assert badges
    assert badges <= set(LEDGER.ids)


@with_chapters
def test_every_row_has_a_badge_in_the_book():
    badges, _ = book_labels()
    assert set(LEDGER.ids) - badges == set()


@with_chapters
def test_every_labelled_statement_has_a_row():
    _, labels = book_labels()
    ours = {label for label in labels if not label.startswith(("cor-positive", "def-", "ex-"))}
    assert ours <= set(LEDGER.ids)

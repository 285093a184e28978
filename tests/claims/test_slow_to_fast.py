"""The main paper in the ledger: where its results are found, and some of their verdicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from gcbook import ledger
from gcbook.claims import errata, slow_to_fast

FOLDER = Path(slow_to_fast.__file__).parent


def test_the_module_of_a_claim_can_be_guessed_from_its_id():
    for result in slow_to_fast.RESULTS:
        expected = result.CLAIM.id.replace("-", "_").replace(".", "_")
        assert result.__name__.rpartition(".")[2] == expected


def test_no_words_are_left_out():
    found = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.toml")}
    listed = {
        f"{section}/{result}"
        for section, results in slow_to_fast.ORDER.items()
        for result in results.split()
    }
    assert found == listed


def test_every_erratum_belongs_to_the_claim_beside_it():
    assert len(errata()) == sum(len(result.ERRATA) for result in slow_to_fast.RESULTS)
    for result in slow_to_fast.RESULTS:
        assert {one.claim for one in result.ERRATA} <= {result.CLAIM.id}


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("bathtub", "holds"),
        ("lem-5.1", "holds after repair"),
        ("cor-5.1", "holds"),
        ("lem-5.2", "holds after repair"),
        ("rem-3", "holds"),
        ("prop-3-divergence", "holds"),
        ("gc-transition", "holds after repair"),
        ("sec-5-negative", "holds"),
        ("prop-4", "holds after repair"),
        ("prop-4-consequence", "holds after repair"),
        ("prop-4-dimension", "holds after repair"),
    ],
)
def test_verdicts_of_section_5(row: str, verdict: str):
    assert ledger()[row].verdict == verdict


@pytest.mark.parametrize(
    "row",
    [
        "bathtub",
        "lem-5.1",
        "cor-5.1",
        "sec-5-negative",
        "prop-4",
        "prop-4-consequence",
        "prop-4-dimension",
    ],
)
def test_nothing_in_section_5_that_is_strict_rests_on_instances(row: str):
    claim = ledger()[row]
    assert claim.strict
    assert {status for _, status in claim.evidence.steps} <= {"proved", "argued"}

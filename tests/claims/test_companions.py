"""The rows of the companions: checks pass, twins do not, errata name checks."""

from __future__ import annotations

import re

import pytest

from gcbook import ledger
from gcbook.claims import linear_networks, local_recovery

CLAIMS = (*linear_networks.CLAIMS, *local_recovery.CLAIMS)
ERRATA = (*linear_networks.ERRATA, *local_recovery.ERRATA)
NOT_HOLDING = {
    "lin-red": "holds after repair",
    "lin-exp": "holds after repair",
    "rec-fig-4": "holds after repair",
    "rec-fig-5": "holds after repair",
    "lin-conj": "unproved",
}


def test_every_row_is_in_the_ledger_which_asks_every_check_and_its_twin():
    rows = {claim.id: claim for claim in ledger()}
    assert all(rows[claim.id].checks == claim.checks != () for claim in CLAIMS)


STATED = """
    lin-gdd lin-inv lin-inv-gd lin-bound lin-conv lin-red lin-exp lin-land lin-h1 lin-h2
    rec-act rec-indep rec-input rec-qstar rec-morse rec-thresh rec-sep rec-order rec-rate
    rec-bias rec-cross
"""
ELSEWHERE = {  # why there is no row of that name, and which rows hold what can be said
    "lin-h2": ("open in general, proved for the scalar chain", {"lin-conj", "lin-chain"}),
}


@pytest.mark.parametrize("label", STATED.split())
def test_every_statement_of_the_companions_has_a_row_or_a_reason(label):
    _, rows = ELSEWHERE.get(label, ("", {label}))
    assert rows <= {claim.id for claim in CLAIMS}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_verdicts(claim, found):
    assert found(claim.id)["verdict"] == NOT_HOLDING.get(claim.id, "holds")


def test_errata_name_checks_of_their_row():
    by_id = {claim.id: claim for claim in CLAIMS}
    assert len({one.id for one in ERRATA}) == len(ERRATA) >= 11
    for one in ERRATA:
        assert by_id[one.claim].check(one.check)


def test_words_need_no_macro_of_the_book():
    macro = re.compile(r"\\(?:R|E|P|sign)(?![A-Za-z])")
    for claim in CLAIMS:
        for text in (claim.statement, claim.repair, *(step.text for step in claim.proof)):
            assert not macro.search(text), claim.id

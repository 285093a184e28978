"""The decorators by method and role make the checks that `check` makes."""

from __future__ import annotations

from typing import get_args

import pytest

from gcbook import audit
from gcbook.audit import Outcome, check
from gcbook.audit.check import Method, Role


def answers(right: int = 2, seed: int = 5) -> Outcome:
    """The sum of one and one is two."""
    return Outcome(right == 2, 2, right)


WORDS = {"twin": {"right": 3}, "twin_says": "1 + 1 = 3", "omits": "other sums", "false_alarm": 0.1}


@pytest.mark.parametrize("role", get_args(Role))
@pytest.mark.parametrize("method", get_args(Method))
def test_every_method_has_every_role(method: str, role: str):
    short = getattr(getattr(audit, method), role)(**WORDS)(answers)
    long = check(method=method, role=role, **WORDS)(answers)
    assert (short.method, short.role, short.name, short.seed) == (method, role, "answers", 5)
    names = ("run", "twin", "covers", "omits", "false_alarm", "reach")
    assert [getattr(short, n) for n in names] == [getattr(long, n) for n in names]


def test_a_word_that_is_missing_or_unknown_is_refused():
    with pytest.raises(TypeError, match="twin_says"):
        audit.exact.refutes(twin={"right": 3}, omits="other sums")
    with pytest.raises(TypeError, match="tolerances"):
        audit.exact.refutes(**WORDS, tolerances="none")(answers)

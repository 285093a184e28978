"""What one call of a check found, and what the check and its twin found together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, repr=False)
class Outcome:
    """What one call of a check found.

    Parameters
    ----------
    passed : bool
        Whether the statement that was asked about came out true.
    computed, expected : object
        The two sides that were compared; anything whose ``str`` a reader can use.
    detail : str
        One sentence more: the counterexample, the sample, the slack.

    Examples
    --------
    >>> from gcbook.audit import Outcome
    >>> Outcome(passed=2 + 2 == 4, computed=2 + 2, expected=4).passed
    True
    """

    passed: bool
    computed: Any
    expected: Any
    detail: str = ""

    def __repr__(self) -> str:
        word = "passed" if self.passed else "did not pass"
        return (
            f"<{type(self).__name__}: {word}; computed {_short(self.computed)}, "
            f"expected {_short(self.expected)}>"
        )


class Raised(Outcome):
    """The outcome of a call that raised instead of answering."""


@dataclass(frozen=True, repr=False)
class CheckEvidence:
    """The outcome of one check, the outcome of its twin, and the seconds both took."""

    name: str
    outcome: Outcome
    twin: Outcome
    seconds: float

    @property
    def twin_rejected(self) -> bool:
        """Whether the wrong statement was answered, and the answer was no."""
        return not self.twin.passed and not isinstance(self.twin, Raised)

    @property
    def sound(self) -> bool:
        """Whether this is evidence: the check passed and its twin was rejected."""
        return bool(self.outcome.passed) and self.twin_rejected

    def __repr__(self) -> str:
        word = "sound" if self.sound else "NOT sound"
        return f"<CheckEvidence {self.name}: {word}; {self.outcome!r}, {self.seconds:.2f} s>"


def attempt(function: Callable[..., Outcome], keywords: Mapping[str, Any]) -> Outcome:
    """Call a check; an exception is an outcome that did not pass."""
    try:
        found = function(**keywords)
    except Exception as error:  # one broken check must not take the other rows down
        return Raised(False, f"{type(error).__name__}: {error}", "an answer", "the check raised")
    # A comparison of arrays gives NumPy's own Boolean, which JSON does not know.
    return replace(found, passed=bool(found.passed))


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 50 else text[:49] + "…"

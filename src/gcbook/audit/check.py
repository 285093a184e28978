"""What a check is: a statement that can be asked, and a wrong one that must be refused.

A *check* is one function whose keyword defaults are the
true statement; calling the same function with the keywords of its *twin* states something wrong,
and the check must reject it.  Only a check that passes and rejects its twin is evidence.

How checks add up to a verdict is said in `gcbook.audit.claim`.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

Method = Literal["symbolic", "exact", "statistical", "numerical", "experiment"]
Role = Literal["supports", "refutes", "repairs", "weighs"]
PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
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
    >>> from gcbook.claims import Outcome
    >>> Outcome(passed=2 + 2 == 4, computed=2 + 2, expected=4).passed
    True
    """

    passed: bool
    computed: Any
    expected: Any
    detail: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "passed", bool(self.passed))


@dataclass(frozen=True, eq=False)
class Check:
    """One executable check of one claim; make it with the decorator `check`.

    Parameters
    ----------
    run : callable
        Returns an `Outcome`; its keyword defaults are the true statement.
    name : str
        Unique within the claim.
    twin : mapping
        Keywords that turn the statement into a wrong one; ``run(**twin)`` must not pass.
    twin_says : str
        The wrong statement in words.
    method : {'symbolic', 'exact', 'statistical', 'numerical', 'experiment'}
    role : {'supports', 'refutes', 'repairs', 'weighs'}
        What a pass says about the printed claim: it supports it, gives a counterexample to it,
        supports the repaired statement, or shows that the paper's evidence does not carry it.
    covers, omits : str
        What a pass does, and does not, show.
    tolerance : str, optional
        How far apart the two sides may be; None where they are compared exactly.
    false_alarm : float, optional
        Probability that a correct claim fails a statistical check (over the choice of seed).
    seed : int, optional
        The seed, where the check draws anything.
    seconds : float
        Rough cost of a call, used to run the long ones first.
    full : mapping
        Keywords of the larger run that ``gcbook claims --full`` makes.
    slip : bool
        The check is about a slip of the pen (an index, a transposed shape) that no reader would
        hold against the statement: a refuting slip is recorded but does not count, a repairing
        slip counts as support.
    """

    run: Callable[..., Outcome]
    name: str
    twin: Mapping[str, Any]
    twin_says: str
    method: Method
    role: Role
    covers: str
    omits: str
    tolerance: str | None = None
    false_alarm: float | None = None
    seed: int | None = None
    seconds: float = 0.1
    full: Mapping[str, Any] = field(default_factory=dict)
    slip: bool = False

    def __post_init__(self) -> None:
        for value, name, allowed in (
            (self.method, "method", get_args(Method)),
            (self.role, "role", get_args(Role)),
        ):
            if value not in allowed:
                raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r}")
        if not self.twin:
            raise ValueError(f"check {self.name!r} must have a twin: keywords that make it wrong")
        for name in ("twin_says", "covers", "omits"):
            if not getattr(self, name).strip():
                raise ValueError(f"check {self.name!r} must say {name!r}; got an empty string")
        if self.method == "statistical" and (self.false_alarm is None or self.seed is None):
            raise ValueError(f"statistical check {self.name!r} must state false_alarm and seed")
        parameters = set(inspect.signature(self.run).parameters)
        unknown = (set(self.twin) | set(self.full)) - parameters
        if unknown:
            raise ValueError(
                f"check {self.name!r} has no keyword {sorted(unknown)}; it takes "
                f"{sorted(parameters)}"
            )
        object.__setattr__(self, "twin", MappingProxyType(dict(self.twin)))
        object.__setattr__(self, "full", MappingProxyType(dict(self.full)))

    def __call__(self, **keywords: Any) -> Outcome:
        """Run the check; keywords change the statement it asks about."""
        return self.run(**keywords)

    def perturbed(self) -> Outcome:
        """Run the twin; a sound check does not pass it."""
        return self.run(**self.twin)

    def as_role(self, role: Role, **changes: Any) -> Check:
        """Return the same check in another role, for a second claim that rests on it."""
        return replace(self, role=role, **changes)

    @property
    def source(self) -> tuple[str, int]:
        """The file (relative to the package) and line where the check is written."""
        code = inspect.unwrap(self.run).__code__
        path = Path(code.co_filename)
        inside = path.is_relative_to(PACKAGE)
        return (path.relative_to(PACKAGE).as_posix() if inside else path.name), code.co_firstlineno

    def evidence(self, *, full: bool = False) -> CheckEvidence:
        """Run the check and its twin.

        An exception is a failed check; a twin that raises has not been rejected, it has only not
        been answered.
        """
        start = time.perf_counter()
        outcome = _attempt(self.run, self.full if full else {})
        twin = _attempt(self.run, self.twin)
        return CheckEvidence(self.name, outcome, twin, time.perf_counter() - start)


def check(
    *,
    twin: Mapping[str, Any],
    twin_says: str,
    method: Method,
    role: Role,
    omits: str,
    covers: str | None = None,
    name: str | None = None,
    **options: Any,
) -> Callable[[Callable[..., Outcome]], Check]:
    """Turn a function into a `Check`.

    The name is the function's with hyphens, what it covers is the first paragraph of its
    docstring, the seed is the default of its argument ``seed``, unless given.

    Examples
    --------
    >>> from gcbook.claims import Outcome, check
    >>> @check(twin={"constant": 3}, twin_says="1 + 1 = 3", method="exact", role="supports",
    ...        omits="every other sum")
    ... def one_and_one(constant=2):
    ...     "The sum of one and one is two."
    ...     return Outcome(1 + 1 == constant, 1 + 1, constant)
    >>> one_and_one().passed, one_and_one.perturbed().passed, one_and_one.name
    (True, False, 'one-and-one')
    """

    def wrap(function: Callable[..., Outcome]) -> Check:
        summary = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
        seed = inspect.signature(function).parameters.get("seed")
        if seed is not None and seed.default is not inspect.Parameter.empty:
            options.setdefault("seed", seed.default)
        return Check(
            run=function,
            name=name or function.__name__.strip("_").replace("_", "-"),
            twin=twin,
            twin_says=twin_says,
            method=method,
            role=role,
            covers=covers or summary,
            omits=omits,
            **options,
        )

    return wrap


@dataclass(frozen=True)
class CheckEvidence:
    """The outcome of one check, the outcome of its twin, and the seconds both took."""

    name: str
    outcome: Outcome
    twin: Outcome
    seconds: float

    @property
    def twin_rejected(self) -> bool:
        """Whether the wrong statement was answered, and the answer was no."""
        return not self.twin.passed and not isinstance(self.twin, _Raised)

    @property
    def sound(self) -> bool:
        """Whether this is evidence: the check passed and its twin was rejected."""
        return self.outcome.passed and self.twin_rejected


class _Raised(Outcome):
    """The outcome of a call that raised instead of answering."""


def _attempt(function: Callable[..., Outcome], keywords: Mapping[str, Any]) -> Outcome:
    try:
        return function(**keywords)
    except Exception as error:  # one broken check must not take the other rows down
        return _Raised(False, f"{type(error).__name__}: {error}", "an answer", "the check raised")

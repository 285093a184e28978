"""What a check is: a statement that can be asked, and a wrong one that must be refused.

A *check* is one function whose keyword defaults are the true statement; calling the same function
with the keywords of its *twin* states something wrong, and the check must reject it.  Only a check
that passes and rejects its twin is evidence.  How far that evidence reaches is the check's
`Check.reach`; how checks add up to a verdict is said in `gcbook.audit.verdict`.
"""

from __future__ import annotations

import importlib
import inspect
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from gcbook.audit.outcome import CheckEvidence, Outcome, attempt

Method = Literal["symbolic", "exact", "statistical", "numerical", "experiment"]
Role = Literal["supports", "refutes", "repairs", "weighs"]
Reach = Literal["proved", "instance"]
PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, eq=False, repr=False)
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
    reach : {'proved', 'instance'}, optional
        Whether a pass shows *all* cases of what it covers, or those that it tried. By default
        "proved" for a symbolic check and "instance" for every other; an exact check that goes
        through all cases says ``reach="proved"`` itself.
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
    full: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    slip: bool = False
    reach: Reach | None = None

    def __post_init__(self) -> None:
        _choice(self.method, "method", get_args(Method))
        _choice(self.role, "role", get_args(Role))
        _choice(self.reach, "reach", (*get_args(Reach), None))
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

    def __call__(self, **keywords: Any) -> Outcome:
        """Run the check; keywords change the statement it asks about."""
        return self.run(**keywords)

    def __repr__(self) -> str:
        source, line = self.source
        return f"<Check {self.name}: {self.method}, {self.role}, {self.shows}; {source}:{line}>"

    def perturbed(self) -> Outcome:
        """Run the twin; a sound check does not pass it."""
        return self.run(**self.twin)

    def as_role(self, role: Role, **changes: Any) -> Check:
        """Return the same check in another role, for a second claim that rests on it."""
        return replace(self, role=role, **changes)

    @property
    def shows(self) -> Reach:
        """The reach, by the method where it was not given."""
        return self.reach or ("proved" if self.method == "symbolic" else "instance")

    @property
    def source(self) -> tuple[str, int]:
        """The file (relative to the package) and line where the check is written."""
        code = inspect.unwrap(self.run).__code__
        path = Path(code.co_filename)
        inside = path.is_relative_to(PACKAGE)
        return (path.relative_to(PACKAGE).as_posix() if inside else path.name), code.co_firstlineno

    def evidence(self, *, full: bool = False) -> CheckEvidence:
        """Run the check and its twin, now.

        An exception is a failed check; a twin that raises has not been rejected, it has only not
        been answered.
        """
        start = time.perf_counter()
        outcome = attempt(self.run, self.full if full else {})
        twin = attempt(self.run, self.twin)
        return CheckEvidence(self.name, outcome, twin, time.perf_counter() - start)

    def __copy__(self) -> Check:
        return self  # nothing in it can change

    def __deepcopy__(self, memo: Any) -> Check:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the place of the function and what differs from the check that stands there."""
        place = (self.run.__module__, self.run.__qualname__)
        original = _found_at(*place)
        if original is None or original.run is not self.run:
            raise TypeError(
                f"check {self.name!r} must stand at the top of a module to be pickled; "
                f"{'.'.join(place)} is not it"
            )
        names = [one.name for one in fields(self) if one.name != "run"]
        changed = {
            name: _plain(getattr(self, name))
            for name in names
            if getattr(self, name) is not getattr(original, name)
        }
        return _restored, (*place, changed)


def check(
    *,
    twin: Mapping[str, Any],
    twin_says: str,
    method: Method,
    role: Role,
    omits: str,
    covers: str | None = None,
    name: str | None = None,
    full: Mapping[str, Any] | None = None,
    **options: Any,
) -> Callable[[Callable[..., Outcome]], Check]:
    """Turn a function into a `Check`.

    The name is the function's with hyphens, what it covers is the first paragraph of its
    docstring, the seed is the default of its argument ``seed``, unless given.

    Examples
    --------
    >>> from gcbook.audit import Outcome, check
    >>> @check(twin={"constant": 3}, twin_says="1 + 1 = 3", method="exact", role="supports",
    ...        omits="every other sum")
    ... def one_and_one(constant=2):
    ...     "The sum of one and one is two."
    ...     return Outcome(1 + 1 == constant, 1 + 1, constant)
    >>> one_and_one().passed, one_and_one.perturbed().passed, one_and_one.name
    (True, False, 'one-and-one')
    >>> one_and_one.shows
    'instance'
    """

    def wrap(function: Callable[..., Outcome]) -> Check:
        summary = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
        seed = inspect.signature(function).parameters.get("seed")
        if seed is not None and isinstance(seed.default, int):
            options.setdefault("seed", seed.default)
        return Check(
            run=function,
            name=name or function.__name__.strip("_").replace("_", "-"),
            twin=MappingProxyType(dict(twin)),
            twin_says=twin_says,
            method=method,
            role=role,
            covers=covers or summary,
            omits=omits,
            full=MappingProxyType(dict(full or {})),
            **options,
        )

    return wrap


def _choice(value: object, name: str, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(str, allowed))}; got {value!r}")


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, MappingProxyType) else value


def _found_at(module: str, qualname: str) -> Check | None:
    found: Any = importlib.import_module(module)
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, Check) else None


def _restored(module: str, qualname: str, changed: Mapping[str, Any]) -> Check:
    original = _found_at(module, qualname)
    if original is None:
        raise ValueError(f"{module} has no check {qualname!r}")
    frozen: dict[str, Any] = {
        name: MappingProxyType(value) if isinstance(value, dict) else value
        for name, value in changed.items()
    }
    return replace(original, **frozen) if frozen else original

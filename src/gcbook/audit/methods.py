"""The decorators that most checks are made with: a method and a role, ``exact.refutes(...)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gcbook.audit.check import Check, Method, check
from gcbook.audit.outcome import Outcome

Decorator = Callable[[Callable[..., Outcome]], Check]


@dataclass(frozen=True)
class By:
    """Checks of one method; each role is a decorator that takes what `check` takes besides.

    Examples
    --------
    >>> from gcbook.audit import Outcome, exact
    >>> @exact.supports(twin={"constant": 3}, twin_says="1 + 1 = 3", omits="every other sum")
    ... def one_and_one(constant=2):
    ...     "The sum of one and one is two."
    ...     return Outcome(1 + 1 == constant, 1 + 1, constant)
    >>> one_and_one.method, one_and_one.role, one_and_one().passed
    ('exact', 'supports', True)
    """

    method: Method

    def supports(self, **words: Any) -> Decorator:
        """Make a check whose pass supports the printed claim."""
        return check(method=self.method, role="supports", **words)

    def refutes(self, **words: Any) -> Decorator:
        """Make a check whose pass is a counterexample to the printed claim."""
        return check(method=self.method, role="refutes", **words)

    def repairs(self, **words: Any) -> Decorator:
        """Make a check whose pass supports the mended statement."""
        return check(method=self.method, role="repairs", **words)

    def weighs(self, **words: Any) -> Decorator:
        """Make a check whose pass shows that the paper's evidence does not carry the claim."""
        return check(method=self.method, role="weighs", **words)


symbolic, exact, statistical = By("symbolic"), By("exact"), By("statistical")
numerical, experiment = By("numerical"), By("experiment")

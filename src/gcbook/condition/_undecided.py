"""The refusal: what could not be decided in reasonable time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gcbook._checks import BoolArray


class UndecidedError(ValueError):
    """A layer so close to degenerate that its exact answer would take hours.

    It concerns one layer: the answers of the others of a batch are in `answers`.

    Attributes
    ----------
    indices : list
        The layers that are not decided: an index of the leading axes each; empty for one layer.
    answers : bool array or None
        The verdicts over the leading axes of a batch; False, and not to be trusted, at `indices`.

    Examples
    --------
    >>> import gcbook
    >>> try:
    ...     answers = gcbook.holds([[[1.0], [-1.0]], [[1.0], [2.0]]])
    ... except gcbook.UndecidedError as refusal:  # the others are answered all the same
    ...     answers = refusal.answers
    >>> answers
    array([ True, False])
    """

    def __init__(
        self, message: str, indices: Sequence[Any] = (), answers: BoolArray | None = None
    ) -> None:
        super().__init__(message)
        self.indices = list(indices)
        self.answers = answers

    def __reduce__(self) -> tuple[Any, ...]:
        return UndecidedError, (str(self), self.indices, self.answers)


def refusal(shape: tuple[int, ...]) -> UndecidedError:
    """Return the refusal of one layer."""
    return UndecidedError(
        f"weights hold a layer of shape {shape} whose dependence is nested so deep in the last "
        "digits that exact arithmetic would take hours"
    )

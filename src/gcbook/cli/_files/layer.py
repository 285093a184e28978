"""What a file holds: members as they are read, and layers as they are judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

LIMIT = 4 << 30


class FileError(ValueError):
    """A file that cannot be read, with the reason and the remedy in its message."""


@dataclass(frozen=True, eq=False)
class Member:
    """One array of a file as read, or the `problem` that kept it from being read."""

    name: str
    array: npt.NDArray[Any] | None = None
    shape: tuple[int, ...] = ()
    problem: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Layer:
    """One array of a file: `weights` of shape (k, d), or why it is not judged.

    `skipped` says that the array is no weight matrix (a bias, say); `problem` that it is, or might
    be, and could not be read.
    """

    name: str
    shape: tuple[int, ...]
    weights: npt.NDArray[Any] | None = None
    skipped: str = ""
    problem: str = ""
    columns: tuple[str, ...] = ()


def layer(member: Member, transpose: bool) -> Layer:
    """Return a member as a layer."""
    array = member.array
    if array is None:
        return Layer(member.name, member.shape, problem=member.problem)
    reason, fatal = _unfit(array)
    if reason:
        said = {"problem" if fatal else "skipped": reason}
        return Layer(member.name, array.shape, **said)  # type: ignore[arg-type]
    if transpose:
        array = array.transpose(-1, *range(array.ndim - 1))
    return Layer(
        member.name,
        array.shape,
        weights=array.reshape(array.shape[0], -1),
        columns=member.columns if not transpose else (),
    )


def _unfit(array: npt.NDArray[Any]) -> tuple[str, bool]:
    """Return why an array is not judged, and whether it could have been a weight matrix."""
    if array.ndim < 2:
        return f"{array.ndim}-dimensional, not a weight matrix", False
    if array.dtype.kind not in "fiu":
        return f"dtype {array.dtype} is not real", False
    if array.dtype.itemsize > 8:
        return (
            f"dtype {array.dtype} (a long double) has more than 64 bits; save it as float64, with "
            "array.astype('float64'), if rounding it is what you want",
            True,
        )
    return ("empty", False) if 0 in array.shape else ("", False)

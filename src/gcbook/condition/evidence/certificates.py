"""The certificates of a batch of layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gcbook._checks import BoolArray, IntArray
from gcbook.condition._undecided import UndecidedError
from gcbook.condition.evidence import codec
from gcbook.condition.evidence.certificate import Certificate

Make = Callable[[int], Certificate]


class Certificates(Sequence["Certificate | Certificates"]):
    """The certificates of a batch of layers, indexed like an array over the leading axes.

    Attributes
    ----------
    holds : bool array
        The verdicts, over the leading axes of the weights.
    shape : tuple of int
        The leading axes.

    Notes
    -----
    An index that leaves an axis gives a smaller batch, any other a `Certificate`; `flat` runs over
    the layers in C order.  Certificates are put together when asked for.  A layer that could not
    be decided raises `gcbook.UndecidedError` when it, or `holds` of a batch with it, is asked for.

    Examples
    --------
    >>> from gcbook.condition import certify
    >>> batch = certify([[[1.0], [-1.0]], [[1.0], [2.0]]])
    >>> batch.holds, batch[1].normal
    (array([ True, False]), (1.0,))
    >>> batch.verify()
    True
    """

    def __init__(
        self, verdicts: BoolArray, undecided: BoolArray, make: Make, index: IntArray | None = None
    ) -> None:
        self._verdicts, self._undecided, self._make = verdicts, undecided, make
        self._index = np.arange(verdicts.size).reshape(verdicts.shape) if index is None else index

    @classmethod
    def of(cls, certificates: Sequence[Certificate], shape: tuple[int, ...]) -> Certificates:
        """Return the batch of these certificates, in C order."""
        kept = list(certificates)
        verdicts = np.array([c.holds for c in kept], dtype=bool).reshape(shape)
        return cls(verdicts, np.zeros(shape, dtype=bool), kept.__getitem__)

    @property
    def shape(self) -> tuple[int, ...]:
        """The leading axes of the weights."""
        return self._verdicts.shape

    @property
    def holds(self) -> BoolArray:
        """The verdicts.

        Raises
        ------
        UndecidedError
            If a layer could not be decided: the error names it and carries the other answers.
        """
        return decided(self._verdicts, self._undecided)

    def __len__(self) -> int:
        return self.shape[0]

    def __bool__(self) -> bool:
        if self._verdicts.size == 1:
            return bool(self.holds.ravel()[0])
        raise ValueError(
            "the truth value of a batch of certificates is ambiguous; use .holds.any() or .all()"
        )

    def __getitem__(self, index: Any) -> Any:
        """Return a certificate, or a smaller batch where the index leaves an axis."""
        chosen = self._index[index]
        if np.ndim(chosen) == 0:
            return self._make(int(chosen))
        return Certificates(self._verdicts[index], self._undecided[index], self._make, chosen)

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    @property
    def flat(self) -> Iterator[Certificate]:
        """Iterate over the certificates in C order."""
        return (self._make(int(i)) for i in self._index.ravel())

    def __repr__(self) -> str:
        held, size = int(self._verdicts.sum()), self._verdicts.size
        open_ = int(self._undecided.sum())
        more = f", {open_} undecided" if open_ else ""
        return f"Certificates(shape={self.shape}, {held} of {size} hold{more})"

    def _repr_html_(self) -> str:
        held, size = int(self._verdicts.sum()), self._verdicts.size
        return f"<b>{held} of {size}</b> layers hold (shape {self.shape})"

    def __reduce__(self) -> tuple[Any, ...]:
        if self._undecided.any():
            raise self._refusal()
        return Certificates.of, (list(self.flat), self.shape)

    def __deepcopy__(self, memo: dict[int, Any]) -> Certificates:
        return Certificates(
            self._verdicts.copy(), self._undecided.copy(), self._make, self._index.copy()
        )

    def _refusal(self) -> UndecidedError:
        try:
            decided(self._verdicts, self._undecided)
        except UndecidedError as error:
            return error
        raise AssertionError("every layer is decided")

    def verify(self) -> bool:
        """Whether every certificate verifies exactly; stops at the first that does not."""
        return all(certificate.verify() for certificate in self.flat)

    def save(self, path: str | Path) -> None:
        """Write the batch to one JSON file."""
        texts = [certificate.to_json() for certificate in self.flat]
        Path(path).write_text(codec.encode_batch(self.shape, texts), encoding="ascii")

    @classmethod
    def load(cls, path: str | Path) -> Certificates:
        """Read a batch from a JSON file, without believing it: call `verify` next.

        Raises
        ------
        ValueError
            If the file does not hold a well-formed batch of certificates.
        """
        text = codec.read(path)
        try:
            shape, texts = codec.decode_batch(text)
            return cls.of([Certificate.from_json(one) for one in texts], shape)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error


def decided(verdicts: BoolArray, undecided: BoolArray) -> BoolArray:
    """Return the verdicts, or raise the refusal that names the layers without one.

    Examples
    --------
    >>> decided(np.array([True]), np.array([False]))
    array([ True])
    """
    if not undecided.any():
        return verdicts
    where: list[Any] = [tuple(map(int, i)) for i in np.argwhere(undecided)]
    if verdicts.ndim == 1:
        where = [i[0] for i in where]
    listed = ", ".join(map(str, where[:8])) + (", ..." if len(where) > 8 else "")
    raise UndecidedError(
        f"weights hold {len(where)} of {verdicts.size} layers whose exact answer would take hours: "
        f"{listed}; the answers of the others are in the attribute 'answers' of this error",
        where,
        verdicts,
    )

"""Evidence for or against the geometric condition that anyone can re-check.

A `Certificate` carries the rows it speaks of, so that `Certificate.verify` needs nothing else: not
the solver that found it, and not trust in its author.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy.typing as npt

from gcbook.condition.evidence import codec, verification
from gcbook.condition.evidence.codec import Number


@dataclass(frozen=True, eq=False)
class Certificate:
    """A verdict on the geometric condition for one layer, with its proof (Lemma 5.2).

    Attributes
    ----------
    holds : bool
        The verdict.
    weights : array of shape (k, d)
        The rows it is about, as given: floats, or exact rationals (`Fraction`) as objects.
    support : tuple of int
        If the condition holds: rows (counted from 0) of full rank, with `coefficients` > 0 whose
        weighted sum of the rows vanishes.  d + 1 rows in general; never more than 2d are needed,
        but a large layer is certified with all its rows.  Empty if the condition fails.
    coefficients : tuple of float or tuple of Fraction
        Fractions are exact.  Floats each stand for an exact real number within a relative
        2**-20 of them, and `verify` proves that it exists.  Empty if the condition fails.
    normal : tuple of float or tuple of Fraction
        If the condition fails: a vector n != 0, of no particular length, with <n, w> >= 0
        *exactly* for every row, so all rows lie in a closed half space.  Empty if it holds.

    Examples
    --------
    >>> from gcbook.condition import certify
    >>> certificate = certify([[1.0, 0.0], [0.0, 1.0], [-1.0, -2.0]])
    >>> certificate.holds, certificate.support, certificate.verify()
    (True, (0, 1, 2), True)
    >>> Certificate.from_json(certificate.to_json()).verify()
    True
    """

    holds: bool
    weights: npt.NDArray[Any]
    support: tuple[int, ...] = ()
    coefficients: tuple[Number, ...] = ()
    normal: tuple[Number, ...] = ()

    def __bool__(self) -> bool:
        """Return the verdict."""
        return self.holds

    def __repr__(self) -> str:
        k, d = self.weights.shape
        proof = f"support of {len(self.support)} rows" if self.holds else "normal"
        return f"Certificate(holds={self.holds}, k={k}, d={d}, {proof})"

    def _repr_html_(self) -> str:
        k, d = self.weights.shape
        proof = f"{len(self.support)} rows that surround 0" if self.holds else "a half-space"
        verdict = "holds" if self.holds else "fails"
        return f"<b>{verdict}</b> ({k} rows in dimension {d}; shown by {proof})"

    def verify(self) -> bool:
        """Re-check the proof in exact arithmetic, without the solver.

        Returns
        -------
        bool
            True if the stated proof proves the stated verdict for the stated rows; False if not,
            whatever the truth about these rows may be.
        """
        if self.holds:
            return not self.normal and verification.combination_is_proof(
                self.weights, self.support, self.coefficients
            )
        return not (self.support or self.coefficients) and verification.normal_is_proof(
            self.weights, self.normal
        )

    def to_json(self) -> str:
        """Return the certificate as JSON; floats are hexadecimal, so nothing is rounded."""
        return codec.encode(self.holds, self.weights, self.support, self.coefficients, self.normal)

    @classmethod
    def from_json(cls, text: str) -> Certificate:
        """Read a certificate from JSON, without believing it: call `verify` next.

        Raises
        ------
        ValueError
            If the text is not a well-formed certificate; the message says where.
        """
        return cls(*codec.decode(text))

    def save(self, path: str | Path) -> None:
        """Write the certificate to a JSON file."""
        Path(path).write_text(self.to_json(), encoding="ascii")

    @classmethod
    def load(cls, path: str | Path) -> Certificate:
        """Read a certificate from a JSON file, without believing it: call `verify` next.

        Raises
        ------
        ValueError
            If the file does not hold a well-formed certificate.
        """
        text = codec.read(path)
        try:
            return cls.from_json(text)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error

"""Near-degenerate inputs: how often each solver is wrong, judged by exact rational arithmetic.

A thin simplex: eight points in space, squeezed to thickness t towards a plane.  The exact verdict
is that of the certificate, verified in rational arithmetic by code the solvers do not share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

import gcbook
from benchmarks import peers

SOLVERS = ("linprog", "nnls", "Qhull", "Clarabel", "ECOS")


@dataclass(frozen=True)
class Wrong:
    """Wrong verdicts of one solver on one family of inputs."""

    family: str
    solver: str
    wrong: int
    cases: int


def families(cases: int = 60, seed: int = 11) -> Iterator[tuple[str, npt.NDArray[np.float64]]]:
    """Yield the families: thin simplices, lattices with ties, rows of very different length."""
    rng = np.random.default_rng(seed)
    for thickness in (1e-7, 1e-8, 1e-9, 1e-12):
        thin = rng.standard_normal((cases, 8, 3))
        thin[..., 2] *= thickness
        yield f"thin, t = {thickness:.0e}", thin
    for k in (5, 8):
        yield f"{{-1, 0, 1}}, k = {k}", _lattice(rng, cases, k)
    scaled = rng.standard_normal((cases, 8, 3))
    yield "rows scaled by 1e-8 to 1e+8", scaled * 10.0 ** rng.uniform(-8, 8, (cases, 8, 1))


def wrong_verdicts(cases: int = 60) -> list[Wrong]:
    """Count the wrong verdicts of every solver that can be imported, and our own."""
    present = [name for name in SOLVERS if peers.available(name)]
    table = []
    for family, batch in families(cases):
        truth = np.array([_exact(w) for w in batch])
        ours = np.asarray(gcbook.holds(batch))
        table.append(Wrong(family, "gcbook", int((ours != truth).sum()), len(batch)))
        for name in present:
            said = np.array(peers.answers(name, batch))
            table.append(Wrong(family, name, int((said != truth).sum()), len(batch)))
    return table


def _exact(w: npt.NDArray[np.float64]) -> bool:
    certificate = gcbook.certify(w)
    if not certificate.verify():
        raise RuntimeError(f"a certificate does not verify: {w!r}")
    return bool(certificate.holds)


def _lattice(rng: np.random.Generator, cases: int, k: int) -> npt.NDArray[np.float64]:
    draws = rng.integers(-1, 2, (4 * cases, k, 3)).astype(float)
    return draws[draws.any(axis=2).all(axis=1)][:cases]

"""A certificate of a large layer on as few rows as possible, for those who want to look at it."""

from __future__ import annotations

import numpy as np

from gcbook.condition.evidence.certificate import Certificate


def reduced(certificate: Certificate) -> Certificate:
    """Return a certificate that the condition holds on d + 1 rows, where one is found.

    A large layer is certified with all its rows at once, which is cheap.  By Carathéodory's
    theorem -w_0 is a positive combination of at most d other rows; where it takes exactly d, they
    and w_0 are a simplex with 0 strictly inside.  Finding them costs several times the verdict.

    Parameters
    ----------
    certificate : Certificate
        Any certificate.

    Returns
    -------
    Certificate
        A verified certificate on d + 1 rows; or the one given, if the condition fails, the support
        is that small already, or the few tries were in vain (the cross-polytope needs 2d rows).

    Examples
    --------
    >>> from gcbook.condition import certify
    >>> weights = np.random.default_rng(0).standard_normal((150, 30))
    >>> certificate = certify(weights)
    >>> len(certificate.support), len(reduced(certificate).support)
    (150, 31)
    """
    from scipy.optimize import nnls

    d = certificate.weights.shape[1]
    if not certificate.holds or len(certificate.support) <= d + 1:
        return certificate
    support = np.array(certificate.support)
    rows = certificate.weights[support]
    size = np.abs(rows).max(axis=1)
    unit = rows / size[:, None]
    for apex in range(3):
        others = np.delete(np.arange(len(rows)), apex)
        try:
            shares, _ = nnls(unit[others].T, -unit[apex])
        except (RuntimeError, np.linalg.LinAlgError):  # as in engines/active.py
            continue
        chosen = np.flatnonzero(shares)
        if chosen.size != d:
            continue
        picked = np.append(others[chosen], apex)
        order = np.argsort(picked)
        coefficients = (np.append(shares[chosen], 1.0) / size[picked])[order]
        smaller = Certificate(
            True,
            certificate.weights,
            tuple(support[picked[order]].tolist()),
            tuple(coefficients.tolist()),
        )
        if smaller.verify():
            return smaller
    return certificate

"""How long the first phase can last, and what the second can still cost (Propositions 3 and 4)."""

from __future__ import annotations

from typing import Literal

import numpy as np

from gcbook import _checks
from gcbook.bounds._shell import Shell, ball_volume, slice_bound, sphere_area

PhaseOneForm = Literal["printed", "corrected", "improved"]
PhaseTwoForm = Literal["printed", "corrected"]


def cap_angle(shell: Shell, radius: float, *, v: float = 0.5) -> float:
    """Return the angle beta with ``sin(beta) = min(1, 1 / (2 v M R))`` (Proposition 3).

    Within this angle of a direction that no positive neuron sees, the margin stays below one.

    Notes
    -----
    Units (0, 0).
    """
    _checks.real(radius, "radius", low=0, open_low=True)
    _checks.real(v, "v", low=0, open_low=True)
    return float(np.arcsin(min(1.0, 1.0 / (2 * v * shell.outer * radius))))


def cap_mass(
    shell: Shell,
    radius: float,
    *,
    v: float = 0.5,
    form: Literal["printed", "corrected"] = "corrected",
) -> float:
    r"""Return p_R, a lower bound on the mass of the half cap D of Proposition 3.

        corrected:  p_min (M^d - m^d)/d * 1/2 |S^{d-2}| int_0^beta sin^{d-2}
        printed:    p_min |S^{d-2}| / |S^{d-1}| int_0^beta sin^{d-2}

    The printed estimate is not a lower bound: it can exceed 1.

    Parameters
    ----------
    shell : Shell
        Needs ``dimension >= 2``.
    radius : float
        R_+, the bound on the sum of the norms of the positive neurons.
    v : float
        The size of the output weights.
    form : {'corrected', 'printed'}

    Notes
    -----
    Units of the corrected form: (0, 0).

    Examples
    --------
    >>> from gcbook.bounds import Shell, cap_mass
    >>> small = Shell(dimension=2, inner=0.1, outer=0.2)
    >>> cap_mass(small, 0.001, form="printed") > 1 >= cap_mass(small, 0.001)
    True
    """
    d = _needs_plane(shell)
    _checks.choice(form, "form", ("printed", "corrected"))
    beta = cap_angle(shell, radius, v=v)
    cap = sphere_area(d - 1) * _sine_power(d - 2, beta)
    if form == "printed":
        return shell.p_min * cap / sphere_area(d)
    return shell.p_min * float(shell.outer**d - shell.inner**d) / d * cap / 2


def cap_moment(shell: Shell, radius: float, *, v: float = 0.5) -> float:
    r"""Return g_R, a lower bound on ``E[1_D <w_j/|w_j|, x>]`` (Proposition 3, improved).

        g_R = p_min (M^{d+1} - m^{d+1})/(d+1) * omega_{d-2} * int_0^beta sin^{d-1}

    It replaces p_R^2 / (2 C_p), is at least twice as large, and needs no C_p.  Not in the paper:
    integrate ``<w_j/|w_j|, x>`` over the half cap in polar coordinates.

    Notes
    -----
    Units (1, 0).

    Examples
    --------
    >>> from gcbook.bounds import Shell, cap_mass, cap_moment, slice_bound
    >>> shell = Shell(dimension=2)
    >>> cap_moment(shell, 3.0) >= cap_mass(shell, 3.0) ** 2 / slice_bound(shell)
    True
    """
    d = _needs_plane(shell)
    beta = cap_angle(shell, radius, v=v)
    radial = float(shell.outer ** (d + 1) - shell.inner ** (d + 1)) / (d + 1)
    return shell.p_min * radial * ball_volume(d - 2) * _sine_power(d - 1, beta)


def first_phase(
    shell: Shell,
    *,
    step: float,
    radius: float,
    start: float = 0.0,
    classes: int = 2,
    v: float = 0.5,
    form: PhaseOneForm = "improved",
) -> float:
    r"""Return a bound on |T_1|, the number of steps without the condition (Proposition 3).

        printed:    C_p R / (v eta p_R^2)                       with the corrected p_R
        corrected:  C_p (R - R^0) / (v eta (n-1) p_R^2)
        improved:   (R - R^0) / (2 v eta (n-1) g_R)

    Parameters
    ----------
    shell : Shell
    step : float
        eta, the step on l_i.
    radius, start : float
        R_+ over the whole run, and at its start.  The printed form ignores `start`.
    classes : int
        n.
    v : float
        The size of the output weights.
    form : {'improved', 'corrected', 'printed'}

    Notes
    -----
    Units (0, 0).

    Examples
    --------
    >>> from gcbook.bounds import Shell, first_phase
    >>> keywords = dict(shell=Shell(), step=0.1, radius=8.0)
    >>> first_phase(**keywords) < first_phase(**keywords, form="corrected")
    True
    """
    _checks.choice(form, "form", ("printed", "corrected", "improved"))
    _run_constants(step, radius, start, classes, v)
    gained = radius - (0.0 if form == "printed" else start)
    pairs = 1 if form == "printed" else classes - 1
    if form == "improved":
        return gained / (2 * v * step * pairs * cap_moment(shell, radius, v=v))
    mass = cap_mass(shell, radius, v=v)
    return slice_bound(shell) * gained / (v * step * pairs * mass**2)


def second_phase(
    shell: Shell,
    *,
    step: float,
    radius: float,
    start: float = 0.0,
    negative: float = 0.0,
    classes: int = 2,
    v: float = 0.5,
    form: PhaseTwoForm = "corrected",
) -> float:
    r"""Return a bound on the sum of l_i^2 over the steps with the condition (Proposition 4).

        printed:    4 v n^2 C_p R^2 M^2 R / eta                 R: all neurons together
        corrected:  C_p (d+1)(n-1) (1 + 2 v M R_-)^2 (R_+ - R_+^0) / (v eta)

    Dividing by epsilon^2 bounds the number of such steps with ``l_i >= epsilon``.

    Parameters
    ----------
    shell : Shell
    step : float
        eta, the step on l_i.
    radius, start : float
        R_+ over the whole run, and at its start.
    negative : float
        R_-, the largest sum of norms of the neurons of one other class.
    classes : int
        n.
    v : float
        The size of the output weights.
    form : {'corrected', 'printed'}

    Notes
    -----
    Units (0, 0).

    Examples
    --------
    >>> from gcbook.bounds import Shell, second_phase
    >>> round(second_phase(Shell(), step=0.1, radius=8.0))
    176
    """
    _checks.choice(form, "form", ("printed", "corrected"))
    _run_constants(step, radius, start, classes, v)
    _checks.real(negative, "negative", low=0)
    c_p = slice_bound(shell)
    if form == "printed":
        total = radius + negative
        return 4 * v * classes**2 * c_p * total**3 * shell.outer**2 / step
    reach = (1 + 2 * v * shell.outer * negative) ** 2
    return c_p * (shell.dimension + 1) * (classes - 1) * reach * (radius - start) / (v * step)


def _sine_power(power: int, angle: float) -> float:
    """Return the integral of sin^power from 0 to `angle`."""
    from scipy.integrate import quad

    return float(quad(lambda t: np.sin(t) ** power, 0.0, angle, epsabs=0, epsrel=1e-12)[0])


def _needs_plane(shell: Shell) -> int:
    if shell.dimension < 2:
        raise ValueError(
            f"shell must have dimension >= 2 (Proposition 3 fails on a line); got {shell.dimension}"
        )
    return shell.dimension


def _run_constants(step: float, radius: float, start: float, classes: int, v: float) -> None:
    _checks.real(step, "step", low=0, open_low=True)
    _checks.real(radius, "radius", low=0, open_low=True)
    _checks.real(start, "start", low=0, high=radius)
    _checks.integer(classes, "classes", low=2)
    _checks.real(v, "v", low=0, open_low=True)

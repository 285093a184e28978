"""``gcbook probability K D``: Remark 3 on the command line."""

from __future__ import annotations

import argparse
import decimal
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gcbook.cli import _json
from gcbook.cli._terminal import shows_progress

LONGEST_SHOWN = 60


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "probability",
        help="the probability that K random neurons in dimension D satisfy the condition",
        description="Remark 3 (Wendel 1962): the exact probability that K independent neurons "
        "with a rotation-invariant law in dimension D satisfy the geometric condition.",
    )
    command.add_argument("k", type=int, metavar="K", help="number of neurons")
    command.add_argument("d", type=int, metavar="D", help="dimension of the data")
    command.add_argument(
        "--trials", type=int, metavar="N", help="also estimate it from N random layers"
    )
    command.add_argument("--seed", type=int, default=0, help="seed of the estimate (default: 0)")
    _json.add_option(command, "one object")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the probability, and the estimate when one was asked for."""
    from gcbook.probability import gc_probability

    _json.prepare(options)
    value = gc_probability(options.k, options.d)
    exact = fraction_text(value)
    report: dict[str, Any] = {
        "k": options.k,
        "d": options.d,
        "probability": float(value),
        "approximately": rounded(value),
        "exact": exact,
    }
    if options.trials is not None:
        report["estimate"] = _estimate(options)
    _json.write(options, json.dumps(report))
    if _json.on_standard_output(options):
        return 0
    shown = f" = {exact}" if len(exact) <= LONGEST_SHOWN else " (exactly: see --json)"
    sign = "=" if len(exact) <= LONGEST_SHOWN else "~"
    print(f"P({options.k}, {options.d}) {sign} {rounded(value)}{shown}")
    if "estimate" in report:
        part = report["estimate"]
        print(
            f"sampled: {part['value']:.6g}, {part['confidence']:.0%} interval "
            f"[{part['low']:.6g}, {part['high']:.6g}] from {part['trials']} layers"
        )
    return 0


def fraction_text(value: Fraction) -> str:
    """Return a fraction as text, of any length.

    Python refuses to write integers of more than 4300 digits; `decimal` writes them.

    Examples
    --------
    >>> fraction_text(Fraction(1, 2)), len(fraction_text(Fraction(1, 2**20000)))
    ('1/2', 6023)
    """
    if value.denominator == 1:
        return format(Decimal(value.numerator), "f")
    return f"{Decimal(value.numerator):f}/{Decimal(value.denominator):f}"


def rounded(value: Fraction) -> str:
    """Return a probability to twelve digits, also where it is next to 0 or to 1.

    Examples
    --------
    >>> rounded(Fraction(1, 2)), rounded(1 - Fraction(1, 10**145)), rounded(Fraction(1, 10**5000))
    ('0.5', '1 - 1E-145', '1E-5000')
    """
    if 0 < 1 - value < Fraction(1, 10**11):
        return f"1 - {_twelve(1 - value)}"
    return f"{float(value):.12g}" if value > Fraction(1, 10**300) else _twelve(value)


def _twelve(value: Fraction) -> str:
    with decimal.localcontext() as context:
        context.prec, context.Emin, context.Emax = 12, decimal.MIN_EMIN, decimal.MAX_EMAX
        quotient = Decimal(value.numerator) / Decimal(value.denominator)
        return str(quotient.normalize())


def _estimate(options: argparse.Namespace) -> dict[str, Any]:
    from gcbook.probability import estimate_gc_probability

    found = estimate_gc_probability(
        options.k,
        options.d,
        trials=options.trials,
        seed=options.seed,
        progress=shows_progress(),
    )
    names = ("value", "low", "high", "successes", "trials", "confidence")
    return {name: getattr(found, name) for name in names}

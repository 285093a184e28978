"""Rows and evidence as plain data, and as JSON; nothing here runs a check."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gcbook.audit.check import PACKAGE, Check
from gcbook.audit.outcome import CheckEvidence

if TYPE_CHECKING:
    from gcbook.audit.claim import Claim, Evidence

SCHEMA_VERSION = 2


def describe(claim: Claim) -> dict[str, Any]:
    """Return a row as plain data: what is known before anything is run."""
    return named(claim, "id", "number", "title", "section", "kind", "origin") | {
        "universal": claim.is_universal,
        **named(claim, "same_as", "statement"),
        "depends": list(claim.depends),
        **named(claim, "repair", "negated"),
        "proof": [named(step, "text", "check", "argued") for step in claim.proof],
        "checks": [_describe_check(one) for one in claim.checks],
    }


def row(evidence: Evidence) -> dict[str, Any]:
    """Return a row with its evidence as plain data."""
    claim = evidence.claim
    described = describe(claim)
    steps = zip(described["proof"], evidence.steps, strict=True)
    checks = zip(described["checks"], evidence.checks, strict=True)
    return described | {
        **named(evidence, "verdict", "strength", "passed"),
        "proof": [step | {"status": status} for step, (_, status) in steps],
        "checks": [one | results(result) for one, result in checks],
    }


def as_json(document: dict[str, Any], path: str | Path | None = None) -> str:
    """Return a document as JSON, and write it to `path` if one is given."""
    text = json.dumps(document, indent=1, ensure_ascii=False)
    if path is not None:
        Path(path).write_text(text + "\n", encoding="utf-8")
    return text


@cache
def fingerprint() -> str:
    """Return a hash of the package's source, by which a kept run is known to be of this package."""
    digest = hashlib.sha256()
    sources = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".toml"}]
    for path in sorted(sources):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def named(thing: object, *names: str) -> dict[str, Any]:
    """Return the attributes of these names, in this order."""
    return {name: getattr(thing, name) for name in names}


def _describe_check(one: Check) -> dict[str, Any]:
    source, line = one.source
    return {
        **named(one, "name", "method", "role"),
        "reach": one.shows,
        **named(one, "slip", "covers", "omits", "tolerance", "false_alarm", "seed", "twin_says"),
        "source": source,
        "line": line,
    }


def results(result: CheckEvidence) -> dict[str, Any]:
    """Return what a check and its twin found as plain data."""
    return {
        "passed": bool(result.outcome.passed),
        "computed": str(result.outcome.computed),
        "expected": str(result.outcome.expected),
        "detail": result.outcome.detail,
        "twin_rejected": result.twin_rejected,
        "twin_computed": str(result.twin.computed),
        "seconds": round(result.seconds, 4),
    }

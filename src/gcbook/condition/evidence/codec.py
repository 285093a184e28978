"""Certificates as JSON: written without rounding, read without trust."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from gcbook._checks import FloatArray

FORMAT = "gcbook-certificate"
BATCH = "gcbook-certificates"
VERSION = 1

Number = float | Fraction
_HEX_FLOAT = re.compile(r"-?0x[01](\.[0-9a-f]{1,13})?p[+-]\d{1,4}")
_RATIONAL = re.compile(r"(-?)(0x[0-9a-f]+|\d{1,4000})/(0x[0-9a-f]+|\d{1,4000})")
_FIELDS = {"format", "version", "holds", "weights", "support", "coefficients", "normal"}
_LONG = 10**4000

Parts = tuple[bool, FloatArray, tuple[int, ...], tuple[Number, ...], tuple[Number, ...]]


def encode(
    holds: bool,
    weights: FloatArray,
    support: Sequence[int],
    coefficients: Sequence[Number],
    normal: Sequence[Number],
) -> str:
    """Return the JSON text of a certificate."""
    if not isinstance(weights, np.ndarray):
        raise ValueError(
            "a certificate can be written if its rows are an array; these are read in blocks"
        )
    document = {
        "format": FORMAT,
        "version": VERSION,
        "holds": holds,
        "weights": [[_write(x) for x in row] for row in weights.tolist()],
        "support": list(support),
        "coefficients": [_write(c) for c in coefficients],
        "normal": [_write(x) for x in normal],
    }
    return json.dumps(document)


def decode(text: str) -> Parts:
    """Return the parts of a certificate, or raise a ValueError that says what is wrong."""
    document = _document(text)
    if document.get("format") != FORMAT or document.get("version") != VERSION:
        raise ValueError(
            f"certificate must have format {FORMAT!r} and version {VERSION}; got "
            f"{_show(document.get('format'))} and {_show(document.get('version'))}"
        )
    if set(document) != _FIELDS:
        odd = ", ".join(sorted(map(repr, set(document) ^ _FIELDS)))[:200]
        raise ValueError(f"certificate has missing or unknown fields: {odd}")
    if not isinstance(document["holds"], bool):
        raise ValueError(f"certificate 'holds' must be a boolean; got {_show(document['holds'])}")
    weights = _matrix(document["weights"])
    return (
        document["holds"],
        weights,
        _indices(document["support"], len(weights)),
        _numbers(document["coefficients"], "coefficients"),
        _numbers(document["normal"], "normal"),
    )


def encode_batch(shape: tuple[int, ...], texts: Sequence[str]) -> str:
    """Return the JSON text of a batch of certificates, given each as JSON."""
    head = json.dumps({"format": BATCH, "version": VERSION, "shape": list(shape)})
    return head[:-1] + ', "certificates": [' + ",\n".join(texts) + "]}"


def decode_batch(text: str) -> tuple[tuple[int, ...], list[str]]:
    """Return the shape of a batch and the JSON texts of its certificates, or raise a ValueError."""
    document = _document(text)
    if document.get("format") != BATCH or document.get("version") != VERSION:
        raise ValueError(
            f"batch of certificates must have format {BATCH!r} and version {VERSION}; got "
            f"{_show(document.get('format'))} and {_show(document.get('version'))}"
        )
    shape = _list(document.get("shape"), "'shape'")
    if not shape or not all(type(n) is int and n >= 0 for n in shape):
        raise ValueError(f"certificate 'shape' must be a list of sizes; got {_show(shape)}")
    members = _list(document.get("certificates"), "'certificates'")
    if len(members) != math.prod(shape):
        raise ValueError(
            f"batch of shape {tuple(shape)} must have {math.prod(shape)} certificates; "
            f"got {len(members)}"
        )
    return tuple(shape), [json.dumps(member) for member in members]


def read(path: str | Path) -> str:
    """Return the text of a file, or raise a ValueError that names it."""
    try:
        return Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: certificate is not text in UTF-8 ({error})") from error


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constants)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"certificate is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise ValueError(f"certificate must be a JSON object; got {_show(document)}")
    return document


def _write(number: Number) -> str:
    if isinstance(number, Fraction):
        p, q = number.numerator, number.denominator
        short = abs(p) < _LONG and q < _LONG
        return f"{p}/{q}" if short else f"{hex(p)}/{hex(q)}"
    return float(number).hex()


def _read(value: Any, where: str) -> Number:
    if isinstance(value, str):
        if _HEX_FLOAT.fullmatch(value):
            try:
                return float.fromhex(value)
            except OverflowError as error:
                raise ValueError(f"certificate {where} is too large: {value}") from error
        match = _RATIONAL.fullmatch(value)
        if match and int(match[3], 0):
            return Fraction(int(match[1] + match[2], 0), int(match[3], 0))
    raise ValueError(
        f"certificate {where} must be a hexadecimal float or a fraction 'p/q' as text; "
        f"got {_show(value)}"
    )


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"certificate {where} must be a list; got {_show(value)}")
    return value


def _numbers(value: Any, name: str) -> tuple[Number, ...]:
    entries = _list(value, repr(name))
    numbers = tuple(_read(x, f"{name}[{i}]") for i, x in enumerate(entries))
    if len({type(x) for x in numbers}) > 1:
        raise ValueError(f"certificate {name!r} must not mix floats and fractions")
    return numbers


def _indices(value: Any, k: int) -> tuple[int, ...]:
    for i, entry in enumerate(_list(value, "'support'")):
        if isinstance(entry, bool) or not isinstance(entry, int) or not 0 <= entry < k:
            raise ValueError(
                f"certificate support[{i}] must be a row number from 0 to {k - 1}; "
                f"got {_show(entry)}"
            )
    return tuple(value)


def _matrix(value: Any) -> FloatArray:
    rows = [_list(row, f"weights[{j}]") for j, row in enumerate(_list(value, "'weights'"))]
    if not rows or not rows[0] or len({len(row) for row in rows}) > 1:
        raise ValueError("certificate 'weights' must be a list of rows of one length d >= 1")
    numbers = [
        [_read(x, f"weights[{j}][{i}]") for i, x in enumerate(row)] for j, row in enumerate(rows)
    ]
    kinds = {type(x) for row in numbers for x in row}
    if kinds == {Fraction}:  # exact input
        return np.array(numbers, dtype=object)
    if kinds != {float} or not all(math.isfinite(x) for row in numbers for x in row):
        raise ValueError("certificate 'weights' must be finite hexadecimal floats, or fractions")
    return np.array(numbers, dtype=np.float64)


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("certificate repeats a field")
    return result


def _no_constants(name: str) -> Any:
    raise ValueError(f"certificate holds {name}, which is not a finite number")

"""The front page of the package: complete, documented, on the page of the book."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

import pytest

import gcbook

PACKAGES = ("gcbook",)
PROMISED = {
    "Annulus",
    "Network",
    "PolarGrid",
    "binary_network",
    "certify",
    "descend",
    "descend_many",
    "estimate_gc_probability",
    "gc_probability",
    "holds",
    "ledger",
    "neurons_for",
}


def public() -> list[tuple[str, Any]]:
    return [
        (f"{package}.{name}", getattr(importlib.import_module(package), name))
        for package in PACKAGES
        for name in importlib.import_module(package).__all__
    ]


def members(value: Any) -> list[tuple[str, Any]]:
    """The public methods and properties a class adds itself."""
    return [
        (name, member)
        for name, member in vars(value).items()
        if not name.startswith("_")
        and (inspect.isroutine(member) or isinstance(member, (property, classmethod, staticmethod)))
    ]


def test_the_names_that_others_rely_on_are_there():
    assert set(gcbook.__all__) >= PROMISED


def test_the_front_page_is_sorted_and_true():
    assert list(gcbook.__all__) == sorted(gcbook.__all__)
    assert len(set(gcbook.__all__)) == len(gcbook.__all__)
    for name in gcbook.__all__:
        assert hasattr(gcbook, name), name


@pytest.mark.parametrize(("name", "value"), public(), ids=[name for name, _ in public()])
def test_a_public_name_is_documented_with_an_example(name: str, value: Any):
    text = inspect.getdoc(value) or ""
    assert len(text.splitlines()) > 1
    assert re.search(r"^Examples\n-+\n", text, re.M), f"{name} shows no example"
    assert ">>> " in text
    if inspect.isclass(value):
        for member, function in members(value):
            assert inspect.getdoc(function), f"{name}.{member} is not documented"


@pytest.mark.parametrize(("name", "value"), public(), ids=[name for name, _ in public()])
def test_a_public_function_is_typed(name: str, value: Any):
    if not inspect.isroutine(value):
        return
    signature = inspect.signature(value)
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, f"{name}: {parameter.name}"

"""``--json [FILE]``, the same in every command: to standard output, or to a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from gcbook.cli._files import FileError

STANDARD_OUTPUT = "-"


def add_option(command: argparse.ArgumentParser, what: str) -> None:
    """Add the option to a command."""
    command.add_argument(
        "--json",
        nargs="?",
        const=STANDARD_OUTPUT,
        metavar="FILE",
        help=f"{what}: as JSON on standard output, or in FILE (which ends in .json)",
    )


def join(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with ``--json`` and its file, if it has one, in one piece.

    A word that does not end in ``.json`` is not its file, so that ``check --json model.npz`` reads
    the model and never writes over it; ``--json=FILE`` takes any name.

    Examples
    --------
    >>> join(["check", "--json", "model.npz"])
    ['check', '--json=-', 'model.npz']
    >>> join(["claims", "--json", "run.json"])
    ['claims', '--json=run.json']
    """
    joined: list[str] = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--":
            return [*joined, word, *rest]
        if word == "--json":
            follows = rest and (rest[0] == STANDARD_OUTPUT or rest[0].endswith(".json"))
            word = f"--json={rest.pop(0) if follows else STANDARD_OUTPUT}"
        joined.append(word)
    return joined


def on_standard_output(options: argparse.Namespace) -> bool:
    """Whether standard output belongs to the JSON, so that nothing else may be printed there."""
    return bool(options.json == STANDARD_OUTPUT)


def prepare(options: argparse.Namespace, inputs: Iterable[Path] = ()) -> None:
    """Refuse a file that cannot be written, before the work is done rather than after.

    Raises
    ------
    FileError
        If its folder does not exist, if it is a folder, one of the inputs or a certificate.
    """
    if options.json in {None, STANDARD_OUTPUT}:
        return
    path = Path(options.json)
    if not path.parent.is_dir():
        raise FileError(f"{path}: cannot be written, there is no folder {path.parent}")
    if path.is_dir():
        raise FileError(f"{path}: cannot be written, it is a folder")
    if path.exists() and any(one.exists() and path.samefile(one) for one in inputs):
        raise FileError(f"{path}: would be written over, but it is one of the inputs")
    if path.is_file() and _is_certificate(path):
        raise FileError(f"{path}: would be written over, but it is a certificate")


def write(options: argparse.Namespace, text: str) -> None:
    """Write the JSON where it was asked for, if it was."""
    if options.json == STANDARD_OUTPUT:
        print(text)
    elif options.json is not None:
        Path(options.json).write_text(text + "\n", encoding="utf-8")


def _is_certificate(path: Path) -> bool:
    with path.open("rb") as handle:
        return b'"gcbook-certificate"' in handle.read(100)

"""The command line: ``gcbook check``, ``verify``, ``probability``, ``separation``, ``run``...

Exit codes are the same everywhere: 0 the work was done and nothing speaks against it, 1 it was
done and the answer is no (a certificate that does not verify, a check that failed), 2 the request
could not be understood, the input could not be read or the output could not be written.

Each command imports what it needs when it runs, so that a short one starts quickly.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from gcbook.cli import _check, _claims, _json, _probability, _run, _separation, _verify
from gcbook.cli._terminal import printable

COMMANDS = (_check, _verify, _probability, _separation, _claims, _run)
EXIT_CODES = (
    "Exit codes: 0 done, 1 done and the answer is no, 2 bad request, unreadable input or "
    "unwritable output."
)


def parser() -> argparse.ArgumentParser:
    """Build the parser; every command module adds its own part."""
    top = argparse.ArgumentParser(
        prog="gcbook",
        description="Decide, prove and study the geometric condition of Long, Yin & Xin (2021).",
        epilog=EXIT_CODES,
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, help="show the version and exit")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_parser(commands)
    for one in commands.choices.values():
        one.epilog = one.epilog or EXIT_CODES
        one.allow_abbrev = False
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments after the program's name; those of the process by default.

    Returns
    -------
    int
        0, 1 or 2, as told in the module's documentation.
    """
    given = sys.argv[1:] if arguments is None else arguments
    options = parser().parse_args(_json.join(given))
    try:
        return int(options.run(options))
    except BrokenPipeError:  # the reader of a pipe went away, as `head` does: nothing is wrong
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (Python flushes it)
        return 0
    except KeyboardInterrupt:
        return _refuse("stopped", 130)
    except KeyError as error:  # its str() is the repr of its message
        return _refuse(error.args[0] if error.args else error)
    except OSError as error:
        return _refuse(f"{error.filename or 'output'}: {error.strerror or error}")
    except (ValueError, TypeError) as error:
        return _refuse(error)


def _refuse(reason: object, code: int = 2) -> int:
    print(f"gcbook: error: {printable(str(reason))}", file=sys.stderr)
    return code


class _Version(argparse.Action):
    """Look the version up only when it is asked for."""

    def __init__(self, **options: object) -> None:
        super().__init__(**(options | {"nargs": 0}))  # type: ignore[arg-type]

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from gcbook import __version__

        print(f"gcbook {__version__}")
        parser.exit()

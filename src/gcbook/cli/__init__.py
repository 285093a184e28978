"""The command line: ``gcbook check``, ``verify``, ``probability``, ``claims`` and ``run``.

Exit codes are the same everywhere: 0 the work was done and nothing speaks against it, 1 it was
done and the answer is no (a certificate that does not verify, a check that failed), 2 the request
could not be understood or the input could not be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from gcbook.cli import _check, _claims, _probability, _run, _verify
from gcbook.cli._files import FileError

COMMANDS = (_check, _verify, _probability, _claims, _run)


def parser() -> argparse.ArgumentParser:
    """Build the parser; every command module adds its own part."""
    top = argparse.ArgumentParser(
        prog="gcbook",
        description="Decide, prove and study the geometric condition of Long, Yin & Xin (2021).",
        epilog="Exit codes: 0 done, 1 done and the answer is no, 2 bad request or unreadable file.",
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_parser(commands)
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
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (FileError, ValueError, TypeError, KeyError) as error:
        # A KeyError's str() is the repr of its message; its argument is the message itself.
        message = error.args[0] if isinstance(error, KeyError) and error.args else error
        print(f"gcbook: error: {message}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of a pipe went away, as `head` does: nothing is wrong
        sys.stderr.close()
        return 0

"""Ask every address outside that the sources name; print those that do not answer.

Run ``python book/_ext/links.py``; it needs the network and nothing but Python.  A server that
refuses programs (401, 403, 429 and the like) is mentioned and counts as there.
"""

from __future__ import annotations

import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"https?://[^\s<>\"'`)\]}|\\]+")
DOI = re.compile(r"^\s*doi\s*[=:]\s*[{\"]?([^\s},\"]+)", re.M)
REFUSED = {401, 403, 405, 418, 429}
NOT_MEANT = ("http://localhost", "https://you.", "https://github.com/you/")


def sources(root: Path) -> Iterator[Path]:
    """Yield the files whose links a reader follows."""
    yield from sorted(root.glob("*.md"))
    yield from sorted((root / "book").glob("*.md"))
    yield from (root / "book" / "references.bib", root / "CITATION.cff")


def addresses(texts: Iterable[str]) -> list[str]:
    """Return the addresses in the texts, DOIs as addresses, each once."""
    found = set()
    for text in texts:
        found |= {match.rstrip(".,;:*_") for match in ADDRESS.findall(text)}
        found |= {f"https://doi.org/{doi}" for doi in DOI.findall(text)}
    return sorted(one for one in found if not one.startswith(NOT_MEANT))


def ask(address: str, seconds: float = 20) -> str:
    """Return "" for an address that answers, and otherwise what is wrong."""
    request = urllib.request.Request(address, headers={"User-Agent": "gcbook link check"})
    try:
        with urllib.request.urlopen(request, timeout=seconds):
            return ""
    except urllib.error.HTTPError as error:
        return f"refused ({error.code})" if error.code in REFUSED else f"error {error.code}"
    except (OSError, ValueError) as error:
        return f"no answer ({error})"


def main() -> int:
    """Ask them all, eight at a time."""
    asked = addresses(path.read_text(encoding="utf-8") for path in sources(ROOT))
    with ThreadPoolExecutor(8) as pool:
        answers = dict(zip(asked, pool.map(ask, asked), strict=True))
    for address, wrong in answers.items():
        if wrong:
            print(f"{wrong:<16} {address}")
    broken = [wrong for wrong in answers.values() if wrong and not wrong.startswith("refused")]
    print(f"{len(asked)} addresses, {len(broken)} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

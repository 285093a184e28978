"""Only pip: from the README to a certificate of one's own layer, in an empty folder.

The code and the commands are the README's own.  What its comments promise is what has to come.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import clean_room
import pytest
import readme

TEXT = (clean_room.ROOT / "README.md").read_text(encoding="utf-8")
CHEAP = [block for block in readme.blocks(TEXT, "python") if "ledger" not in block]
LAYERS = """\
import numpy as np
np.savez("weights.npz", first=np.random.default_rng(1).standard_normal((12, 3)), second=np.eye(3))
rows = np.array([[1, 0, 0], [2, 0, 1], [3, 1, 1], [4, 0, 0]])
np.savetxt("data.csv", rows, delimiter=",", fmt="%d", header="x0,x1,y", comments="")
"""


@pytest.mark.parametrize("block", CHEAP, ids=["reuse", "separation"])
def test_the_code_of_the_readme_answers_as_it_promises(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    told = readme.answers(block)
    assert told
    assert [answer for answer in told if not answer.kept] == []


def test_a_broken_promise_is_noticed():
    told = readme.answers("1 + 1  # 3\n2 + 2  # 4: as it should be\nx = 5  # anything\n")
    assert [answer.kept for answer in told] == [False, True]


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """An empty folder, and a shell whose Python has the wheel of this tree and what it asks for."""
    place = tmp_path_factory.mktemp("pip")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place / "dist")]
    clean_room.done(build, clean_room.ROOT, clean_room.shell(place / "builder"))
    (wheel,) = map(str, (place / "dist").glob("*.whl"))
    shell = clean_room.shell(place / "home", clean_room.environment(place / "environment"))
    empty = place / "an empty folder"
    empty.mkdir()
    clean_room.done(["pip", "install", "--quiet", wheel], empty, shell)
    clean_room.done(["pip", "check"], empty, shell)
    return empty, shell


@pytest.mark.slow
@pytest.mark.lab
def test_an_empty_folder_a_wheel_and_the_readme(stranger: tuple[Path, dict[str, str]]):
    empty, shell = stranger
    promises = ["python", str(Path(readme.__file__)), str(clean_room.ROOT / "README.md")]
    told = clean_room.done(promises, empty, shell)
    assert told.count("as promised") == len(told.splitlines()) > 7
    clean_room.done(["python", "-c", LAYERS], empty, shell)
    block = next(one for one in readme.blocks(TEXT, "sh") if "gcbook check" in one)
    said = {line: clean_room.done(line, empty, shell) for line in readme.commands(block)}
    assert said["gcbook verify proofs/*.json"].count(": verified: ") == 2
    assert "509/512" in said["gcbook probability 12 2"]
    load = "import gcbook; print(gcbook.Certificate.load('proofs/first.json').verify())"
    assert clean_room.done(["python", "-c", load], empty, shell) == "True\n"
    block = next(one for one in readme.blocks(TEXT, "sh") if "gcbook separation" in one)
    no = clean_room.run(readme.commands(block)[0], empty, shell)
    assert (no.returncode, no.stderr) == (1, "")
    assert "quasi-complete" in no.stdout


@pytest.mark.slow
@pytest.mark.lab
@pytest.mark.book
def test_a_downloaded_chapter_needs_the_package_and_jupyter_only(
    stranger: tuple[Path, dict[str, str]], html: Path
):
    empty, shell = stranger
    clean_room.done(["pip", "install", "--quiet", "nbclient", "ipykernel"], empty, shell)
    shutil.copy(html / "_sources" / "setup.ipynb", empty / "setup.ipynb")
    clean_room.done("jupyter execute --output=run.ipynb setup.ipynb", empty, shell)
    cells = json.loads((empty / "run.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert outputs
    assert {output.get("name") for output in outputs} <= {None, "stdout"}  # nothing on stderr

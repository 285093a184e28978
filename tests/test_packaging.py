"""What a clone and a wheel hold: pins, Binder's files, the targets, the installable package."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_its_types_and_its_widgets(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in (source / "gcbook").rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".js", ".css", ".json", ".toml", ".typed", ".npz"}
    }
    assert expected <= names
    assert "gcbook/py.typed" in names
    assert any(name.startswith("gcbook/widgets/") and name.endswith(".js") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert all(name.startswith(("gcbook/", "gcbook-")) for name in names)


def test_the_installed_wheel_works_away_from_the_clone(wheel: Path, tmp_path: Path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "import gcbook, pathlib; "
        "assert 'site' in pathlib.Path(gcbook.__file__).parts, gcbook.__file__; "
        "assert gcbook.holds([[1, 0], [0, 1], [-1, -1]]); "
        "print(gcbook.gc_probability(4, 2))"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "1/2"


def pins() -> dict[str, str]:
    lines = [line.split(";")[0].strip() for line in text("requirements.txt").splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+(\[[^\]]*\])?==[^=\s]+", line) for line in found)
    return {line.partition("==")[0].lower(): line.partition("==")[2] for line in found}


def test_every_requirement_is_pinned_and_says_nothing_of_a_machine():
    head = text("requirements.txt").split("accessible-pygments")[0]
    assert "make pins" in head
    assert not re.search(r"https?:|file:|--index|/(home|root|tmp|work)/", text("requirements.txt"))
    assert pins()["jupyter-book"].startswith("1.")


def test_the_pins_cover_what_the_project_declares():
    project = tomllib.loads(text("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["book"], *extras["test"]]
    names = {re.split(r"[<>=\[; ]", item)[0].lower() for item in wanted} - {"gcbook"}
    assert names <= set(pins())


def test_binder_finds_its_files():
    assert text("runtime.txt").strip() == "python-3.11"
    assert (ROOT / "postBuild").stat().st_mode & stat.S_IXUSR
    assert "jupytext-config set-default-viewer markdown" in text("postBuild")
    assert not (ROOT / ".binder").exists()  # either would hide every file at the root
    assert not (ROOT / "binder").exists()
    assert {"jupytext", "jupyterlab", "jupyterlab-myst"} <= set(pins())


@pytest.mark.parametrize("script", ["postBuild", ".ci/run"])
def test_shell_scripts_stop_at_the_first_error(script: str):
    assert "set -euo pipefail" in text(script)
    assert (ROOT / script).stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


def test_make_alone_lists_the_targets():
    done = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    for target in ("book", "test", "serve", "clean", "bench", "format", "pins"):
        assert re.search(rf"make {target}\s+\S+", done.stdout), target


def test_the_hosted_workflow_calls_the_same_targets():
    jobs = yaml.safe_load(text(".github/workflows/ci.yml"))["jobs"]
    commands = [step.get("run", "") for job in jobs.values() for step in job["steps"]]
    assert {"make test", "make book"} <= set(commands)
    assert "make test" in text(".ci/run")


def test_the_citation_names_the_paper_and_the_version():
    citation = yaml.safe_load(text("CITATION.cff"))
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert citation["version"] == project["version"]
    assert citation["references"][0]["doi"] == "10.3934/ipi.2020077"
    assert f"[{project['version']}]" in text("CHANGELOG.md")


def test_vendored_files_have_their_licences_beside_them():
    for folder in ("vendor/assets/mathjax", "vendor/assets/fonts"):
        assert (ROOT / folder / "LICENSE").exists()
    assert (ROOT / "tests/vendor/LICENSE-axe-core").exists()
    assert "Mozilla Public" in text("tests/vendor/axe.min.js")[:1000]

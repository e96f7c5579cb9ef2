"""The wheel and a plain install work outside the repository."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def run(*words: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, repository, cwd=folder)
    assert len(list(folder.glob("*.tar.gz"))) == 1
    return next(folder.glob("*.whl"))


def test_wheel_holds_the_grammar_and_no_tests(wheel: Path, repository: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {path.name for kind in ("yaml", "tsv") for path in (repository / "grammars").glob(f"*.{kind}")}
    assert {f"qzparse/grammars/{name}" for name in shipped} <= names
    assert {"qzparse/py.typed", "qzparse/__init__.pyi"} <= names
    assert all(name.startswith(("qzparse/", "qzparse-")) for name in names)


def test_wheel_installed_elsewhere_reads_a_list(wheel: Path, repository: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    run(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    python = environment / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    sample = repository / "samples" / "demo"
    for name in ("list.txt", "list.docx"):
        document = json.loads(run(environment / "bin" / "qzparse", "ingest", sample / name, cwd=tmp_path))
        expected = json.loads((sample / "document.json").read_text("utf-8"))
        assert document["items"] == expected["items"]
        assert document["coverage"]["residue_characters"] == 0
    code = "import qzparse; print(qzparse.__file__)"
    assert str(environment) in run(python, "-c", code, cwd=tmp_path)

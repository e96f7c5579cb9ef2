"""Hostile files and odd surroundings end in a document or in one clear message, and nothing is written but the output."""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hostile import FILES, ROWS
from snippets import dump_of

from qzparse.confinement import confine
from qzparse.errors import QzparseError
from qzparse.extract.scan import can_recognise
from qzparse.pipeline import ingest
from qzparse.settings import LimitSettings

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "hostile.yaml").read_text("utf-8"))
LIMITS = LimitSettings(timeout=120, memory=1536)
LIST = dump_of(ROWS).encode()
NAMES = [
    "-leading.txt",
    "换行\n.txt",
    "🀄.txt",
    "con.txt",
    "x" * 240 + ".txt",
    "a'b\"c`d$e.txt",
    "e\u0301.txt",
    "é.txt",
]


def outcome_of(content: bytes, name: str) -> dict[str, Any]:
    """Tell what reading a file ends in, as the cases do; that a library aborts is no failure of the test."""
    faulthandler.disable()
    document = ingest(content, name=name)
    return {"read": len(document.items), "codes": sorted({one.code for one in document.diagnostics})}


def run(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "qzparse", *words],
        cwd=cwd,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        check=False,
    )


def test_every_hostile_file_has_its_case() -> None:
    assert [case["name"] for case in CASES] == list(FILES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_hostile_file_ends_as_told(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if case.get("needs") == "ocr" and not can_recognise():
        pytest.skip("the extra ocr is not installed")
    monkeypatch.chdir(tmp_path)
    name, make = FILES[case["name"]]
    ended: dict[str, Any]
    try:
        limits = LIMITS._replace(memory=case.get("memory", LIMITS.memory))
        ended = confine(limits, name, outcome_of, make(), name)
    except QzparseError as fault:
        ended = {"refused": fault.problem} | ({"reason": fault.values["reason"]} if "reason" in case else {})
    assert ended == {key: value for key, value in case.items() if key not in ("name", "memory", "needs")}
    assert not list(tmp_path.iterdir())


def test_file_names_of_every_kind_are_read(tmp_path: Path) -> None:
    names = [*NAMES, os.fsdecode(b"\xff\xfe.txt")]
    (tmp_path / "lists").mkdir()
    for name in names:
        (tmp_path / "lists" / name).write_bytes(LIST)
    done = run("batch", "lists", "--out", "out", "--lang", "en", cwd=tmp_path)
    assert b"Traceback" not in done.stderr
    written = list((tmp_path / "out" / "lists").glob("*.json")) or list((tmp_path / "out").glob("*.json"))
    assert len([path for path in written if path.name != "index.json"]) == len(names), done.stderr.decode()
    for name in names:
        assert run("ingest", f"lists/{name}", "-o", "one.json", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LANG": "C", "LC_ALL": "C"},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent"},
        {"TMPDIR": "/nonexistent"},
    ],
    ids=["bare", "c-locale", "no-home", "no-temporary-folder"],
)
def test_surroundings_change_no_byte(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "清单.txt").write_bytes(LIST)
    expected = run("ingest", "清单.txt", cwd=tmp_path, PYTHONUTF8="1", HOME=str(tmp_path)).stdout
    done = run("ingest", "清单.txt", cwd=tmp_path, **environment)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == expected


def test_full_disk_is_told_and_keeps_what_was_there(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no full device")
    (tmp_path / "list.txt").write_bytes(LIST)
    done = run("ingest", "list.txt", "-o", str(full), "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert b"/dev/full" in done.stderr
    with full.open("wb") as sink:
        piped = subprocess.run(
            [sys.executable, "-m", "qzparse", "ingest", "list.txt"],
            cwd=tmp_path,
            stdout=sink,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert piped.returncode == 2
    assert b"Traceback" not in piped.stderr


def test_symlinks_in_circles_end(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "a.txt").write_bytes(LIST)
    (folder / "again").symlink_to(folder)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    done = run("batch", "lists", "--out", "out", "--lang", "en", cwd=tmp_path)
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "out" / "a.txt.json").exists() or list((tmp_path / "out").rglob("a.txt.json"))

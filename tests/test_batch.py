"""Folders go in, documents come out: what a run does, and what a second one need not."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from terminal import run_on_terminal

from qzparse.batch import Batch, Choice, Options, Record, Report, read_manifest, run_batch, survey
from qzparse.batch.plan import find_inputs
from qzparse.errors import UsageError

LIST = (
    "{county}某局权责清单\n\n\t序号\n\t权力类型\n\t权力项目名称\n\t责任事项\n\n\n"
    "\t1\n\t行政检查\n\t安全生产检查\n\t1.检查责任：依法检查。\n2.处置责任：依法处置。\n"
)
COUNTIES = ("东县", "南县", "西县", "北县")


class Heard:
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, int]] = []
        self.told: list[Record | None] = []

    def begin(self, files: int, standing: int) -> None:
        self.begun.append((files, standing))

    def tell(self, record: Record | None) -> None:
        self.told.append(record)


def written(folder: Path, names: tuple[str, ...] = COUNTIES) -> Path:
    """Lay out a folder of counties with a list each, older than a stamp needs to be trusted."""
    for name in names:
        path = folder / name / "清单.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LIST.format(county=name), "utf-8")
    return folder


def ran(folder: Path, out: Path, watcher: Heard | None = None, **told: Any) -> Report:
    """Run over a folder in this very process."""
    with ThreadPoolExecutor(1) as here:
        return run_batch(Batch([str(folder)], out, **told), watcher or Heard(), here)


def files_of(out: Path) -> dict[str, bytes]:
    """Give every file of an output folder but the stamps, which are of this machine."""
    found = (path for path in out.rglob("*") if path.is_file() and path.name not in ("seen.sqlite", "lock"))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "in")


def test_batch_mirrors_the_folder_and_keeps_an_index(folder: Path, tmp_path: Path) -> None:
    (folder / "东县" / "空.docx").touch()
    report = ran(folder, tmp_path / "out", options=Options(traced=True))
    assert report.totals.outcomes == {"refused": 1, "read": 4}
    documents = {f"{county}/清单.txt.{kind}" for county in COUNTIES for kind in ("json", "trace.json")}
    assert set(files_of(tmp_path / "out")) == documents | {"index.json", ".qzparse/manifest.sqlite"}
    index = json.loads((tmp_path / "out" / "index.json").read_text("utf-8"))
    assert index["totals"]["types"] == {"行政检查": 4}
    by_name = {one["name"]: one for one in index["files"]}
    assert by_name["东县/空.docx"]["problem"] == "empty"
    assert by_name["东县/空.docx"]["message"] == "东县/空.docx：文件是空的（0 字节）"
    for one in index["files"]:
        for kind in ("document", "trace") if one["outcome"] == "read" else ():
            content = (tmp_path / "out" / one[kind]).read_bytes()
            assert sha256(content).hexdigest() == one[f"{kind}_digest"]
    assert [record.name for record in read_manifest(tmp_path / "out")] == sorted(by_name)


def test_second_run_reads_nothing_and_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    ran(folder, tmp_path / "out")
    before = files_of(tmp_path / "out")
    stamps = {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in before}
    heard = Heard()
    ran(folder, tmp_path / "out", heard)
    assert heard.told in ([], [None] * 4)
    assert files_of(tmp_path / "out") == before
    assert {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in before} == stamps


def test_files_that_settled_long_ago_are_not_even_opened(folder: Path, tmp_path: Path) -> None:
    ran(folder, tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / ".qzparse" / "seen.sqlite") as seen:
        for one in find_inputs([str(folder)], tmp_path / "out", Choice()).inputs:
            stamp = " ".join(map(str, one.stamp))
            seen.execute("UPDATE stamps SET source = ? WHERE name = ?", (stamp, one.name))
    seen.close()
    heard = Heard()
    run_batch(Batch([str(folder)], tmp_path / "out"), heard)
    assert (heard.begun, heard.told) == ([(0, 4)], [])


def _changed(root: Path) -> None:
    (root / "in" / "东县" / "清单.txt").write_text(LIST.format(county="新东县"), "utf-8")


def _added(root: Path) -> None:
    written(root / "in", ("中县",))


def _deleted(root: Path) -> None:
    (root / "out" / "南县" / "清单.txt.json").unlink()


def _edited(root: Path) -> None:
    (root / "out" / "西县" / "清单.txt.json").write_bytes(b"{}")


def _unseen(root: Path) -> None:
    (root / "out" / ".qzparse" / "seen.sqlite").unlink()


@pytest.mark.parametrize(
    ("change", "read"), [(_changed, 1), (_added, 1), (_deleted, 1), (_edited, 1), (_unseen, 4)]
)
def test_run_reads_what_changed_and_comes_out_as_if_new(
    folder: Path, tmp_path: Path, change: Callable[[Path], None], read: int
) -> None:
    ran(folder, tmp_path / "out")
    change(tmp_path)
    heard = Heard()
    ran(folder, tmp_path / "out", heard)
    assert sum(record is not None for record in heard.told) == read
    ran(folder, tmp_path / "fresh")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "fresh")


@pytest.mark.parametrize("options", [Options("yaml"), Options("jsonl", traced=True), Options(language="en")])
def test_other_options_leave_nothing_of_the_old(folder: Path, tmp_path: Path, options: Options) -> None:
    ran(folder, tmp_path / "out", options=Options(traced=True))
    ran(folder, tmp_path / "out", options=options)
    ran(folder, tmp_path / "fresh", options=options)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "fresh")


def test_refusal_stands_until_it_is_retried(folder: Path, tmp_path: Path) -> None:
    (folder / "junk.docx").write_bytes(bytes(range(256)))
    assert ran(folder, tmp_path / "out").totals.outcomes["refused"] == 1
    assert ran(folder, tmp_path / "out", retry=True).done >= 1
    (folder / "junk.docx").write_text(LIST, "utf-8")
    assert ran(folder, tmp_path / "out").totals.outcomes == {"read": 5}


def test_document_of_a_file_that_broke_is_taken_away(folder: Path, tmp_path: Path) -> None:
    ran(folder, tmp_path / "out", options=Options(traced=True))
    (folder / "东县" / "清单.txt").write_bytes(b"")
    ran(folder, tmp_path / "out", options=Options(traced=True))
    assert list((tmp_path / "out" / "东县").iterdir()) == []


def test_inputs_that_are_gone_are_no_longer_listed(folder: Path, tmp_path: Path) -> None:
    ran(folder, tmp_path / "out")
    (folder / "东县" / "清单.txt").unlink()
    report = ran(folder, tmp_path / "out")
    assert (report.gone, report.totals.files) == (("东县/清单.txt",), 3)
    assert (tmp_path / "out" / "东县" / "清单.txt.json").is_file()
    assert ran(folder, tmp_path / "out", choice=Choice(("南县/*",))).totals.files == 3


def test_survey_names_what_a_run_would_read(folder: Path, tmp_path: Path) -> None:
    batch = Batch([str(folder)], tmp_path / "out")
    assert len(survey(batch)[1]) == 4
    assert not (tmp_path / "out").exists()
    ran(folder, tmp_path / "out")
    _deleted(tmp_path)
    assert "南县/清单.txt" in survey(batch)[1]


def names_in(tmp_path: Path, files: list[str | bytes]) -> dict[str, str]:
    """Lay out empty files; give the names that stand for them by their paths."""
    root = tmp_path / "named"
    for file in files:
        path = root / os.fsdecode(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    plan = find_inputs([str(root)], tmp_path / "out", Choice())
    return {os.path.relpath(one.path, root): one.name for one in plan.inputs}


HARD_NAMES: list[str | bytes] = [
    *(
        "a.docx",
        "a.pdf",
        "A.docx",
        "a?.docx",
        'q"uote.txt',
        "con",
        "nul.txt",
        "dot.",
        "blank ",
        "line\nend.txt",
    ),
    *(
        "-dash.txt",
        "长" * 80 + ".docx",
        "é.txt",
        "e\u0301.txt",
        "表\u2028格.txt",
        "index",
        "x.docx",
        "x.docx.json/y.txt",
    ),
    *(b"\xb1\xed.doc", b"\xff\xfe/\xfd.txt", "x.docx.trace", "🀄.txt", "子/a.docx"),
]


def test_names_are_distinct_on_every_file_system_and_the_same_in_any_order(tmp_path: Path) -> None:
    names = names_in(tmp_path / "one", HARD_NAMES)
    assert len(names) == len(HARD_NAMES)
    assert names_in(tmp_path / "two", HARD_NAMES[::-1]) == names
    assert len({name.casefold() for name in names.values()}) == len(names)
    for name in names.values():
        for part in name.split("/"):
            assert len(f"{part}.trace.json".encode()) <= 255
            assert not set(part) & set('<>:"|?*\\\n\u2028')
    assert names["a.pdf"] == "a.pdf"
    assert names["a.docx"].startswith("a.docx~")


def test_hard_names_all_get_a_document_of_their_own(tmp_path: Path) -> None:
    names_in(tmp_path, HARD_NAMES)
    for path in (tmp_path / "named").rglob("*"):
        if path.is_file():
            path.write_text(LIST, "utf-8")
    report = ran(tmp_path / "named", tmp_path / "out")
    documents = [record.document for record in read_manifest(tmp_path / "out")]
    assert report.totals.files == len(HARD_NAMES) == len(set(documents))
    assert all((tmp_path / "out" / document).is_file() for document in documents)


def test_what_is_no_list_is_passed_over_and_counted(folder: Path) -> None:
    for name in ("~$清单.docx", ".~lock.清单.docx#", ".hidden/a.txt", "Thumbs.db"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(LIST, "utf-8")
    (folder / "loop").symlink_to(folder)
    (folder / "away.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe.txt")
    report = ran(folder, folder / "out", choice=Choice(exclude=("北县/*",)))
    assert report.totals.files == 3
    assert report.skipped == {"lock": 2, "hidden": 2, "link": 2, "special": 1, "unchosen": 1}
    assert ran(folder, folder / "out").totals.files == 4


@pytest.mark.parametrize("order", [("东县", "南县"), ("南县", "东县", "东县")])
def test_several_folders_are_read_as_one(folder: Path, tmp_path: Path, order: tuple[str, ...]) -> None:
    batch = Batch([str(folder / one) for one in order], tmp_path / "out")
    run_batch(batch, Heard())
    assert {record.name for record in read_manifest(tmp_path / "out")} == {"东县/清单.txt", "南县/清单.txt"}


def test_output_cannot_be_the_input_or_around_it(folder: Path) -> None:
    for out in (folder, folder.parent):
        with pytest.raises(UsageError, match="choose another place"):
            ran(folder, out)


def test_output_of_another_folder_is_not_mixed_in(folder: Path, tmp_path: Path) -> None:
    ran(folder, tmp_path / "out")
    with pytest.raises(UsageError, match="holds the documents of"):
        ran(written(tmp_path / "other"), tmp_path / "out")
    folder.rename(tmp_path / "moved")
    assert ran(tmp_path / "moved", tmp_path / "out").totals.files == 4


def test_one_run_at_a_time(folder: Path, tmp_path: Path) -> None:
    ran(folder, tmp_path / "out")
    lock = sqlite3.connect(tmp_path / "out" / ".qzparse" / "lock", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UsageError, match="another qzparse batch"):
        ran(folder, tmp_path / "out")
    lock.close()


def test_damaged_manifest_is_told(folder: Path, tmp_path: Path) -> None:
    ran(folder, tmp_path / "out")
    (tmp_path / "out" / ".qzparse" / "manifest.sqlite").write_bytes(b"no database" * 100)
    for refused in (lambda: ran(folder, tmp_path / "out"), lambda: list(read_manifest(tmp_path / "out"))):
        with pytest.raises(UsageError, match="damaged"):
            refused()


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "QZ"))}
    run = [sys.executable, "-m", "qzparse", *map(str, words)]
    return subprocess.run(run, env=clean, capture_output=True, text=True, check=False)


def test_command_tells_in_lines_what_a_log_can_keep(folder: Path, tmp_path: Path) -> None:
    (folder / "junk.docx").write_bytes(bytes(range(256)))
    done = command("batch", folder, "--out", tmp_path / "out", "--jobs", "2")
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "5 files to read; 0 stand as they were",
        "junk.docx：不认识的文件格式（既不是文本，也不是可读的办公文档）",
    ]
    assert re.search(r"refused +1\nread +4\ntotal +5\n", done.stdout)
    assert re.search(r"行政检查 +4\n", done.stdout)
    assert re.search(r"junk\.docx +refused +不认识的文件格式", done.stdout)
    again = command(
        "batch", folder, "--out", tmp_path / "out", "--dry-run", "--retry", "failed", "--lang", "en"
    )
    assert again.stdout.splitlines()[-1].endswith("files would be read")
    assert "junk.docx" in again.stdout


def test_command_draws_a_bar_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    shown = run_on_terminal("batch", str(folder), "--out", str(tmp_path / "out"), "--lang", "en")
    assert "4/4" in shown
    assert "files/s" in shown
    assert "read 4" in shown


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--jobs", "0"], "--jobs: a number above zero is wanted"),
        (["--timeout", "-1"], "--timeout: a number above zero is wanted"),
        (["--retry", "all"], "--retry takes failed, not all"),
        (["--engine", "ray"], "there is no engine ray; known are local, dask"),
        (["--format", "xml"], "there is no format xml"),
        (["--grammar", "nosuch.yaml"], "there is no such grammar file"),
    ],
)
def test_command_refuses_what_it_cannot_carry_out(
    folder: Path, tmp_path: Path, words: list[str], told: str
) -> None:
    done = command("batch", folder, "--out", tmp_path / "out", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("absent", ["nosuch", "nosuch/list.docx"])
def test_folder_that_is_not_there_is_told(tmp_path: Path, absent: str) -> None:
    done = command("batch", tmp_path / absent, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "there is no such" in done.stderr


def test_doctor_tells_a_person_and_a_machine() -> None:
    assert re.search(r"format +docx +python-docx +ready", command("doctor", "--lang", "en").stdout)
    listed = json.loads(command("doctor", "--json").stdout)
    assert {"kind": "format", "name": "txt", "by": [], "missing": [], "remedy": ""} in listed

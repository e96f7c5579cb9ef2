"""Folders go in, documents come out: what a run does, and what a second one need not."""

from __future__ import annotations

import json
from concurrent.futures import Executor, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from qzparse.batch import Batch, Options, Record, Report, read_manifest, run_batch

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


def ran(folder: Path, out: Path, executor: Executor | None = None, **told: Any) -> Report:
    batch = Batch([str(folder)], out, **{"jobs": 2, **told})
    if executor is not None:
        return run_batch(batch, Heard(), executor)
    with ThreadPoolExecutor(1) as here:
        return run_batch(batch, Heard(), here)


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

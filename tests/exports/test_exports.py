"""Documents → tables: what is written is what the documents hold, in every form, whole or not at all."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qzparse import dump, ingest
from qzparse.catalogue import word_of
from qzparse.errors import UsageError
from qzparse.exports import ALL_TABLES, Target, export
from qzparse.exports.dictionary import dictionary_of
from qzparse.tables import Table

duckdb = pytest.importorskip("duckdb")

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.is_dir())
TARGETS = pytest.mark.parametrize("target", list(Target))
TABLES = {table.name: table for table in ALL_TABLES}
HOSTILE = "序号\t权力类型\t权力项目名称\t备注\n1\t行政检查\t=1+1\t@SUM(A1)\n2\t行政检查\t+甲\t-1\n"
COUNTY = "序号\t权力类型\t权力项目名称\t实施依据\n1\t{}\t收缴违法标志\t1.【法律】《标志法》（{}年修正）第三条：收缴。\n"
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for sample in SAMPLES:
        place = folder / "county" / f"{sample.name}.json"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(dump(ingest(sample / "list.txt")))
    (folder / "hostile.yaml").write_bytes(dump(ingest(HOSTILE.encode(), name="hostile.txt"), "yaml"))
    for name, power, year in (("east", "行政处罚", 2010), ("west", "行政强制", 2024)):
        (folder / f"{name}.jsonl").write_bytes(
            dump(ingest(COUNTY.format(power, year).encode(), name=f"{name}.txt"), "jsonl")
        )
    (folder / "index.json").write_text("{}")
    (folder / "county" / "demo.trace.json").write_text("{}")
    return folder


def rows_of(target: Target, path: Path) -> Rows:
    """Read an export back."""
    if target is Target.XLSX:
        return rows_of_workbook(path)
    if target is Target.SQLITE:
        with sqlite3.connect(path) as base:
            return {name: ordered(base.execute(f'SELECT * FROM "{name}"').fetchall()) for name in TABLES}
    if target is Target.DUCKDB:
        with duckdb.connect(str(path), read_only=True) as base:
            return {name: ordered(base.execute(f'SELECT * FROM "{name}"').fetchall()) for name in TABLES}
    if target is Target.PARQUET:
        return {
            name: ordered(duckdb.execute(f"SELECT * FROM '{path / name}.parquet'").fetchall())
            for name in TABLES
        }
    read = row_of_json if target is Target.JSONL else row_of_csv
    return {name: ordered(read(table, path)) for name, table in TABLES.items()}


def rows_of_workbook(path: Path) -> Rows:
    book = openpyxl.load_workbook(path)
    found = {}
    for name in TABLES:
        lines = list(book[word_of("table", name, "zh")].iter_rows(values_only=True))
        found[name] = ordered(lines[1:])
    return found


def row_of_json(table: Table, path: Path) -> list[tuple[Any, ...]]:
    lines = (path / f"{table.name}.jsonl").read_text("utf-8").splitlines()
    return [tuple(json.loads(line).get(column.name) for column in table.columns) for line in lines]


def row_of_csv(table: Table, path: Path) -> list[tuple[Any, ...]]:
    with (path / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    assert header == [column.name for column in table.columns]
    return [
        tuple(
            int(cell) if cell and column.kind == "integer" else cell
            for cell, column in zip(line, table.columns, strict=True)
        )
        for line in lines
    ]


def ordered(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


def loosened(rows: Rows, *, neutral: bool) -> Rows:
    """Drop what a form cannot tell: blank from absent; and the apostrophe that leads a formula."""

    def value_of(value: Any) -> Any:
        if value == "":
            return None
        led = neutral and isinstance(value, str) and re.match(r"'[=+\-@\t\r]", value)
        return value[1:] if led else value

    return {name: ordered([tuple(map(value_of, row)) for row in lines]) for name, lines in rows.items()}


@TARGETS
def test_every_form_holds_the_same_rows(target: Target, documents: Path, tmp_path: Path) -> None:
    reference = tmp_path / "reference.sqlite"
    export([str(documents)], Target.SQLITE, reference)
    expected = rows_of(Target.SQLITE, reference)
    path = tmp_path / f"out.{target}"
    done = export([str(documents)], target, path)
    assert (done.lists, done.rows) == (len(SAMPLES) + 3, sum(map(len, expected.values())))
    found = rows_of(target, path)
    if target in (Target.CSV, Target.XLSX):
        found, expected = (loosened(rows, neutral=True) for rows in (found, expected))
    assert found == expected
    assert not [left for left in tmp_path.iterdir() if left.name.startswith(".")]


def test_rows_hold_what_the_documents_hold(documents: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    export([str(documents)], Target.SQLITE, path)
    rows = rows_of(Target.SQLITE, path)
    found = Counter(row[0] for row in rows["duties"])
    for sample in SAMPLES:
        document = json.loads((sample / "document.json").read_text("utf-8"))
        key = f"county/{sample.name}"
        assert found[key] == sum(len(item.get("duties", ())) for item in document.get("items", ()))
        names = [item.get("name") for item in document.get("items", ())]
        column = [column.name for column in TABLES["items"].columns].index("name")
        assert Counter(row[column] for row in rows["items"] if row[0] == key) == Counter(names)


def test_keys_name_one_row_each(documents: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    export([str(documents)], Target.SQLITE, path)
    for name, rows in rows_of(Target.SQLITE, path).items():
        width = len(TABLES[name].keys)
        assert len({row[:width] for row in rows}) == len(rows)


def test_workbook_runs_no_formula(documents: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    export([str(documents)], Target.XLSX, path)
    book = openpyxl.load_workbook(path)
    led = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value or "").startswith(("=", "@", "+"))
    ]
    assert len(led) >= 3
    assert {cell.data_type for cell in led} == {"s"}
    assert all(cell.quotePrefix for cell in led if (cell.row or 0) > 1)


def test_workbook_cuts_what_no_cell_holds_and_counts_it(tmp_path: Path) -> None:
    long = "甲" * 40_000
    (tmp_path / "long.json").write_bytes(
        dump(ingest(f"序号\t权力类型\t权力项目名称\n1\t行政检查\t{long}\n".encode(), name="long.txt"))
    )
    done = export([str(tmp_path)], Target.XLSX, tmp_path / "out.xlsx")
    assert done.cut == 2  # in the items, and in the wide sheet
    whole = export([str(tmp_path)], Target.JSONL, tmp_path / "out")
    assert whole.cut == 0
    assert long in (tmp_path / "out" / "items.jsonl").read_text("utf-8")


def test_dictionary_names_every_column_in_both_languages() -> None:
    lines = dictionary_of(ALL_TABLES)
    assert len(lines) == sum(len(table.columns) for table in ALL_TABLES)
    for _, column, _, _, chinese, english, _ in lines:
        assert re.search("[一-鿿]", chinese), column
        assert not re.search("[一-鿿]", english), column


def test_export_of_nothing_is_refused_and_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    out.write_bytes(b"before")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "other.json").write_text('{"schema": "another"}')
    with pytest.raises(UsageError):
        export([str(tmp_path / "docs")], Target.SQLITE, out)
    assert out.read_bytes() == b"before"
    assert {path.name for path in tmp_path.iterdir()} <= {"out.sqlite", "docs", "out.columns.csv"}


@TARGETS
def test_export_twice_is_the_same(target: Target, documents: Path, tmp_path: Path) -> None:
    path = tmp_path / f"out.{target}"
    export([str(documents)], target, path)
    before = rows_of(target, path)
    export([str(documents)], target, path)
    assert rows_of(target, path) == before


def test_command_tells_what_it_wrote_and_what_it_left_out(documents: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "qzparse",
            "export",
            str(documents),
            str(broken),
            "--to",
            "csv",
            "--lang",
            "en",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert f"qzparse.csv written: {len(SAMPLES) + 3} lists" in done.stderr
    assert "broken.json" in done.stderr
    assert "Traceback" not in done.stderr


QUESTIONS = re.findall(
    r"^```sql\n(.*?)^```", (ROOT / "docs" / "questions.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.fixture(scope="session")
def bases(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("bases")
    for target in (Target.SQLITE, Target.DUCKDB):
        export([str(documents)], target, folder / f"out.{target}")
    return folder / "out.sqlite", folder / "out.duckdb"


@pytest.mark.parametrize("question", QUESTIONS, ids=[str(number) for number in range(1, len(QUESTIONS) + 1)])
def test_question_has_one_answer_in_both_databases(question: str, bases: tuple[Path, Path]) -> None:
    with sqlite3.connect(bases[0]) as base:
        answer = base.execute(question).fetchall()
    with duckdb.connect(str(bases[1]), read_only=True) as base:
        assert ordered(base.execute(question).fetchall()) == ordered(answer)


def test_questions_find_what_the_samples_hold(bases: tuple[Path, Path]) -> None:
    with sqlite3.connect(bases[0]) as base:
        answered = [len(base.execute(question).fetchall()) for question in QUESTIONS]
    assert len(QUESTIONS) == 10
    assert all(answered), answered

"""Folders of documents → tables: workbooks, texts, databases.

1. Documents are read one by one and their rows written as they come: memory does not grow with the folder.
2. An export appears whole or not at all, and what it replaces stays until then.
3. A list's key is its document's path below the folder, without suffix; the order of rows is that of the keys.
4. Beside each export stands a dictionary of its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from ..canonical import load
from ..errors import QzparseError, UnreadableSource, UsageError
from ..models import Document
from ..tables import TABLES, Table, iter_rows
from ..wide import WIDE, iter_wide
from .dictionary import dictionary_of
from .sink import Sink

_SUFFIXES = {".json", ".yaml", ".jsonl"}
_OTHERS = ("index.json", "manifest.json")
ALL_TABLES: tuple[Table, ...] = (WIDE, *TABLES)


class Target(StrEnum):
    """What tables are written as."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    DUCKDB = "duckdb"
    SQLITE = "sqlite"

    @property
    def is_folder(self) -> bool:
        """Tell whether each table is a file of its own."""
        return self in (Target.CSV, Target.JSONL, Target.PARQUET)


class Exported(NamedTuple):
    """What an export holds: where it stands, how many lists and rows, how many cells had to be cut."""

    path: Path
    lists: int
    rows: int
    cut: int


def plan_exports(wanted: Sequence[str], output: str | None) -> list[tuple[Target, Path]]:
    """Give every form that is wanted its place; `output` is the one place, or a folder for several.

    >>> plan_exports(["csv"], None)[0][1].as_posix(), plan_exports(["xlsx", "csv"], "out")[0][1].as_posix()
    ('qzparse.csv', 'out/qzparse.xlsx')
    """
    for name in wanted:
        if name not in list(Target):
            raise UsageError("form", name=name, known=", ".join(Target))
    targets = [Target(name) for name in dict.fromkeys(wanted)]
    if output is None or len(targets) > 1:
        return [(target, Path(output or ".") / f"qzparse.{target}") for target in targets]
    given = Path(output)
    inside = output.endswith(("/", "\\")) or (given.is_dir() and not targets[0].is_folder)
    return [(targets[0], given / f"qzparse.{targets[0]}" if inside else given)]


def export(
    folders: Sequence[str],
    target: Target,
    path: Path,
    *,
    language: str = "zh",
    tell: Callable[[QzparseError], None] = lambda _fault: None,
) -> Exported:
    """Write the documents below `folders` as tables to `path`; a file that is no document is told and left out."""
    documents = _documents_in(folders, path)
    if not documents:
        raise UsageError("nothing-to-export", name=", ".join(folders))
    lists = 0
    with ExitStack() as closing:
        sink = closing.enter_context(_open_sink(target, path, language))
        for name, file in documents:
            try:
                document = _read(file)
            except QzparseError as fault:
                tell(fault)
                continue
            lists += 1
            for table, row in iter_rows(name, document):
                sink.add(table, row)
            for row in iter_wide(name, document):
                sink.add(WIDE.name, row)
        sink.describe(dictionary_of(ALL_TABLES))
        if not lists:
            raise UsageError("nothing-to-export", name=", ".join(folders))
        sink.finish()
    return Exported(path, lists, sink.rows, sink.cut)


def _read(file: Path) -> Document:
    try:
        return load(file.read_bytes(), str(file))
    except OSError as fault:
        raise UnreadableSource("unreachable", name=str(file), reason=fault.strerror or str(fault)) from None


def _documents_in(folders: Sequence[str], path: Path) -> list[tuple[str, Path]]:
    """Find the documents, with their keys; a key that two folders share is told apart by the folder's name."""
    found: dict[str, Path] = {}
    for folder in map(Path, folders):
        if not folder.exists():
            raise UnreadableSource("absent", name=str(folder))
        for file in sorted(_iter_files(folder)):
            if path in (file, *file.parents):
                continue
            key = (
                (file.relative_to(folder) if folder.is_dir() else Path(file.name)).with_suffix("").as_posix()
            )
            key = _printable(key)
            if key in found:
                key = f"{_printable(folder.name)}/{key}"
            while key in found:
                key += "+"
            found[key] = file
    return sorted(found.items())


def _iter_files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    for file in folder.rglob("*"):
        is_document = file.suffix in _SUFFIXES and not file.name.endswith(".trace.json")
        if is_document and file.name not in _OTHERS and not file.name.startswith(".") and file.is_file():
            yield file


def _printable(name: str) -> str:
    """Write a name whose bytes are not UTF-8 in characters that every table takes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _open_sink(target: Target, path: Path, language: str) -> Sink:
    match target:
        case Target.XLSX:
            from .workbook import Workbook

            return Workbook(path, ALL_TABLES, language)
        case Target.CSV:
            from .texts import CsvFiles

            return CsvFiles(path, ALL_TABLES)
        case Target.JSONL:
            from .texts import JsonLines

            return JsonLines(path, ALL_TABLES)
        case Target.SQLITE:
            from .sqlite import Sqlite

            return Sqlite(path, ALL_TABLES)
        case Target.DUCKDB:
            from .duck import DuckDB

            return DuckDB(path, ALL_TABLES)
        case Target.PARQUET:
            from .duck import Parquet

            return Parquet(path, ALL_TABLES)

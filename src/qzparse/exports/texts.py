"""Rows → one text file a table: CSV for spreadsheets, JSON lines for programs.

1. CSV is UTF-8 with a byte order mark, as spreadsheets need it for Chinese. An absent value is nothing between two
   commas, a blank one `""`.
2. A CSV cell that a spreadsheet would take for a formula is led by an apostrophe: nothing that a list prints is run.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

from ..tables import Row, Value
from .sink import Sink

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class _Files(Sink):
    suffix = ""
    encoding = "utf-8"

    def _begin(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.unfinished.mkdir()
        self._files: dict[str, IO[str]] = {
            name: (self.unfinished / f"{name}{self.suffix}").open("w", encoding=self.encoding, newline="")
            for name in self.tables
        }

    def close(self) -> None:
        for file in self._files.values():
            file.close()

    def abandon(self) -> None:
        self.close()


class CsvFiles(_Files):
    """A folder of CSV files."""

    suffix = ".csv"
    encoding = "utf-8-sig"

    def _begin(self) -> None:
        super()._begin()
        for name, table in self.tables.items():
            self._files[name].write(_line(tuple(column.name for column in table.columns)))

    def _add(self, table: str, row: Row) -> None:
        self._files[table].write(_line(row))


class JsonLines(_Files):
    """A folder of JSON lines: one object a row, absent values left out."""

    suffix = ".jsonl"

    def _begin(self) -> None:
        super()._begin()
        self._names = {
            name: tuple(column.name for column in table.columns) for name, table in self.tables.items()
        }
        self._encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def _add(self, table: str, row: Row) -> None:
        pairs = zip(self._names[table], row, strict=True)
        self._files[table].write(
            self._encode({name: value for name, value in pairs if value is not None}) + "\n"
        )

    def file_of(self, table: str) -> Path:
        """Name the file of a table while it is being written."""
        return self.unfinished / f"{table}{self.suffix}"


def _line(row: Row) -> str:
    """Write a line of CSV.

    >>> print(_line(("=1+1", 3, None, "")).strip())
    "'=1+1",3,,""
    """
    return ",".join(map(_cell, row)) + "\r\n"


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    safe = f"'{value}" if value.startswith(_FORMULAS) else value
    return '"' + safe.replace('"', '""') + '"'

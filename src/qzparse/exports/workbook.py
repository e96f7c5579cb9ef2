"""Rows → one xlsx workbook: the wide sheet first, as officials print it, then a sheet for every table.

1. Rows leave memory as they are written.
2. A text is written as text, and marked as such where a spreadsheet would take it for a formula once it is edited.
3. A cell holds 32,767 characters and a sheet 1,048,576 rows: a longer text is cut and counted, further rows go to a
   second sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..catalogue import say, word_of
from ..tables import INTEGER, Column, Row, Table
from .sink import DICTIONARY, Sink

_CELL = 32_767
_ROWS = 1_048_576
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_LONG, _NAMED = ("text", "_lines"), ("name", "title")
_MORE = "…"


def _width_of(column: Column) -> int:
    """Choose a width, in characters."""
    if column.kind == INTEGER:
        return 8
    if column.name.endswith(_LONG):
        return 60
    return 30 if column.name.endswith(_NAMED) else 14


class Workbook(Sink):
    """A workbook of many sheets."""

    def __init__(self, path: Path, tables: Iterable[Table], language: str) -> None:
        self._language = language
        super().__init__(path, tables)

    def _begin(self) -> None:
        import xlsxwriter

        self.path.parent.mkdir(parents=True, exist_ok=True)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(self.unfinished), {**options, "tmpdir": str(self.path.parent)})
        self._formats = {
            False: self._book.add_format({"text_wrap": True, "valign": "top"}),
            True: self._book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        }
        self._bold = self._book.add_format({"bold": True, "bg_color": "#D9E2F3", "text_wrap": True})
        self._sheets: dict[str, tuple[Any, int]] = {}
        self._parts: dict[str, int] = {}
        for table in self.tables.values():
            self._open(table)

    def _open(self, table: Table) -> None:
        part = self._parts[table.name] = self._parts.get(table.name, 0) + 1
        title = word_of("table", table.name, self._language)
        sheet = self._book.add_worksheet(title if part == 1 else f"{title} ({part})")
        sheet.freeze_panes(1, len(table.keys))
        for index, column in enumerate(table.columns):
            sheet.set_column(index, index, _width_of(column))
        for index, column in enumerate(table.columns):
            sheet.write_string(0, index, word_of("column", column.name, self._language), self._bold)
        self._sheets[table.name] = (sheet, 1)

    def _add(self, table: str, row: Row) -> None:
        sheet, place = self._sheets[table]
        if place == _ROWS:
            self._open(self.tables[table])
            sheet, place = self._sheets[table]
        for index, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(place, index, value)
            elif value:
                shown = value if len(value) <= _CELL else value[: _CELL - 1] + _MORE
                self.cut += shown is not value
                sheet.write_string(place, index, shown, self._formats[shown.startswith(_FORMULAS)])
        self._sheets[table] = (sheet, place + 1)

    def describe(self, dictionary: list[tuple[str, ...]]) -> None:
        """Write the dictionary beside the file, and as its last sheet."""
        super().describe(dictionary)
        sheet = self._book.add_worksheet(say("sheet-columns", self._language))
        for place, row in enumerate((DICTIONARY, *dictionary)):
            for index, value in enumerate(row):
                sheet.write_string(place, index, value, self._bold if place == 0 else None)

    def close(self) -> None:
        """Put the sheets together."""
        self._book.close()

    def abandon(self) -> None:
        """Close the book all the same: it warns of one that is left open."""
        self._book.close()

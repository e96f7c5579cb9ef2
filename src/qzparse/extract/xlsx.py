"""A spreadsheet package → its transcript, by one pass over each sheet's cells.

1. Sheets stand in the book's order, rows in the sheet's; hidden ones are read, and noted.
2. A cell prints its stored value by its number format; a formula is the value that was stored with it.
3. Nothing is laid out by the rows and columns that a sheet declares: memory goes with the cells that print.
4. At most `CELLS` cells are read; that there are more is noted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from qzparse.source import Source
from qzparse.tokens import Transcript

from .archive import Archive
from .doubts import Doubts
from .shapes import shapes_of
from .sheets import (
    CELLS,
    MERGES,
    RULED,
    SHEET_COLUMNS,
    SHEET_ROWS,
    Book,
    Looks,
    Sheet,
    SheetRow,
    margins_of,
    ordered,
)
from .workbook import SheetPart, Workbook, free, text_of, unescaped

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LETTERS = {chr(65 + index): index + 1 for index in range(26)}
_MARGINS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_TRUE = ("1", "true")
_ENDED = tuple(f"{{*}}{name}" for name in ("row", "col", "mergeCell", "drawing", *_MARGINS))


def read_xlsx(source: Source) -> Transcript:
    """Read a workbook."""
    workbook = Workbook(Archive(source))
    book = Book()
    doubts = Doubts(book, since_1904=workbook.since_1904)
    for part in workbook.sheets:
        sheet = _Reading(workbook, part, doubts).sheet()
        if part.hidden:
            doubts.hidden_sheet(sheet)
        book.add(sheet)
    doubts.note()
    return book.transcript()


@dataclass(slots=True)
class _Reading:
    """The reading of one sheet."""

    workbook: Workbook
    part: SheetPart
    doubts: Doubts
    _sheet: Sheet = field(default_factory=Sheet)
    _columns: dict[str, int] = field(default_factory=dict)
    _looks: dict[str | None, Looks] = field(default_factory=dict)
    _hidden: list[range] = field(default_factory=list)
    _hidden_rows: int = 0
    _cells: int = 0

    def sheet(self) -> Sheet:
        """Read the sheet's member from its start to its end."""
        sheet = self._sheet
        sheet.name, sheet.heads = self.part.name, self.part.heads
        margins: dict[str, None] = {}
        for element in self.workbook.archive.iter_ended(self.part.member, _ENDED):
            namespace, _, name = str(element.tag).rpartition("}")
            if name == "row":
                self._add_row(element, namespace + "}")
                free(element)
            elif name == "mergeCell":
                self._add_merge(element.get("ref", ""))
            elif name == "col":
                self._add_hidden(element)
            elif name == "drawing":
                sheet.shapes, sheet.links = shapes_of(self.workbook, self.part.member, element)
            else:
                margins.update(dict.fromkeys(margins_of(unescaped(element.text or ""))))
            if self._cells > CELLS:
                self.doubts.limit(sheet)
                break
        sheet.margins = list(margins)
        self.doubts.hidden(sheet, self._hidden_rows, self._hidden)
        return sheet

    def _add_row(self, element: etree._Element, namespace: str) -> None:
        rows = self._sheet.rows
        expected = rows[-1].index + 1 if rows else 0
        index = _whole(element.get("r", "")) - 1
        row = SheetRow(index if expected <= index < SHEET_ROWS else expected, [])
        if next(element.iter(namespace + "v", namespace + "is", namespace + "f"), None) is not None:
            self._add_cells(element, namespace, row)
        else:
            # A row that prints nothing matters only as one more ruled row of a table.
            cell = next(element.iterchildren(namespace + "c"), None)
            row.ruled = cell is not None and self._looks_of(cell.get("s")).ruled
        if row.cells:
            self._hidden_rows += element.get("hidden") in _TRUE
            rows.append(row)
        elif row.ruled and rows and not rows[-1].cells:
            rows[-1].index = row.index
        elif row.ruled:
            rows.append(row)

    def _add_cells(self, element: etree._Element, namespace: str, row: SheetRow) -> None:
        value_tag, formula_tag, inline_tag = namespace + "v", namespace + "f", namespace + "is"
        cells, last, straight = row.cells, -1, True
        for cell in element.iterchildren(namespace + "c"):
            column = self._column_of(cell.get("r", ""), last + 1)
            straight = straight and column > last
            last = column
            looks = self._looks_of(cell.get("s"))
            if looks.ruled and column < RULED:
                row.ruled |= 1 << column
            value = ""
            formula = counted = False
            for child in cell:
                if child.tag == value_tag:
                    value, counted = value or child.text or "", True
                elif child.tag == inline_tag:
                    value = text_of(child)
                elif child.tag == formula_tag:
                    formula = True
            place = (row.index, column)
            if formula:
                self.doubts.formula(self._sheet, place, counted=counted)
            text = self._printed(cell.get("t", "n"), value, looks, place) if value else ""
            if text and not text.isspace():
                cells.append((column, text))
        self._cells += len(cells)
        if not straight:
            row.cells = ordered(cells)

    def _printed(self, kind: str, value: str, looks: Looks, place: tuple[int, int]) -> str:
        """Print a stored value."""
        match kind:
            case "s":
                index = _whole(value)
                text = self.workbook.strings[index] if index < len(self.workbook.strings) else ""
            case "n":
                return self.doubts.figure(self._sheet, place, value.strip(), looks.code)
            case "b":
                return "TRUE" if value.strip() in _TRUE else "FALSE"
            case "str":
                text = unescaped(value)
            case _:
                text = value
        self.doubts.text(self._sheet, place, text)
        return text

    def _looks_of(self, style: str | None) -> Looks:
        found = self._looks.get(style)
        if found is None:
            found = self._looks[style] = self.workbook.looks_of(style)
        return found

    def _column_of(self, place: str, expected: int) -> int:
        letters = place.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column(letters)
        return column if column >= 0 else min(expected, SHEET_COLUMNS - 1)

    def _add_merge(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference)
        if found and len(self._sheet.merges) < MERGES:
            left, top, right, bottom = found.groups()
            columns, rows = (_column(left), _column(right)), (_whole(top) - 1, _whole(bottom) - 1)
            if 0 <= columns[0] <= columns[1] and 0 <= rows[0] <= rows[1]:
                self._sheet.merges.append((rows[0], columns[0], rows[1], columns[1]))

    def _add_hidden(self, element: etree._Element) -> None:
        if element.get("hidden") in _TRUE:
            self._hidden.append(range(_whole(element.get("min", "")) - 1, _whole(element.get("max", ""))))


def _whole(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0


def _column(letters: str) -> int:
    """Count a column from 0; -1 where the letters are none.

    >>> _column("A"), _column("AB"), _column("XFE"), _column("")
    (0, 27, -1, -1)
    """
    column = 0
    for letter in letters:
        column = column * 26 + _LETTERS.get(letter, SHEET_COLUMNS + 1)
    return column - 1 if column <= SHEET_COLUMNS else -1

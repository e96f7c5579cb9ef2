"""A BIFF workbook, .xls or .et → its transcript, by one pass over each sheet's records.

1. Sheets stand in the book's order; hidden ones, and hidden rows and columns, are read and noted.
2. A cell prints its stored value by its number format; a formula is the value that was stored with it.
3. Memory goes with the cells that print, never with the size that a sheet declares.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from qzparse.source import Source
from qzparse.tokens import Transcript

from .biff import Biff, Segments, SheetStream, mishaps
from .doubts import Doubts
from .sheets import CELLS, MERGES, RULED, Book, Looks, Sheet, SheetRow, margins_of, ordered

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_HIDDEN_ROW, _COMMENT = 0x20, 0x19


def read_xls(source: Source) -> Transcript:
    """Read a workbook."""
    with mishaps(source):
        biff = Biff(source)
        book = Book()
        doubts = Doubts(book, since_1904=biff.since_1904)
        for stream in biff.sheets:
            sheet = _Reading(biff, stream, doubts).read()
            if stream.hidden:
                doubts.hidden_sheet(sheet)
            book.add(sheet)
        doubts.note()
        return book.transcript()


@dataclass(slots=True)
class _Reading:
    """The reading of one sheet."""

    biff: Biff
    stream: SheetStream
    doubts: Doubts
    sheet: Sheet = field(default_factory=Sheet)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    formula: tuple[int, int] | None = None
    drawn: int = 0
    _rows: dict[int, SheetRow] = field(default_factory=dict)
    _looks: dict[int, Looks] = field(default_factory=dict)
    _cells: int = 0

    def read(self) -> Sheet:
        """Read the sheet's records from its beginning to its end."""
        sheet = self.sheet
        sheet.name = self.stream.name
        for kind, segments in self.biff.iter_records(self.stream.offset):
            take = _TAKERS.get(kind)
            if take is not None:
                take(self, segments)
            if self._cells > CELLS:
                self.doubts.limit(sheet)
                break
        for index in sorted(self._rows):
            row = self._rows[index]
            row.cells = ordered(row.cells)
            sheet.rows.append(row)
        hidden = sum(bool(row.cells) for index, row in self._rows.items() if index in self.hidden_rows)
        self.doubts.hidden(sheet, hidden, self.hidden_columns)
        return sheet

    def row_of(self, row: int, column: int, style: int | None) -> SheetRow:
        """Give a row, ruled where one of its cells is."""
        found = self._rows.get(row)
        if found is None:
            found = self._rows[row] = SheetRow(row, [])
        if style is not None and column < RULED:
            found.ruled |= self._looks_of(style).ruled << column
        return found

    def _looks_of(self, style: int) -> Looks:
        found = self._looks.get(style)
        if found is None:
            found = self._looks[style] = self.biff.looks_of(style)
        return found

    def add_figure(self, row: int, column: int, style: int, value: float) -> None:
        """Add a number."""
        found = self.row_of(row, column, style)
        code = self._looks_of(style).code
        printed = self.doubts.figure(self.sheet, (row, column), repr(value), code)
        if printed.strip():
            found.cells.append((column, printed))
            self._cells += 1

    def add_text(self, row: int, column: int, style: int | None, text: str) -> None:
        """Add a text."""
        found = self.row_of(row, column, style)
        if text and not text.isspace():
            self.doubts.text(self.sheet, (row, column), text)
            found.cells.append((column, text.replace("\r\n", "\n").replace("\r", "\n")))
            self._cells += 1


def _take_row(reading: _Reading, segments: Segments) -> None:
    """Take what is said of a row."""
    index, flags = struct.unpack_from("<H10xH", segments[0])
    if flags & _HIDDEN_ROW:
        reading.hidden_rows.add(index)


def _take_columns(reading: _Reading, segments: Segments) -> None:
    """Take what is said of columns."""
    first, last, flags = struct.unpack_from("<HH4xH", segments[0])
    if flags & 1:
        reading.hidden_columns.append(range(first, last + 1))


def _take_number(reading: _Reading, segments: Segments) -> None:
    """Take a number."""
    row, column, style, value = struct.unpack_from("<HHHd", segments[0])
    reading.add_figure(row, column, style, value)


def _take_short(reading: _Reading, segments: Segments) -> None:
    """Take a number that is stored in four bytes."""
    row, column, style, value = struct.unpack_from("<HHHI", segments[0])
    reading.add_figure(row, column, style, _unpacked(value))


def _take_shorts(reading: _Reading, segments: Segments) -> None:
    """Take a row of numbers that are stored in four bytes each."""
    record = segments[0]
    row, first = struct.unpack_from("<HH", record)
    for place in range((len(record) - 6) // 6):
        style, value = struct.unpack_from("<HI", record, 4 + 6 * place)
        reading.add_figure(row, first + place, style, _unpacked(value))


def _take_shared(reading: _Reading, segments: Segments) -> None:
    """Take one of the book's strings."""
    row, column, style, index = struct.unpack_from("<HHHI", segments[0])
    strings = reading.biff.strings
    reading.add_text(row, column, style, strings[index] if index < len(strings) else "")


def _take_label(reading: _Reading, segments: Segments) -> None:
    """Take a string that stands in its cell."""
    row, column, style = struct.unpack_from("<HHH", segments[0])
    reading.add_text(row, column, style, reading.biff.text_in(segments, 6))


def _take_sign(reading: _Reading, segments: Segments) -> None:
    """Take a truth value or an error."""
    row, column, style, value, is_error = struct.unpack_from("<HHHBB", segments[0])
    reading.add_text(row, column, style, _sign(value, is_error=bool(is_error)))


def _take_formula(reading: _Reading, segments: Segments) -> None:
    """Take the value that was stored with a formula; a string follows in a record of its own."""
    row, column, style, stored, mark = struct.unpack_from("<HHH6sH", segments[0])
    reading.formula = None
    if mark != 0xFFFF:
        reading.add_figure(row, column, style, struct.unpack_from("<d", segments[0], 6)[0])
    elif stored[0] == 0:
        reading.formula = (row, column)
        reading.row_of(row, column, style)
    elif stored[0] in (1, 2):
        reading.add_text(row, column, style, _sign(stored[2], is_error=stored[0] == 2))
    reading.doubts.formula(reading.sheet, (row, column), counted=True)


def _take_result(reading: _Reading, segments: Segments) -> None:
    """Take the string that a formula gave."""
    if reading.formula is not None:
        row, column = reading.formula
        reading.add_text(row, column, None, reading.biff.text_in(segments, 0))
        reading.formula = None


def _take_blanks(reading: _Reading, segments: Segments) -> None:
    """Take a row of cells that print nothing: they may be ruled."""
    record = segments[0]
    row, first = struct.unpack_from("<HH", record)
    for place in range(max(1, (len(record) - 6) // 2)):
        reading.row_of(row, first + place, struct.unpack_from("<H", record, 4 + 2 * place)[0])


def _take_merges(reading: _Reading, segments: Segments) -> None:
    """Take merged ranges."""
    merges = reading.sheet.merges
    count = struct.unpack_from("<H", segments[0])[0]
    for place in range(count):
        top, bottom, left, right = struct.unpack_from("<HHHH", segments[0], 2 + 8 * place)
        if top <= bottom and left <= right and len(merges) < MERGES:
            merges.append((top, left, bottom, right))


def _take_margin(reading: _Reading, segments: Segments) -> None:
    """Take a header or a footer."""
    if segments[0]:
        for text in margins_of(reading.biff.margin_in(segments)):
            if text not in reading.sheet.margins:
                reading.sheet.margins.append(text)


def _take_object(reading: _Reading, segments: Segments) -> None:
    """Take what kind of object the next text belongs to."""
    reading.drawn = struct.unpack_from("<4xH", segments[0])[0]


def _take_box(reading: _Reading, segments: Segments) -> None:
    """Take the text of a shape; that of a comment is not printed."""
    count = struct.unpack_from("<10xH", segments[0])[0]
    if count and len(segments) > 1 and reading.drawn != _COMMENT:
        text = reading.biff.characters_in(segments, count)
        if text.strip():
            reading.sheet.shapes.append((f"{reading.sheet.name}#{len(reading.sheet.shapes)}", text))


def _unpacked(value: int) -> float:
    """Read a number of four bytes: an integer or the upper half of a double, either perhaps in hundredths."""
    if value & 2:
        number: float = (value ^ 0x80000000) // 4 - 0x20000000
    else:
        number = struct.unpack("<d", struct.pack("<II", 0, value & 0xFFFFFFFC))[0]
    return number / 100 if value & 1 else number


def _sign(value: int, *, is_error: bool) -> str:
    if is_error:
        return _ERRORS.get(value, "")
    return "TRUE" if value else "FALSE"


_TAKERS: dict[int, Callable[[_Reading, Segments], None]] = {
    0x208: _take_row,
    0x7D: _take_columns,
    0x203: _take_number,
    0x27E: _take_short,
    0xBD: _take_shorts,
    0xFD: _take_shared,
    0x204: _take_label,
    0xD6: _take_label,
    0x205: _take_sign,
    0x06: _take_formula,
    0x206: _take_formula,
    0x406: _take_formula,
    0x207: _take_result,
    0x201: _take_blanks,
    0xBE: _take_blanks,
    0xE5: _take_merges,
    0x14: _take_margin,
    0x15: _take_margin,
    0x5D: _take_object,
    0x1B6: _take_box,
}

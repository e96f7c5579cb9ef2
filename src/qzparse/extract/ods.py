"""An OpenDocument spreadsheet → its transcript, by one pass over its rows.

1. Cells print the text that the file stores for them: its writer has already applied the number formats.
2. What is repeated is repeated where it prints something; however many blanks are declared, they cost nothing.
3. Hidden sheets, rows and columns are read, and noted; at most `CELLS` cells are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from qzparse.source import Source
from qzparse.tokens import Transcript

from .archive import Archive
from .doubts import Doubts
from .figures import print_figure
from .sheets import CELLS, MERGES, RULED, SHEET_COLUMNS, SHEET_ROWS, Book, Sheet, SheetRow
from .workbook import free

_NAMESPACE = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}".format
_TABLE, _TEXT, _OFFICE, _STYLE, _DRAW = map(_NAMESPACE, ("table", "text", "office", "style", "drawing"))
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SHEET, _ROW, _COLUMN, _SHAPES = (_TABLE + name for name in ("table", "table-row", "table-column", "shapes"))
_CELL, _COVERED, _HEADS = (
    _TABLE + name for name in ("table-cell", "covered-table-cell", "table-header-rows")
)
_P, _S, _NOTE = _TEXT + "p", _TEXT + "s", _OFFICE + "annotation"
_SIGNS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
_BORDERS = [_FO + "border", *(f"{_FO}border-{side}" for side in ("left", "right", "top", "bottom"))]
_BLANKS = str.maketrans("\t\r\n", "   ")


def read_ods(source: Source) -> Transcript:
    """Read a spreadsheet."""
    archive = Archive(source)
    if "content.xml" not in archive:
        raise archive.broken("parts")
    book = Book()
    reading = _Reading(Doubts(book))
    for sheet in reading.sheets(archive):
        book.add(sheet)
    reading.doubts.note()
    return book.transcript()


@dataclass(slots=True)
class _Reading:
    """The reading of one spreadsheet, and of the sheet in hand."""

    doubts: Doubts
    _sheet: Sheet = field(default_factory=Sheet)
    _hidden_styles: set[str] = field(default_factory=set)
    _ruled_styles: set[str] = field(default_factory=set)
    _hidden_columns: list[range] = field(default_factory=list)
    _hidden_rows: int = 0
    _columns: int = 0
    _rows: int = 0
    _cells: int = 0

    def sheets(self, archive: Archive) -> Iterator[Sheet]:
        """Yield each sheet when it was read."""
        for element in archive.iter_ended("content.xml", (_STYLE + "style", _COLUMN, _ROW, _SHAPES, _SHEET)):
            tag = element.tag
            if tag == _STYLE + "style":
                self._add_style(element)
            elif next(element.iterancestors(_CELL), None) is not None:
                continue
            elif tag == _COLUMN:
                self._add_column(element)
            elif tag == _SHAPES:
                self._add_shapes(element)
            elif tag == _ROW:
                self._add_row(element)
                free(element)
            else:
                yield self._finished(element)
                free(element)

    def _finished(self, table: etree._Element) -> Sheet:
        sheet, doubts = self._sheet, self.doubts
        if table.get(_TABLE + "style-name") in self._hidden_styles:
            doubts.hidden_sheet(sheet)
        doubts.hidden(sheet, self._hidden_rows, self._hidden_columns)
        if self._cells > CELLS:
            doubts.limit(sheet)
        self._sheet, self._hidden_columns = Sheet(), []
        self._hidden_rows = self._columns = self._rows = self._cells = 0
        return sheet

    def _add_style(self, style: etree._Element) -> None:
        name = style.get(_STYLE + "name", "")
        for properties in style:
            if properties.get(_TABLE + "display") == "false":
                self._hidden_styles.add(name)
            if any(properties.get(border, "none") != "none" for border in _BORDERS):
                self._ruled_styles.add(name)

    def _add_column(self, column: etree._Element) -> None:
        count = _whole(column, "number-columns-repeated")
        if column.get(_TABLE + "visibility", "visible") != "visible":
            self._hidden_columns.append(range(self._columns, self._columns + count))
        self._columns += count

    def _add_row(self, element: etree._Element) -> None:
        sheet, first = self._sheet, self._rows
        count = _whole(element, "number-rows-repeated")
        self._rows += count
        parent = element.getparent()
        if not sheet.name:
            table = next(element.iterancestors(_SHEET), None)
            sheet.name = table.get(_TABLE + "name", "") if table is not None else ""
        if parent is not None and parent.tag == _HEADS:
            sheet.heads = range(sheet.heads.start if sheet.heads else first, self._rows)
        cells, ruled = self._cells_of(element, first)
        hidden = element.get(_TABLE + "visibility", "visible") != "visible"
        for index in range(first, min(self._rows, SHEET_ROWS) if cells else first + bool(ruled)):
            if self._cells > CELLS:
                return
            self._cells += len(cells)
            self._hidden_rows += hidden and bool(cells)
            sheet.rows.append(SheetRow(index, list(cells), ruled))

    def _cells_of(self, row: etree._Element, index: int) -> tuple[list[tuple[int, str]], int]:
        """Read a row's cells, and which columns are ruled."""
        cells: list[tuple[int, str]] = []
        ruled = column = 0
        for cell in row.iterchildren(_CELL, _COVERED):
            count = min(_whole(cell, "number-columns-repeated"), SHEET_COLUMNS - column)
            if cell.get(_TABLE + "style-name") in self._ruled_styles:
                ruled |= ((1 << min(count, RULED)) - 1) << min(column, RULED)
            text = self._text_of(cell, (index, column)) if len(cell) or len(cell.attrib) else ""
            if text and not text.isspace():
                cells += [(place, text) for place in range(column, column + count)]
            self._add_merge(cell, index, column)
            column += count
        return cells, ruled

    def _add_merge(self, cell: etree._Element, row: int, column: int) -> None:
        rows, columns = _whole(cell, "number-rows-spanned"), _whole(cell, "number-columns-spanned")
        if (rows > 1 or columns > 1) and len(self._sheet.merges) < MERGES:
            self._sheet.merges.append((row, column, row + rows - 1, min(column + columns, SHEET_COLUMNS) - 1))

    def _text_of(self, cell: etree._Element, place: tuple[int, int]) -> str:
        sheet, lines = self._sheet, []
        for child in cell:
            if child.tag == _P:
                lines.append(_line_of(child))
            elif child.tag != _NOTE and str(child.tag).startswith(_DRAW):
                self._add_shapes(child)
            elif child.tag != _NOTE:
                lines += [_line_of(one) for one in child.iter(_P)]
        stored = cell.get(_OFFICE + "value")
        if not lines:
            lines = _stored_lines(cell)
        if cell.get(_TABLE + "formula") is not None:
            self.doubts.formula(sheet, place, counted=cell.get(_OFFICE + "value-type") is not None)
        text = "\n".join(lines)
        if stored is not None:
            self.doubts.digits(sheet, place, stored)
        else:
            self.doubts.text(sheet, place, text)
        return text

    def _add_shapes(self, drawn: etree._Element) -> None:
        """Add the shapes that are drawn, and their connectors."""
        sheet = self._sheet
        for shape in drawn.iter():
            if not str(shape.tag).startswith(_DRAW):
                continue
            ends = [shape.get(f"{_DRAW}{end}-shape") for end in ("start", "end")]
            if ends[0] and ends[1]:
                sheet.links.append((ends[0], ends[1]))
            text = "\n".join(_line_of(one) for one in shape.iterchildren(_P))
            if text.strip():
                key = shape.get(_DRAW + "id") or f"{sheet.name}#{len(sheet.shapes)}"
                sheet.shapes.append((key, text))


def _stored_lines(cell: etree._Element) -> list[str]:
    """Print the value of a cell that the file stores without its text."""
    for name in ("value", "string-value", "date-value", "time-value", "boolean-value"):
        stored = cell.get(_OFFICE + name)
        if stored is not None:
            return print_figure(stored).split("\n") if name == "value" else stored.split("\n")
    return []


def _line_of(paragraph: etree._Element) -> str:
    """Read a paragraph's text; blanks that the file repeats stand in elements of their own."""
    if not len(paragraph):
        return _folded(paragraph.text)
    pieces = []
    for event, child in etree.iterwalk(paragraph, events=("start", "end")):
        if event == "end":
            pieces.append(_folded(child.tail) if child is not paragraph else "")
        elif child.tag == _S:
            pieces.append(" " * min(_whole(child, "c", _TEXT), 1000))
        else:
            pieces.append(_SIGNS.get(str(child.tag)) or _folded(child.text))
    return "".join(pieces)


def _folded(text: str | None) -> str:
    # Blanks should stand in elements where there are several; LibreOffice writes them as they are.
    return text.translate(_BLANKS) if text else ""


def _whole(element: etree._Element, name: str, namespace: str = _TABLE) -> int:
    """Read a count, which is 1 where none is given."""
    written = element.get(namespace + name, "1")
    return max(1, int(written)) if written.isascii() and written.isdigit() and len(written) < 9 else 1

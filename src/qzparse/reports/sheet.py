"""An inspection → a correction sheet for an office to work through: a row a place, as CSV or as a workbook.

1. What is waived is left out.
2. A cell that a spreadsheet would take for a formula is led by an apostrophe, or marked as text.
3. CSV is UTF-8 with a byte order mark, as spreadsheets need it for Chinese.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from qzparse.catalogue import say, word_of
from qzparse.errors import UsageError
from qzparse.findings import Inspection
from qzparse.output import write

from .location import printable

_COLUMNS = {
    "file": 24,
    "item": 12,
    "item-name": 30,
    "header": 14,
    "place": 24,
    "found": 40,
    "suggested": 40,
    "rule": 10,
    "severity": 8,
    "reason": 40,
    "cure": 40,
}
"""The columns, and how wide they are, in characters."""
_FORMULAS = tuple("=+-@\t\r\n＝＋－＠")
_CELL = 32_767

Row = tuple[str, ...]


def sheet_form_of(path: Path) -> str:
    """Tell what a sheet is to be by its name; refuse what is neither."""
    form = path.suffix.lower().removeprefix(".")
    if form not in ("csv", "xlsx"):
        raise UsageError("sheet-form", name=path)
    return form


def write_sheet(inspection: Inspection, path: Path) -> None:
    """Write the sheet, whole or not at all."""
    heads = tuple(say(f"sheet-{name}", inspection.language) for name in _COLUMNS)
    rows = _iter_rows(inspection)
    chunks = _iter_csv(heads, rows) if sheet_form_of(path) == "csv" else _iter_xlsx(heads, rows)
    write(path, chunks)


def _iter_rows(inspection: Inspection) -> Iterator[Row]:
    for one, slip, spot in inspection.spots():
        if spot.standing == "waived":
            continue
        told = (
            one.file,
            spot.item,
            spot.item_name,
            spot.header,
            spot.told,
            spot.found,
            spot.suggested,
            slip.code,
            word_of("severity", slip.severity, inspection.language),
            spot.message,
            slip.cure,
        )
        yield tuple(printable(cell or "") for cell in told)


def _iter_csv(heads: Row, rows: Iterator[Row]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    for row in (heads, *rows):
        line = io.StringIO()
        csv.writer(line).writerow([f"'{cell}" if cell.startswith(_FORMULAS) else cell for cell in row])
        yield line.getvalue().encode()


def _iter_xlsx(heads: Row, rows: Iterator[Row]) -> Iterator[bytes]:
    import xlsxwriter

    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        wrapped = {"text_wrap": True, "valign": "top"}
        plain, quoted = book.add_format(wrapped), book.add_format({**wrapped, "quote_prefix": True})
        bold = book.add_format({**wrapped, "bold": True})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for index, (head, width) in enumerate(zip(heads, _COLUMNS.values(), strict=True)):
            sheet.set_column(index, index, width)
            sheet.write_string(0, index, head, bold)
        for place, row in enumerate(rows, start=1):
            for index, cell in enumerate(row):
                style = quoted if cell.startswith(_FORMULAS) else plain
                sheet.write_string(place, index, cell[:_CELL], style)
    yield packed.getvalue()

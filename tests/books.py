"""Sheets as they are drawn → books of them, written by programs that are not ours: xlsx, xls and ods."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from importlib import import_module
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries

from qzparse.tokens import Margin, Paragraph, Table, Transcript

Value = str | int | float


@dataclass(frozen=True)
class Drawn:
    """A sheet: its cells by label, merged ranges, the range that is ruled, number formats by label, what is hidden."""

    cells: Mapping[str, Value]
    merges: tuple[str, ...] = ()
    ruled: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    hidden: bool = False
    name: str = "清单"


def drawn(text: str, merges: str = "", ruled: str = "", **rest: Any) -> Drawn:
    """Draw a sheet from lines of cells, parted by ` | `; a blank line is a blank row, `^` a blank cell."""
    cells = {}
    for row, line in enumerate(text.split("\n"), 1):
        for column, cell in enumerate(line.split("|") if line else [], 1):
            if cell.strip():
                cells[f"{get_column_letter(column)}{row}"] = cell.strip().replace("⏎", "\n")
    return Drawn(cells, tuple(merges.split()), ruled, **rest)


def xlsx_of(*sheets: Drawn) -> bytes:
    """Write a book by openpyxl."""
    book = Workbook()
    book.remove(book.worksheets[0])
    side = Side(style="thin")
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for label, value in sheet.cells.items():
            page[label] = value
            page[label].number_format = sheet.codes.get(label, "General")
        if sheet.ruled:
            for row in page[sheet.ruled]:
                for cell in row:
                    cell.border = Border(side, side, side, side)
        for merge in sheet.merges:
            page.merge_cells(merge)
        for number in sheet.hidden_rows:
            page.row_dimensions[number].hidden = True
        for letter in sheet.hidden_columns:
            page.column_dimensions[letter].hidden = True
        page.sheet_state = "hidden" if sheet.hidden else "visible"
    if all(sheet.hidden for sheet in sheets):
        book.create_sheet("空")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def xls_of(*sheets: Drawn) -> bytes:
    """Write a book by xlwt."""
    xlwt = import_module("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        for merge in sheet.merges:
            left, top, right, bottom = _bounds(merge)
            page.merge(top, bottom, left, right)
        left, top, right, bottom = _bounds(sheet.ruled)
        ruled = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        places = {_place(label): label for label in sheet.cells}
        for place in sorted(ruled | set(places)):
            label = places.get(place, "")
            style = xlwt.easyxf(
                "borders: left thin, right thin" if place in ruled else "",
                num_format_str=sheet.codes.get(label, "General"),
            )
            page.write(*place, sheet.cells.get(label, ""), style)
        for number in sheet.hidden_rows:
            page.row(number - 1).hidden = True
        for letter in sheet.hidden_columns:
            page.col(_place(f"{letter}1")[1]).hidden = True
        page.visibility = int(sheet.hidden)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


_ODS = (
    '<office:document-content xmlns:office="{0}office{1}" xmlns:table="{0}table{1}" xmlns:text="{0}text{1}" '
    'xmlns:style="{0}style{1}" xmlns:draw="{0}drawing{1}" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>'
    '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="box" style:family="table-cell"><style:table-cell-properties fo:border="1pt solid"/>'
    "</style:style></office:automatic-styles><office:body><office:spreadsheet>{{}}</office:spreadsheet></office:body>"
    "</office:document-content>"
).format("urn:oasis:names:tc:opendocument:xmlns:", ":1.0")


def ods_of(*sheets: Drawn | str) -> bytes:
    """Write a spreadsheet as LibreOffice lays it out; a string is the table's own XML."""
    body = "".join(sheet if isinstance(sheet, str) else _table_of(sheet) for sheet in sheets)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", _ODS.format(body))
    return written.getvalue()


def _table_of(sheet: Drawn) -> str:
    merges = [_bounds(merge) for merge in sheet.merges]
    left, top, right, bottom = _bounds(sheet.ruled)
    last = max([_place(label)[0] for label in sheet.cells] + [bottom] + [merge[3] for merge in merges])
    width = max([_place(label)[1] for label in sheet.cells] + [right] + [merge[2] for merge in merges]) + 1
    places = {_place(label): value for label, value in sheet.cells.items()}
    rows = []
    for row in range(last + 1):
        cells = []
        for column in range(width):
            style = "box" if left <= column <= right and top <= row <= bottom else ""
            cells.append(_cell_of(places.get((row, column), ""), row, column, merges, style))
        hidden = ' table:visibility="filter"' if row + 1 in sheet.hidden_rows else ""
        runs = "".join(_repeated(cell, len(list(run))) for cell, run in groupby(cells))
        rows.append(f"<table:table-row{hidden}>{runs}</table:table-row>")
    letters = [get_column_letter(column + 1) for column in range(width)]
    columns = ""
    for letter in letters:
        visibility = "collapse" if letter in sheet.hidden_columns else "visible"
        columns += f'<table:table-column table:visibility="{visibility}"/>'
    blank = '<table:table-row table:number-rows-repeated="{}"><table:table-cell/></table:table-row>'
    style = ' table:style-name="gone"' if sheet.hidden else ""
    return (
        f'<table:table table:name="{sheet.name}"{style}>{columns}{"".join(rows)}'
        f"{blank.format(1_048_576 - last - 1)}</table:table>"
    )


def _cell_of(value: Value, row: int, column: int, merges: list[tuple[int, int, int, int]], style: str) -> str:
    named = f' table:style-name="{style}"' if style else ""
    tag, spans = "table:table-cell", ""
    for left, top, right, bottom in merges:
        if (row, column) == (top, left):
            spans = f' table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
        elif top <= row <= bottom and left <= column <= right:
            tag = "table:covered-table-cell"
    kind = "string" if isinstance(value, str) else f'float" office:value="{value}'
    typed = f' office:value-type="{kind}"' if value != "" else ""
    printed = str(value).removesuffix(".0") if isinstance(value, float) else str(value)
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in printed.split("\n") if printed)
    return f"<{tag}{named}{spans}{typed}>{lines}</{tag}>"


def _repeated(cell: str, count: int) -> str:
    return (
        re.sub(r"^<([\w:-]+)", rf'<\1 table:number-columns-repeated="{count}"', cell) if count > 1 else cell
    )


def _place(label: str) -> tuple[int, int]:
    row, column = coordinate_to_tuple(label)
    return row - 1, column - 1


def _bounds(reference: str) -> tuple[int, int, int, int]:
    """Give the first column and row and the last column and row, from 0; an empty range ends before it begins."""
    if not reference:
        return (0, 0, -1, -1)
    left, top, right, bottom = range_boundaries(reference)
    return ((left or 1) - 1, (top or 1) - 1, (right or 1) - 1, (bottom or 1) - 1)


WRITERS: dict[str, Callable[..., bytes]] = {"xlsx": xlsx_of, "xls": xls_of, "ods": ods_of}


def shown(transcript: Transcript) -> list[str]:
    """Show a paragraph as its text behind its gap's dots, a margin in `<>`, a table row by row.

    A cell stands in `[]`, with `↓` and `→` for each row and column more that it spans; `|` is a new row.
    """
    seen = []
    for token in transcript.tokens:
        if isinstance(token, Table):
            rows: list[list[str]] = [[] for _ in range(token.rows)]
            for cell in token.cells:
                spans = "↓" * (cell.row_span - 1) + "→" * (cell.column_span - 1)
                rows[cell.row].append(f"[{cell.excerpt.text}{spans}]")
            seen.append("|".join(map("".join, rows)))
        elif isinstance(token, Margin):
            seen.append(f"<{token.excerpt.text}>")
        elif isinstance(token, Paragraph):
            seen.append("." * token.gap + token.excerpt.text)
        else:
            seen.append(f"({token.excerpt.text})")
    return seen

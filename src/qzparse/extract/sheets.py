"""Sheets of cells → the tables, titles and notes that stand on them.

1. Blank rows part what stands on a sheet; so does a title between ruled rows, and a new header behind one.
2. A row of one cell above or below a table is a paragraph; blank rows and columns around a table are none of it.
3. A merged cell stands where it begins; what other cells of the merge hold is kept, unless it is the same again.
4. Every cell carries its own name of its place, `C7`; a table carries its sheet's name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from qzparse.ledger import Note, NoteKind
from qzparse.tokens import Cell, Paragraph, Table, Transcript

from .blocks import COLUMNS, Composer, Line, Row, RowCell, Rows
from .figures import GENERAL

CELLS, MERGES = 2_000_000, 100_000
"""So many cells of a sheet are read, and so many merges."""
ROWS, PLACES = 50_000, 2_000_000
"""A table is cut where it has so many rows, or so many places for cells."""
SHEET_ROWS, SHEET_COLUMNS = 1 << 20, 1 << 14
RULED = 256
"""Borders are looked at in so many columns."""
_WORD, _FEW = 30, 3
"""The length of a short text, and the fewest columns of a list, as far as a row's looks go."""
_MOST_GAP = 9

_CODE = re.compile(r'&(?:"[^"]*"|[0-9]+|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|([LCR])|(&)|.)')

Merge = tuple[int, int, int, int]
"""The first row and column and the last row and column of a merged range, from 0."""


@dataclass(frozen=True, slots=True)
class Looks:
    """A style of cells: its number format, and whether it draws a border."""

    code: str = GENERAL
    ruled: bool = False


PLAIN = Looks()


@dataclass(slots=True)
class SheetRow:
    """A row's printed cells by column, and the columns that are ruled, as bits."""

    index: int
    cells: list[tuple[int, str]]
    ruled: int = 0


@dataclass(slots=True)
class Sheet:
    """What stands on a sheet; `heads` are the rows that it repeats on each page."""

    name: str = ""
    rows: list[SheetRow] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    heads: range = range(0)
    margins: list[str] = field(default_factory=list)
    shapes: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[tuple[NoteKind, int, int]] = field(default_factory=list)


class Book:
    """Writes sheets one after the other."""

    def __init__(self) -> None:
        self.composer = Composer()
        self._doubts: dict[tuple[str, str], list[NoteKind]] = {}
        self._links: list[tuple[str, str]] = []

    def add(self, sheet: Sheet) -> None:
        """Add what stands on a sheet."""
        composer = self.composer
        composer.sheet = sheet.name
        for part in _Parting(sheet).parts():
            if isinstance(part, Line):
                composer.add_line(part)
            else:
                composer.add_table(part)
        for key, text in sheet.shapes:
            composer.add_shape(key, text)
        for text in sheet.margins:
            composer.add_margin(text)
        self._links += sheet.links
        for kind, row, column in sheet.doubts:
            self._doubts.setdefault((sheet.name, label_of(row, column)), []).append(kind)

    def transcript(self) -> Transcript:
        """Hand over the text, its tokens, and the doubts about single cells."""
        transcript = self.composer.transcript(self._links)
        notes = list(_notes_of(transcript, self._doubts)) if self._doubts else []
        return replace(transcript, notes=(*transcript.notes, *notes))


def _notes_of(transcript: Transcript, doubts: dict[tuple[str, str], list[NoteKind]]) -> Iterator[Note]:
    """Yield the doubts about cells, now that it is known where their text stands."""
    for token in transcript.tokens:
        held: Iterable[Cell | Paragraph] = ()
        if isinstance(token, Table):
            held = token.cells
        elif isinstance(token, Paragraph):
            held = (token,)
        for cell in held:
            for kind in doubts.get((getattr(token, "sheet", None) or "", cell.label or ""), ()):
                excerpt = cell.excerpt
                yield Note(
                    kind, (excerpt.start, excerpt.end) if excerpt else (0, 0), {"cell": cell.label or ""}
                )


@cache
def _letters_of(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def label_of(row: int, column: int) -> str:
    """Name a place as sheets do.

    >>> label_of(6, 2), label_of(0, 27)
    ('C7', 'AB1')
    """
    return f"{_letters_of(column)}{row + 1}"


@dataclass(slots=True)
class _Covering:
    """A merge as one of its rows has it: how many columns it spans there, and whether it began above."""

    span: int
    continues: bool


class _Parting:
    """Parts the rows of a sheet into lines and tables."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._rows = sheet.rows
        self._coverings: dict[int, dict[int, _Covering]] = {}
        self._held_until: dict[int, int] = {}
        if sheet.merges:
            self._cover()

    def parts(self) -> Iterator[Line | Rows]:
        """Yield titles, tables and notes in their order."""
        table: list[SheetRow] = []
        blocks = list(self._iter_blocks())
        alone = len(blocks) == 1
        for gap, block in blocks:
            parts = self._parts_of(block)
            first = parts[0]
            if table and isinstance(first, list) and self._goes_on(table, first):
                table += first
                parts = parts[1:]
            elif table:
                yield from self._table_of(table, alone=alone)
                table = []
            for _ in range(min(gap, _MOST_GAP) if parts else 0):
                yield Line("")
            for part in parts:
                if table:
                    yield from self._table_of(table, alone=alone)
                    table = []
                if isinstance(part, list):
                    table = part
                else:
                    yield part
        if table:
            yield from self._table_of(table, alone=alone)

    def _cover(self) -> None:
        """Note for each row which cells merges cover in it."""
        indexes = [row.index for row in self._rows]
        places = 0
        for top, left, bottom, right in self._sheet.merges:
            first, last = bisect_left(indexes, top), bisect_right(indexes, bottom)
            origin: tuple[int, str] | None = None
            for place in range(first, last):
                row = self._rows[place]
                start, end = (bisect_left(row.cells, (column,)) for column in (left, right + 1))
                places += 1 + end - start
                if places > PLACES:
                    return
                held = row.cells[start:end]
                if place == first:
                    origin = held[0] if held and held[0][0] == left else None
                    self._held_until[row.index] = max(bottom, self._held_until.get(row.index, 0))
                if any(origin is None or text != origin[1] for _, text in held):
                    continue
                row.cells[start + (place == first and origin is not None) : end] = []
                self._coverings.setdefault(row.index, {})[left] = _Covering(right - left + 1, place > first)

    def _iter_blocks(self) -> Iterator[tuple[int, list[SheetRow]]]:
        """Yield the rows between blank ones, with the number of blank rows before; blank ruled rows part nothing."""
        block: list[SheetRow] = []
        gap, expected, held = 0, self._rows[0].index if self._rows else 0, -1
        for row in self._rows:
            covered = any(one.continues for one in self._coverings.get(row.index, {}).values())
            if not row.cells:
                expected = row.index + 1 if row.ruled or covered else expected
                continue
            missing = row.index - expected
            if block and missing > 0 and row.index > held:
                yield gap, block
                block = []
            if not block:
                gap = missing
            block.append(row)
            held = max(held, self._held_until.get(row.index, -1))
            expected = row.index + 1
        if block:
            yield gap, block

    def _parts_of(self, block: list[SheetRow]) -> list[Line | list[SheetRow]]:
        """Part a block into lines and the rows of tables."""
        wide = [row for row in block if not self._is_single(row)]
        first = min((row.cells[0][0] for row in wide), default=0)
        last = max((row.cells[-1][0] for row in wide), default=0)
        parts: list[Line | list[SheetRow]] = []
        table: list[SheetRow] = []
        place = 0
        while place < len(block):
            end = place
            while end < len(block) and (not wide or self._is_lone(block[end], first, last)):
                end += 1
            if end == place:
                table.append(block[place])
                place += 1
                continue
            run = block[place:end]
            after = block[end] if end < len(block) else None
            if table and after and not self._parts_tables(run, table, after):
                table += run
            else:
                parts += [table] if table else []
                parts += [line for row in run for line in self._lines_of(row)]
                table = []
            place = end
        return [*parts, table] if table else parts

    def _is_single(self, row: SheetRow) -> bool:
        coverings = self._coverings.get(row.index)
        return len(row.cells) == 1 and not (coverings and any(one.continues for one in coverings.values()))

    def _is_lone(self, row: SheetRow, first: int, last: int) -> bool:
        """Tell a row that is a title or a note from one that is a row of the table from `first` to `last`."""
        if not self._is_single(row):
            return False
        column = row.cells[0][0]
        covering = self._coverings.get(row.index, {}).get(column)
        span = covering.span if covering else 1
        if span >= max(last - first, 2):
            return True
        own = ((1 << span) - 1) << column
        return not row.ruled & ~own and (span == 1 or column <= first)

    def _parts_tables(self, run: list[SheetRow], table: list[SheetRow], after: SheetRow) -> bool:
        """Tell whether what stands below lone rows is another table than what stands above them."""
        if table[0].ruled and not any(row.ruled for row in run):
            return True
        head = [text for _, text in after.cells]
        return _is_header(after) and all([text for _, text in row.cells] != head for row in table[:_MOST_GAP])

    def _goes_on(self, table: list[SheetRow], below: list[SheetRow]) -> bool:
        """Tell whether rows below blank ones are more rows of the table above."""
        first = below[0]
        if len(first.cells) < _FEW or _is_header(first) or first.cells[0] == table[0].cells[0]:
            return False
        left = min(row.cells[0][0] for row in table)
        right = max(row.cells[-1][0] for row in table)
        return all(left <= row.cells[0][0] and row.cells[-1][0] <= right for row in below)

    def _table_of(self, rows: list[SheetRow], *, alone: bool) -> Iterator[Line | Rows]:
        """Give rows their cells; one short row beside a table is no table."""
        if len(rows) == 1 and not alone and all(len(text) <= _WORD for _, text in rows[0].cells):
            yield from self._lines_of(rows[0])
            return
        printed = sorted({column for row in rows for column, _ in row.cells})
        first, last = _ruled_around(rows, printed[0], printed[-1])
        width = last - first + 1
        columns = list(range(first, last + 1)) if width <= COLUMNS else printed[:COLUMNS]
        most = min(ROWS, PLACES // len(columns))
        for start in range(0, len(rows), most):
            made = [self._row_of(row, columns) for row in rows[start : start + most]]
            for row in rows[start : start + most] if width <= COLUMNS else ():
                row.cells.clear()
            yield Rows(made)
        for column in printed[COLUMNS:] if width > COLUMNS else ():
            for row in rows:
                yield from (
                    Line(text, label=label_of(row.index, place))
                    for place, text in row.cells
                    if place == column
                )

    def _row_of(self, row: SheetRow, columns: list[int]) -> Row:
        texts = dict(row.cells)
        coverings = self._coverings.get(row.index)
        cells: list[RowCell] = []
        until = -1
        for column in columns:
            if column < until:
                continue
            covering = coverings.get(column) if coverings else None
            text = texts.get(column)
            span = 1
            if covering is not None:
                until = column + covering.span
                span = bisect_left(columns, until) - bisect_left(columns, column)
            if text is None:
                cells.append(RowCell([], span, covering is not None and covering.continues))
            else:
                cells.append(RowCell(text.split("\n"), span, label=label_of(row.index, column)))
        return Row(cells, header=row.index in self._sheet.heads)

    @staticmethod
    def _lines_of(row: SheetRow) -> list[Line]:
        return [Line(text, label=label_of(row.index, column)) for column, text in row.cells]


def _ruled_around(rows: list[SheetRow], first: int, last: int) -> tuple[int, int]:
    """Widen a table by the blank columns beside it that most of its rows rule."""
    while last < RULED and sum(row.ruled >> last + 1 & 1 for row in rows) * 2 > len(rows):
        last += 1
    while first and sum(row.ruled >> first - 1 & 1 for row in rows) * 2 > len(rows):
        first -= 1
    return first, last


def _is_header(row: SheetRow) -> bool:
    """Tell whether a row looks like the names of columns: several short texts, none of them a number."""
    texts = [text for _, text in row.cells]
    return len(texts) > 1 and all(len(text) <= _WORD and not text.strip(".").isdigit() for text in texts)


def ordered(cells: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Put a row's cells in the order of their columns; two at one place are lines of one."""
    texts: dict[int, str] = {}
    for column, text in cells:
        texts[column] = f"{texts[column]}\n{text}" if column in texts else text
    return sorted(texts.items())


def margins_of(code: str) -> list[str]:
    r"""Read the three parts of a header or footer without its codes.

    >>> margins_of('&L&"SimSun,Bold"&14A && B&R&P/&N')
    ['A & B', '/']
    """
    parts = [""]
    place = 0
    for found in _CODE.finditer(code):
        parts[-1] += code[place : found.start()] + (found[2] or "")
        parts += [""] if found[1] else []
        place = found.end()
    parts[-1] += code[place:]
    return [part.strip() for part in parts if part.strip()]

"""A page's lines and tables → paragraphs, margins and grids.

1. A table that frames a larger one, or has one column, is taken apart: its cells' blocks follow each other.
2. Lines and tables that consist of links alone, and whatever the page marks as navigation, are margins.
3. In a grid every cell has its place: row spans end with their row group, column spans with the last column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .blocks import COLUMNS, Composer, Line, Row, RowCell, Rows
from .page import FOOT, HEAD, Block, PageCell, PageLine, PageRow, PageTable

ROWS, PLACES = 50_000, 2_000_000


class Page:
    """Gives the blocks of a page to the composer, one after the other."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._header: list[Block] | None = None

    def begin_header(self) -> None:
        """Keep what comes back until it is known what kind of header it is."""
        if self._header is None:
            self._header = []

    def end_header(self) -> None:
        """Place what a header held: one with links is the site's, one without is the page's title."""
        blocks, self._header = self._header or [], None
        linked = any(isinstance(block, PageLine) and block.linked for block in blocks)
        for block in blocks:
            if linked and not isinstance(block, PageTable):
                self._composer.add_margin(block if isinstance(block, str) else block.text)
            else:
                self.take(block)

    def take(self, block: Block) -> None:
        """Place a block."""
        if self._header is not None:
            self._header.append(block)
        elif isinstance(block, str):
            self._composer.add_line(Line(block))
        elif isinstance(block, PageTable):
            self._take_table(block)
        elif block.margin or (block.linked and block.level is None):
            self._composer.add_margin(block.text)
        else:
            self._composer.add_line(Line(block.text, block.level))

    def _take_table(self, table: PageTable) -> None:
        table.rows = [row for row in table.rows if row.cells]
        if _is_menu(table) or (table.margin and not _is_real(table)):
            for line in _lines_of(table):
                self._composer.add_margin(line)
        elif _is_frame(table):
            for block in _iter_blocks(table):
                self.take(block)
        else:
            rows = _rows_of(table)
            width = max(sum(cell.span for cell in row.cells) for row in rows)
            most = min(ROWS, PLACES // max(width, 1))
            for start in range(0, len(rows), most):
                self._composer.add_table(Rows(rows[start : start + most]))


def _iter_blocks(table: PageTable) -> Iterator[Block]:
    return (block for row in table.rows for cell in row.cells for block in cell.blocks)


def _is_real(table: PageTable) -> bool:
    """Tell a table with rows and columns from one that only places something on the page."""
    return len(table.rows) > 1 and max(len(row.cells) for row in table.rows) > 1


def _is_menu(table: PageTable) -> bool:
    """Tell whether every cell that prints something consists of links."""
    linked = False
    for block in _iter_blocks(table):
        if not isinstance(block, PageLine) or not (block.linked or block.margin > table.margin):
            return False
        linked = True
    return linked


def _is_frame(table: PageTable) -> bool:
    if all(len(row.cells) == 1 for row in table.rows):
        return True
    if len(table.rows) == 1 and any(_is_placed(cell) for cell in table.rows[0].cells):
        return True
    if not table.nests:
        return False
    own, held = _weighed(table)
    return held.characters > own.characters and held.cells >= own.cells


def _is_placed(cell: PageCell) -> bool:
    """Tell a cell that holds a part of the page from one that holds a value."""
    return any(isinstance(block, PageLine) and (block.level or block.linked) for block in cell.blocks)


@dataclass(slots=True)
class _Weight:
    characters: int = 0
    cells: int = 0

    def add(self, other: _Weight) -> None:
        self.characters += other.characters
        self.cells += other.cells


def _weighed(table: PageTable) -> tuple[_Weight, _Weight]:
    """Weigh what a table itself holds, and what the tables in its cells do."""
    own, held = _Weight(), _Weight()
    for cell in (cell for row in table.rows for cell in row.cells):
        own.cells += bool(cell.blocks)
        for block in cell.blocks:
            if isinstance(block, str):
                own.characters += len(block)
            elif isinstance(block, PageTable):
                inner, deeper = _weighed(block)
                held.add(deeper)
                (held if _is_real(block) else own).add(inner)
            elif not block.linked and not block.margin:
                own.characters += len(block.text)
    return own, held


def _lines_of(table: PageTable) -> Iterator[str]:
    """Read a table as lines, one a row."""
    for row in table.rows:
        pieces = [piece for cell in row.cells for piece in _iter_texts(cell)]
        if pieces:
            yield " ".join(pieces)


def _iter_texts(cell: PageCell) -> Iterator[str]:
    for block in cell.blocks:
        if isinstance(block, PageTable):
            yield from _lines_of(block)
        else:
            yield block if isinstance(block, str) else block.text


def _row_cell_of(cell: PageCell, span: int) -> RowCell:
    if not cell.mixed:
        lines = [block for block in cell.blocks if isinstance(block, str)]
        cell.blocks.clear()
        return RowCell(lines, span)
    if not any(isinstance(block, PageTable) for block in cell.blocks):
        return RowCell(list(_iter_texts(cell)), span)
    blocks: list[Line | Rows] = []
    for block in cell.blocks:
        if isinstance(block, PageTable):
            block.rows = [row for row in block.rows if row.cells]
            if _is_real(block):
                blocks.append(Rows(_rows_of(block)))
            else:
                blocks += [Line(text) for text in _lines_of(block)]
        else:
            blocks.append(Line(block if isinstance(block, str) else block.text))
    return RowCell([], span, blocks=blocks)


def _rows_of(table: PageTable) -> list[Row]:
    """Find the places of a table's cells."""
    placing = _Placing()
    for printed in sorted(table.rows, key=lambda row: row.part == FOOT):
        placing.add(printed)
    placing.close()
    if all(row.header for row in placing.rows):
        for row in placing.rows:
            row.header = False
    return placing.rows


class _Placing:
    """The rows placed so far; `_hanging` says, by column, how many rows a cell still covers, and its span."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._hanging: dict[int, tuple[int, int]] = {}
        self._part = HEAD
        self._wide: list[tuple[int, RowCell]] = []
        self._width = 0

    def add(self, row: PageRow) -> None:
        if row.part != self._part:
            self._part = row.part
            self._hanging.clear()
        placed: list[RowCell] = []
        hung: dict[int, tuple[int, int]] = {}
        column = 0
        for cell in row.cells:
            column = self._hang(placed, column)
            if column >= COLUMNS:
                # No list has so many columns; what a broken page still holds stays in the last of them.
                placed[-1].lines += _iter_texts(cell)
                continue
            span = cell.span
            if span > 1:
                free = min((start for start in self._hanging if start > column), default=COLUMNS)
                span = min(span, free - column)
            made = _row_cell_of(cell, span)
            self._put(made, column, placed)
            if cell.rows > 1:
                hung[column] = (cell.rows - 1, span)
            column += span
        for start in sorted(start for start in self._hanging if start >= column):
            placed += [RowCell([]) for _ in range(start - column)]
            column = self._hang(placed, start)
        self._hanging = {
            start: (left - 1, span) for start, (left, span) in self._hanging.items() if left > 1
        } | hung
        marked = row.part == HEAD or all(cell.header for cell in row.cells)
        self.rows.append(Row(placed, header=marked))

    def close(self) -> None:
        """Let no span reach beyond the column that the last cell begins in."""
        for column, cell in self._wide:
            cell.span = min(cell.span, self._width - column)

    def _hang(self, placed: list[RowCell], column: int) -> int:
        """Continue the cells above that hang down to `column`; give the next free one."""
        while column in self._hanging:
            _, span = self._hanging[column]
            self._put(RowCell([], span, continues=True), column, placed)
            column += span
        return column

    def _put(self, cell: RowCell, column: int, placed: list[RowCell]) -> None:
        placed.append(cell)
        self._width = max(self._width, column + 1)
        if cell.span > 1:
            self._wide.append((column, cell))

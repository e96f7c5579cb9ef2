"""Paragraphs, rows of cells and shapes → the text of a transcript and its tokens.

1. A paragraph is a line, or several; a cell stands behind a TAB, and a row ends with a line feed.
2. Merges are resolved: a cell that another covers is none, unless it prints something of its own.
3. A table that only frames another is unwrapped; any other becomes lines of its cell, and a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qzparse.excerpt import Excerpt, Span
from qzparse.ledger import NoteKind
from qzparse.tokens import Cell, Link, Margin, Paragraph, Shape, Table, Token, Transcriber, Transcript

COLUMNS = 200


@dataclass(slots=True)
class Line:
    """A paragraph's text, and its heading level."""

    text: str
    level: int | None = None


@dataclass(slots=True)
class RowCell:
    """A cell as its row holds it: how many columns it spans, and whether it continues the cell above."""

    text: str
    span: int = 1
    continues: bool = False
    blocks: Sequence[Line | Rows] = ()


@dataclass(slots=True)
class Row:
    """A row's cells, and how many columns it leaves out before them."""

    cells: list[RowCell]
    before: int = 0
    header: bool = False


@dataclass(slots=True)
class Rows:
    """A table's rows."""

    rows: list[Row]
    page: int | None = None


@dataclass(slots=True)
class _Placed:
    span: Span
    row: int
    column: int
    column_span: int
    row_span: int = 1


@dataclass(slots=True)
class _Grid:
    cells: list[_Placed]
    rows: int
    columns: int
    header_rows: int
    page: int | None


@dataclass(slots=True)
class Composer:
    """Writes blocks one after the other; the tokens are made when the text is whole."""

    transcriber: Transcriber = field(default_factory=Transcriber)
    links: list[tuple[str, str]] = field(default_factory=list)
    page: int | None = None
    _parts: list[_Grid | tuple[type[Token], Span, tuple[object, ...]]] = field(default_factory=list)
    _gap: int = 0

    def add_line(self, line: Line) -> None:
        """Add a paragraph; a blank one widens the gap before the next."""
        if not line.text or line.text.isspace():
            self._gap += 1
            return
        span = self.transcriber.write(line.text)
        self.transcriber.write("\n")
        self._parts.append((Paragraph, span, (self._gap, line.level, self.page)))
        self._gap = 0

    def add_margin(self, text: str) -> None:
        """Add what stands at the edge of pages."""
        span = self.transcriber.write(text)
        self.transcriber.write("\n")
        self._parts.append((Margin, span, (None,)))

    def add_shape(self, key: str, text: str) -> None:
        """Add a shape and what is printed in it."""
        span = self.transcriber.write(text)
        self.transcriber.write("\n")
        self._parts.append((Shape, span, (key, self.page)))

    def add_table(self, table: Rows) -> None:
        """Add a table, or what it frames."""
        if _is_frame(table):
            for row in table.rows:
                for cell in row.cells:
                    self._add_framed(cell)
            return
        header_rows = 0
        while header_rows < len(table.rows) and table.rows[header_rows].header:
            header_rows += 1
        grid = _Grid([], len(table.rows), 0, header_rows, table.page)
        self._place(table.rows, grid)
        self._parts.append(grid)
        self._gap = 0

    def transcript(self) -> Transcript:
        """Make the tokens, now that the text is whole."""
        text = self.transcriber.text
        tokens = tuple(self._iter_tokens(text))
        links = tuple(Link(source, target) for source, target in self.links)
        return Transcript(text, tokens, self.transcriber.notes, pages=self.page, links=links)

    def _add_framed(self, cell: RowCell) -> None:
        for block in cell.blocks or [Line(line) for line in cell.text.split("\n")]:
            if isinstance(block, Rows):
                self.add_table(block)
            else:
                self.add_line(block)

    def _place(self, rows: list[Row], grid: _Grid) -> None:
        """Write the rows' cells and find their places; `above` holds, by column, the cell that may be continued."""
        pieces: list[str] = []
        offset = self.transcriber.length
        above: dict[int, _Placed] = {}
        for index, row in enumerate(rows):
            column = min(row.before, COLUMNS)
            below: dict[int, _Placed] = {}
            for cell in row.cells:
                text = cell.text if not cell.blocks else self._flattened(cell.blocks, offset)
                span = max(1, min(cell.span, COLUMNS - column))
                origin = above.get(column) if cell.continues else None
                if origin is not None and (not text or text.isspace()):
                    origin.row_span += 1
                else:
                    pieces += ("\t", text)
                    origin = _Placed((offset + 1, offset + 1 + len(text)), index, column, span)
                    offset += 1 + len(text)
                    grid.cells.append(origin)
                below[column] = origin
                column += span
            pieces.append("\n")
            offset += 1
            above = below
            grid.columns = max(grid.columns, column)
        self.transcriber.write("".join(pieces))

    def _flattened(self, blocks: Iterable[Line | Rows], offset: int) -> str:
        texts = []
        for block in blocks:
            if isinstance(block, Line):
                texts.append(block.text)
                continue
            self.transcriber.note(NoteKind.NESTED_TABLE, (offset, offset), rows=len(block.rows))
            for row in block.rows:
                inner = [
                    self._flattened(cell.blocks, offset) if cell.blocks else cell.text for cell in row.cells
                ]
                texts.append(
                    ("\n" if any("\n" in text for text in inner) else "\t").join(filter(None, inner))
                )
        return "\n".join(texts)

    def _iter_tokens(self, text: str) -> Iterable[Token]:
        for part in self._parts:
            if isinstance(part, _Grid):
                cells = tuple(
                    Cell(Excerpt.of(text, *one.span), one.row, one.column, one.row_span, one.column_span)
                    for one in part.cells
                )
                yield Table(cells, part.rows, part.columns, part.header_rows, part.page)
            else:
                made, span, values = part
                yield made(Excerpt.of(text, *span), *values)  # type: ignore[arg-type]


def _is_frame(table: Rows) -> bool:
    """Tell whether no row holds more than one printed cell, and one of them holds a table worth the name."""
    framed = False
    for row in table.rows:
        printed = [cell for cell in row.cells if cell.blocks or cell.text.strip()]
        if len(printed) > 1:
            return False
        framed = framed or any(_has_table(cell.blocks) for cell in printed)
    return framed


def _has_table(blocks: Iterable[Line | Rows]) -> bool:
    return any(
        isinstance(block, Rows) and len(block.rows) > 1 and max(len(row.cells) for row in block.rows) > 1
        for block in blocks
    )

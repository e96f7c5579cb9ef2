"""Paragraphs, rows of cells and shapes → the text of a transcript and its tokens.

1. A paragraph is a line, or several; a cell stands behind a TAB, and a row ends with a line feed.
2. Merges are resolved: a cell that another covers is none, unless it prints something of its own.
3. A table that only frames another is unwrapped; any other becomes lines of its cell, and a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qzparse.excerpt import Excerpt, Span
from qzparse.ledger import NoteKind
from qzparse.tokens import Cell, Link, Margin, Paragraph, Shape, Table, Token, Transcriber, Transcript

COLUMNS = 200


@dataclass(slots=True)
class Line:
    """A paragraph's text, its heading level, and its cell's label on a sheet."""

    text: str
    level: int | None = None
    label: str | None = None


@dataclass(slots=True)
class RowCell:
    """A cell as its row holds it; `continues` says that it belongs to the cell above.

    What it holds is `lines`, none of which has a line feed, or `blocks` where a table is among them.
    """

    lines: list[str]
    span: int = 1
    continues: bool = False
    blocks: Sequence[Line | Rows] = ()
    label: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether the cell prints nothing."""
        return not self.blocks and not any(line and not line.isspace() for line in self.lines)


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


@dataclass(slots=True)
class Composer:
    """Writes blocks one after the other; their excerpts are given the text when it is whole."""

    transcriber: Transcriber = field(default_factory=Transcriber)
    page: int | None = None
    sheet: str | None = None
    _tokens: list[Token] = field(default_factory=list)
    _excerpts: list[Excerpt] = field(default_factory=list)
    _gap: int = 0

    def add_line(self, line: Line) -> None:
        """Add a paragraph; a blank one widens the gap before the next."""
        if not line.text or line.text.isspace():
            self._gap += 1
            return
        excerpt = self._written(line.text.split("\n"))
        self._tokens.append(Paragraph(excerpt, self._gap, line.level, self.page, self.sheet, line.label))
        self._gap = 0

    def add_margin(self, text: str) -> None:
        """Add what stands at the edge of pages."""
        self._tokens.append(Margin(self._written(text.split("\n"))))

    def add_shape(self, key: str, text: str) -> None:
        """Add a shape and what is printed in it."""
        self._tokens.append(Shape(self._written(text.split("\n")), key, self.page))

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
        cells, columns = self._write_rows(table.rows)
        self._tokens.append(Table(cells, len(table.rows), columns, header_rows, self.page, self.sheet))
        self._gap = 0

    def transcript(self, links: Iterable[tuple[str, str]] = ()) -> Transcript:
        """Hand over the text and its tokens, and keep none of them: lxml may remember what it told of a page last."""
        text = self.transcriber.text
        for excerpt in self._excerpts:
            excerpt.source = text
        tokens = tuple(self._tokens)
        self._excerpts, self._tokens = [], []
        return Transcript(
            text,
            tokens,
            self.transcriber.notes,
            pages=self.page,
            links=tuple(Link(start, end) for start, end in links),
        )

    def _written(self, lines: list[str]) -> Excerpt:
        start, _ = self.transcriber.write("\n".join(lines))
        self.transcriber.write("\n")
        excerpt = Excerpt("", _spans_of(lines, start))
        self._excerpts.append(excerpt)
        return excerpt

    def _add_framed(self, cell: RowCell) -> None:
        for block in cell.blocks or map(Line, cell.lines):
            if isinstance(block, Rows):
                self.add_table(block)
            else:
                self.add_line(block)

    def _write_rows(self, rows: list[Row]) -> tuple[tuple[Cell, ...], int]:
        """Write rows and place their cells; `above` holds, by column, which cell may be continued."""
        pieces: list[str] = []
        placed: list[tuple[Excerpt, int, int, int, str | None]] = []
        grown: Counter[int] = Counter()
        offset, columns = self.transcriber.length, 0
        above: dict[int, int] = {}
        for index, row in enumerate(rows):
            column = min(row.before, COLUMNS)
            below: dict[int, int] = {}
            for cell in row.cells:
                span = cell.span if cell.span == 1 else max(1, min(cell.span, COLUMNS - column))
                origin = above.get(column) if cell.continues and cell.is_blank else None
                if origin is None:
                    origin = len(placed)
                    lines = self._noted(cell.blocks, offset) if cell.blocks else cell.lines
                    excerpt = Excerpt("", _spans_of(lines, offset + 1))
                    placed.append((excerpt, index, column, span, cell.label))
                    text = lines[0] if len(lines) == 1 else "\n".join(lines)
                    pieces += ("\t", text)
                    offset += 1 + len(text)
                else:
                    grown[origin] += 1
                below[column] = origin
                column += span
            pieces.append("\n")
            offset += 1
            above = below
            columns = max(columns, column)
        self.transcriber.write("".join(pieces))
        self._excerpts += [excerpt for excerpt, *_ in placed]
        return tuple(
            [
                Cell(excerpt, row, column, 1 + grown[index] if grown else 1, span, label)
                for index, (excerpt, row, column, span, label) in enumerate(placed)
            ]
        ), columns

    def _noted(self, blocks: Sequence[Line | Rows], place: int) -> list[str]:
        for block in blocks:
            if isinstance(block, Rows):
                self.transcriber.note(NoteKind.NESTED_TABLE, (place, place), rows=len(block.rows))
        return flattened(blocks)


def flattened(blocks: Iterable[Line | Rows]) -> list[str]:
    """Read blocks as lines: a table's row is one, unless a cell of it has more."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            lines += block.text.split("\n")
            continue
        for row in block.rows:
            cells = [flattened(cell.blocks) if cell.blocks else cell.lines for cell in row.cells]
            if any(len(cell) > 1 for cell in cells):
                lines += [line for cell in cells for line in cell]
            else:
                lines.append("\t".join("".join(cell) for cell in cells))
    return lines


def _spans_of(lines: list[str], offset: int) -> tuple[Span, ...]:
    """Give the spans of the lines that print something, as they will stand from `offset` on."""
    spans: list[Span] = []
    for line in lines:
        kept = line.strip()
        if kept:
            # An untrimmed string is the very string that was to be trimmed.
            start = offset if kept is line else offset + line.index(kept)
            spans.append((start, start + len(kept)))
        offset += len(line) + 1
    return tuple(spans)


def _is_frame(table: Rows) -> bool:
    """Tell whether no row prints more than one cell, and one of them holds a table worth the name."""
    framed = False
    for row in table.rows:
        printed = [cell for cell in row.cells if not cell.is_blank]
        if len(printed) > 1:
            return False
        framed = framed or any(_has_table(cell.blocks) for cell in printed)
    return framed


def _has_table(blocks: Iterable[Line | Rows]) -> bool:
    return any(
        isinstance(block, Rows) and len(block.rows) > 1 and max(len(row.cells) for row in block.rows) > 1
        for block in blocks
    )

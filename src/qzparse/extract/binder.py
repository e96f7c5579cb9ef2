"""Pages → the text of a transcript and its tokens.

1. A table that goes on over page breaks is one; so is a paragraph that was wrapped over one.
2. What stands at the edges of pages, and headers that tables repeat, follow what they would part.
3. Rows are written as soon as no page to come can change them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qzparse.excerpt import Excerpt, Span
from qzparse.ledger import NoteKind
from qzparse.tokens import Cell, Margin, Paragraph, Table, Token, Transcriber, Transcript

from .lattice import SNAP, Grid, Slot
from .leaf import Run
from .margins import Spread
from .prose import iter_passages, measure_of
from .stitch import OpenTable, align, extend, goes_on, opened
from .wraps import Passage

DOUBTFUL = 0.7
"""A text is doubtful where a letter is less sure than so: of 4,600 letters on bad scans 65 are, 27 of them wrong, and 11
wrong ones are surer."""


class Binder:
    """Writes pages one after the other; excerpts are given the text when it is whole."""

    def __init__(self) -> None:
        self.transcriber = Transcriber()
        self._tokens: list[Token] = []
        self._excerpts: list[Excerpt] = []
        self._margins: list[tuple[str, int]] = []
        self._table: OpenTable | None = None
        self._cells: list[Cell] = []
        self._written = 0
        self._passage: Passage | None = None
        self._page = self._gap = 0

    def add(self, spread: Spread) -> None:
        """Add a page."""
        middle = spread.height / 2
        self._margins += [(line.text, spread.number) for line in spread.margins if line.top < middle]
        for index, block in enumerate(_blocks_of(spread)):
            if isinstance(block, Grid):
                self._add_grid(block, spread.number, first=index == 0)
            else:
                self._add_lines(block, spread, first=index == 0)
        self._margins += [(line.text, spread.number) for line in spread.margins if line.top >= middle]
        if self._table is not None:
            self._write_rows(self._table, self._table.fixed_rows)

    def transcript(self, pages: int) -> Transcript:
        """Hand over the text and its tokens."""
        self._close()
        text = self.transcriber.text
        for excerpt in self._excerpts:
            excerpt.source = text
        return Transcript(text, tuple(self._tokens), self.transcriber.notes, pages=pages)

    def _add_grid(self, grid: Grid, page: int, *, first: bool) -> None:
        for slot in grid.slots:
            slot.page = page
        if first and self._table is not None and goes_on(self._table, grid):
            borders = align(self._table, grid)
            if borders:
                self._cells = [_refined(cell, borders) for cell in self._cells]
            self._margins += [(row, page) for row in extend(self._table, grid)]
        else:
            self._close()
            self._table = opened(grid, page)
        for rows in grid.nested:
            place = self.transcriber.length
            self.transcriber.note(NoteKind.NESTED_TABLE, (place, place), rows=rows)

    def _add_lines(self, lines: list[Run], spread: Spread, *, first: bool) -> None:
        for passage, gap in iter_passages(lines, measure_of(spread)):
            held = self._passage
            if first and held is not None and held.is_wrapped_to(passage):
                held.join(passage)
            else:
                self._close()
                self._passage, self._page, self._gap = passage, spread.number, gap
            first = False

    def _close(self) -> None:
        """Write what is open, then the margins that it kept waiting."""
        if self._table is not None:
            table = self._table
            self._write_rows(table, table.rows)
            self._tokens.append(
                Table(tuple(self._cells), table.rows, table.columns, table.header_rows, table.page)
            )
            self._table, self._cells, self._written = None, [], 0
        if self._passage is not None:
            start = self.transcriber.length
            if self._passage.confidence < DOUBTFUL:
                self._doubt((start, start + len(self._passage.text)), self._passage)
            for paragraph in self._passage.paragraphs:
                self._tokens.append(Paragraph(self._said(paragraph), self._gap, page=self._page))
                self._gap = 0
            self._passage = None
        for text, page in self._margins:
            self._tokens.append(Margin(self._said(text), page))
        self._margins.clear()

    def _doubt(self, span: Span, passage: Passage) -> None:
        percent = round(100 * passage.confidence)
        self.transcriber.note(NoteKind.RECOGNITION_DOUBTFUL, span, text=passage.text, percent=percent)

    def _said(self, text: str) -> Excerpt:
        start, _ = self.transcriber.write(text)
        self.transcriber.write("\n")
        return self._excerpt([text], start)

    def _excerpt(self, lines: list[str], start: int) -> Excerpt:
        excerpt = Excerpt("", _spans_of(lines, start))
        self._excerpts.append(excerpt)
        return excerpt

    def _write_rows(self, table: OpenTable, end: int) -> None:
        """Write the rows before `end`: a tab before each cell, a line feed behind each row."""
        slots = sorted([slot for slot in table.slots if slot.row < end], key=_place_of)
        table.slots = [slot for slot in table.slots if slot.row >= end]
        pieces: list[str] = []
        offset = self.transcriber.length
        for slot in slots:
            if slot.row > self._written:
                pieces.append("\n" * (slot.row - self._written))
                offset += slot.row - self._written
                self._written = slot.row
            lines = slot.passage.paragraphs if slot.passage else []
            text = "\n".join(lines)
            pieces += ("\t", text)
            excerpt = self._excerpt(lines, offset + 1)
            if slot.passage and slot.passage.confidence < DOUBTFUL:
                self._doubt((offset + 1, offset + 1 + len(text)), slot.passage)
            offset += 1 + len(text)
            self._cells.append(
                Cell(excerpt, slot.row, slot.column, slot.row_span, slot.column_span, page=slot.page)
            )
        pieces.append("\n" * (end - self._written))
        self._written = end
        self.transcriber.write("".join(pieces))


def _place_of(slot: Slot) -> tuple[int, int]:
    return slot.row, slot.column


def _refined(cell: Cell, borders: Sequence[int]) -> Cell:
    """Count a cell's columns by finer borders."""
    left, right = borders[cell.column], borders[cell.column + cell.column_span]
    return cell._replace(column=left, column_span=right - left)


def _spans_of(lines: list[str], start: int) -> tuple[Span, ...]:
    """Give the spans of lines that will stand from `start` on, without the blanks at their ends."""
    spans = []
    for line in lines:
        kept = line.strip()
        if kept:
            first = start if kept[0] == line[0] else start + line.index(kept[0])
            spans.append((first, first + len(kept)))
        start += len(line) + 1
    return tuple(spans)


def _blocks_of(spread: Spread) -> Iterator[Grid | list[Run]]:
    """Yield tables and the lines between them, from the top down; of tables side by side, the left one first."""
    place, lines = 0, spread.lines
    for grids in _abreast(spread.grids):
        start, top = place, min(grid.ys[0] for grid in grids)
        while place < len(lines) and lines[place].top < top:
            place += 1
        if place > start:
            yield lines[start:place]
        yield from sorted(grids, key=lambda grid: grid.xs[0])
    if place < len(lines):
        yield lines[place:]


def _abreast(grids: list[Grid]) -> Iterator[list[Grid]]:
    """Group tables that stand side by side."""
    group: list[Grid] = []
    for grid in grids:
        if group and grid.ys[0] > max(other.ys[-1] for other in group) - SNAP:
            yield group
            group = []
        group.append(grid)
    if group:
        yield group

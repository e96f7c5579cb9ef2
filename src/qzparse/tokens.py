"""Transcript: the source text, and the tokens that point into it.

What every reader gives, whatever its format:
1. `text` holds every character that the file prints, once, in reading order; lines end with a line feed.
2. A token's excerpt points into `text`; tokens stand in the order of their text and do not overlap.
3. A reader knows formats, not 权责清单: it says *cell*, *paragraph*, *margin*, never *header* or *item*.
4. What a reader mended, guessed or could not carry over is a note.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from .excerpt import Excerpt, Span
from .ledger import Note, NoteKind
from .reflow import Reflow


class Paragraph(NamedTuple):
    """A paragraph outside tables; `gap` counts the blank lines before it, `level` is its heading style's, from 1.

    `sheet` and `label` name its cell, where it stands on a sheet.
    """

    excerpt: Excerpt
    gap: int = 0
    level: int | None = None
    page: int | None = None
    sheet: str | None = None
    label: str | None = None


class LooseCell(NamedTuple):
    """A cell whose row and column the format lost; `gap` counts the blank lines before it.

    `torn` says that a page break ate what stood between this cell and the one before.
    """

    excerpt: Excerpt
    gap: int = 0
    torn: bool = False


class Cell(NamedTuple):
    """A cell at its true place; `row` and `column` count from 0, the spans are 1 where nothing is merged.

    `label` is the sheet's or page's own name of the place (`C7`), where the format has one; `page` is the page it
    starts on, where that need not be its table's.
    """

    excerpt: Excerpt
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    label: str | None = None
    page: int | None = None


class Table(NamedTuple):
    """Cells in reading order; covered places of merged cells have none.

    `header_rows` counts the leading rows that the file itself marks as repeated headers.
    `sheet` names the sheet or section it stands on;
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int = 0
    page: int | None = None
    sheet: str | None = None


class Margin(NamedTuple):
    """Text at a page's edge or foot: running headers and footers, page numbers, footnotes."""

    excerpt: Excerpt
    page: int | None = None


class Shape(NamedTuple):
    """A text box or a drawn shape; `key` is what links name it by."""

    excerpt: Excerpt
    key: str
    page: int | None = None


Token = Paragraph | LooseCell | Table | Margin | Shape


class Link(NamedTuple):
    """A connector between two shapes, from `source` to `target` (keys of shapes), with the text printed on it."""

    source: str
    target: str
    label: Excerpt | None = None


class Place(NamedTuple):
    """Where a person finds a character in the file; all count from 1."""

    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    cell: str | None = None


@dataclass(slots=True)
class Transcript:
    """The text of a file, its tokens, and what its reader noted; `syntax` is the format's: separators, rules, quotes.

    Where the lines of a page were rearranged for reading, `reflow` holds the printed text; notes and syntax stand there.
    """

    text: str
    tokens: tuple[Token, ...]
    notes: tuple[Note, ...] = ()
    encoding: str | None = None
    pages: int | None = None
    links: tuple[Link, ...] = ()
    has_lines: bool = False
    syntax: tuple[Span, ...] = ()
    reflow: Reflow | None = None
    _starts: list[int] = field(default_factory=list, repr=False)
    _places: list[Place] = field(default_factory=list, repr=False)

    @classmethod
    def empty(cls) -> Transcript:
        """Stand for the text of a document that was loaded, not read."""
        return cls("", ())

    def place_of(self, offset: int) -> Place:
        """Name the place of a character as a person would look it up."""
        if self.has_lines:
            if not self._starts:
                lengths = (len(line) + 1 for line in self.text.split("\n"))
                self._starts.extend(accumulate(lengths, initial=0))
            return Place(line=bisect_right(self._starts, offset))
        self._find_places()
        index = bisect_right(self._starts, offset) - 1
        return self._places[index] if index >= 0 else Place()

    def forget_tokens(self) -> None:
        """Let the tokens go, once they are arranged; their places stay known."""
        if not self.has_lines:
            self._find_places()
        self.tokens = ()

    def _find_places(self) -> None:
        if not self._places:
            for start, place in self._iter_places():
                self._starts.append(start)
                self._places.append(place)

    def _iter_places(self) -> Iterator[tuple[int, Place]]:
        tables = 0
        for token in self.tokens:
            if isinstance(token, Table):
                tables += 1
                yield from _places_in(token, tables)
            elif isinstance(token, Paragraph):
                yield token.excerpt.start, Place(page=token.page, sheet=token.sheet, cell=token.label)
            elif token.excerpt and not isinstance(token, LooseCell):
                yield token.excerpt.start, Place(page=token.page)


def _places_in(table: Table, count: int) -> Iterator[tuple[int, Place]]:
    for cell in table.cells:
        if cell.excerpt:
            row, column = cell.row + 1, cell.column + 1
            place = Place(None, cell.page or table.page, table.sheet, count, row, column, cell.label)
            yield cell.excerpt.start, place


class Transcriber:
    """Builds a transcript: a reader writes text piece by piece and keeps the spans it is told."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._notes: list[Note] = []

    @property
    def length(self) -> int:
        """How many characters are written."""
        return self._length

    def write(self, piece: str) -> Span:
        """Add `piece` to the text; give the span where it will stand."""
        start = self._length
        self._pieces.append(piece)
        self._length += len(piece)
        return (start, self._length)

    def note(self, kind: NoteKind, span: Span = (0, 0), **values: str | int) -> None:
        """Leave a note about what was written at `span`."""
        self._notes.append(Note(kind, span, values))

    @property
    def text(self) -> str:
        """All that was written so far."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes left so far."""
        return tuple(self._notes)

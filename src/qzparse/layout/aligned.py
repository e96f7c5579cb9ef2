"""Lines whose pieces stand one below another, as a page's columns do → tables.

1. Blanks part the pieces of a line. Pieces are of one column if they overlap; a line that would join two columns, such as a
   heading, is none of the table's. Each page has columns of its own, which are matched by how wide their lines are.
2. The header is made of the first lines whose words, joined downwards, are known; it may stand again on each page.
3. A row starts where a number counts on, or where several columns start again behind a gap; what stands on a page's first
   lines without a number goes on with the row before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from ..excerpt import Excerpt, Span
from ..grammar import Grammar
from ..ledger import Note, NoteKind
from ..numerals import value_of
from ..tokens import Cell, Paragraph, Table
from .flow import opens_part
from .folds import Found, Paragraphs, column_of, folded
from .heads import is_known
from .naming import likely_fields

_PIECE = re.compile("\\S+(?:[ \u3000]\\S+)*")
_COLUMNS = 3
_DEEPEST = 5
"""A header is looked for in so many lines."""
_KNOWN = 0.6
"""So many of a header's words are known."""
_APART = 2
"""So many columns that start again at once start a row."""
_WHOLE = 0.6
"""So many rows start in most of their columns at once: their cells are aligned at the top."""
_TALL = 1.3
"""Rows have so many lines, on the average; rows of one line are read otherwise."""
_SLACK = 2
"""So much may a cut line fall short of its column's width, in half widths: letters are not all as wide as they count."""
_LEFT_OUT = 4
"""So many numbers may be left out between two rows."""
_NEAR = 2
"""So many blanks may also stand inside of a cell."""
_SAME = 0.7
"""So many columns of a page start where those of the first page do, if the pages are set alike."""
_TITLES = 4
"""So many paragraphs above a table may stand above it on each page."""
_SHORT = 24
"""A page number is at most so long."""
_DOTS = ".\uff0e\u3001"
_TELLING = 4
"""So many lines show how wide the columns are; of fewer, the places are compared."""
_MOVED = 0.5
"""What each character costs by which a column stands elsewhere than on the first page; one wider or narrower costs 1."""
_SKIPPED = 4.0
"""What it costs to leave a column out in matching those of two pages, in characters."""


class Piece(NamedTuple):
    """A stretch of a line without wide gaps, and the column of the screen where it starts."""

    left: int
    right: int
    span: Span
    text: str

    def joined(self, after: Piece) -> Piece:
        """Go on to the end of a piece behind this one."""
        text = f"{self.text}{' ' * (after.left - self.right)}{after.text}"
        return Piece(self.left, after.right, (self.span[0], after.span[1]), text)


@dataclass(slots=True)
class Line:
    """The pieces of one line; `index` is its paragraph's."""

    index: int
    pieces: list[Piece]


@dataclass(slots=True)
class Block:
    """Lines of one page that share columns, and where these stand."""

    lines: list[Line]
    spans: list[Span] = field(default_factory=list)

    def take(self, line: Line) -> bool:
        """Add a line, if it joins no two columns."""
        for pieces in (line.pieces, [part for piece in line.pieces for part in self._parts_of(piece)]):
            ranges = [(piece.left, piece.right) for piece in pieces]
            merged = _merged([*self.spans, *ranges])
            if len(merged) >= max(len(self.spans), len(ranges)):
                line.pieces, self.spans = pieces, merged
                self.lines.append(line)
                return True
        return False

    def _parts_of(self, piece: Piece) -> Iterator[Piece]:
        """Part a piece at the edges of columns before which it has one blank."""
        cuts = [left for left, _ in self.spans if piece.left < left < piece.right]
        source = piece.text
        places = [left - piece.left for left in cuts if source[left - piece.left - 1] == " "]
        for first, last in pairwise([0, *places, len(source)]):
            kept = len(source[first:last].rstrip())
            start = piece.span[0] + first
            yield Piece(
                piece.left + first, piece.left + first + kept, (start, start + kept), source[first:][:kept]
            )

    def column_of(self, piece: Piece) -> int:
        """Name the column of a piece."""
        return sum(left <= piece.left for left, _ in self.spans) - 1

    def cells_of(self, line: Line) -> dict[int, Piece]:
        """Give a line's pieces by their columns; two in one column are one, with what stands between them."""
        cells: dict[int, Piece] = {}
        for piece in line.pieces:
            column = self.column_of(piece)
            before = cells.get(column)
            cells[column] = before.joined(piece) if before else piece
        return cells


class _Gatherer:
    """Gathers the lines from a paragraph on that share columns, page by page, up to one that fits none."""

    def __init__(self, paragraphs: Sequence[Paragraph], grammar: Grammar) -> None:
        self.blocks: list[Block] = []
        self.between: list[int] = []
        """The paragraphs between the blocks: page numbers, titles that stand on each page."""
        self._paragraphs = paragraphs
        self._grammar = grammar

    def take(self, index: int, end: int) -> None:
        """Take the paragraphs from `index` on, up to `end` at most."""
        titles = self._paragraphs[max(index - _TITLES, 0) : index]
        above = {paragraph.excerpt.squashed for paragraph in titles}
        reached, pending = -1, list[int]()
        for place in range(index, end):
            excerpt = self._paragraphs[place].excerpt
            line = Line(place, [*_pieces_of(excerpt)])
            turned = reached >= 0 and "\f" in excerpt.source[reached : excerpt.start]
            reached = excerpt.end
            top = turned or bool(pending)
            if self._is_furniture(excerpt, above if top else frozenset()) and len(line.pieces) == 1:
                pending.append(place)
                continue
            if len(line.pieces) == 1 and not self._is_inside(line) and opens_part(excerpt, self._grammar):
                return
            if not self.blocks or top:
                if len(line.pieces) < _APART and (not self.blocks or line.pieces[0].left < self._inner):
                    return
                self.blocks.append(Block([]))
            line.pieces = self._joined(line.pieces)
            if not self.blocks[-1].take(line):
                return
            self.between += pending
            pending = []

    def _joined(self, pieces: list[Piece]) -> list[Piece]:
        """Join pieces that two blanks part where no column starts: a law's place, two blanks and its text.

        That is believed below a header only, and of a line whose other pieces start where columns do.
        """
        lefts = {left for block in (*self.blocks[:1], *self.blocks[-1:]) for left, _ in block.spans}
        if len(self.blocks[0].lines) < _DEEPEST:
            return pieces
        joined: list[Piece] = []
        for piece in pieces:
            before = joined[-1] if joined else piece
            if piece.left - before.right == _NEAR and piece.left not in lefts:
                joined[-1] = before.joined(piece)
            else:
                joined.append(piece)
        return joined if all(piece.left in lefts for piece in joined) else pieces

    @property
    def _inner(self) -> int:
        """Where the second column starts: a line that starts there goes on with a cell."""
        return self.blocks[0].spans[1][0] if len(self.blocks[0].spans) > 1 else 0

    def _is_inside(self, line: Line) -> bool:
        """Tell whether a line's only piece starts where a column does, other than the first."""
        own = line.pieces[0].left
        return any(
            own == left > 0 for block in (*self.blocks[:1], *self.blocks[-1:]) for left, _ in block.spans
        )

    def _is_furniture(self, excerpt: Excerpt, above: AbstractSet[str]) -> bool:
        text = excerpt.text
        if excerpt.squashed in above:
            return True
        pattern = self._grammar.pattern("page-number")
        return len(text) < _SHORT and not text.isdigit() and pattern.fullmatch(text) is not None


def _pieces_of(excerpt: Excerpt) -> Iterator[Piece]:
    source = excerpt.source
    for start, end in excerpt.lines:
        margin = max(source.rfind("\n", 0, start), source.rfind("\f", 0, start)) + 1
        for found in _PIECE.finditer(source, start, end):
            first, last = found.span()
            yield Piece(first - margin, last - margin, (first, last), found[0])


def _merged(ranges: list[Span]) -> list[Span]:
    """Join ranges that overlap."""
    merged: list[Span] = []
    for left, right in sorted(ranges):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


@dataclass(slots=True)
class _Header:
    """The first lines of a table: how many they are, each column's words, and words that stand over several columns."""

    depth: int
    labels: dict[int, list[Span]]
    groups: dict[int, Span]
    words: dict[str, int]
    """The column of each header, by its words without blanks."""


def _header_of(block: Block, grammar: Grammar) -> _Header | None:
    best: _Header | None = None
    most = 0
    for depth in range(1, min(_DEEPEST, len(block.lines)) + 1):
        header = _stacked(block, depth, grammar)
        known = sum(_is_word(word, grammar) for word in header.words)
        if known >= max(most, 1) and known >= _KNOWN * len(header.words):
            best, most = header, known
    return best if best and most >= min(_COLUMNS, len(block.spans)) else None


def _stacked(block: Block, depth: int, grammar: Grammar) -> _Header:
    """Join the words of the first lines downwards; a group's word above a known one is none of it."""
    stacks: dict[int, list[Piece]] = {}
    for line in block.lines[:depth]:
        for column, piece in block.cells_of(line).items():
            stacks.setdefault(column, []).append(piece)
    groups: dict[int, Span] = {}
    for column, pieces in stacks.items():
        rest = "".join(piece.text for piece in pieces[1:])
        whole = _is_word(pieces[0].text + rest, grammar)
        if rest and not whole and grammar.is_group(pieces[0].text) and _is_word(rest, grammar):
            groups[column] = pieces.pop(0).span
    labels = {column: [piece.span for piece in pieces] for column, pieces in stacks.items()}
    words = {
        "".join("".join(piece.text for piece in pieces).split()): column for column, pieces in stacks.items()
    }
    return _Header(depth, labels, groups, words)


def _is_word(text: str, grammar: Grammar) -> bool:
    return is_known(Excerpt.of(text), grammar)


class _Part(NamedTuple):
    """A line of a cell: the number of its page, and whether it is indented as a paragraph's first is."""

    span: Span
    page: int
    indented: bool


_Row = dict[int, list[_Part]]
"""By the column, the lines of a row's cell."""


class _Rower:
    """Parts the lines below a header into rows."""

    def __init__(self, number: int | None) -> None:
        self.rows: list[_Row] = []
        self.whole = 0
        """How many rows start in most of their columns at once."""
        self.doubted: dict[int, Span] = {}
        """Rows by their count, with a place in each, whose columns were told by how wide they are."""
        self._number = number
        self._last = self._unnumbered = self._pages = 0

    def take(self, block: Block, columns: dict[int, int], first: int, *, told: bool = True) -> None:
        """Take the lines of a page from the first below its header on; `columns` names its columns as the table does.

        Where they are not surely `told`, the rows that stand there are doubted.
        """
        before: set[int] = set()
        for line in block.lines[first:]:
            pieces = block.cells_of(line)
            cells = {columns[place]: piece for place, piece in pieces.items()}
            started = cells.keys() - before
            counts = self._counts(cells)
            anew = before and len(started) >= _APART and self._number not in cells
            if counts or anew or not self.rows:
                self.rows.append({})
                self._unnumbered += not counts
                self.whole += 2 * len(started) > len(cells)
            row = self.rows[-1]
            for place, piece in pieces.items():
                indented = piece.left > block.spans[place][0] + 1
                row.setdefault(columns[place], []).append(_Part(piece.span, self._pages, indented))
            before = {*cells}
            if not told:
                self.doubted.setdefault(len(self.rows), line.pieces[0].span)
        self._pages += 1

    def _counts(self, cells: dict[int, Piece]) -> bool:
        """Tell whether a line has the next row's number."""
        piece = cells.get(self._number) if self._number is not None else None
        value = value_of(piece.text.rstrip(_DOTS)) if piece else None
        most = self._last + self._unnumbered + _LEFT_OUT
        if value is None or (self._last and value != 1 and not self._last < value <= most):
            return False
        self._last, self._unnumbered = value, 0
        return True


def find_aligned(paragraphs: Sequence[Paragraph], index: int, grammar: Grammar) -> Found | None:
    """Read a table whose header opens at a paragraph; None where the lines do not stand in columns."""
    if len([*_pieces_of(paragraphs[index].excerpt)]) < _APART:
        return None
    header: _Header | None = None
    for end in (index + 2 * _DEEPEST, len(paragraphs)):
        gatherer = _Gatherer(paragraphs, grammar)
        gatherer.take(index, min(end, len(paragraphs)))
        blocks = gatherer.blocks
        header = _header_of(blocks[0], grammar) if blocks else None
        if header is None:
            return None
    assert header is not None
    width = len(blocks[0].spans)
    source = paragraphs[index].excerpt.source
    labels = [Excerpt(source, tuple(header.labels.get(column, ()))) for column in range(width)]
    fields = likely_fields([(label,) for label in labels], grammar)
    rower = _Rower(fields.index("number") if "number" in fields else None)
    rower.take(blocks[0], dict(zip(range(width), range(width), strict=True)), header.depth)
    taken = 1
    repeats: list[Span] = []
    for block in blocks[1:]:
        again = _header_of(block, grammar)
        if again and not again.words.keys() <= header.words.keys():
            break
        placed = None if again else _by_places(block, blocks[0])
        columns = placed or (
            _by_words(again, header, len(block.spans)) if again else _by_widths(block, blocks[0])
        )
        if columns is None:
            break
        depth = again.depth if again else 0
        repeats += [piece.span for line in block.lines[:depth] for piece in line.pieces]
        rower.take(block, columns, depth, told=bool(again or placed) or len(block.spans) == width)
        taken += 1
    lines = [line for block in blocks[:taken] for line in block.lines]
    below = len(lines) - header.depth
    if rower.whole < _WHOLE * len(rower.rows) or below < max(_TALL * len(rower.rows), 1):
        return None
    end = lines[-1].index + 1
    between = [place for place in gatherer.between if place < end]
    notes = [Note(NoteKind.ROW_BY_CONTENT, span, {}) for span in rower.doubted.values()]
    found = _table(header, rower.rows, labels, repeats, grammar)
    return found._replace(end=end, between=between, notes=notes)


def _by_words(again: _Header, header: _Header, width: int) -> dict[int, int] | None:
    """Match the columns of a page by its header; one without a word lies between those of its neighbours."""
    columns = {place: header.words[word] for word, place in again.words.items()}
    for place in range(width):
        if place not in columns:
            columns[place] = columns.get(place - 1, -1) + 1
    ordered = [columns[place] for place in range(width)]
    return columns if all(one < other for one, other in pairwise(ordered)) else None


def _by_places(block: Block, first: Block) -> dict[int, int] | None:
    """Match the columns of a page that start where those of the first page do."""
    lefts = [left for left, _ in first.spans]
    same = sum(left in lefts for left, _ in block.spans)
    columns = [sum(left <= own for left in lefts) - 1 for own, _ in block.spans]
    if same < _SAME * len(columns) or any(one >= other for one, other in pairwise([-1, *columns])):
        return None
    return dict(enumerate(columns)) if columns[-1] else None


def _by_widths(block: Block, first: Block) -> dict[int, int] | None:
    """Match the columns of a page with those of the first, by how wide they are; None where it has more."""
    if len(block.spans) > len(first.spans):
        return None
    told = len(block.lines) >= _TELLING
    # best[place]: the cheapest way to lay the columns so far over the first `place` columns of the table
    best: list[tuple[float, list[int]] | None] = [
        (_SKIPPED * place, []) for place in range(len(first.spans) + 1)
    ]
    for left, right in block.spans:
        following: list[tuple[float, list[int]] | None] = [None] * len(best)
        for place, (wanted, end) in enumerate(first.spans, 1):
            before, skipped = best[place - 1], following[place - 1]
            apart, moved = abs(right - left - (end - wanted)), abs(left - wanted)
            cost = float(apart) if told else _MOVED * moved
            options = [] if before is None else [(before[0] + cost, [*before[1], place - 1])]
            options += [] if skipped is None else [(skipped[0] + _SKIPPED, skipped[1])]
            following[place] = min(options, default=None)
        best = following
    return dict(enumerate(best[-1][1])) if best[-1] else None


def _stacks(rows: Sequence[_Row]) -> dict[tuple[int, int], list[list[Span]]]:
    """Gather what each column holds on each page, cell by cell."""
    stacks: dict[tuple[int, int], list[list[Span]]] = {}
    for row in rows:
        for column, parts in row.items():
            for page, own in groupby(parts, key=attrgetter("page")):
                stacks.setdefault((page, column), []).append([part.span for part in own])
    return stacks


def _table(
    header: _Header,
    rows: Sequence[_Row],
    labels: Sequence[Excerpt],
    repeats: Sequence[Span],
    grammar: Grammar,
) -> Found:
    """Build the table, its cells folded at the widths of their columns."""
    source, width = labels[0].source, len(labels)
    cells: list[Cell] = []
    contents: list[Paragraphs] = []

    def add(cell: Cell, paragraphs: Paragraphs) -> None:
        cells.append(cell)
        contents.append(paragraphs)

    storeys = bool(header.groups)
    places = [*sorted(header.groups), width]
    for column, label in enumerate(labels):
        own = [[line] for line in label.lines]
        if column in header.groups:
            ends = next(place for place in places if place > column)
            span = header.groups[column]
            reached = next((place for place in range(column + 1, ends) if not header.labels.get(place)), ends)
            add(Cell(Excerpt(source, (span,)), 0, column, 1, reached - column), [[span]])
            for under in range(column, reached):
                add(Cell(labels[under], 1, under), [[line] for line in labels[under].lines])
        elif not any(cell.row == 1 and cell.column == column for cell in cells):
            add(Cell(label, 0, column, 1 + storeys), own)
    columns = {
        (page, column): column_of(source, stack, slack=_SLACK)
        for (page, column), stack in _stacks(rows).items()
    }
    for index, row in enumerate(rows, 1 + storeys):
        for column in range(width):
            parts = row.get(column, [])
            lines = [part.span for part in parts]
            wraps = [False] * min(len(parts), 1)
            for part, after in pairwise(parts):
                measured = columns.get((part.page, column))
                texts = source[slice(*part.span)], source[slice(*after.span)]
                wraps.append(not after.indented and measured is not None and measured.column.wraps(*texts))
            add(Cell(Excerpt(source, tuple(lines)), index, column), folded(source, lines, wraps, grammar))
    table = Table(tuple(cells), len(rows) + 1 + storeys, width, 1 + storeys)
    return Found(table, contents, 0, [], list(repeats), [])

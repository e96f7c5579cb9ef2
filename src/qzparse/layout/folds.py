"""The lines of a cell → its paragraphs: breaks that the column's width made are joined.

1. A column's width shows in its cells: lines that end in the middle of a sentence are about as long as the longest line.
   Where they are not, or where the longest line left room, nothing is joined.
2. A line was cut where the head of the next one would not have fitted behind it; one that starts with a number of the
   cell's own list starts a paragraph all the same. Where both could be, `doubts_of` says so.
3. Some programs cut wherever the width ends, in the middle of a word or before a comma: there a head is one character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from ..breaks import MARKS, NUMBERS, head_end, kinds_of, starts_paragraph
from ..excerpt import Span
from ..grammar import Grammar
from ..ledger import Note, NoteKind
from ..tokens import Table

Paragraphs = list[list[Span]]
"""The paragraphs of a cell, each the pieces that it was cut into."""
_CLOSING = "。；：:;！？!?"
_ENDS = "。；;"
_AHEAD = 4
"""A label before a colon, or an article of a law, is cut into so many lines at most."""
_NO_START = "，。；：、）》」』】〉”’！？,;:)!?"


def width_of(text: str) -> int:
    """Measure a text in half widths.

    >>> width_of("第1条"), broad_width_of("①第1条")
    (5, 7)
    """
    return _measured(text, "WF")


def broad_width_of(text: str) -> int:
    """Measure a text in half widths, where what is wide in East Asian fonts only is wide."""
    return _measured(text, "WFA")


def _measured(text: str, wide: str) -> int:
    return len(text) + sum(
        -1 if combining(character) else east_asian_width(character) in wide
        for character in text
        if character > "\x7f"
    )


MEASURES = (width_of, broad_width_of, len)
"""How programs measure a line to cut it."""


@dataclass(frozen=True, slots=True)
class Column:
    """How wide a column's lines are at most, and whether they are cut in the middle of words.

    Some programs count half widths, others characters.
    """

    width: int
    hard: bool
    measure: Callable[[str], int] = width_of

    def wraps(self, line: str, following: str) -> bool:
        """Tell whether the head of the next line would not have fitted behind a line."""
        head = following[: 1 if self.hard else head_end(following)]
        return self.measure(line) + self.measure(head) > self.width

    def fold(self, source: str, lines: Sequence[Span], grammar: Grammar) -> Paragraphs:
        """Join the lines of one cell."""
        texts = [source[start:end] for start, end in lines]
        return folded(source, lines, [False, *map(self.wraps, texts, texts[1:])], grammar)


def folded(source: str, lines: Sequence[Span], wraps: Sequence[bool], grammar: Grammar) -> Paragraphs:
    """Join the lines of one cell, of which some are said to be wrapped from the one above."""
    texts = [source[start:end] for start, end in lines]
    starts = [text for text, wrapped in zip(texts, wraps, strict=True) if not wrapped]
    numbers = kinds_of(texts[0], starts[1:]) if texts else frozenset()
    stage, places = grammar.pattern("stage-sign"), grammar.pattern("places")
    paragraphs: Paragraphs = []
    text = ""
    for index, (line, following) in enumerate(zip(lines, texts, strict=True)):
        starting = not wraps[index]
        if not starting and following[0] in MARKS:
            starting = starts_paragraph(text, following, numbers)
        if not starting and text[-1] in _ENDS:
            ahead = "".join(texts[index : index + _AHEAD])
            starting = stage.match(ahead) is not None or places.match(ahead) is not None
        if starting:
            paragraphs.append([])
            text = ""
        paragraphs[-1].append(line)
        text += following
    return paragraphs


def doubts_of(source: str, paragraphs: Paragraphs) -> Iterator[Note]:
    """Note, once for each paragraph, a break behind a sentence's end that was joined: it could be a paragraph's."""
    for paragraph in paragraphs:
        for one, other in pairwise(paragraph):
            if source[one[1] - 1] in _ENDS and not NUMBERS.match(source, *other):
                yield Note(NoteKind.WRAP_DOUBTFUL, one, {})
                break


class Measured(NamedTuple):
    """A column, how many lines were surely cut at its width, and how many end short in the middle of a sentence."""

    column: Column
    full: int
    loose: int


def column_of(source: str, cells: Iterable[Sequence[Span]], slack: int = 0) -> Measured | None:
    """Measure a column by the measure that most of its lines confirm; None where no cell has two lines.

    Where lines were set in type, they may fall short of the column's width by `slack`.
    """
    stacks = [[source[start:end] for start, end in cell] for cell in cells]
    pairs = [pair for texts in stacks for pair in pairwise(texts)]
    if not pairs:
        return None
    hard = any(following[0] in _NO_START for _, following in pairs)
    open_pairs = [pair for pair in pairs if pair[0][-1] not in _CLOSING and not NUMBERS.match(pair[1])]
    found = []
    for measure in MEASURES:
        column = Column(max(measure(text) for texts in stacks for text in texts) - slack, hard, measure)
        full = sum(column.wraps(*pair) for pair in open_pairs)
        found.append(Measured(column, full, len(open_pairs) - full))
    return max(found, key=lambda measured: measured.full)


class Found(NamedTuple):
    """A table made of paragraphs up to `end`: its cells' paragraphs, what is to be noted, what pages print again."""

    table: Table
    cells: list[Paragraphs]
    end: int
    notes: list[Note]
    repeats: list[Span]
    between: list[int]
    """Paragraphs before `end` that are none of the table's."""

"""What a transcript's tokens are arranged into: grids, cards, prose and charts.

A region holds excerpts only; what they mean is named later, by `segment`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import zip_longest

from ..excerpt import Excerpt
from ..numerals import value_of
from ..tokens import Link, Paragraph, Shape


@dataclass(slots=True)
class Row:
    """One body row: an excerpt per column.

    None stands where the row has no cell of its own: `covered` columns are merged with the cell above, `lost` ones
    were torn away or left out, all others lie under a cell that spans several columns.
    """

    cells: list[Excerpt | None]
    covered: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()
    spanning: bool = False
    """One cell spans the whole row."""
    torn: bool = False
    """A page break has eaten an end of it."""
    told: bool = False
    """Its cells were told apart by content alone: the text has lost what parted them."""
    margin: float = float("inf")
    """The lead of its alignment over the second best; infinite where the format itself gives the columns."""

    @property
    def start(self) -> int:
        """Where its first character stands; -1 for a blank row."""
        return min((cell.start for cell in self.cells if cell), default=-1)


@dataclass(slots=True)
class Grid:
    """A table of items: rows under columns that may have headers."""

    rows: list[Row]
    width: int
    labels: list[tuple[Excerpt, ...]] = field(default_factory=list)
    """Per column, its header cells from the top storey down; empty without a header."""
    heads: list[Excerpt] = field(default_factory=list)
    """All header cells, those that only span others too."""
    score: float = 0.0
    runner_up: str | None = None
    runner_up_score: float = 0.0
    repairs: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where its first character stands."""
        heads = [head.start for head in self.heads]
        return min(heads + [row.start for row in self.rows if row.start >= 0], default=0)

    def unfolded(self) -> Grid:
        """Part two tables that stand side by side under one header: the left one's rows first, or row by row.

        The header's words come again in its second half; a spanning or torn row stays with the left table.
        """
        half = self.width // 2
        words = [stack[-1].squashed if stack else "" for stack in self.labels]
        if self.width < _FEWEST_TWICE or self.width % 2 or not words or words[:half] != words[half:]:
            return self
        left = [_columns(row, 0, half) for row in self.rows]
        right = [_columns(row, half, self.width) for row in self.rows if not row.spanning]
        rows = left + right
        if left and right and _counts_on(left[0], right[0]):
            rows = [row for pair in zip_longest(left, right) for row in pair if row]
        filled = [row for row in rows if any(row.cells)]
        return replace(self, rows=filled, width=half, labels=self.labels[:half])


_FEWEST_TWICE = 4
"""A header that says its words twice has at least so many columns."""


def _counts_on(left: Row, right: Row) -> bool:
    """Tell whether the numbers go on from the left table's row to the right one's."""
    first, second = (value_of(row.cells[0].text) if row.cells[0] else None for row in (left, right))
    return first is not None and second == first + 1


def _columns(row: Row, start: int, end: int) -> Row:
    covered = frozenset(column - start for column in row.covered if start <= column < end)
    lost = frozenset(column - start for column in row.lost if start <= column < end)
    return replace(row, cells=row.cells[start:end], covered=covered, lost=lost)


@dataclass(slots=True)
class Card:
    """A form of labels and values, in reading order."""

    pairs: list[tuple[Excerpt, Excerpt]]
    headings: dict[int, Excerpt] = field(default_factory=dict)
    """By the index of the pair below it, a heading that numbers and names an item."""
    heads: list[Excerpt] = field(default_factory=list)
    """Cells that only head a block of labels: 基本信息."""
    staged: dict[int, list[tuple[Excerpt, Excerpt]]] = field(default_factory=dict)
    """By the index of a pair whose value stands in rows of two cells, those cells: a stage and its duty."""
    score: float = 0.0
    runner_up: str | None = None
    runner_up_score: float = 0.0

    @property
    def start(self) -> int:
        """Where its first label stands."""
        return self.pairs[0][0].start if self.pairs and self.pairs[0][0] else 0


@dataclass(slots=True)
class Prose:
    """Paragraphs between tables."""

    paragraphs: list[Paragraph]


@dataclass(slots=True)
class Chart:
    """Text boxes and shapes that no table holds, with the connectors between them."""

    shapes: list[Shape]
    links: tuple[Link, ...] = ()


Region = Grid | Card | Prose | Chart

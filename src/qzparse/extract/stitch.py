"""A table on one page and one on the next → whether they are one, what is repeated, which row the page break cut.

1. A table goes on where the next page's first one has the same borders across.
2. Leading rows that repeat the first page's are headers.
3. A row is cut where the text of its cells runs to the foot of the page and nothing tells that a new row starts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from qzparse.breaks import ENDS, MARKS

from .lattice import SNAP, Grid, Slot
from .leaf import Box
from .wraps import Passage

_DEEPEST_HEAD = 6
"""A header is looked for in so many leading rows."""
_REACH = 2.3
"""A text that ends at most so many lines above the foot of its cell runs on: the last two lines of a paragraph may be
kept together."""
_FAR = 4.5
"""A text that ends farther above the foot of its cell than so many lines has come to its end."""
_KEY = 4
"""What it weighs that the cell a row starts with, its number mostly, is blank."""
_ENDED = -4
"""What it weighs that a cell's text has ended: far above its foot, or in the midst of a line, without a mark."""
_PITCH = 1.5
"""How far lines stand apart, in their height."""
_TALL = 3.5
"""A row of at least so many lines is cut rather than followed by another whose cells happen to fill it."""

Words = tuple[str, ...]


class Foot(NamedTuple):
    """A cell at the foot of a page: the whole of it, and what of it is on that page."""

    whole: Slot
    part: Slot


@dataclass(slots=True)
class OpenTable:
    """A table that may go on: its cells that are not yet written, its last row by columns, the words of its first."""

    page: int
    widths: list[float]
    rows: int
    slots: list[Slot]
    foot: list[Foot | None]
    heads: list[Words]
    open_foot: bool
    header_rows: int = 0

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.widths)

    @property
    def fixed_rows(self) -> int:
        """How many rows nothing on a next page can change."""
        return min((foot.whole.row for foot in self.foot if foot is not None), default=self.rows)


def opened(grid: Grid, page: int) -> OpenTable:
    """Take a table as one that may go on."""
    rows = len(grid.ys) - 1
    foot = [None if slot is None else Foot(slot, slot) for slot in _row_of(grid, rows - 1)]
    heads = [_words_of(grid, row) for row in range(min(_DEEPEST_HEAD, rows))]
    return OpenTable(page, _widths_of(grid), rows, grid.slots, foot, heads, grid.open_foot)


def goes_on(table: OpenTable, grid: Grid) -> bool:
    """Tell whether a grid at the head of the next page has the borders of a table at the foot of this one, or some."""
    widths = _widths_of(grid)
    if _finer(widths, table.widths) is None and _finer(table.widths, widths) is None:
        return False
    # Forms that follow one another have the same labels, and values of their own.
    head, words = table.heads[0], _words_of(grid, 0)
    return not (len(head) > 1 and len(words) > 1 and words[0] == head[0] and words != head)


def align(table: OpenTable, grid: Grid) -> list[int]:
    """Let a table and the grid that goes on with it count the same columns; give the table's borders anew, if any."""
    widths = _widths_of(grid)
    if len(widths) == table.columns:
        return []
    borders = _finer(widths, table.widths)
    if borders is not None:
        grid.refine(borders, [grid.xs[0] + width for width in (0.0, *table.widths)])
        return []
    borders = _finer(table.widths, widths)
    assert borders is not None
    table.foot = [
        table.foot[column]
        for column, (left, right) in enumerate(pairwise(borders))
        for _ in range(left, right)
    ]
    table.widths = widths
    for slot in table.slots:
        slot.refine(borders)
    return borders


def _finer(widths: Sequence[float], others: Sequence[float]) -> list[int] | None:
    """Give the place of each border among others, from the left edge on; None where it is not among them."""
    borders = [0]
    for width in widths:
        index = bisect_left(others, width - SNAP)
        if index == len(others) or others[index] > width + SNAP:
            return None
        borders.append(index + 1)
    return borders if borders[-1] == len(others) else None


def extend(table: OpenTable, grid: Grid) -> list[str]:
    """Go on with a grid; give the rows that repeat the header, their cells parted by tabs."""
    rows = len(grid.ys) - 1
    repeated = _repeated_rows(table, grid)
    said = ["\t".join(_texts_of(grid, row)) for row in range(repeated)]
    if repeated == rows:
        return said
    first = [slot if slot and slot.row == repeated else None for slot in _row_of(grid, repeated)]
    cut = _is_cut(table, grid, first)
    wholes = _joined(table, first, cut=cut)
    shift = table.rows - repeated - cut
    table.foot = [
        None if slot is None else Foot(wholes.get(id(slot), slot), slot) for slot in _row_of(grid, rows - 1)
    ]
    for slot in grid.slots:
        if slot.row >= repeated and id(slot) not in wholes:
            slot.row += shift
            table.slots.append(slot)
    table.rows = shift + rows
    table.open_foot = grid.open_foot
    return said


def _joined(table: OpenTable, first: Sequence[Slot | None], *, cut: bool) -> dict[int, Slot]:
    """Join cells at the head of a page to those that they go on with; give the whole cell of each."""
    wholes: dict[int, Slot] = {}
    pairs = [(slot, above.whole) for slot, above in _pairs(first, table.foot) if _is_below(slot, above.whole)]
    # Where the first of several rows' merged cells is blank, its neighbours of the same rows go on too.
    slot, key = next(((slot, whole) for slot, whole in pairs if whole.passage), (None, None))
    merged = key.row if slot and key and slot.passage is None else None
    for slot, whole in pairs:
        spans = max(slot.row_span, whole.row_span) > 1
        if not cut and not (spans and (slot.passage is None or whole.row == merged)):
            continue
        whole.row_span += slot.row_span - cut
        if whole.passage is None:
            whole.passage = slot.passage
        elif slot.passage is not None:
            whole.passage.join(slot.passage)
        wholes[id(slot)] = whole
    return wholes


def _is_cut(table: OpenTable, grid: Grid, first: Sequence[Slot | None]) -> bool:
    """Tell whether the page break cut the last row, so that the next page's first row is the rest of it."""
    if table.open_foot or grid.open_top:
        return True
    lowest = max(foot.whole.row for foot in table.foot if foot is not None)
    pairs = list(_pairs(first, table.foot))
    key, above = next(((slot, above) for slot, above in pairs if above.whole.passage), (None, None))
    if key and above and _is_next(above.whole, key):
        return False
    pairs = [pair for pair in pairs if pair[1].whole.row == lowest]
    shortest = min((slot.row_span for slot, _ in pairs), default=1)
    if any(slot.row_span > shortest for slot, _ in pairs):
        # Where cells are merged beside rows of their own, these tell: they go on, or the next of them starts.
        own = [(slot, above.whole) for slot, above in pairs if slot.row_span == shortest and slot.passage]
        if own:
            return any(_is_wrapped(whole, slot) for slot, whole in own)
    key = next((slot for slot, above in pairs if above.whole.passage), None)
    votes = _KEY if key is not None and key.passage is None else 0
    for slot, above in pairs:
        if slot.passage is None:
            continue
        wrapped = _is_wrapped(above.whole, slot)
        if not _is_below(slot, above.whole) or (slot is key and not wrapped):
            return False
        if above.part.passage is not None:
            votes += _vote(above.part.box, above.part.passage, slot.passage, wrapped=wrapped)
    return votes > 0 or all(slot.passage is None for slot, _ in pairs)


def _is_next(whole: Slot, key: Slot) -> bool:
    """Tell whether a row's first cell is that of a new row: its number counts on, its text was not wrapped."""
    if not whole.passage or not key.passage:
        return False
    number, before = key.passage.text.strip(), whole.passage.text.strip()
    if number.isdecimal() and before.isdecimal() and int(number) == int(before) + 1:
        return True
    return not whole.passage.is_wrapped_to(key.passage)


def _is_wrapped(whole: Slot, slot: Slot) -> bool:
    """Tell whether the first line of a cell was wrapped from the last of the one above."""
    return bool(whole.passage and slot.passage and whole.passage.is_wrapped_to(slot.passage))


def _vote(box: Box, passage: Passage, following: Passage, *, wrapped: bool) -> int:
    """Weigh whether a text that ends in `box` runs on beyond its foot."""
    pitch = _PITCH * (passage.last.bottom - passage.last.top)
    room = (box[3] - passage.last.bottom) / pitch
    if room > _REACH:
        return 0 if room < _FAR else _ENDED
    if wrapped:
        return 2
    if passage.text.rstrip()[-1:] not in ENDS and following.first.text[0] not in MARKS:
        return _ENDED
    return 1 if box[3] - box[1] >= _TALL * pitch else -1


def _pairs(first: Sequence[Slot | None], foot: Sequence[Foot | None]) -> Iterator[tuple[Slot, Foot]]:
    """Pair each cell at the head of a page with the one that stood above it."""
    last = None
    for slot, above in zip(first, foot, strict=True):
        if slot is not None and above is not None and slot is not last:
            yield slot, above
            last = slot


def _is_below(slot: Slot, whole: Slot) -> bool:
    return slot.column == whole.column and slot.column_span == whole.column_span


def _repeated_rows(table: OpenTable, grid: Grid) -> int:
    """Count the leading rows of a grid that repeat the header, and learn how deep that is."""
    for start in range(min(3, len(table.heads))):
        count = 0
        while start + count < len(table.heads) and count < len(grid.ys) - 1:
            words = _words_of(grid, count)
            if words != table.heads[start + count] or len(words) < 2:
                break
            count += 1
        if count:
            table.header_rows = max(table.header_rows, start + count)
            return count
    return 0


def _words_of(grid: Grid, row: int) -> Words:
    return tuple("".join(text.split()) for text in _texts_of(grid, row))


def _texts_of(grid: Grid, row: int) -> Iterator[str]:
    return (slot.passage.text for slot in grid.slots if slot.row == row and slot.passage is not None)


def _row_of(grid: Grid, row: int) -> list[Slot | None]:
    width = len(grid.xs) - 1
    return grid.covering[row * width : (row + 1) * width]


def _widths_of(grid: Grid) -> list[float]:
    return [right - grid.xs[0] for right in grid.xs[1:]]

"""Rules → grids of cells.

1. Rules that nearly meet are taken to meet: places are snapped at `SNAP` points.
2. Rules that cross make a grid; what crosses none, such as an underline, is no border.
3. A side that no rule closes is closed where the rules that run into it end.
4. What no rule parts is one cell; what is open to the outside is none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .leaf import Box, Run
from .wraps import Passage

SNAP = 3.0
THINNEST = 4.0
"""A cell is at least so wide and so high, in points; what is thinner lies between the lines of a double rule."""
_OVERHANG = 8.0
"""Where rules run so far past the last rule that they cross, a closing rule is missing."""


class Line(NamedTuple):
    """A rule across: at `place`, from `start` to `end`."""

    place: float
    start: float
    end: float


@dataclass(slots=True)
class Slot:
    """A cell as the rules draw it, the runs printed in it, and what they read."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    runs: list[Run] = field(default_factory=list)
    passage: Passage | None = None
    page: int = 0

    def refine(self, borders: Sequence[int]) -> None:
        """Count columns by finer borders: each old border's place is given."""
        last = borders[self.column + self.column_span]
        self.column = borders[self.column]
        self.column_span = last - self.column


@dataclass(slots=True)
class Grid:
    """A ruled table: the places of its borders, its cells in rows, and which cell covers which place."""

    xs: list[float]
    ys: list[float]
    slots: list[Slot]
    covering: list[Slot | None]
    open_top: bool = False
    """Its upper side has no rule of its own."""
    open_foot: bool = False
    nested: list[int] = field(default_factory=list)
    """The rows of each table that stands in one of its cells."""

    @property
    def box(self) -> Box:
        """The outline."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def refine(self, borders: Sequence[int], xs: list[float]) -> None:
        """Count columns by finer borders at `xs`; the place of each border among them is given."""
        self.xs = xs
        for slot in self.slots:
            slot.refine(borders)
        self.covering = covering_of(self.slots, len(xs) - 1, len(self.ys) - 1)

    def slot_at(self, x: float, y: float) -> Slot | None:
        """Give the cell that covers a point."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        width = len(self.xs) - 1
        if 0 <= column < width and 0 <= row < len(self.ys) - 1:
            return self.covering[row * width + column]
        return None


def find_grids(rules: Iterable[Box]) -> list[Grid]:
    """Find the tables that rules draw, from the top of the page down; one inside a cell of another is only counted."""
    horizontals, verticals = [], []
    for left, top, right, bottom in rules:
        if right - left > bottom - top:
            horizontals.append(Line((top + bottom) / 2, left, right))
        else:
            verticals.append(Line((left + right) / 2, top, bottom))
    grids = []
    for across, down in _crossing(
        _snapped(horizontals, level=False), sorted(_snapped(verticals, level=False))
    ):
        grid = _grid_of(across, down)
        if grid is not None:
            grids.append(grid)
    return in_order(_outermost(grids)) if len(grids) > 1 else grids


def in_order(grids: list[Grid]) -> list[Grid]:
    """Order tables from the top down."""
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _snapped(lines: list[Line], *, level: bool) -> list[Line]:
    """Join lines that nearly coincide and nearly touch; if `level`, give all that nearly coincide one place."""
    lines.sort()
    snapped: list[Line] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and lines[index].place - lines[index - 1].place <= SNAP:
            continue
        if index - start == 1:
            snapped.append(lines[start])
        elif index > start:
            snapped += _joined(lines[start:index], level=level)
        start = index
    return snapped


def _joined(lines: list[Line], *, level: bool) -> list[Line]:
    lines.sort(key=_start_of)
    joined: list[Line] = []
    places: list[float] = []
    first, end = 0.0, float("-inf")
    for place, start, further in lines:
        if start > end + SNAP:
            if places:
                joined.append(Line(sum(places) / len(places), first, end))
            first, end, places = start, further, []
        places.append(place)
        end = max(end, further)
    joined.append(Line(sum(places) / len(places), first, end))
    if not level or len(joined) == 1:
        return joined
    place = sum(line.place for line in joined) / len(joined)
    return [line._replace(place=place) for line in joined]


def _start_of(line: Line) -> float:
    return line.start


def _crossing(horizontals: Sequence[Line], verticals: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Part the rules into groups that cross one another."""
    places = [line.place for line in verticals]
    group_of = list(range(len(verticals)))
    members: dict[int, tuple[list[Line], list[int]]] = {index: ([], [index]) for index in group_of}
    for line in horizontals:
        place = line.place
        first = bisect_left(places, line.start - SNAP)
        met = {
            group_of[index]
            for index in range(first, bisect_right(places, line.end + SNAP))
            if verticals[index].start - SNAP <= place <= verticals[index].end + SNAP
        }
        if not met:
            continue
        group, *others = met
        across, down = members[group]
        for other in others:
            more_across, more_down = members.pop(other)
            across += more_across
            down += more_down
            for index in more_down:
                group_of[index] = group
        across.append(line)
    return [
        (sorted(across), [verticals[index] for index in sorted(down)])
        for across, down in members.values()
        if across
    ]


def _grid_of(across: list[Line], down: list[Line]) -> Grid | None:
    """Make a grid of rules that cross; None where they enclose nothing."""
    across, down = _snapped(across, level=True), _snapped(down, level=True)
    open_top, open_foot = _close(across, down)
    _close(down, across)
    xs = sorted({line.place for line in down})
    ys = sorted({line.place for line in across})
    if len(xs) < 2 or len(ys) < 2:
        return None
    slots = _Places(xs, ys, across, down).slots()
    if not slots:
        return None
    rows = sorted({slot.row for slot in slots} | {slot.row + slot.row_span for slot in slots})
    columns = sorted({slot.column for slot in slots} | {slot.column + slot.column_span for slot in slots})
    if len(rows) < len(ys) or len(columns) < len(xs):
        xs, ys = [xs[column] for column in columns], [ys[row] for row in rows]
        _renumber(slots, rows, columns)
    covering = covering_of(slots, len(xs) - 1, len(ys) - 1)
    return Grid(xs, ys, slots, covering, open_top, open_foot)


def covering_of(slots: Iterable[Slot], width: int, height: int) -> list[Slot | None]:
    """Tell for each place, row by row, which cell covers it."""
    covering: list[Slot | None] = [None] * (width * height)
    for slot in slots:
        for row in range(slot.row, slot.row + slot.row_span):
            start = row * width + slot.column
            covering[start : start + slot.column_span] = [slot] * slot.column_span
    return covering


def _close(across: list[Line], down: Sequence[Line]) -> tuple[bool, bool]:
    """Add the first or last rule of `across` where those of `down` run past it; tell which were missing."""
    top, foot = across[0].place, across[-1].place
    first = min(line.start for line in down)
    last = max(line.end for line in down)
    above = [line.place for line in down if line.start < first + SNAP] if first < top - _OVERHANG else []
    below = [line.place for line in down if line.end > last - SNAP] if last > foot + _OVERHANG else []
    if len(above) > 1:
        across.insert(0, Line(first, min(above), max(above)))
    if len(below) > 1:
        across.append(Line(last, min(below), max(below)))
    return len(above) > 1, len(below) > 1


def _renumber(slots: list[Slot], rows: list[int], columns: list[int]) -> None:
    """Count only the rows and columns where a cell starts."""
    row_of = {row: index for index, row in enumerate(rows)}
    column_of = {column: index for index, column in enumerate(columns)}
    for slot in slots:
        row, column = row_of[slot.row], column_of[slot.column]
        slot.row_span = row_of[slot.row + slot.row_span] - row
        slot.column_span = column_of[slot.column + slot.column_span] - column
        slot.row, slot.column = row, column


class _Places:
    """The smallest places between rules, and the walls between them."""

    def __init__(self, xs: list[float], ys: list[float], across: list[Line], down: list[Line]) -> None:
        self._xs, self._ys = xs, ys
        self._width, self._height = len(xs) - 1, len(ys) - 1
        self._above = _walls(ys, xs, across)
        self._left = _walls(xs, ys, down)

    def slots(self) -> list[Slot]:
        """Join the places that no wall parts."""
        width, height = self._width, self._height
        taken = bytearray(width * height)
        self._take_outside(taken)
        slots = []
        for place in range(width * height):
            if not taken[place]:
                slots += self._slots_of(self._joined_to(place, taken))
        slots.sort(key=lambda slot: (slot.row, slot.column))
        return slots

    def _take_outside(self, taken: bytearray) -> None:
        """Take the places from which one gets out."""
        width, height = self._width, self._height
        for row in range(height):
            for column, wall in ((0, 0), (width - 1, width)):
                if not self._left[wall][row] and not taken[row * width + column]:
                    self._joined_to(row * width + column, taken)
        for column in range(width):
            for row, wall in ((0, 0), (height - 1, height)):
                if not self._above[wall][column] and not taken[row * width + column]:
                    self._joined_to(row * width + column, taken)

    def _joined_to(self, start: int, taken: bytearray) -> list[int]:
        """Take a place and all that no wall parts from it."""
        width, above, left = self._width, self._above, self._left
        last_column, last_row = width - 1, self._height - 1
        joined = [start]
        taken[start] = 1
        for place in joined:
            row, column = divmod(place, width)
            if column < last_column and not left[column + 1][row] and not taken[place + 1]:
                taken[place + 1] = 1
                joined.append(place + 1)
            if row < last_row and not above[row + 1][column] and not taken[place + width]:
                taken[place + width] = 1
                joined.append(place + width)
            if column and not left[column][row] and not taken[place - 1]:
                taken[place - 1] = 1
                joined.append(place - 1)
            if row and not above[row][column] and not taken[place - width]:
                taken[place - width] = 1
                joined.append(place - width)
        return joined

    def _slots_of(self, places: list[int]) -> list[Slot]:
        """Make a cell of joined places, or of each of their rows where they make no rectangle."""
        width = self._width
        columns = [place % width for place in places]
        first, last = min(columns), max(columns)
        top, foot = min(places) // width, max(places) // width
        if len(places) == (last - first + 1) * (foot - top + 1):
            return self._slot(top, first, foot, last)
        slots = []
        for row in range(top, foot + 1):
            inside = [place % width for place in places if place // width == row]
            slots += self._slot(row, min(inside), row, max(inside))
        return slots

    def _slot(self, top: int, first: int, foot: int, last: int) -> list[Slot]:
        box = (self._xs[first], self._ys[top], self._xs[last + 1], self._ys[foot + 1])
        if box[2] - box[0] < THINNEST or box[3] - box[1] < THINNEST:
            return []
        return [Slot(top, first, foot - top + 1, last - first + 1, box)]


def _walls(places: list[float], crossed: list[float], lines: list[Line]) -> list[bytearray]:
    """Tell, for each place of a border, along which of the spaces between `crossed` a rule stands."""
    walls = [bytearray(len(crossed) - 1) for _ in places]
    index_of = {place: index for index, place in enumerate(places)}
    for line in lines:
        first = bisect_left(crossed, line.start - SNAP)
        last = bisect_right(crossed, line.end + SNAP) - 1
        if last > first:
            walls[index_of[line.place]][first:last] = b"\1" * (last - first)
    return walls


def _outermost(grids: list[Grid]) -> list[Grid]:
    """Leave out tables inside cells of others, counting them there, and frames around tables."""
    kept: list[Grid] = []
    for grid in sorted(grids, key=_area, reverse=True):
        home = next((other for other in kept if _holds(other, grid)), None)
        if home is not None and len(home.slots) == 1 and len(grid.slots) > 1:
            kept.remove(home)
            home = next((other for other in kept if _holds(other, grid)), None)
        if home is None:
            kept.append(grid)
        elif len(grid.slots) > 1:
            home.nested.append(len(grid.ys) - 1)
    return kept


def _area(grid: Grid) -> float:
    left, top, right, bottom = grid.box
    return (right - left) * (bottom - top)


def _holds(outer: Grid, inner: Grid) -> bool:
    left, top, right, bottom = inner.box
    return (
        outer.xs[0] <= left + SNAP
        and outer.ys[0] <= top + SNAP
        and right <= outer.xs[-1] + SNAP
        and bottom <= outer.ys[-1] + SNAP
    )

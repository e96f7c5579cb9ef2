"""The rulings of a Word table's rows → rows of cells at their true columns.

1. A table's columns lie between the cell edges of all its rows; edges that all but meet are one.
2. A cell that a merge covers is none, unless it prints something of its own.
3. Where a row has more cells than its ruling, or no ruling, each of them takes a column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from .blocks import Row, RowCell, Rows
from .word_properties import Look, Modifier

# In twentieths of a point; Word itself moves edges by less where it rounds.
_NEAR = 30
_COVERED, _CONTINUED = 1, 2


@dataclass(slots=True)
class Ruling:
    """The edges of a row's cells, and how each is merged."""

    edges: list[int] = field(default_factory=list)
    merges: list[int] = field(default_factory=list)
    header: bool = False
    gap: int = 0


def ruling_of(look: Look) -> Ruling:
    """Read how the row is ruled that a paragraph of this look ends."""
    ruling = Ruling()
    for code, operand in look.row:
        if code in (Modifier.DEFINE_ROW, Modifier.DEFINE_OLD_ROW):
            _define(ruling, operand, 20 if code == Modifier.DEFINE_ROW else 10)
        elif code == Modifier.HEADER_ROW:
            ruling.header = any(operand)
        elif code in (Modifier.LEFT, Modifier.GAP):
            _shift(ruling, code, int.from_bytes(operand, "little", signed=True))
        elif len(operand) < 2:
            continue
        elif code in (Modifier.INSERT, Modifier.DELETE, Modifier.WIDTH):
            _resize(ruling, code, operand)
        else:
            _merge(ruling, code, operand[0], operand[1])
    return ruling


def _define(ruling: Ruling, operand: bytes, size: int) -> None:
    count = operand[0]
    first = 3 + 2 * count
    ruling.edges = [
        int.from_bytes(operand[place : place + 2], "little", signed=True) for place in range(1, first, 2)
    ]
    ruling.merges = []
    for place in range(first, first + count * size, size):
        flags = operand[place] if place < len(operand) else 0
        upright = flags >> 5 & 3 if size == 20 else 0
        covered = flags & 2 or flags & 3 == 3
        ruling.merges.append((_COVERED if covered else 0) | (_CONTINUED if upright == 1 else 0))


def _merge(ruling: Ruling, code: int, first: int, second: int) -> None:
    merges = ruling.merges
    if code == Modifier.MERGE_UPRIGHT:
        if first < len(merges):
            merges[first] = merges[first] & _COVERED | (_CONTINUED if second == 1 else 0)
        return
    for index in range(first, min(second, len(merges))):
        covered = code == Modifier.MERGE and index > first
        merges[index] = merges[index] & _CONTINUED | (_COVERED if covered else 0)


def _shift(ruling: Ruling, code: int, value: int) -> None:
    if code == Modifier.GAP:
        ruling.gap = value
    elif ruling.edges:
        moved = value - ruling.gap - ruling.edges[0]
        ruling.edges = [edge + moved for edge in ruling.edges]


def _resize(ruling: Ruling, code: int, operand: bytes) -> None:
    first, second = operand[0], operand[1]
    width = int.from_bytes(operand[2:4], "little")
    widths = [right - left for left, right in pairwise(ruling.edges)]
    if code == Modifier.DELETE:
        del widths[first:second], ruling.merges[first:second]
    elif code == Modifier.INSERT:
        widths[first:first] = [width] * second
        ruling.merges[first:first] = [0] * second
    else:
        second = min(second, len(widths))
        widths[first:second] = [width] * (second - first)
    ruling.edges = list(accumulate(widths, initial=ruling.edges[0] if ruling.edges else 0))


def rows_of(read: list[tuple[list[RowCell], Look]], known: dict[Look, Ruling]) -> Rows:
    """Place the cells of a table's rows; each comes with the look of its end, whose ruling may be `known`."""
    looks = {look for _, look in read}
    known.update((look, ruling_of(look)) for look in looks - known.keys())
    columns = _columns_of(known[look] for look in looks)
    places = {look: _places_of(known[look], columns) for look in looks}
    rows = []
    for cells, look in read:
        ruling = known[look]
        before = columns[ruling.edges[0]] if ruling.edges else 0
        rows.append(Row(_placed(cells, places[look]), before, ruling.header))
    return Rows(rows)


def _columns_of(rulings: Iterable[Ruling]) -> dict[int, int]:
    """Count the edges of all rows from the left; those that lie near one another share a number."""
    columns: dict[int, int] = {}
    first = number = -1
    for edge in sorted({edge for ruling in rulings for edge in ruling.edges}):
        if not columns or edge - first > _NEAR:
            first, number = edge, number + 1
        columns[edge] = number
    return columns


def _places_of(ruling: Ruling, columns: dict[int, int]) -> list[tuple[int, int]]:
    """Give the number of columns that each cell of a row takes, and how it is merged."""
    places = []
    reached = columns[ruling.edges[0]] if ruling.edges else 0
    for edge, merge in zip(ruling.edges[1:], ruling.merges, strict=False):
        limit = max(reached if merge & _COVERED else reached + 1, columns[edge])
        places.append((limit - reached, merge))
        reached = limit
    return places


def _placed(cells: list[RowCell], places: list[tuple[int, int]]) -> list[RowCell]:
    placed: list[RowCell] = []
    for cell, (span, merge) in zip(cells, places, strict=False):
        if merge & _COVERED and placed and cell.is_blank:
            placed[-1].span += span
            continue
        cell.span = max(1, span)
        cell.continues = merge & _CONTINUED != 0
        placed.append(cell)
    return placed + cells[len(places) :]

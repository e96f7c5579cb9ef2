"""Cells that remain of a row → the columns they stand in, by content.

A sequence alignment: cells keep their order, a column may stay empty at a cost, and the costs are lower at an end
that a page break has torn. The second-best alignment tells how sure the best one is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .content import Profile

GAP = 5.0
"""What an empty column in mid-row costs, in units of log-likelihood."""
END_GAP = 3.0
"""What an empty column at a row's end costs: rows that end early are commoner than holes."""
TORN_GAP = 0.5
"""What an empty column costs at an end that a page break has torn."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The column of each cell, the score of the whole, and its lead over the second best."""

    columns: tuple[int, ...]
    score: float
    margin: float


_NEVER = float("-inf")


def align(
    cells: Sequence[int], profiles: Sequence[Profile], *, torn_start: bool = False, torn_end: bool = False
) -> Alignment | None:
    """Place cells (given by their traits) into columns; None where there are more cells than columns."""
    count, width = len(cells), len(profiles)
    if count > width or not count:
        return None
    gaps = [TORN_GAP if torn_start else GAP, *[GAP] * (count - 1), TORN_GAP if torn_end else END_GAP]
    # best[i] and second[i]: the two best scores of laying i cells over the columns seen so far
    best, second = [0.0, *[_NEVER] * count], [_NEVER] * (count + 1)
    taken: list[list[bool]] = []
    for column, profile in enumerate(profiles):
        chosen = [False] * (count + 1)
        fewest, most = count - (width - column - 1), min(column + 1, count)
        for placed in range(most, max(fewest, 0) - 1, -1):
            gap = gaps[placed]
            first, other = best[placed] - gap, second[placed] - gap
            if placed:
                fit = profile.score(cells[placed - 1])
                first, other, chosen[placed] = _two_best(
                    (first, other), (best[placed - 1] + fit, second[placed - 1] + fit)
                )
            best[placed], second[placed] = first, other
        taken.append(chosen)
    return Alignment(_columns(taken, count), best[count], best[count] - second[count])


def _two_best(one: tuple[float, float], two: tuple[float, float]) -> tuple[float, float, bool]:
    """Merge two pairs of scores, each in order; tell whether the best comes from the second pair."""
    if two[0] > one[0]:
        return two[0], max(one[0], two[1]), True
    return one[0], max(two[0], one[1]), False


def _columns(taken: Sequence[Sequence[bool]], count: int) -> tuple[int, ...]:
    columns = []
    for column in range(len(taken) - 1, -1, -1):
        if count and taken[column][count]:
            columns.append(column)
            count -= 1
    return tuple(columns[::-1])

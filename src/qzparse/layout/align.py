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


_Path = tuple[float, tuple[int, ...]]


def align(
    cells: Sequence[int], profiles: Sequence[Profile], *, torn_start: bool = False, torn_end: bool = False
) -> Alignment | None:
    """Place cells (given by their traits) into columns; None where there are more cells than columns."""
    count, width = len(cells), len(profiles)
    if count > width or not count:
        return None
    lead = TORN_GAP if torn_start else GAP
    tail = TORN_GAP if torn_end else END_GAP
    # best[i]: the two best paths that have placed i cells in the columns seen so far
    best: list[list[_Path]] = [[(0.0, ())], *([] for _ in cells)]
    for column, profile in enumerate(profiles):
        for placed in range(min(column + 1, count), -1, -1):
            left = width - column - 1
            if count - placed > left:
                skipped: list[_Path] = []
            else:
                gap = lead if placed == 0 else tail if placed == count else GAP
                skipped = [(score - gap, path) for score, path in best[placed]]
            taken: list[_Path] = []
            if placed:
                fit = profile.score(cells[placed - 1])
                taken = [(score + fit, (*path, column)) for score, path in best[placed - 1]]
            best[placed] = sorted(skipped + taken, reverse=True)[:2]
    paths = best[count]
    margin = paths[0][0] - paths[1][0] if len(paths) > 1 else float("inf")
    return Alignment(paths[0][1], paths[0][0], margin)

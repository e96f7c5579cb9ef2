r"""Text → the stretches of its lines that are tables with visible separators.

Bars and rules, then tabs, then commas and semicolons; stretches do not overlap, and stand in the order of the text.
A line that is led by a tab opens a loose cell: no stretch begins inside of one, but behind two blank lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from .piped import find_piped
from .separated import find_separated
from .stretch import Stretch

_END_OF_CELL = re.compile(r"\n[ \u3000\f]*\n[ \u3000\f]*\n")


def find_stretches(text: str) -> list[Stretch]:
    r"""Find the tables of a text; where two claim the same lines, the one with the clearer separators has them.

    >>> [(one.start, one.end, one.table.columns) for one in find_stretches("x\n|a|b|\n|1|2|\n")]
    [(2, 13, 2)]
    """
    found = [*find_piped(text), *find_separated(text)]
    if not found:
        return []
    kept: list[Stretch] = []
    for stretch in found:
        place = bisect_left(kept, stretch.start, key=lambda other: other.start)
        before, behind = kept[max(place - 1, 0) : place], kept[place : place + 1]
        if all(one.end <= stretch.start for one in before) and all(
            one.start >= stretch.end for one in behind
        ):
            kept.insert(place, stretch)
    return _outside_cells(text, kept)


def _outside_cells(text: str, stretches: list[Stretch]) -> list[Stretch]:
    kept: list[Stretch] = []
    reached, opened = 0, -1
    for stretch in stretches:
        start = stretch.start
        led = start if text.startswith("\t", start) else max(text.rfind("\n\t", reached, start) + 1, 0)
        if led and led != start:
            opened = led
        elif reached == 0 and text.startswith("\t") and start:
            opened = max(opened, 0)
        if led == start or opened < 0 or _END_OF_CELL.search(text, opened, start):
            kept.append(stretch)
            opened = -1
        reached = stretch.end
    return kept

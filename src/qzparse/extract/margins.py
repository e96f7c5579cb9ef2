"""Pages → the same pages, with what stands at the edges of several of them set apart.

A line at a page's edge is a margin where a page near by prints the same at the same place, or a number that counts on
with the pages. What a first page prints above its tables and nothing else is a title, even if it is repeated.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat

from .lattice import Grid
from .leaf import Run

_AHEAD = 2
"""Pages so near to each other are compared: left and right pages may have margins of their own."""
_DEEP = 3
"""So many lines at an edge may be margins."""
_OUTER = 0.14
"""Margins stand in so much of a page's height at its edges."""
_NEAR = 3.0
"""What is at most so far apart, in points, stands at one place."""
_CLEAR = 0.8
"""Between a margin and the text is so much room, in its height; where there is less, two more pages must print it."""
_NUMBER = re.compile("[0-9]+")


@dataclass(slots=True)
class Spread:
    """What was read on a page: its tables, the lines outside of them from the top down, what stands at its edges."""

    number: int
    width: float
    height: float
    grids: list[Grid]
    lines: list[Run]
    margins: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class _Edge:
    """A line at an edge; `place` is how far it is from that edge, `clear` tells that it stands apart."""

    run: Run
    words: str
    place: float
    clear: bool

    @property
    def numbers(self) -> list[int]:
        return [int(number[:9]) for number in _NUMBER.findall(self.words)]


@dataclass(slots=True)
class _Edges:
    """The edges of a page, from the outside in."""

    spread: Spread
    head: list[_Edge]
    foot: list[_Edge]


def iter_parted(spreads: Iterable[Spread]) -> Iterator[Spread]:
    """Yield pages, their margins set apart."""
    near: deque[_Edges | None] = deque(repeat(None, _AHEAD), maxlen=2 * _AHEAD + 1)
    for spread in chain(spreads, repeat(None, _AHEAD)):
        near.append(None if spread is None else _edges_of(spread))
        current = near[_AHEAD] if len(near) > 2 * _AHEAD else None
        if current is not None:
            _part(current, [other for other in near if other is not None and other is not current])
            yield current.spread


def _edges_of(spread: Spread) -> _Edges:
    lines = spread.lines
    top = min((grid.ys[0] for grid in spread.grids), default=float("inf"))
    foot = max((grid.ys[-1] for grid in spread.grids), default=float("-inf"))
    near = _OUTER * spread.height
    above = [line for line in lines[:_DEEP] if line.bottom <= min(top + _NEAR, near)]
    below = [line for line in lines[: -_DEEP - 1 : -1] if line.top >= max(foot - _NEAR, spread.height - near)]
    head, end = [], []
    for index, line in enumerate(above):
        inner = min(top, lines[index + 1].top if index + 1 < len(lines) else top)
        head.append(_edge_of(line, line.top, inner - line.bottom))
    for index, line in enumerate(below):
        inner = max(foot, lines[-index - 2].bottom if index + 1 < len(lines) else foot)
        end.append(_edge_of(line, spread.height - line.bottom, line.top - inner))
    return _Edges(spread, head, end)


def _edge_of(line: Run, place: float, room: float) -> _Edge:
    return _Edge(line, "".join(line.text.split()), place, room >= _CLEAR * (line.bottom - line.top))


def _part(current: _Edges, others: Sequence[_Edges]) -> None:
    """Move the margins of a page out of its lines."""
    spread = current.spread
    heads = _repeated(current.head, [(other.head, other.spread.number - spread.number) for other in others])
    foots = _repeated(current.foot, [(other.foot, other.spread.number - spread.number) for other in others])
    if not foots and current.foot and _is_number(current.foot[0], spread.number):
        foots = 1
    if heads and _is_title(current, heads, others):
        heads = 0
    lines = spread.lines
    spread.margins += [*lines[:heads], *lines[len(lines) - foots :]]
    spread.lines = lines[heads : len(lines) - foots]


def _repeated(edges: Sequence[_Edge], others: Sequence[tuple[list[_Edge], int]]) -> int:
    """Count the lines at an edge that other pages print too."""
    found = 0
    fewest = 2 * _AHEAD
    for index, edge in enumerate(edges):
        pages = sum(any(_matches(edge, other, apart) for other in inner) for inner, apart in others)
        fewest = min(fewest, pages)
        if not fewest:
            break
        if edge.clear or fewest > 1:
            found = index + 1
    return found


def _matches(edge: _Edge, other: _Edge, apart: int) -> bool:
    """Tell whether a page so many pages on prints the same at the same place, or a number that counts on."""
    if abs(edge.place - other.place) > _NEAR:
        return False
    if edge.words == other.words:
        return True
    if _NUMBER.sub("0", edge.words) != _NUMBER.sub("0", other.words):
        return False
    steps = {after - before for before, after in zip(edge.numbers, other.numbers, strict=True)}
    return bool(steps) and apart in steps and steps <= {0, apart}


def _is_number(edge: _Edge, page: int) -> bool:
    """Tell whether a last line is nothing but the page's number."""
    return edge.clear and edge.words.strip("-\u2013\u2014\u00b7.") == str(page)


def _is_title(current: _Edges, heads: int, others: Sequence[_Edges]) -> bool:
    """Tell whether the first pages's head is all that it prints above its tables."""
    spread = current.spread
    if any(other.spread.number < spread.number for other in others) or not spread.grids:
        return False
    if heads < len(spread.lines) and spread.lines[heads].top < spread.grids[0].ys[0]:
        return False
    return any(not edge.numbers for edge in current.head[:heads])

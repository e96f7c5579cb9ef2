"""A line whose cells run together → stretches that no cell boundary cuts.

Recognisers of content mark where a cell may start or end: power types, codes, laws, duties, limits, phones, closed
sentences; before the first long cell, the body that many rows name, and the unit, whose start is told by what stands
before it: now this, now that, in the rows that hold it. The stretches are finer than cells; laying
them over the columns joins them again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..excerpt import Excerpt, Span
from ..grammar import Grammar

_LONGEST_NAME = 24
_SHORTEST_NAME = 3
_FEWEST_CONTEXTS = 2
"""A name starts where at least so many different words come before it."""
_LONGEST_UNIT = 12
_SHARE = 0.4
"""A body's name comes again in this share of the rows."""
_BODILY = ("局", "厅", "委", "委员会", "政府", "办公室", "院", "部", "会", "大队", "支队")


class Cutter:
    """Cuts the lines of one table."""

    def __init__(self, lines: Sequence[Excerpt], fields: Sequence[str], grammar: Grammar) -> None:
        self._grammar = grammar
        self._units = grammar.words["units"]
        self._bodies = self._bodies_in(lines) if "authority" in fields else []
        self._contexts: dict[str, set[str]] = defaultdict(set)
        for line in lines if "unit" in fields else ():
            self._learn(line)

    def cut(self, source: str, line: Span) -> list[Span]:
        """Cut a line at every place where a cell may start or end; blanks between stretches belong to none."""
        head = self._head_of(source, line)
        places = self._places(source, line, head)
        self._add_names(source, (line[0], head), places)
        spans = (Excerpt.of(source, first, last) for first, last in pairwise(sorted(places)))
        return [span for excerpt in spans for span in excerpt.lines]

    def _places(self, source: str, line: Span, head: int) -> set[int]:
        """Find the places that words and shapes give."""
        start, end = line
        places = {start, end, head}
        for found in self._grammar.pattern("cell-cut").finditer(source, start, end):
            places.update(found.span())
        for found in self._grammar.pattern("cell-opens").finditer(source, start, end):
            places.add(found.start())
        units = self._grammar.words["units"]
        for found in self._grammar.alternation("powers").finditer(source, start, end):
            if not source.startswith(units, found.end()):  # 行政审批 is a type, 行政审批科 a unit
                places.update(found.span())
        types = self._grammar.alternation("types")
        ahead = types.match(source, _behind_number(source, start), end)
        if ahead:
            places.update(ahead.span())
        # A name often ends in the word of its type: 涉路施工活动审批 before 运输管理科.
        ends = (found.end() for found in types.finditer(source, start, head))
        places.update(place for place in ends if not source.startswith(units, place))
        return places

    def _head_of(self, source: str, line: Span) -> int:
        """Find where a row's first long cell opens; bodies and units are cells of their own right before it."""
        found = self._grammar.pattern("cell-opens").search(source, *line)
        return found.start() if found else line[1]

    def _bodies_in(self, lines: Sequence[Excerpt]) -> list[str]:
        """Find the names of bodies: the longest strings that end as bodies do and stand in many rows' heads."""
        counts: Counter[str] = Counter()
        ending = self._grammar.alternation("authorities")
        for line in lines:
            text = line.source[line.start : self._head_of(line.source, line.lines[0])]
            ends = [found.end() for found in ending.finditer(text)]
            counts.update({text[start:end] for end in ends for start in _starts_of(text, 0, end)})
        least = max(2, round(len(lines) * _SHARE))
        bodies = [body for body, count in counts.items() if count >= least and body.endswith(_BODILY)]
        kept: list[str] = []
        for body in sorted(bodies, key=len, reverse=True):
            if not any(body in longer and counts[longer] >= counts[body] for longer in kept):
                kept.append(body)
        return kept

    def _learn(self, line: Excerpt) -> None:
        """Remember what stands before everything that could be a unit at the head's end."""
        head = self._head_of(line.source, line.lines[0])
        for start in self._unit_starts(line.source, line.start, head):
            before = line.source[max(start - 2, line.start) : start]
            self._contexts[line.source[start:head]].add(before)

    def _add_names(self, source: str, head: Span, places: set[int]) -> None:
        """Add the places of the body in a row's head, and of the unit at its end."""
        for body in self._bodies:
            place = source.find(body, *head)
            if place >= 0:
                places.update((place, place + len(body)))
        starts = sorted(self._unit_starts(source, head[0], head[1])) if self._contexts else []
        parted = (start for start in starts if start in places or self._is_parted(source[start : head[1]]))
        start = next(parted, None)
        if start is not None:
            places.add(start)

    def _unit_starts(self, source: str, first: int, end: int) -> Iterator[int]:
        if source.endswith(self._units, max(first, end - _LONGEST_UNIT), end):
            yield from _starts_of(source, max(first, end - _LONGEST_UNIT), end)

    def _is_parted(self, name: str) -> bool:
        return len(self._contexts.get(name, ())) >= _FEWEST_CONTEXTS


def _behind_number(source: str, start: int) -> int:
    """Skip the number that opens a row: short words such as 其他 are types only right behind it."""
    while source[start : start + 1].isdigit():
        start += 1
    return start


def _starts_of(source: str, first: int, end: int) -> Iterator[int]:
    """Give where a name could start that ends here, short to long: it is one run of Han characters."""
    for start in range(end - 1, max(end - _LONGEST_NAME, first) - 1, -1):
        if not "一" <= source[start] <= "鿿":
            return
        if end - start >= _SHORTEST_NAME:
            yield start

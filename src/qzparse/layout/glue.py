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
_MOSTLY = 0.8
"""A longer unit is believed that so many of the words precede that precede the shorter ones in it."""
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
        self._named: set[str] = set()
        for line in lines if "unit" in fields else ():
            self._learn(line)

    def cut(self, source: str, line: Span) -> list[Span]:
        """Cut a line at every place where a cell may start or end; blanks between stretches belong to none."""
        head = self._head_of(source, line)
        places = self._places(source, line, head)
        self._add_names(source, (line[0], head), places)
        for found in self._grammar.pattern("phone-clause").finditer(source, *line):
            start, end = found.span()
            places = {place for place in places if not start < place < end} | {start, end}
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
        for found in types.finditer(source, start, head):
            if not source.startswith(units, found.end()):
                # Where the type stands behind the name it is told by what follows it: 备案管理 | 其他 | a code.
                places.update((found.start(),) if not ahead and found.end() in places else ())
                places.add(found.end())
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
            inside = {
                place
                for found in self._grammar.alternation("powers").finditer(text)
                for place in range(found.start() + 1, found.end())
            }
            starts = ((start, end) for end in ends for start in _starts_of(text, 0, end))
            counts.update({text[start:end] for start, end in starts if start not in inside})
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
        for found in self._grammar.pattern("inner-bracket").finditer(line.source, head, line.end):
            self._named.add(found[0][1:-1])
        first = self._behind_bodies(line.source, (line.start, head))
        for start in self._unit_starts(line.source, first, head):
            before = line.source[max(start - 2, line.start) : start]
            self._contexts[line.source[start:head]].add(before)

    def _add_names(self, source: str, head: Span, places: set[int]) -> None:
        """Add the places of the body in a row's head, and of the unit at its end."""
        for body in self._bodies:
            place = source.find(body, *head)
            if place >= 0:
                places.update((place, place + len(body)))
        first = self._behind_bodies(source, head)
        starts = sorted(self._unit_starts(source, first, head[1])) if self._contexts else []
        behind = first if first > head[0] and first in starts else None
        start = behind or self._unit_among(starts, source, head, places)
        if start is not None:
            places.add(start)

    def _unit_among(self, starts: Sequence[int], source: str, head: Span, places: set[int]) -> int | None:
        """Choose where the unit at a head's end starts: one that brackets name elsewhere, or behind different words."""
        known = next((start for start in starts if source[start : head[1]] in self._named), None)
        if known is not None:
            return known
        counts = {start: len(self._contexts.get(source[start : head[1]], ())) for start in starts}
        least = max(_FEWEST_CONTEXTS, _MOSTLY * max(counts.values(), default=0))
        parted = next((start for start in starts if counts[start] >= least), None)
        if parted is not None:
            return parted
        named = self._type_end(source, head)
        return next((start for start in starts if start in places and start != named), None)

    def _behind_bodies(self, source: str, head: Span) -> int:
        """Find where the bodies that a row's head names end: its unit stands behind them."""
        found = ((source.find(body, *head), len(body)) for body in self._bodies)
        return max((place + length for place, length in found if place >= 0), default=head[0])

    def _type_end(self, source: str, head: Span) -> int:
        """Find where the type ends that a row opens with: its name starts there, not its unit."""
        found = self._grammar.alternation("types").match(source, _behind_number(source, head[0]), head[1])
        return found.end() if found else -1

    def _unit_starts(self, source: str, first: int, end: int) -> Iterator[int]:
        if source.endswith(self._units, max(first, end - _LONGEST_UNIT), end):
            yield from _starts_of(source, max(first, end - _LONGEST_UNIT), end)


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

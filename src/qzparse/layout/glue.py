"""A line whose cells run together → stretches that no cell boundary cuts.

Recognisers of content mark where a cell may start or end: power types, codes, bodies, laws, duties, limits, phones,
closed sentences. A body is what ends as bodies do and comes again in the rows. The stretches are finer than cells;
laying them over the columns joins them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..excerpt import Excerpt, Span
from ..grammar import Grammar, Pattern

_LONGEST_BODY = 24
_SHORTEST_BODY = 3
_SHARE = 0.4
"""A body's name comes again in this share of the rows."""


class Cutter:
    """Cuts the lines of one table."""

    def __init__(self, lines: Sequence[Excerpt], grammar: Grammar) -> None:
        self._grammar = grammar
        self._bodies = _bodies_in(lines, grammar)

    def cut(self, source: str, line: Span) -> list[Span]:
        """Cut a line at every place where a cell may start or end; blanks between stretches belong to none."""
        start, end = line
        places = {start, end}
        for found in self._grammar.pattern("cell-cut").finditer(source, start, end):
            places.update(found.span())
        for found in self._grammar.pattern("cell-opens").finditer(source, start, end):
            places.add(found.start())
        for found in self._types().finditer(source, start, end):
            # 行政审批 is a type, 行政审批科 a unit.
            if not source.startswith(self._grammar.words["units"], found.end()):
                places.update(found.span())
        type_ahead = self._grammar.alternation("types").match(source, _behind_number(source, start), end)
        if type_ahead:
            places.update(type_ahead.span())
        head = _head_of(source, line, self._grammar)
        for found in self._grammar.alternation("types").finditer(source, start, head):
            # A name often ends in the word of its type: 涉路施工活动审批 before 运输管理科.
            if not source.startswith(self._grammar.words["units"], found.end()):
                places.add(found.end())
        for body in self._bodies:
            place = source.find(body, start, head)
            if place >= 0:
                places.update((place, place + len(body)))
        ordered = sorted(places)
        spans = (Excerpt.of(source, first, last) for first, last in pairwise(ordered))
        return [span for excerpt in spans for span in excerpt.lines]

    def _types(self) -> Pattern:
        return self._grammar.alternation("powers")


def _behind_number(source: str, start: int) -> int:
    """Skip the number that opens a row: short words such as 其他 are types only right behind it."""
    while source[start : start + 1].isdigit():
        start += 1
    return start


def _head_of(source: str, line: Span, grammar: Grammar) -> int:
    """Find where a row's first long cell opens; a body's name is a cell of its own only before it."""
    found = grammar.pattern("cell-opens").search(source, *line)
    return found.start() if found else line[1]


def _bodies_in(lines: Sequence[Excerpt], grammar: Grammar) -> list[str]:
    """Find the names of bodies: the longest strings that end as bodies do and stand in many lines."""
    counts: Counter[str] = Counter()
    ending = grammar.alternation("authorities")
    for line in lines:
        text = line.source[line.start : _head_of(line.source, line.lines[0], grammar)]
        counts.update({name for found in ending.finditer(text) for name in _names_ending(text, found.end())})
    least = max(2, round(len(lines) * _SHARE))
    bodies = [body for body, count in counts.items() if count >= least]
    bodies.sort(key=len, reverse=True)
    kept: list[str] = []
    for body in bodies:
        if not any(longer.endswith(body) and counts[longer] >= counts[body] for longer in kept):
            kept.append(body)
    return [body for body in kept if len(body) > _SHORTEST_BODY]


def _names_ending(text: str, end: int) -> Iterator[str]:
    """Give every run of Han characters, short to long, that ends here and could be a body's name."""
    for start in range(end - 1, max(end - _LONGEST_BODY, 0) - 1, -1):
        if not "一" <= text[start] <= "鿿":
            return
        if end - start >= _SHORTEST_BODY:
            yield text[start:end]

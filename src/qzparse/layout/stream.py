"""Text that kept its words but lost its cells → rows.

The text is a stream of units: lines, pieces between blanks, or stretches that recognisers of content have cut. A unit
opens the next cell, goes on with the open one, or opens a row; the best way through the whole stream is found at once
(Viterbi over columns, linear in the units), by how well each unit fits the field of its column. No unit is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from ..excerpt import Excerpt, Span
from ..grammar import Grammar
from ..numerals import value_of
from .content import EXPECTED, Trait, traits_of
from .region import Row

_TELLING = Trait.INTEGER | Trait.CODE | Trait.POWER | Trait.BODY | Trait.UNIT | Trait.PHONE | Trait.LIMIT
_TELLING |= Trait.LAW | Trait.STAGE | Trait.ACCOUNT | Trait.EXEMPT | Trait.LEVEL | Trait.PLACE
_OPENING = _TELLING | Trait.SHORT | Trait.NUMBERED | Trait.SENTENCE
_TELLING_BITS = tuple(1 << place for place in range(18) if _TELLING & (1 << place))
_SHORT_BITS = (*_TELLING_BITS, Trait.SHORT)
_PLAIN_BITS = (*_SHORT_BITS, Trait.NUMBERED, Trait.SENTENCE)
_LISTED = frozenset(
    ("basis", "duties", "duty_basis", "accountability", "accountability_basis", "exemption", "oversight")
)
_NARROW = frozenset(("number", "code", "type", "level"))
_NAMES = frozenset(("authority", "unit", "service_phone", "legal_limit", "promised_limit"))
_GOES_ON, _GOES_ON_TEXT, _GOES_ON_NAME, _GOES_ON_NARROW = -0.7, -3.0, -5.0, -9.0
"""What it costs to go on with the open cell: lists run over many lines, a number over none."""
_SCRAP = 1.0
"""What it costs a list to go on with a short line that is neither numbered nor closed: a remark, rather."""
_RUNS_ON = 2.0
"""What speaks for going on with a list whose numbers go on, and against opening a cell there."""
_SURPRISE = 0.6
"""How much of a trait's unlikeliness counts against going on."""
_OFTEN_BLANK = frozenset(("subitem", "remarks", "co_authority"))
_SKIP, _SKIP_BLANK, _SKIP_UNKNOWN = 4.0, 1.0, 2.5
_END, _END_BLANK = 2.0, 0.3
"""What it costs to leave a column out, in mid-row and at a row's end."""
_LONGEST_NUMBER = 6
_COUNTED_ON, _UNCOUNTED = 3.0, -3.0
"""What a row gains whose first number goes on counting, and loses whose number does not."""


@dataclass(slots=True)
class Unit:
    """A stretch of text that no cell boundary cuts; `fresh` if it opens a line."""

    span: Span
    fresh: bool
    traits: int
    value: int | None = None
    """Its number, where it is nothing but one."""
    counts: bool = False
    """Its number goes on from the row before."""
    listed: tuple[str, int] | None = None
    """The style and value of the number that it opens with, in front of more text."""
    runs_on: bool = False
    """That number goes on from the numbered line before."""


def unit_of(source: str, span: Span, *, fresh: bool, grammar: Grammar) -> Unit:
    """Make a unit of a stretch of text."""
    text = source[span[0] : span[1]]
    value = value_of(text.rstrip(".．、")) if len(text) < _LONGEST_NUMBER else None
    unit = Unit(span, fresh, traits_of(Excerpt(source, (span,)), grammar), value)
    found = grammar.pattern("number-at-line").match(source, *span) if fresh and value is None else None
    if found and found.lastgroup and found.end() < span[1]:
        first, last = found.span(found.lastgroup)
        listed = value_of(source[first:last])
        if listed is not None:
            unit.listed = (found.lastgroup + source[last : found.end()].strip(), listed)
    return unit


def mark_lists(units: Sequence[Unit]) -> None:
    """Mark the lines whose number goes on from the numbered line before, in its style: they are parts of one list."""
    before: tuple[str, int] | None = None
    for unit in units:
        if unit.listed is not None:
            unit.runs_on = before is not None and unit.listed == (before[0], before[1] + 1)
            before = unit.listed


def mark_counting(units: Sequence[Unit]) -> None:
    """Mark the numbers that count the rows: the longest chain n, n+1, … of units that open lines."""
    length: dict[int, tuple[int, int]] = {}
    previous: dict[int, int] = {}
    for index, unit in enumerate(units):
        if unit.fresh and unit.value is not None:
            before = length.get(unit.value - 1, (0, -1))
            if before[0] + 1 >= length.get(unit.value, (0, -1))[0]:
                length[unit.value] = (before[0] + 1, index)
                previous[index] = before[1]
    index = max(length.values(), default=(0, -1))[1]
    while index >= 0:
        units[index].counts = True
        index = previous[index]


class Streamer:
    """Lays a stream of units over columns whose fields are known as far as words go."""

    def __init__(self, fields: Sequence[str], *, glued: bool = False) -> None:
        self._fields = list(fields)
        self._glued = glued
        self._opens: dict[tuple[int, int, bool], float] = {}
        self._skips = [
            _SKIP_BLANK if field in _OFTEN_BLANK else _SKIP if field else _SKIP_UNKNOWN for field in fields
        ]
        self._ends = [_END_BLANK if field in _OFTEN_BLANK or not field else _END for field in fields]
        self._stays: dict[tuple[int, int, bool], float] = {}

    def lay(self, units: Sequence[Unit], source: str) -> list[Row]:
        """Lay all units over rows and columns."""
        if not units:
            return []
        mark_counting(units)
        mark_lists(units)
        trail = self._trail(units)
        rows: list[list[list[Span]]] = []
        for unit, (column, opens_row) in zip(units, trail, strict=True):
            if opens_row:
                rows.append([[] for _ in self._fields])
            rows[-1][column].append(unit.span)
        return [self._row(cells, source) for cells in rows]

    def _row(self, cells: Sequence[Sequence[Span]], source: str) -> Row:
        own = [Excerpt(source, tuple(_merged(spans, source))) if spans else None for spans in cells]
        lost = frozenset(place for place, cell in enumerate(own) if cell is None)
        joined = any(
            len(spans) > 1 and field not in _LISTED for field, spans in zip(self._fields, cells, strict=True)
        )
        return Row(own, lost=lost, told=self._glued or joined)

    def _trail(self, units: Sequence[Unit]) -> list[tuple[int, bool]]:
        """Find the best way: per unit its column, and whether it opens a row."""
        width = len(self._fields)
        lead = self._leads()
        ending = self._endings()
        scores = [score + self._counting(units[0]) for score in self._opened(units[0], lead)]
        steps: list[list[tuple[int, bool]]] = [[(-1, True)] * width]
        for unit in units[1:]:
            opened = [self._open(unit, column) for column in range(width)]
            ended = max(range(width), key=lambda column: scores[column] - ending[column])
            anew = scores[ended] - ending[ended] + self._counting(unit) if unit.fresh else float("-inf")
            following: list[float] = []
            step: list[tuple[int, bool]] = []
            reached, origin = float("-inf"), -1
            for column in range(width):
                best, source = scores[column] + self._stay(unit, column), (column, False)
                if reached + opened[column] > best:
                    best, source = reached + opened[column], (origin, False)
                if anew - lead[column] + opened[column] > best:
                    best, source = anew - lead[column] + opened[column], (ended, True)
                following.append(best)
                step.append(source)
                reached -= self._skips[column]
                if scores[column] > reached:
                    reached, origin = scores[column], column
            scores = following
            steps.append(step)
        column = max(range(width), key=lambda place: scores[place] - ending[place])
        return _followed(steps, column)

    def _leads(self) -> list[float]:
        lead, total = [], 0.0
        for skip in self._skips:
            lead.append(total)
            total += skip
        return lead

    def _endings(self) -> list[float]:
        ending, total = [], 0.0
        for end in reversed(self._ends):
            ending.append(total)
            total += end
        return ending[::-1]

    def _opened(self, unit: Unit, lead: Sequence[float]) -> list[float]:
        return [self._open(unit, column) - before for column, before in enumerate(lead)]

    def _open(self, unit: Unit, column: int) -> float:
        """Score opening a cell of a column: by the traits that tell a field, for a first line need not be long."""
        key = (unit.traits & _OPENING, column, unit.runs_on)
        known = self._opens.get(key)
        if known is None:
            field = self._fields[column]
            expected = EXPECTED.get(field, {})
            bits = (
                _TELLING_BITS
                if field in _LISTED
                else _SHORT_BITS
                if field in _NARROW | _NAMES
                else _PLAIN_BITS
            )
            known = -_RUNS_ON if unit.runs_on else 0.0
            for bit in bits:
                share = min(expected.get(bit, 0.025), 0.98)
                known += log(share if unit.traits & bit else 1.0 - share)
            self._opens[key] = known
        return known

    def _counting(self, unit: Unit) -> float:
        if "number" not in self._fields:
            return 0.0
        return _COUNTED_ON if unit.counts else _UNCOUNTED

    def _stay(self, unit: Unit, column: int) -> float:
        """Score going on with the open cell: what its field does not lead one to expect counts against it."""
        key = (unit.traits & _OPENING, column, unit.runs_on)
        known = self._stays.get(key)
        if known is None:
            field = self._fields[column]
            base = (
                _GOES_ON
                if field in _LISTED
                else _GOES_ON_NARROW
                if field in _NARROW
                else _GOES_ON_NAME
                if field in _NAMES
                else _GOES_ON_TEXT
            )
            expected = EXPECTED.get(field, {})
            if field in _LISTED and unit.traits & _OPENING == Trait.SHORT:
                base -= _SCRAP
            base += _RUNS_ON if unit.runs_on and field in _LISTED else 0.0
            known = base + sum(
                _SURPRISE * log(expected.get(bit, 0.025)) for bit in _TELLING_BITS if unit.traits & bit
            )
            self._stays[key] = known
        return known


def _followed(steps: Sequence[Sequence[tuple[int, bool]]], column: int) -> list[tuple[int, bool]]:
    trail = []
    for step in reversed(steps):
        origin, opens_row = step[column]
        trail.append((column, opens_row))
        column = origin
    return trail[::-1]


def _merged(spans: Iterable[Span], source: str) -> Iterable[Span]:
    """Join pieces of one line: what stands between them is blank."""
    first, last = -1, -1
    for start, end in spans:
        if first >= 0 and "\n" not in source[last:start] and not source[last:start].strip():
            last = end
            continue
        if first >= 0:
            yield (first, last)
        first, last = start, end
    if first >= 0:
        yield (first, last)

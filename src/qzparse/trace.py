"""Document and ledger → coverage, trace, and the proof that they agree.

1. No character has two claims: two that overlap are a fault of the passes, and `ClaimConflict` names both.
2. A character that nobody claims is residue, cut at line ends and trimmed; blanks belong to nobody.
3. The trace puts every non-blank character into exactly one span; a value's spans carry its JSON Pointer.
4. A value that an item inherits has its place in the item above, and is counted there only.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from . import models
from .excerpt import Printed, Span
from .ledger import END, REACH, START, Ledger, Role, Stretch, packed, unpacked
from .models import Coverage, Document, Item, Residue, Where
from .reflow import Reflow

_Claim = tuple[int, int, Role, str]
_ROLE = (1 << END) - 1
_VALUE, _RESIDUE = packed(0, 0, Role.VALUE), packed(0, 0, Role.RESIDUE)
_PIECE = 1 << 20
"""So many characters are counted at once."""


class ClaimConflict(AssertionError):
    """Two claims on one character: a fault of ours, never of the input."""

    def __init__(self, text: str, first: _Claim, second: _Claim) -> None:
        told = " and ".join(
            f"{role} {path} at {start}–{end} ({text[start:end][:40]!r})"
            for start, end, role, path in (first, second)
        )
        super().__init__(f"claimed twice: {told}")


class Trace(NamedTuple):
    """What each stretch of the text became, in order and not overlapping."""

    text: str
    spans: tuple[_Claim, ...]

    def dump(self) -> bytes:
        """Write the trace as JSON, one span a line."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        lines = ",\n".join(
            [
                f'{{"start": {start}, "end": {end}, "role": "{role}"'
                + (f', "path": {encode(path)}}}' if path else "}")
                for start, end, role, path in self.spans
            ]
        )
        return f'{{"text": {encode(self.text)},\n"spans": [\n{lines}\n]}}\n'.encode()


def account(
    document: Document,
    ledger: Ledger,
    *,
    trace: bool = False,
    where_of: Callable[[int], Where] | None = None,
) -> tuple[Coverage, Trace | None]:
    """Prove that document and ledger claim no character twice, and count what they leave.

    `where_of` names an offset's place in the file, for the residue.
    """
    text = ledger.text
    claims = _claims_of(document, ledger)
    residue = [
        Residue(start, end, text[start:end], where_of(start) if where_of else None)
        for gap in _gaps_between(claims, document, text)
        for start, end in _lines_of(text, *gap)
    ]
    characters = _count(text)
    left = sum(_count(stretch.text) for stretch in residue)
    coverage = Coverage(characters, characters - left, left, residue)
    if not trace:
        return coverage, None
    claims += [packed(stretch.start, stretch.end, Role.RESIDUE) for stretch in residue]
    return coverage, Trace(text, tuple(_with_paths(sorted(map(unpacked, claims)), document)))


def restore(document: Document, ledger: Ledger, reflow: Reflow) -> None:
    """Give values, claims, notes and readings their places in the printed text, where a rearranged one was read."""
    ledger.text = reflow.printed
    claims, ledger.packed = ledger.claims, array("Q")
    for start, end, role in claims:
        ledger.claim(role, *reflow.spans_of((start, end)))
    ledger.notes = [note._replace(span=_restored(note.span, reflow)) for note in ledger.notes]
    ledger.readings = [reading._replace(span=_restored(reading.span, reflow)) for reading in ledger.readings]
    for printed in {id(printed): printed for printed in _iter_printed(document)}.values():
        printed.relocate(tuple(piece for span in printed.spans for piece in reflow.spans_of(span)))


def _restored(span: Span, reflow: Reflow) -> Span:
    """Give the first piece of a span: what lies behind it may be printed beside other cells."""
    if span[0] == span[1]:
        return span if span == (0, 0) else (reflow.place_of(span[0]),) * 2
    pieces = reflow.spans_of(span)
    return pieces[0] if pieces else (0, 0)


def _iter_printed(value: object) -> Iterator[Printed]:
    if isinstance(value, Printed):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value if isinstance(value, list) else value.values():
            yield from _iter_printed(part)
    elif value is not None and is_dataclass(value):
        for name in _names_of(type(value).__name__):
            yield from _iter_printed(getattr(value, name))


class ValueIndex:
    """Finds the printed value, and so the item, that stands at a place of the text."""

    def __init__(self, document: Document) -> None:
        self._values = sorted(
            (start, end, path) for path, printed in _values_of(document) for start, end in printed.spans
        )
        self._starts = [start for start, _, _ in self._values]

    def path_at(self, span: Span) -> str | None:
        """Give the pointer of the first value that `span` touches."""
        index = bisect_right(self._starts, span[0]) - 1
        if index < 0 or self._values[index][1] <= span[0]:
            index += 1
        touched = index < len(self._values) and self._starts[index] < max(span[1], span[0] + 1)
        return self._values[index][2] if touched else None

    def path_within(self, span: Span) -> str | None:
        """Give the pointer of the one value that `span` touches; None where it touches more."""
        path = self.path_at(span)
        return path if path == self.path_before(max(span[1], span[0] + 1)) else None

    def path_after(self, offset: int) -> str | None:
        """Give the pointer of the first value that starts at `offset` or later."""
        index = bisect_right(self._starts, offset - 1)
        return self._values[index][2] if index < len(self._values) else None

    def path_before(self, offset: int) -> str | None:
        """Give the pointer of the last value that starts before `offset`."""
        index = bisect_right(self._starts, offset - 1) - 1
        return self._values[index][2] if index >= 0 else None


def _claims_of(document: Document, ledger: Ledger) -> list[int]:
    """Give all claims in order."""
    claims = [claim for claim in ledger.packed if claim & _ROLE != _RESIDUE]
    _gather(document, claims)
    claims.sort()
    return claims


def _gaps_between(claims: list[int], document: Document, text: str) -> list[Span]:
    """Prove that no two claims are on one character, and list what is printed between them.

    Paths are made for the trace and for faults alone.
    """
    gaps = []
    reached, previous = 0, 0
    for claim in claims:
        start = claim >> START
        if start != reached:
            if start < reached:
                raise ClaimConflict(text, *_with_paths(map(unpacked, (previous, claim)), document))
            if not text[reached:start].isspace():
                gaps.append((reached, start))
        reached, previous = claim >> END & REACH, claim
    gaps.append((reached, len(text)))
    return gaps


def _with_paths(claims: Iterable[Stretch], document: Document) -> Iterator[_Claim]:
    paths = {span: path for path, printed in _values_of(document) for span in printed.spans}
    for start, end, role in claims:
        yield start, end, role, paths.get((start, end), "") if role is Role.VALUE else ""


def _gather(record: object, claims: list[int]) -> None:
    """Claim the places of every printed value in a record."""
    for value in _values_in(record):
        if value is None:
            continue
        if isinstance(value, Printed):
            claims += [start << START | end << END | _VALUE for start, end in value.spans]
        elif isinstance(value, (list, dict)):
            for part in value if isinstance(value, list) else value.values():
                if isinstance(part, Printed):
                    claims += [start << START | end << END | _VALUE for start, end in part.spans]
                else:
                    _gather(part, claims)
        else:
            _gather(value, claims)


def _values_in(record: object) -> tuple[Any, ...]:
    """Give the values of a record that can hold what is printed; what an item inherits is another's."""
    values = _taker_of(type(record).__name__)(record)
    inherited = record.inherits if isinstance(record, Item) else None
    if not inherited:
        return values
    names = _names_of(type(record).__name__)
    return tuple(value for name, value in zip(names, values, strict=True) if name not in inherited)


def _lines_of(text: str, start: int, end: int) -> Iterator[Span]:
    for line in text[start:end].split("\n"):
        stripped = line.strip()
        if stripped:
            offset = start + line.index(stripped)
            yield offset, offset + len(stripped)
        start += len(line) + 1


def _count(text: str) -> int:
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    return sum(len("".join(piece.split())) for piece in pieces)


def _values_of(document: Document) -> list[tuple[str, Printed]]:
    found: list[tuple[str, Printed]] = []
    _walk_record(document, "", found)
    return found


def _walk_record(record: object, path: str, found: list[tuple[str, Printed]]) -> None:
    inherited = (record.inherits or ()) if isinstance(record, Item) else ()
    for name in _names_of(type(record).__name__):
        value = getattr(record, name)
        if value is None or name in inherited:
            continue
        if isinstance(value, Printed):
            found.append((f"{path}/{name}", value))
        elif isinstance(value, list):
            _walk(enumerate(value), f"{path}/{name}", found)
        elif isinstance(value, dict):
            _walk(((_escaped(key), part) for key, part in value.items()), f"{path}/{name}", found)
        else:
            _walk_record(value, f"{path}/{name}", found)


def _walk(parts: Iterable[tuple[object, object]], path: str, found: list[tuple[str, Printed]]) -> None:
    for key, part in parts:
        if isinstance(part, Printed):
            found.append((f"{path}/{key}", part))
        else:
            _walk_record(part, f"{path}/{key}", found)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


@cache
def _names_of(record: str) -> tuple[str, ...]:
    """Name the fields of a record that can hold printed values."""
    return tuple(name for name, words in _words_by_field(getattr(models, record)) if words & _holders())


@cache
def _taker_of(record: str) -> Callable[[object], tuple[Any, ...]]:
    """Give what takes the values of these fields, all at once."""
    names = _names_of(record)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


@cache
def _holders() -> frozenset[str]:
    records = [
        record for record in vars(models).values() if isinstance(record, type) and is_dataclass(record)
    ]
    holders, known = {Printed.__name__}, 0
    while known < len(holders):
        known = len(holders)
        holders |= {
            record.__name__
            for record in records
            if any(words & holders for _, words in _words_by_field(record))
        }
    return frozenset(holders)


def _words_by_field(record: type[Any]) -> list[tuple[str, set[str]]]:
    return [(field.name, set(re.findall(r"\w+", str(field.type)))) for field in fields(record)]

"""Records → what they come to, and `index.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from typing import Any, NamedTuple

from .record import OUTCOMES, READ, Record

SCHEMA = "qzparse-index/1"
_SUMS = ("bytes", "items", "characters", "residue", "errors", "warnings", "infos")
_LISTED = (
    *("name", "outcome", "problem", "message", "format", "digest", "bytes", "title", "grade"),
    *("document", "document_digest", "trace", "trace_digest"),
)
_COUNTED = ("items", "characters", "residue", "errors", "warnings", "infos")
_MOST = 10


class Totals(NamedTuple):
    """What all files come to: how many by outcome and by grade, items by type, sums, and the gravest few."""

    files: int
    outcomes: Mapping[str, int]
    grades: Mapping[str, int]
    types: Mapping[str, int]
    sums: Mapping[str, int]
    gravest: tuple[Record, ...]


def totals_of(records: Iterable[Record]) -> Totals:
    """Add records up."""
    outcomes: Counter[str] = Counter()
    grades: Counter[str] = Counter()
    types: Counter[str] = Counter()
    sums: Counter[str] = Counter()

    def doubtful() -> Iterator[Record]:
        for record in records:
            outcomes[record.outcome] += 1
            grades.update([record.grade] if record.grade else ())
            types.update(json.loads(record.types))
            sums.update({name: getattr(record, name) for name in _SUMS})
            if record.outcome != READ:
                yield record

    gravest = nsmallest(_MOST, doubtful(), key=_gravity)
    ordered = {outcome: outcomes[outcome] for outcome in OUTCOMES if outcomes[outcome]}
    most_first = dict(sorted(types.items(), key=lambda one: (-one[1], one[0])))
    summed = {name: sums[name] for name in _SUMS}
    return Totals(outcomes.total(), ordered, dict(sorted(grades.items())), most_first, summed, tuple(gravest))


def iter_index(records: Iterable[Record], totals: Totals, facts: Mapping[str, str]) -> Iterator[bytes]:
    """Write the index: what the run was told, the totals, and one line a file."""
    head = {"schema": SCHEMA, "read_with": {name: facts[name] for name in facts if name != "schema"}}
    counts = {"files": totals.files, "outcomes": totals.outcomes, "grades": totals.grades}
    told = {**head, "totals": {**counts, "types": totals.types, **totals.sums}}
    yield (json.dumps(told, ensure_ascii=False, indent=2)[:-2] + ',\n  "files": [').encode()
    for index, record in enumerate(records):
        yield (",\n    " if index else "\n    ").encode() + json.dumps(
            _listed(record), ensure_ascii=False
        ).encode()
    yield b"\n  ]\n}\n"


def _listed(record: Record) -> dict[str, Any]:
    values = record._asdict()
    told = {name: values[name] for name in _LISTED if values[name] != ""}
    if record.document:
        told |= {name: values[name] for name in _COUNTED} | {"types": json.loads(record.types)}
    return told


def _gravity(record: Record) -> tuple[int, int, int, int, str]:
    rank = OUTCOMES.index(record.outcome)
    return (rank, -record.errors, -record.residue, -record.warnings, record.name)

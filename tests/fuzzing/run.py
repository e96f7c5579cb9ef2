"""Mutants by the thousand → what became of them, read in workers that may fall."""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import NamedTuple

from proof import read_or_refuse

from qzparse.errors import Halted
from qzparse.grammar import load_grammar
from qzparse.isolation import Limits, Workers

from .mutants import mutant_of

_MANY = 50
LIMITS = Limits(seconds=60, memory=1536 << 20)


class Fall(NamedTuple):
    """A mutant that ended neither in a document nor in a refusal."""

    kind: str
    seed: int
    told: str


@dataclass
class Tally:
    """How many mutants of each format were read, refused, and fell."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    falls: list[Fall] = field(default_factory=list)

    @property
    def executions(self) -> int:
        """How many mutants there were."""
        return sum(self.read.values()) + sum(self.refused.values()) + len(self.falls)


def fuzz(kinds: Sequence[str], first: int, executions: int, jobs: int = 2) -> Tally:
    """Read `executions` mutants of every kind, from number `first` on."""
    tally = Tally()
    with Workers(jobs, LIMITS, ("fuzzing.run",)) as workers:
        chunks = [
            (kind, start, min(_MANY, first + executions - start))
            for start in range(first, first + executions, _MANY)
            for kind in kinds
        ]
        waiting = [(chunk, workers.submit(read_mutants, *chunk)) for chunk in chunks]
        for (kind, start, count), done in waiting:
            for seed, told in _ended(workers, kind, start, count, done):
                if told is None:
                    tally.refused[kind] += 1
                elif told:
                    tally.falls.append(Fall(kind, seed, told))
                else:
                    tally.read[kind] += 1
    return tally


def _ended(
    workers: Workers, kind: str, start: int, count: int, done: Future[list[str | None]]
) -> Iterator[tuple[int, str | None]]:
    """Tell how each mutant of a chunk ended; where their worker fell, read them one by one to find which did it."""
    try:
        yield from zip(range(start, start + count), done.result(), strict=True)
    except Halted:
        for seed in range(start, start + count):
            try:
                yield seed, workers.submit(read_mutants, kind, seed, 1).result()[0]
            except Halted as fate:
                yield seed, fate.message("en")


def read_mutants(kind: str, start: int, count: int) -> list[str | None]:
    """Read mutants: None for one that is refused, "" for one that is read, else the fault.

    As if without the extra: pictures would take all the time, and are another program's to read.
    """
    sys.modules["rapidocr"] = None  # type: ignore[assignment]
    return [_read_mutant(kind, seed) for seed in range(start, start + count)]


def _read_mutant(kind: str, seed: int) -> str | None:
    content, name = mutant_of(kind, seed)
    try:
        outcome = read_or_refuse(content, name, load_grammar())
    except MemoryError:
        raise
    except Exception:  # what falls is told, with its place
        return traceback.format_exc(limit=-4)
    return None if outcome is None else ""

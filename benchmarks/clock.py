"""Two runs by turns → what each of them took.

1. Time is CPU time, user and system together: what else the machine does lengthens it far less than the wall clock.
2. Ours and the yardstick take turns, so a slow stretch of the machine falls on both; only their ratio is to be trusted.
3. A process peaks no lower than this one, which starts it: whatever is heavy to import runs in processes of its own.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_ENOUGH = 0.1
"""A turn lasts so many seconds at least: what is shorter is run again and again."""
_PEAK_UNIT = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""What `ru_maxrss` is divided by to give MiB."""
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""A process finds its modules compiled, as those of an installed program are."""


class DidNotRun(Exception):
    """A command under measurement failed: there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took: CPU seconds and, if it was a process, its peak of memory in MiB."""

    seconds: float
    peak: float = 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A turn of each."""

    ours: Taken
    yardstick: Taken


Run = Callable[[], Taken]


def take_turns(ours: Run, yardstick: Run, turns: int, *, warm: bool = True) -> list[Pair]:
    """Run both by turns; unless they are `warm` already, a first turn of each does not count."""
    if not warm:
        ours()
        yardstick()
    return [Pair(ours(), yardstick()) for _ in range(turns)]


def process(arguments: Sequence[str]) -> Run:
    """Make a run of a whole Python process; what it prints is thrown away, its errors are shown."""
    command = [sys.executable, *arguments]
    quiet = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    ]

    def run() -> Taken:
        started = os.posix_spawn(sys.executable, command, _ENVIRONMENT, file_actions=quiet)
        _, status, used = os.wait4(started, 0)
        if status:
            raise DidNotRun(" ".join(arguments[-4:]))
        return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / _PEAK_UNIT)

    return run


def repeated(call: Callable[[], object], before: Callable[[], object] = gc.collect) -> Run:
    """Make a run of a call in this process; `before` each call comes what the clock does not count."""

    def run() -> Taken:
        seconds, calls = 0.0, 0
        while seconds < _ENOUGH:
            before()
            start = time.process_time()
            call()
            seconds += time.process_time() - start
            calls += 1
        return Taken(seconds / calls)

    return run

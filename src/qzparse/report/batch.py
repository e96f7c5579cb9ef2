"""A run over folders → a bar that grows on a terminal, plain lines in a log, and what it all came to."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from qzparse.batch import NOT_READ, Record, Totals, Watcher
from qzparse.batch import Report as Run
from qzparse.catalogue import say, word_of
from qzparse.inventory import Ability

from .drawing import draw, table

_LINE_SECONDS = 10.0


@contextmanager
def watching(language: str, stream: TextIO, *, quiet: bool) -> Iterator[Watcher]:
    """Tell how a run goes: on a terminal by a bar, in a log by lines, or not at all."""
    try:
        if quiet:
            yield _Silent()
        elif stream.isatty():
            screen = _Screen(language, stream)
            with screen.bar:
                yield screen
        else:
            yield _Log(language, stream)
    except KeyboardInterrupt:
        stream.write(f"{say('batch-interrupted', language)}\n")
        raise


def show_run(run: Run, out: str, language: str, stream: TextIO) -> None:
    """Sum a run up: files by outcome, items by type, what is covered, and the gravest files first."""
    draw(stream, _iter_run(run, out, language))


def show_survey(names: list[str], language: str, stream: TextIO) -> None:
    """Name what a run would read."""
    stream.writelines(f"{name}\n" for name in names)
    stream.write(f"{say('batch-would', language, count=len(names))}\n")


def show_inventory(abilities: Sequence[Ability], language: str, stream: TextIO) -> None:
    """Tell what can be read here, what is missing and how to get it."""
    heads = [say(f"doctor-{key}", language) for key in ("kind", "name", "by", "state", "remedy")]
    draw(stream, [table(heads, (_told(ability, language) for ability in abilities))])


class _Silent:
    def begin(self, files: int, standing: int) -> None:
        """Say nothing."""

    def tell(self, record: Record | None) -> None:
        """Say nothing."""


class _Log:
    """Each file that cannot be read, and now and then how far it is."""

    def __init__(self, language: str, stream: TextIO) -> None:
        self._language, self._stream = language, stream
        self._counts: Counter[str] = Counter()
        self._files = 0
        self._started = self._said = time.monotonic()

    def begin(self, files: int, standing: int) -> None:
        """Say how much there is to do."""
        self._files = files
        self._say("batch-begins", files=files, standing=standing)

    def tell(self, record: Record | None) -> None:
        """Count a file; name it where it cannot be read."""
        self._counts[record.outcome if record else "standing"] += 1
        if record and record.outcome in NOT_READ:
            self._stream.write(f"{record.message}\n")
        now, done = time.monotonic(), self._counts.total()
        if done == self._files or now - self._said < _LINE_SECONDS:
            return
        self._said = now
        rate = done / (now - self._started)
        left = _clock((self._files - done) / rate)
        told = _counted(self._counts, self._language)
        self._say("batch-progress", done=done, files=self._files, rate=f"{rate:.1f}", left=left, counts=told)

    def _say(self, key: str, **values: object) -> None:
        self._stream.write(f"{say(key, self._language, **values)}\n")
        self._stream.flush()


class _Screen:
    """A bar with rate, time left and counts; files that cannot be read scroll by above it."""

    def __init__(self, language: str, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._language = language
        self._counts: Counter[str] = Counter()
        self._started = time.monotonic()
        self.bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[counts]}"),
            console=Console(file=stream, highlight=False, markup=False, emoji=False),
            transient=True,
        )
        self._task = self.bar.add_task("", total=None, rate="", counts="")

    def begin(self, files: int, standing: int) -> None:
        """Show how much there is to do."""
        self._counts["standing"] = standing
        self.bar.update(self._task, total=files)

    def tell(self, record: Record | None) -> None:
        """Let the bar grow by a file."""
        self._counts[record.outcome if record else "standing"] += 1
        if record and record.outcome in NOT_READ:
            self.bar.console.print(record.message)
        seconds = time.monotonic() - self._started
        rate = say("batch-rate", self._language, rate=f"{(self.bar.tasks[0].completed + 1) / seconds:.1f}")
        self.bar.update(self._task, advance=1, rate=rate, counts=_counted(self._counts, self._language))


def _iter_run(run: Run, out: str, language: str) -> Iterator[object]:
    from rich.text import Text

    totals = run.totals
    yield Text(say("batch-done", language, done=run.done, standing=run.standing), style="bold")
    rows = [[word_of("outcome", name, language), str(count)] for name, count in totals.outcomes.items()]
    rows.append([say("total", language), str(totals.files)])
    yield from ("", table([say("batch-outcome", language), say("batch-files", language)], rows, counts=True))
    if totals.types:
        rows = [[name or say("untyped", language), str(count)] for name, count in totals.types.items()]
        rows.append([say("total", language), str(totals.sums["items"])])
        yield from ("", table([say("type", language), say("items", language)], rows, counts=True))
    yield from ("", _covered(totals, language))
    if totals.gravest:
        heads = [say(f"batch-{key}", language) for key in ("file", "outcome", "doubts")]
        yield from ("", table(heads, (_grave(record, language) for record in totals.gravest)))
    for reason, count in sorted(run.skipped.items()):
        yield say("batch-skipped", language, count=count, reason=word_of("skipped", reason, language))
    if run.gone:
        yield say("batch-gone", language, count=len(run.gone))
    yield from ("", say("batch-where", language, out=out))


def _covered(totals: Totals, language: str) -> str:
    characters, residue = totals.sums["characters"], totals.sums["residue"]
    key = "residue" if residue else "whole"
    share = f"{residue / max(characters, 1):.1%}"
    told = say(key, language, characters=characters, residue=residue, share=share)
    return f"{say('coverage', language)}  {told}"


def _grave(record: Record, language: str) -> list[str]:
    outcome = word_of("outcome", record.outcome, language)
    if record.outcome in NOT_READ:
        return [
            record.name,
            outcome,
            record.message.removeprefix(f"{record.name}: ").removeprefix(f"{record.name}："),
        ]
    told = {"error": record.errors, "warning": record.warnings}
    doubts = [f"{word_of('severity', name, language)} {count}" for name, count in told.items() if count]
    if record.residue:
        doubts.append(say("batch-residue", language, count=record.residue))
    return [record.name, outcome, " · ".join(doubts)]


def _counted(counts: Counter[str], language: str) -> str:
    return " · ".join(
        f"{word_of('outcome', name, language)} {count}" for name, count in sorted(counts.items()) if count
    )


def _told(ability: Ability, language: str) -> list[str]:
    comma = say("comma", language)
    by = comma.join(ability.by) or say("doctor-itself", language)
    state = say("doctor-present", language)
    if ability.missing:
        state = say("doctor-missing", language, names=comma.join(ability.missing))
    return [word_of("ability", ability.kind, language), ability.name, by, state, ability.remedy]


def _clock(seconds: float) -> str:
    """Write a time left as hours, minutes and seconds.

    >>> _clock(59), _clock(3661)
    ('0:00:59', '1:01:01')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"

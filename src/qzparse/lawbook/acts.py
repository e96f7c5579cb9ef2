"""What the law book records of an act; days are written `2024-05-01`, so that they compare as they are."""

from __future__ import annotations

from typing import NamedTuple


class Event(NamedTuple):
    """One event of an act's life: passed, promulgated, revised, amended."""

    date: str
    """Empty where it is not known."""
    action: str
    """As notices word it."""
    order: str = ""
    """The order or the document number that published it."""
    effective: str = ""
    """Empty where no source states it."""
    by: str = ""
    """The decision that amended it."""

    @property
    def since(self) -> str:
        """The day from which it counts: of an amendment, the day it was made."""
        return self.effective or self.date


class Ending(NamedTuple):
    """How an act went out of force."""

    repealed: bool
    """Expressly; else another act has taken its subject over."""
    sure: bool
    on: str
    """Empty where it is not known."""
    by: str
    """The act that did it."""


class Act(NamedTuple):
    """An act and its versions, the oldest first."""

    title: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    issuer: str = ""
    history: tuple[Event, ...] = ()
    ending: Ending | None = None
    history_confidence: str = "high"
    currency_confidence: str = "high"
    """That nothing newer exists."""
    articles: int | None = None
    counted_in: str = ""
    """The version whose articles were counted."""
    sources: tuple[str, ...] = ()
    remark: str = ""

    def ended(self, day: str) -> Ending | None:
        """Give its ending, if it was out of force on a day."""
        return self.ending if self.ending and self.ending.on <= day else None

    def version_on(self, day: str) -> Event | None:
        """Give the version in force on a day; None where it was not yet in force, or nothing is known."""
        known = [event for event in self.history if event.since and event.since <= day]
        return known[-1] if known else None

    def versions_after(self, event: Event, day: str) -> tuple[Event, ...]:
        """Give the versions that came after `event` and were in force on a day."""
        return tuple(
            later for later in self.history if later.date > event.date and later.since and later.since <= day
        )

    def status(self, day: str) -> str:
        """Name its state on a day."""
        ending = self.ended(day)
        if ending is not None:
            return ("repealed" if ending.repealed else "replaced") if ending.sure else "doubtful"
        first = self.history[0].since if self.history else ""
        return "unknown" if not first else "future" if first > day else "effective"


class Numbering(NamedTuple):
    """How one version of an act numbers its articles."""

    title: str
    version: str
    """The day of its event."""
    chapters: tuple[int, ...] = ()
    """The first article of each chapter."""
    last: int | None = None
    following: str = ""
    """The version that numbers them anew."""
    moved: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """Article here → articles there."""

    def chapter_of(self, article: int) -> int | None:
        """Tell in which chapter an article stands."""
        if not self.chapters or (self.last and article > self.last):
            return None
        return sum(first <= article for first in self.chapters)

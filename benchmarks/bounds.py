"""Pairs of turns → a figure, and what it is to be: the goal, and what must hold at least."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .clock import Pair


def slower(pair: Pair) -> float:
    """How many times as long as the yardstick ours takes."""
    return pair.ours.seconds / pair.yardstick.seconds


def faster(pair: Pair) -> float:
    """How many times as long as ours the yardstick takes."""
    return pair.yardstick.seconds / pair.ours.seconds


def peak(pair: Pair) -> float:
    """How much memory ours holds at its peak, in MiB."""
    return pair.ours.peak


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure is to be: at most so much, or at least where it tells how much faster ours is."""

    figure: Callable[[Pair], float]
    goal: float
    must: float | None = None

    @property
    def unit(self) -> str:
        """What the figure counts."""
        return "MiB" if self.figure is peak else "×"

    def verdict(self, reached: float) -> str:
        """Compare a figure with both limits."""
        if self._holds(reached, self.goal):
            return "goal"
        if self.must is None:
            return "short of the goal"
        return "must" if self._holds(reached, self.must) else "FAILS"

    def worded(self, limit: float | None) -> str:
        """Write a limit: `≤ 10 ×`."""
        sign = "≥" if self.figure is faster else "≤"
        return "–" if limit is None else f"{sign} {limit:,g} {self.unit}"

    def _holds(self, figure: float, limit: float) -> bool:
        return figure >= limit if self.figure is faster else figure <= limit

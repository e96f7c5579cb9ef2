"""Lines outside of tables → passages: stretches between gaps, whose soft wraps are joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from .leaf import Run
from .margins import Spread
from .wraps import Passage, passage_of

_LOOSE = 1.3
"""Lines that stand so much farther apart than is usual on the page end a paragraph."""
_ALIKE = 0.15
"""Letters whose heights differ by more than so much are of two sizes."""
_INDENT = 0.8
_FLUSH = 0.25
"""So many of a page's lines that end within a letter of each other show where its text ends."""


@dataclass(slots=True)
class Measure:
    """Where the text of a page starts and ends, and how far apart its lines usually stand."""

    left: float
    right: float
    pitch: float


def measure_of(spread: Spread) -> Measure:
    """Measure a page: margins are alike on both sides, unless lines show where they end."""
    lines = spread.lines
    left = min([line.left for line in lines] + [grid.xs[0] for grid in spread.grids])
    ends = [grid.xs[-1] for grid in spread.grids]
    last = max([line.right for line in lines])
    flush = sum(line.right > last - line.bottom + line.top for line in lines)
    if flush > 2 and flush >= _FLUSH * len(lines):
        ends.append(last)
    else:
        ends += (last, spread.width - left)
    right = max(ends)
    # Lines that were wrapped, not paragraphs, show how far apart lines stand.
    pairs = [(above, below) for above, below in pairwise(lines) if below.top > above.bottom]
    wrapped = [below.top - above.top for above, below in pairs if below.head > right - above.right]
    pitches = wrapped or [below.top - above.top for above, below in pairs]
    return Measure(left, right, median_low(pitches) if pitches else 0.0)


def iter_passages(lines: Sequence[Run], measure: Measure) -> Iterator[tuple[Passage, int]]:
    """Yield passages, and how many blank lines stand before each."""
    stretch: list[Run] = []
    gap = 0
    for line in lines:
        if stretch and _parts(stretch[-1], line, measure):
            yield _passage(stretch, measure), gap
            gap = _gap_between(stretch[-1], line, measure)
            stretch = []
        stretch.append(line)
    if stretch:
        yield _passage(stretch, measure), gap


def _passage(stretch: Sequence[Run], measure: Measure) -> Passage:
    passage = passage_of(stretch, measure.left, measure.right)
    passage.confidence = min([line.confidence for line in stretch])
    return passage


def _gap_between(above: Run, below: Run, measure: Measure) -> int:
    """Count the blank lines between two lines."""
    return max(0, round((below.top - above.top) / measure.pitch) - 1) if measure.pitch else 0


def _parts(above: Run, below: Run, measure: Measure) -> bool:
    """Tell whether a paragraph must end between two lines, whatever they hold."""
    height, following = above.bottom - above.top, below.bottom - below.top
    if abs(height - following) > _ALIKE * height:
        return True
    if measure.pitch and below.top - above.top > _LOOSE * measure.pitch:
        return True
    inset = measure.left + _INDENT * height
    return above.left < inset <= below.left and not _is_centred(below, measure)


def _is_centred(line: Run, measure: Measure) -> bool:
    return abs(line.left + line.right - measure.left - measure.right) < line.bottom - line.top

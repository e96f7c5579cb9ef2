"""Runs and grids → runs in their cells, and lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import median_low

from qzparse.breaks import head_end

from .columns import find_columns
from .lattice import Grid, Slot, find_grids, in_order
from .leaf import Glyph, Leaf, Run, run_of
from .margins import Spread
from .wraps import Pitch, passage_of

_INSIDE = 0.25
"""A run's ends are looked up so far inside of it, in its height."""
_GAP = 0.9
"""Runs on a line that stand so much of their height apart are read with a blank between them."""
_PAD = 5.4
"""What a cell keeps clear at its sides, in points, where that cannot be seen."""
_WIDEST_PAD = 14.0
_ALIKE = 0.25
"""Insets that differ by less are the same, in points."""
_FEWEST = 4
"""Fewer lines do not show how far apart lines stand."""


def spread_of(leaf: Leaf) -> Spread:
    """Read a page's tables and the lines outside of them."""
    grids = find_grids(leaf.rules)
    outside = fill(grids, leaf)
    if outside:
        aligned, outside = find_columns(outside, leaf.glyphs_of)
        grids += aligned
    for grid in grids:
        read_cells(grid)
    lines = lines_of(outside, blank=" ")
    return Spread(leaf.number, leaf.width, leaf.height, in_order(grids), lines, leaf.slanted)


def read_cells(grid: Grid) -> None:
    """Read the runs in the cells of a table as lines and paragraphs."""
    pad = _pad_of(grid)
    filled = [(slot, lines_of(slot.runs)) for slot in grid.slots if slot.runs]
    pitch = _pitch_of(pair for _, lines in filled for pair in pairwise(lines))
    for slot, lines in filled:
        slot.passage = passage_of(lines, slot.box[0] + pad, slot.box[2] - pad, pitch)
        slot.passage.confidence = min([line.confidence for line in lines])
        slot.runs = []


def _pad_of(grid: Grid) -> float:
    """Tell how far from the borders text starts in most columns; the least of what as many have."""
    insets: list[list[float]] = [[] for _ in grid.xs[1:]]
    recognised = False
    for slot in grid.slots:
        insets[slot.column] += [run.left - slot.box[0] for run in slot.runs]
        recognised = recognised or any(run.confidence < 1 for run in slot.runs)
    # What is recognised may start too near by accident.
    starts = [sorted(one)[len(one) // 4 if recognised else 0] for one in insets if one]
    near = [max(start, 0.0) for start in starts if start <= _WIDEST_PAD]
    if not near:
        return _PAD
    counts = [(sum(abs(other - start) < _ALIKE for other in near), -start) for start in near]
    return -max(counts)[1]


def _pitch_of(pairs: Iterable[tuple[Run, Run]]) -> Pitch | None:
    """Measure how far apart the lines of a table usually stand; None where there are too few."""
    steps = [
        (below.bottom - above.bottom, above.bottom - above.top)
        for above, below in pairs
        if above.bottom > above.top  # a damaged font gives its glyphs no height
    ]
    if len(steps) < _FEWEST:
        return None
    return Pitch(
        median_low([step for step, _ in steps]), median_low([step / height for step, height in steps])
    )


def fill(grids: Sequence[Grid], leaf: Leaf) -> list[Run]:
    """Put each run into the cell that holds it, cut at borders; give those outside of all cells."""
    outside = []
    home: Slot | None = None
    left = top = right = bottom = 0.0
    for run in leaf.runs:
        height = run.bottom - run.top
        level, inset = (run.top + run.bottom) / 2, _INSIDE * height
        first, last = run.left + inset, run.right - inset
        if home is None or not (left <= first < right and top <= level < bottom):
            home = _slot_at(grids, first, level)
            if home is not None:
                left, top, right, bottom = home.box
        if home is not None and first <= last < right:
            home.runs.append(run)
        elif home is None and (not grids or (first <= last and _slot_at(grids, last, level) is None)):
            outside.append(run)
        else:
            for line in leaf.levelled(run):
                for slot, part in _parted(line, grids, leaf.glyphs_of):
                    (outside if slot is None else slot.runs).append(part)
    return outside


def _slot_at(grids: Sequence[Grid], x: float, y: float) -> Slot | None:
    for grid in grids:
        slot = grid.slot_at(x, y)
        if slot is not None:
            return slot
    return None


def _parted(
    run: Run, grids: Sequence[Grid], glyphs_of: Callable[[Run], list[Glyph]]
) -> list[tuple[Slot | None, Run]]:
    """Part a run at the borders of the cells that it crosses."""
    level = (run.top + run.bottom) / 2
    groups: list[tuple[Slot | None, list[Glyph]]] = []
    right = float("-inf")
    for glyph in glyphs_of(run):
        middle = (glyph.left + glyph.right) / 2
        if middle >= right:
            slot = _slot_at(grids, middle, level)
            right = float("-inf") if slot is None else slot.box[2]
            if not groups or groups[-1][0] is not slot:
                groups.append((slot, []))
        groups[-1][1].append(glyph)
    parts = [(slot, run_of(glyphs, run.top, run.bottom)) for slot, glyphs in groups]
    for _, part in parts:
        if part is not None:
            part.confidence = run.confidence
    first, last = parts[0][1], parts[-1][1]
    if first is not None:
        first.text = run.text[: len(run.text) - len(run.text.lstrip(" "))] + first.text
    if last is not None:
        last.text += run.text[len(run.text.rstrip(" ")) :]
    return [(slot, part) for slot, part in parts if part is not None]


def lines_of(runs: list[Run], blank: str = "") -> list[Run]:
    """Order runs by lines, and make one of those that share a line, with a blank where they stand far apart."""
    foot = float("-inf")
    for run in runs:
        if run.top < foot:
            break
        foot = (run.top + run.bottom) / 2
    else:
        return runs
    lines: list[list[Run]] = []
    level = float("-inf")
    for run in sorted(runs, key=lambda run: run.top + run.bottom):
        if run.top < level:
            lines[-1].append(run)
        else:
            lines.append([run])
            level = (run.top + run.bottom) / 2
    return [_joined(line, blank) for line in lines]


def _joined(line: list[Run], blank: str) -> Run:
    """Make one run of those on a line, from left to right."""
    if len(line) == 1:
        return line[0]
    line.sort(key=lambda run: run.left)
    text = line[0].text
    for run, following in pairwise(line):
        wide = following.left - run.right > _GAP * (run.bottom - run.top)
        text += blank + following.text if wide else following.text
    top, bottom = min(run.top for run in line), max(run.bottom for run in line)
    first = line[0]
    head = _head_right(line, head_end(text.lstrip())) - first.left
    confidence = min(run.confidence for run in line)
    return Run(text, first.left, top, line[-1].right, bottom, head, confidence=confidence)


def _head_right(line: Sequence[Run], end: int) -> float:
    """Tell where the first glyphs of a line end, so many as no line break may part."""
    for run in line:
        count = len(run.text.strip())
        if end <= count:
            break
        end -= count
    if run is line[0] and end <= head_end(run.text.lstrip()):
        return run.left + run.head
    return run.left + (run.right - run.left) * end / max(count, 1)

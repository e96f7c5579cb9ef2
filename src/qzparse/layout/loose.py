"""Loose cells → rows: a dump that lost its rows gets them back.

1. Cells come in runs: a blank line or a tear parts two runs, but a blank line may also stand inside a row.
2. The header's width, else the commonest run, says how many columns there are; runs of that length teach the columns
   what they hold.
3. Every other run is joined, cut or aligned by content; a cell is never dropped and never changes its order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..excerpt import Excerpt
from ..grammar import Grammar
from ..tokens import LooseCell
from .align import Alignment, align
from .content import Profile, traits_of
from .heads import header_score, is_known
from .region import Row

_TAUGHT = 30
"""So many full rows teach a column what it holds."""
_POOR = 12.0
"""A row that scores so much worse than the rows before it, per row, is looked at twice."""
_WEIGHED = 200
"""So many runs are weighed to tell the width."""
_MOST_PIECES = 8
"""Blank lines cut a row into at most so many runs."""
_SHORTEST = 4
"""A run's row may have lost so many cells when a long run is cut."""


@dataclass(slots=True)
class Run:
    """Cells with neither a blank line nor a tear between them."""

    cells: list[Excerpt]
    torn: bool = False
    gap: int = 0
    traits: list[int] = field(default_factory=list)


def runs_of(cells: Sequence[LooseCell]) -> list[Run]:
    """Part cells at blank lines and tears."""
    runs: list[Run] = []
    for cell in cells:
        if not runs or cell.gap or cell.torn:
            runs.append(Run([], cell.torn, cell.gap))
        runs[-1].cells.append(cell.excerpt)
    return runs


def header_runs(runs: list[Run], grammar: Grammar) -> int:
    """Count the leading runs that are one header; a header that runs on into the body is parted from it first."""
    if not runs:
        return 0
    _part_header(runs, grammar)
    if not header_score(runs[0].cells, grammar).holds:
        return 0
    if len(runs) > 1 and len(runs[1].cells) > len(runs[0].cells):
        second = header_score(runs[1].cells, grammar)
        if second.holds and _spans(runs[0].cells, runs[1].cells, grammar) is not None:
            return 2
    return 1


def _part_header(runs: list[Run], grammar: Grammar) -> None:
    first = runs[0]
    known = 0
    for place, cell in enumerate(first.cells):
        if is_known(cell, grammar):
            known += 1
        elif not cell or cell.end - cell.start > 24 or known < place * 0.6:
            break
    else:
        return
    while place and not is_known(first.cells[place - 1], grammar):
        place -= 1
    if known >= 3 and place >= 3:
        runs[:1] = [Run(first.cells[:place], first.torn, first.gap), Run(first.cells[place:])]


def flattened_labels(runs: Sequence[Run], grammar: Grammar) -> list[tuple[Excerpt, ...]] | None:
    """Name the columns of a header of one storey, or of two whose spans the dump has lost.

    In two storeys each blank cell below lies under a label of its own above, each group label spans the filled cells
    up to the next blank one; None where the two storeys cannot be matched so.
    """
    if len(runs) == 1:
        return [(cell,) for cell in runs[0].cells]
    upper, lower = runs[0].cells, runs[1].cells
    spans = _spans(upper, lower, grammar)
    if spans is None:
        return None
    stacks: list[tuple[Excerpt, ...]] = []
    for label, width in zip(upper, spans, strict=True):
        below = lower[len(stacks) : len(stacks) + max(width, 1)]
        stacks.extend((label, cell) if width else (label,) for cell in below)
    return stacks


def _spans(upper: Sequence[Excerpt], lower: Sequence[Excerpt], grammar: Grammar) -> list[int] | None:
    """Tell how many filled cells each upper label spans, 0 for a label that stands over a blank cell.

    Every blank cell lies under a label of its own and every filled one under a label that spans; where several ways
    are left, labels that are known to span do, and known fields do not.
    """
    ranks = [_span_rank(label, grammar) for label in upper]
    # best[column]: the score and spans of the best way to lay the labels so far over the columns before it
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for rank in ranks:
        following: dict[int, tuple[float, list[int]]] = {}
        for column, (score, spans) in best.items():
            reached = column
            if column < len(lower) and not lower[column]:
                _keep_better(following, column + 1, score - rank, [*spans, 0])
                continue
            while reached < len(lower) and lower[reached]:
                reached += 1
                _keep_better(
                    following, reached, score + rank + 0.01 * (reached - column), [*spans, reached - column]
                )
        best = following
    ended = best.get(len(lower))
    return ended[1] if ended else None


def _keep_better(
    best: dict[int, tuple[float, list[int]]], column: int, score: float, spans: list[int]
) -> None:
    if column not in best or best[column][0] < score:
        best[column] = (score, spans)


def _span_rank(label: Excerpt, grammar: Grammar) -> float:
    if not label:
        return -1.0
    text = label.text
    is_field = grammar.field_of(text) is not None
    return (0.5 if is_field else 1.0) if grammar.is_group(text) else (-1.0 if is_field else 0.0)


def width_of(runs: Sequence[Run]) -> int:
    """Tell how many columns headerless runs have: the width by which most cells fall into whole rows.

    A blank line may stand inside a row, so neighbours that a tear does not part may make one row together; a run of
    the width itself counts for a little more.
    """
    lengths = {len(run.cells) for run in runs[:_WEIGHED]}
    lengths |= {
        len(first.cells) + len(second.cells) for first, second in pairwise(runs[:_WEIGHED]) if not second.torn
    }
    return max(lengths, key=lambda width: (_explained(runs[:_WEIGHED], width), width))


def _explained(runs: Sequence[Run], width: int) -> float:
    """Count the cells that fall into whole rows of that width; a run torn at an end is no witness, it lost cells."""
    total, open_cells = 0.0, 0
    for index, run in enumerate(runs):
        count = len(run.cells)
        torn_end = index + 1 < len(runs) and runs[index + 1].torn
        if run.torn or torn_end:
            total, open_cells = total + count * 0.01 * (width >= count), 0
        elif count == width:
            total, open_cells = total + width, 0
        else:
            open_cells = count if open_cells + count > width else open_cells + count
            if open_cells == width:
                total, open_cells = total + 0.8 * width, 0
    return total


class Rower:
    """Makes rows of `width` columns out of runs, learning what the columns hold as it goes."""

    def __init__(self, width: int, fields: Sequence[str], grammar: Grammar) -> None:
        self.width = width
        self.rows: list[Row] = []
        self.repairs: list[str] = []
        self._grammar = grammar
        self._profiles = [Profile(name) for name in fields]
        self._scores: list[float] = []

    def take(self, runs: Sequence[Run]) -> None:
        """Make rows out of all runs of a block."""
        if any(len(run.cells) != self.width for run in runs):
            self._teach(runs)
        place = 0
        while place < len(runs):
            torn_end = place + 1 < len(runs) and runs[place + 1].torn
            used = self._take_run(runs, place, torn_end=torn_end)
            place += used

    def _teach(self, runs: Sequence[Run]) -> None:
        full = [run for run in runs if len(run.cells) == self.width]
        for run in full[:_TAUGHT]:
            for profile, traits in zip(self._profiles, self._traits(run), strict=True):
                profile.learn(traits)

    def _take_run(self, runs: Sequence[Run], place: int, *, torn_end: bool) -> int:
        run = runs[place]
        count = len(run.cells)
        if count == self.width:
            self.rows.append(Row([*run.cells], torn=run.torn))
            return 1
        if count > self.width:
            self._cut(run, torn_end=torn_end)
            return 1
        joined = self._joined(runs, place)
        cells = [cell for part in runs[place : place + joined] for cell in part.cells]
        if len(cells) == self.width:
            self.rows.append(Row([*cells], torn=run.torn))
            return joined
        traits = [bits for part in runs[place : place + joined] for bits in self._traits(part)]
        torn_end = place + joined < len(runs) and runs[place + joined].torn
        self._place(cells, traits, torn_start=run.torn, torn_end=torn_end)
        return joined

    def _traits(self, run: Run) -> list[int]:
        if not run.traits:
            run.traits = [traits_of(cell, self._grammar) for cell in run.cells]
        return run.traits

    def _joined(self, runs: Sequence[Run], place: int) -> int:
        """Count the runs from `place` on that read better as one row, cut by blank lines, than as rows of their own."""
        best, best_gain = 1, 0.0
        total, apart = 0, 0.0
        bits: list[int] = []
        for used in range(1, min(_MOST_PIECES, len(runs) - place) + 1):
            run = runs[place + used - 1]
            total += len(run.cells)
            if total > self.width or (used > 1 and (run.torn or len(run.cells) == self.width)):
                break
            torn_end = place + used < len(runs) and runs[place + used].torn
            bits += self._traits(run)
            single = align(self._traits(run), self._profiles, torn_start=run.torn, torn_end=torn_end)
            apart += single.score if single else 0.0
            whole = align(bits, self._profiles, torn_start=runs[place].torn, torn_end=torn_end)
            if used > 1 and whole is not None and whole.score - apart >= best_gain:
                best, best_gain = used, whole.score - apart
        return best

    def _place(
        self, cells: Sequence[Excerpt], traits: Sequence[int], *, torn_start: bool, torn_end: bool
    ) -> None:
        if len(cells) == 1 and cells[0]:
            row = Row([None] * self.width, spanning=True)
            row.cells[0] = cells[0]
            self.rows.append(row)
            return
        placed = align(traits, self._profiles, torn_start=torn_start, torn_end=torn_end)
        if placed is not None:
            self.rows.append(self._row(cells, placed, torn=torn_start or torn_end))

    def _row(self, cells: Sequence[Excerpt], placed: Alignment, *, torn: bool) -> Row:
        own: list[Excerpt | None] = [None] * self.width
        for cell, column in zip(cells, placed.columns, strict=True):
            own[column] = cell
        lost = frozenset(range(self.width)) - frozenset(placed.columns)
        self.repairs.append(f"{len(self.rows) + 1}:{','.join(str(column + 1) for column in sorted(lost))}")
        return Row(own, lost=lost, torn=torn, margin=placed.margin)

    def _cut(self, run: Run, *, torn_end: bool) -> None:
        """Cut a run that holds several rows, at the lengths that read best."""
        cells, traits = run.cells, self._traits(run)
        place, count = 0, len(cells)
        while place < count:
            length = min(self.width, count - place)
            if length == self.width and count - place > self.width:
                length = self._best_length(traits, place)
            last = place + length >= count
            if length == self.width:
                self.rows.append(Row(list(cells[place : place + length]), torn=run.torn and place == 0))
            else:
                self._place(
                    cells[place : place + length],
                    traits[place : place + length],
                    torn_start=run.torn and place == 0,
                    torn_end=torn_end if last else True,
                )
            place += length

    def _best_length(self, traits: Sequence[int], place: int) -> int:
        width = self.width
        full = align(traits[place : place + width], self._profiles)
        assert full is not None
        usual = sum(self._scores) / len(self._scores) if self._scores else full.score
        if full.score >= usual - _POOR and self._scores:
            self._scores.append(full.score)
            return width
        best, best_score = width, self._ahead(traits, place, width, full.score)
        for length in range(width - 1, max(width - _SHORTEST, 1) - 1, -1):
            part = align(traits[place : place + length], self._profiles, torn_start=True, torn_end=True)
            score = self._ahead(traits, place, length, part.score if part else float("-inf"))
            if score > best_score:
                best, best_score = length, score
        if best == width:
            self._scores.append(full.score)
        return best

    def _ahead(self, traits: Sequence[int], place: int, length: int, score: float) -> float:
        """Add to a row's score that of the row that would follow it."""
        following = traits[place + length : place + length + self.width]
        ahead = align(following, self._profiles, torn_end=True) if following else None
        return score + (ahead.score if ahead else 0.0)

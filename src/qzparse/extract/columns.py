"""Runs that no rules part → tables whose columns stand clear of one another, and the runs that are left.

1. Columns are clear where several lines have three pieces or more, none of which reaches into two columns.
2. A row starts where a cell of the first column does; that is believed only if rows are of few lines, and most of their
   cells start on the same line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from .lattice import Grid, Slot, covering_of
from .leaf import Glyph, Run, run_of
from .wraps import passage_of

_GAP = 0.9
"""A gap of so much of a line's height parts two pieces of it."""
_COLUMNS, _ROWS = 3, 3
"""A table without rules has at least so many columns and rows."""
_FAR = 2.0
"""Lines so many heights apart are not of one table."""
_NARROW = 4.0
"""In a column not so many heights wide stand numbers, each a line."""
_LINES = 2.5
"""Rows of more lines than so many, on the average, are not clear."""
_TOGETHER = 0.7
"""So many of a row's cells start where its first does."""
_PAD = 2.0
"""How far a column's borders stand from its text, in points."""

_Line = list[Run]
_Span = tuple[float, float]


def find_columns(
    runs: Sequence[Run], glyphs_of: Callable[[Run], list[Glyph]]
) -> tuple[list[Grid], list[Run]]:
    """Find tables among runs; give them, and what is left, parted at wide gaps."""
    pieces = [piece for run in runs for piece in _pieces_of(run, glyphs_of)]
    if len(pieces) < _COLUMNS * _ROWS:
        return [], pieces
    grids = []
    left: list[Run] = []
    for block in _blocks_of(_lines_of(pieces)):
        grid = _grid_of(block)
        if grid is None:
            left += [piece for line in block for piece in line]
        else:
            grids.append(grid)
    return (grids, left) if grids else ([], pieces)


def _pieces_of(run: Run, glyphs_of: Callable[[Run], list[Glyph]]) -> list[Run]:
    """Part a run at wide gaps; where no blank was left out it has none."""
    start, end = run.origin
    if end - start <= len(run.text):
        return [run]
    glyphs = glyphs_of(run)
    gap = _GAP * (run.bottom - run.top)
    cuts = [place for place, (one, other) in enumerate(pairwise(glyphs), 1) if other.left - one.right > gap]
    if not cuts:
        return [run]
    bounds = pairwise([0, *cuts, len(glyphs)])
    pieces = [run_of(glyphs[first:last], run.top, run.bottom) for first, last in bounds]
    return [piece for piece in pieces if piece is not None]


def _lines_of(pieces: list[Run]) -> list[_Line]:
    lines: list[_Line] = []
    level = float("-inf")
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        if piece.top < level:
            lines[-1].append(piece)
        else:
            lines.append([piece])
            level = (piece.top + piece.bottom) / 2
    for line in lines:
        line.sort(key=lambda piece: piece.left)
    return lines


def _blocks_of(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Group lines whose pieces fit the same columns."""
    block: list[_Line] = []
    spans: list[_Span] = []
    for line in lines:
        if block and not _fits(line, block[-1], spans):
            yield block
            block, spans = [], []
        block.append(line)
        spans = _merged([*spans, *((piece.left, piece.right) for piece in line)])
    if block:
        yield block


def _fits(line: _Line, above: _Line, spans: list[_Span]) -> bool:
    """Tell whether a line goes on with the columns at `spans`: near enough, and joining no two of them."""
    height = line[0].bottom - line[0].top
    if line[0].top - above[0].bottom > _FAR * height:
        return False
    ranges = [(piece.left, piece.right) for piece in line]
    return len(_merged([*spans, *ranges])) >= max(len(spans), len(ranges))


def _merged(spans: list[_Span]) -> list[_Span]:
    """Join ranges that overlap."""
    merged: list[_Span] = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _grid_of(lines: list[_Line]) -> Grid | None:
    """Make a table of lines; None where its columns or rows are not clear."""
    if sum(len(line) >= _COLUMNS for line in lines) < _ROWS:
        return None
    spans = _merged([(piece.left, piece.right) for line in lines for piece in line])
    starts = list(_starts_of(lines, spans[0]))
    if len(spans) < _COLUMNS or len(starts) < _ROWS or len(lines) > _LINES * len(starts):
        return None
    bounds = list(pairwise([0, *starts[1:], len(lines)]))
    opened = sum(len(lines[first]) for first in starts)
    filled = sum(len({_column_of(piece, spans) for line in lines[a:b] for piece in line}) for a, b in bounds)
    if opened < _TOGETHER * filled:
        return None
    xs = [left - _PAD for left, _ in spans] + [spans[-1][1] + _PAD]
    ys = [lines[first][0].top for first, _ in bounds] + [lines[-1][0].bottom]
    slots = []
    for row, (first, last) in enumerate(bounds):
        for column, (left, right) in enumerate(spans):
            slot = Slot(row, column, 1, 1, (left - _PAD, ys[row], right + _PAD, ys[row + 1]))
            slot.runs = [
                piece for line in lines[first:last] for piece in line if _column_of(piece, spans) == column
            ]
            slots.append(slot)
    return Grid(xs, ys, slots, covering_of(slots, len(spans), len(bounds)))


def _starts_of(lines: Sequence[_Line], span: _Span) -> Iterator[int]:
    """Yield the lines where a cell of the first column starts."""
    last = None
    for place, (line, *_) in enumerate(lines):
        if line.left > span[1]:
            last = None
            continue
        narrow = span[1] - span[0] < _NARROW * (line.bottom - line.top)
        if narrow or last is None or len(passage_of([last, line], *span).paragraphs) > 1:
            yield place
        last = line


def _column_of(piece: Run, spans: Sequence[_Span]) -> int:
    return sum(left <= piece.left for left, _ in spans) - 1

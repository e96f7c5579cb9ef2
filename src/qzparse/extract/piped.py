"""Lines whose cells are parted by bars → stretches that are tables.

1. Markdown and its kin: `| a | b |` or `a | b`, with a rule under the headers or without; one line is one row.
2. A row whose cells hold line ends goes on until it has as many bars as the first.
3. `<br>` is a line end, and bold marks around a whole cell are none of its text; an escaped bar stays in its cell.
4. What is ruled above its first row, or more than once, is a box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from qzparse.excerpt import Excerpt, Span

from .boxed import find_box
from .stretch import BARS, Stretch, lines_of, stretch_of, table_of

_BAR = re.compile(rf"(?<!\\)[{BARS}]")
_ESCAPED = re.compile(rf"\\[{BARS}]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RULE = re.compile(r"(?=.*[-=\u2500\u2501\u2550])[-=:+|｜\s\u2500-\u257f]+")
_BLANK_FIELD = re.compile(r"[|｜]\s*[|｜]")
_LONE_DASH = re.compile("(?<![-=:])[-=](?![-=:])")
_CORNER = re.compile("[\u250c-\u2570]|\\+[-=]{2}")
_LIDS = "\u250c\u250f\u2554\u256d"
_MOST_WRAPPED = 200
"""A broken row goes on for at most so many lines."""
_FEWEST_BARE_PAIRS = 3
"""So many rows of two cells make a table that has no bars around it; fewer are prose."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: its trimmed span, the places of its bars, and whether it is a rule."""

    start: int
    end: int
    bars: tuple[int, ...]
    ruled: bool

    @property
    def opens(self) -> bool:
        """Whether a bar stands before its first cell."""
        return bool(self.bars) and self.bars[0] == self.start

    @property
    def closes(self) -> bool:
        """Whether a bar stands behind its last cell."""
        return bool(self.bars) and self.bars[-1] == self.end - 1


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of one row as one, and the index of the line below it."""

    line: _Line
    following: int


def find_piped(text: str) -> list[Stretch]:
    """Find the stretches whose cells are parted by bars."""
    if sum(text.count(bar) for bar in BARS) < 2:
        return []
    return list(_iter_stretches(text, [_line(text, span) for span in lines_of(text)]))


def _line(text: str, span: Span) -> _Line:
    start, end = span
    line = text[start:end]
    kept = line.strip()
    if not kept:
        return _Line(start, start, (), ruled=False)
    start += line.index(kept[0])
    if line[0] == "\t":
        return _Line(start, start + len(kept), (), ruled=False)
    bars = tuple(found.start() + start for found in _BAR.finditer(kept))
    ruled = bool(_RULE.fullmatch(kept)) and (_CORNER.search(kept) or not _BLANK_FIELD.search(kept))
    return _Line(start, start + len(kept), bars, bool(ruled))


def _iter_stretches(text: str, lines: list[_Line]) -> Iterator[Stretch]:
    index = tried = 0
    while index < len(lines):
        if not lines[index].bars and not lines[index].ruled:
            index += 1
            continue
        if index >= tried:
            tried = _block_end(text, lines, index)
            box = _box(text, lines[index:tried])
            if box:
                yield box
                index = tried
                continue
        found, index = _piped(text, lines, index)
        if found:
            yield found


def _block_end(text: str, lines: list[_Line], index: int) -> int:
    """Find where the lines end that hold bars or are rules; a lid, or a rule right below a rule, opens another block."""
    start = index
    while index < len(lines) and (lines[index].bars or lines[index].ruled):
        doubled = index > start and lines[index].ruled and lines[index - 1].ruled
        if index > start and (
            text[lines[index].start] in _LIDS or (doubled and text[lines[index].start] == "+")
        ):
            break
        index += 1
    return index


def _box(text: str, block: list[_Line]) -> Stretch | None:
    flags = [line.ruled and not _LONE_DASH.search(text, line.start, line.end) for line in block]
    rules = [line for line, flag in zip(block, flags, strict=True) if flag]
    if not rules or len(rules) == len(block):
        return None
    lidded = rules[0] is block[0] and _CORNER.search(text, block[0].start, block[0].end)
    if not lidded and len(rules) < 2:
        return None
    return find_box(text, [(line.start, line.end) for line in block], flags)


def _piped(text: str, lines: list[_Line], index: int) -> tuple[Stretch | None, int]:
    """Read rows from a line on, if enough of them have as many bars as the first; also give the line to go on from."""
    if lines[index].ruled:
        return None, index + 1
    first = _joined(text, lines, index, None) or _Row(lines[index], index + 1)
    rows, ruled, whole = [first], 0, 1
    following = first.following
    while following < len(lines) and len(rows) - whole <= whole + 2:
        if _is_rule(text, lines[following], len(rows)):
            ruled, following = ruled + 1, following + 1
            continue
        row = _next_row(text, lines, following, first.line)
        if row is None:
            break
        rows.append(row)
        whole += len(row.line.bars) == len(first.line.bars)
        following = row.following
    opened, closed = (all(getattr(row.line, side) for row in rows) for side in ("opens", "closes"))
    columns = len(first.line.bars) + 1 - opened - closed
    if columns < 2 or whole < 2 or 2 * whole < len(rows):
        return None, following if whole > 2 else index + 1
    if columns == 2 and not ruled and not (opened and closed) and whole < _FEWEST_BARE_PAIRS:
        return None, index + 1
    cells = [_cells(text, row.line, opened=opened, closed=closed) for row in rows]
    span = (first.line.start, lines[following - 1].end)
    escapes = [found.span() for found in _ESCAPED.finditer(text, *span)]
    return stretch_of(text, span, table_of(cells, min(ruled, 1)), escapes), following


def _is_rule(text: str, line: _Line, rows: int) -> bool:
    """Tell whether a line is a rule; a lone dash fills a cell, but right below the headers."""
    return line.ruled and (rows == 1 or not _LONE_DASH.search(text, line.start, line.end))


def _next_row(text: str, lines: list[_Line], index: int, first: _Line) -> _Row | None:
    """Read one row: whole, broken over lines, or of another length but with bars around it."""
    line, count = lines[index], len(first.bars)
    if line.end == line.start:
        index += 1
        line = lines[index] if index < len(lines) else line
        return _Row(line, index + 1) if len(line.bars) == count and not line.ruled else None
    if len(line.bars) == count:
        return _Row(line, index + 1)
    if not 0 < len(line.bars) < count + 1:
        return _Row(line, index + 1) if first.opens and line.opens and line.closes else None
    row = _joined(text, lines, index, first)
    if row is None and first.opens and line.opens and line.closes:
        return _Row(line, index + 1)
    return row


def _joined(text: str, lines: list[_Line], index: int, first: _Line | None) -> _Row | None:
    """Join the lines of a broken row until it has as many bars as the first; that one ends with the bar that closes it."""
    line = lines[index]
    bars, end = list(line.bars), line.end
    if first is None and (line.closes or not line.opens):
        return None
    for following in range(index + 1, min(index + _MOST_WRAPPED, len(lines))):
        more = lines[following]
        if more.ruled or (more.opens and line.opens) or (first and _is_numbered(text, more)):
            return None
        if more.end > more.start:
            bars, end = [*bars, *more.bars], more.end
        if len(bars) == len(first.bars) if first else more.closes:
            return _Row(_Line(line.start, end, tuple(bars), ruled=False), following + 1)
        if first and len(bars) > len(first.bars):
            return None
    return None


def _is_numbered(text: str, line: _Line) -> bool:
    """Tell whether the first cell is a number, as those of new rows are."""
    return bool(line.bars) and text[line.start : line.bars[0]].strip().isdigit()


def _cells(text: str, line: _Line, *, opened: bool, closed: bool) -> list[Excerpt]:
    edges = [*line.bars]
    if not opened:
        edges.insert(0, line.start - 1)
    if not closed:
        edges.append(line.end)
    return [_cell(text, start + 1, end) for start, end in pairwise(edges)]


def _cell(text: str, start: int, end: int) -> Excerpt:
    pieces = []
    for found in _BREAK.finditer(text, start, end):
        pieces.append(Excerpt.of(text, start, found.start()))
        start = found.end()
    last = Excerpt.of(text, start, end)
    cell = Excerpt.joined((*pieces, last)) if pieces else last
    if len(cell.lines) == 1 and cell.text.startswith("**") and cell.text.endswith("**"):
        return cell.cut(cell.start + 2, cell.end - 2)
    return cell
